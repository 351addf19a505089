/** Sends what a phone keeps to the house, and says what became of it. */

import { metIn, type Change, type Met } from "./overlay";

export type Answer = { held: string[]; strange: string[]; received: number };
export type Outcome = { kind: "taken"; answer: Answer } | { kind: "no line" } | { kind: "signed out" };

const WAIT_MS = 15_000;

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** A page from before a new sign-in carries a token that no longer holds. */
async function renewToken(): Promise<void> {
  const page = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
  const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  const here = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  if (found && here) here.content = found.content;
}

async function post(url: string, changes: Change[], people: Met[]): Promise<Response> {
  const said = changes.map(({ key, entry, evacuee, to, note, at }) => ({
    key, to, note, at, entry: metIn(entry) ? null : Number(entry), evacuee: evacuee ? Number(evacuee) : null, met: metIn(entry),
  }));
  const met = people.map(({ key, entry, name, place, to, at }) => ({
    key, name, place, at, to: to || null, entry: entry ? Number(entry) : null,
  }));
  return fetch(url, {
    method: "POST",
    body: JSON.stringify({ clock: Date.now(), changes: said, met }),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(WAIT_MS),
  });
}

export async function send(url: string, changes: Change[], people: Met[]): Promise<Outcome> {
  try {
    let answer = await post(url, changes, people);
    if (answer.status === 403) {
      await renewToken();
      answer = await post(url, changes, people);
    }
    if (answer.ok) return { kind: "taken", answer: (await answer.json()) as Answer };
    return { kind: answer.status >= 500 ? "no line" : "signed out" };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error; // these two are the network's
    return { kind: "no line" };
  }
}
