/** Registers arrivals on a bad line: what cannot be sent waits on the phone, the next one can be written at once.
 *
 * Each form carries a mark of its own (client_id), so a second sending of the same arrival counts once. All forms of a
 * page share one queue; what the house refuses comes back into its form and is shown by the house itself.
 */

import { freshMark } from "../../lib/mark";
import { fill } from "../../lib/words";
import { add, first, gone, type Waiting } from "./waiting";

const PLACE = "linan:queue";
const RETRY_MS = 5_000;
const PATIENCE_MS = 8_000;

function waiting(): Waiting[] {
  return JSON.parse(localStorage.getItem(PLACE) ?? "[]") as Waiting[];
}

function keep(queue: Waiting[]): void {
  localStorage.setItem(PLACE, JSON.stringify(queue));
}

function bodyOf(one: Waiting, token: string): FormData {
  const body = new FormData();
  for (const [name, value] of one.said) body.append(name, value);
  body.set("csrfmiddlewaretoken", token);
  return body;
}

/** Whether the house has taken it; a TypeError is the network's, or the house cannot take anything now. */
async function send(one: Waiting, token: string): Promise<Response> {
  const answer = await fetch(one.url, {
    method: "POST",
    body: bodyOf(one, token),
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.status >= 500) throw new TypeError("the house cannot take it now");
  return answer;
}

function isOfTheLine(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError");
}

function tell(stored: string): void {
  const many = waiting().length;
  for (const state of document.querySelectorAll<HTMLElement>("[data-queue-state]")) {
    state.hidden = many === 0;
    state.querySelector("p")!.textContent = fill(stored, { n: many });
  }
}

/** Lays the refused arrival into a form and sends it as a browser does, so that the refusal is read. */
function showRefusal(one: Waiting, token: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = one.url;
  for (const [name, value] of bodyOf(one, token)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = String(value);
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

let isSending = false;

/** Sends the queue in its order; leads to where the house leads when all of it is taken. */
async function sendAll(token: string, stored: string): Promise<void> {
  if (isSending) return;
  isSending = true;
  try {
    let answer: Response | null = null;
    for (let one = first(waiting()); one; one = first(waiting())) {
      answer = await send(one, token);
      keep(gone(waiting(), one));
      if (!answer.redirected) return showRefusal(one, token);
    }
    if (answer) location.assign(answer.url);
  } catch (error) {
    if (!isOfTheLine(error)) throw error;
  } finally {
    isSending = false;
    tell(stored);
  }
}

export function start(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const stored = form.dataset["stored"] ?? "";
  const token = String(new FormData(form).get("csrfmiddlewaretoken") ?? "");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new FormData(form, (event as SubmitEvent).submitter);
    const said = [...body].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    keep(add(waiting(), { url: form.action, said }));
    void sendAll(token, stored).then(() => renew(form));
  });
  window.addEventListener("online", () => void sendAll(token, stored));
  setInterval(() => void sendAll(token, stored), RETRY_MS);
  void sendAll(token, stored);
}

/** Makes the form ready for the next arrival while the last one waits; a household needs to be pressed once only. */
function renew(form: HTMLFormElement): void {
  if (waiting().length === 0) return;
  form.reset();
  const household = form.elements.namedItem("household");
  if (household instanceof HTMLInputElement && household.value) form.querySelector("button")!.disabled = true;
  const mark = form.elements.namedItem("client_id");
  if (mark instanceof HTMLInputElement) mark.value = freshMark();
}
