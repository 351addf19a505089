/** A queue of forms that could not be sent yet. Each is known by its mark, so it stands in the queue once. */

export type Waiting = { url: string; said: [string, string][] };

function markOf(one: Waiting): string {
  return one.said.find(([name]) => name === "client_id")?.[1] ?? "";
}

export function add(queue: Waiting[], one: Waiting): Waiting[] {
  const without = one.said.filter(([name]) => name !== "csrfmiddlewaretoken");
  return [...gone(queue, one), { url: one.url, said: without }];
}

export function first(queue: Waiting[]): Waiting | undefined {
  return queue[0];
}

export function gone(queue: Waiting[], one: Waiting): Waiting[] {
  return queue.filter((other) => markOf(other) !== markOf(one));
}
