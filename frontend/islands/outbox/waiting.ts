/** The reports that wait on this phone; each is known by the key of its form. */

export type Waiting = { key: string; at: number; url: string; name: string; said: [string, string][] };

/** Puts a report at the end of the queue; written again under the same key, it takes the place of what was written before. */
export function put(queue: readonly Waiting[], one: Waiting): Waiting[] {
  const before = queue.find(({ key }) => key === one.key);
  if (!before) return [...queue, one];
  return queue.map((each) => (each.key === one.key ? { ...one, at: before.at } : each));
}

export function without(queue: readonly Waiting[], key: string): Waiting[] {
  return queue.filter((each) => each.key !== key);
}

/** How long a sending may take in ms: a line that carries less than 5 kB a second is tried again. */
export function patience(bytes: number): number {
  return 20_000 + bytes / 5;
}
