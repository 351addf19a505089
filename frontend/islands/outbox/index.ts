/** Sends reports; without a line they are kept on the phone, shown with their age, and sent once when the line is back.
 *
 * The key in the form makes a second sending harmless. Words lie in the local storage, pictures and voice notes in the
 * device's database; where that keeps nothing, they are sent only while the page stays open.
 */

import { distance } from "../../lib/distance";
import { freshMark } from "../../lib/mark";
import { fill, word } from "../../lib/words";
import { addFiles, forgetFiles, keepFiles } from "./files";
import { canKeep, keepPage } from "./offline";
import { patience, put, type Waiting, without } from "./waiting";

const PLACE = "linan:reports";
const RETRY_MS = 5_000;
const FORBIDDEN = 403;

function waiting(): Waiting[] {
  return JSON.parse(localStorage.getItem(PLACE) ?? "[]") as Waiting[];
}

function keep(queue: Waiting[]): void {
  localStorage.setItem(PLACE, JSON.stringify(queue));
}

function part<Found extends HTMLElement>(form: HTMLFormElement, name: string): Found {
  return form.querySelector<Found>(`[data-outbox-${name}]`)!;
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.querySelector<HTMLInputElement>(`input[name=${name}]`)!;
}

/** A page from the phone's own store carries a token that may have outlived its cookie. */
async function renewToken(form: HTMLFormElement): Promise<void> {
  const page = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
  const drawn = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = drawn.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  if (token) field(form, "csrfmiddlewaretoken").value = token.value;
}

function isOfTheLine(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException;
}

function sizeOf(body: FormData): number {
  return [...body.values()].reduce((sum, value) => sum + (typeof value === "string" ? value.length : value.size), 0);
}

/** Writes what was said into the form again, so that a refusal of the house stands beside it. */
function restore(form: HTMLFormElement, body: FormData): void {
  for (const [name, value] of body) {
    const found = form.elements.namedItem(name);
    if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue;
    if (found instanceof RadioNodeList || found instanceof HTMLInputElement) found.value = value;
    if (found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement) found.value = value;
  }
}

class Outbox {
  private readonly whole = new Map<string, FormData>(); // with their files, while the page is open
  private readonly receipts: string[] = [];
  private isSending = false;
  private hasFailed = false;

  constructor(private readonly form: HTMLFormElement) {}

  start(): void {
    // A page that the phone kept holds a key that was used before.
    if (!waiting().some(({ key }) => key === field(this.form, "key").value)) field(this.form, "key").value = freshMark();
    this.form.addEventListener("submit", (event) => this.take(event));
    part(this.form, "another").addEventListener("click", () => this.beginAnew());
    window.addEventListener("online", () => void this.sendAll());
    window.addEventListener("offline", () => this.tell());
    setInterval(() => void this.sendAll(), RETRY_MS);
    this.tell();
    void this.sendAll();
    if (canKeep()) void keepPage().then(() => (part(this.form, "ready").hidden = false), () => undefined);
  }

  private take(event: SubmitEvent): void {
    event.preventDefault();
    const body = new FormData(this.form);
    const key = String(body.get("key"));
    const said = [...body].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    this.whole.set(key, body);
    keep(put(waiting(), { key, at: Date.now(), url: location.pathname, name: this.nameOf(body), said }));
    void keepFiles(key, body).catch(() => undefined);
    this.hasFailed = false;
    this.tell();
    void this.sendAll();
  }

  private nameOf(body: FormData): string {
    const kind = this.form.querySelector<HTMLElement>(`input[name=kind][value="${String(body.get("kind") ?? "")}"] ~ span`);
    return [kind?.textContent ?? "", String(body.get("text") ?? "").slice(0, 20)].filter(Boolean).join(" · ");
  }

  /** Sends the queue in its order, and leads to the receipt; of several, their receipts are shown. */
  private async sendAll(): Promise<void> {
    if (this.isSending || waiting().length === 0) return this.tell();
    this.isSending = true;
    try {
      for (const one of waiting()) if (!(await this.send(one))) return;
      this.lead();
    } catch (error) {
      if (!isOfTheLine(error)) throw error;
      this.hasFailed = true;
    } finally {
      this.isSending = false;
      this.tell();
    }
  }

  /** Returns whether the house took it; what it refuses is shown by the house itself, in the form. */
  private async send(one: Waiting): Promise<boolean> {
    const body = this.whole.get(one.key) ?? (await this.bodyOf(one));
    let answer = await this.post(one, body);
    if (answer.status === FORBIDDEN) {
      await renewToken(this.form);
      answer = await this.post(one, body);
    }
    if (answer.status >= 500 || answer.status === FORBIDDEN) throw new TypeError("the house cannot take it now");
    if (!answer.redirected && this.isBusyWithAnother(one)) return false; // its refusal waits until the form is free
    if (!answer.redirected) restore(this.form, body);
    keep(without(waiting(), one.key));
    void forgetFiles(one.key).catch(() => undefined);
    if (answer.redirected) {
      this.receipts.push(answer.url);
      return true;
    }
    this.form.action = one.url;
    this.form.submit();
    return false;
  }

  private isBusyWithAnother(one: Waiting): boolean {
    const said = new FormData(this.form);
    return said.get("key") !== one.key && Boolean(said.get("text") || said.get("kind"));
  }

  private async post(one: Waiting, body: FormData): Promise<Response> {
    body.set("csrfmiddlewaretoken", field(this.form, "csrfmiddlewaretoken").value);
    const signal = AbortSignal.timeout(patience(sizeOf(body)));
    return fetch(one.url, { method: "POST", body, credentials: "same-origin", signal });
  }

  private async bodyOf(one: Waiting): Promise<FormData> {
    const body = new FormData();
    for (const [name, value] of one.said) body.append(name, value);
    await addFiles(one.key, body);
    return body;
  }

  private lead(): void {
    const [only] = this.receipts;
    if (only && this.receipts.length === 1) location.assign(only);
  }

  private beginAnew(): void {
    this.form.reset();
    field(this.form, "key").value = freshMark();
    part(this.form, "another").hidden = true;
    this.form.querySelector<HTMLElement>("input[name=kind]")?.focus();
  }

  private tell(): void {
    const queue = waiting();
    const state = part(this.form, "state");
    part(this.form, "offline").hidden = navigator.onLine || queue.length > 0;
    state.hidden = queue.length === 0 && this.receipts.length < 2;
    const sentence = queue.length === 0 ? "sent" : this.hasFailed || !navigator.onLine ? "stored" : "sending";
    const oldest = distance(queue[0]?.at ?? Date.now(), Date.now());
    const places = { n: queue.length || this.receipts.length, ago: word(oldest.name, { n: oldest.n }) };
    state.querySelector("p")!.textContent = fill(this.form.dataset[sentence] ?? "", places);
    part(this.form, "list").replaceChildren(...queue.map((one) => this.line(one)), ...this.links());
    const isHere = queue.some(({ key }) => key === field(this.form, "key").value);
    part(this.form, "another").hidden = !(isHere && sentence === "stored");
  }

  private line(one: Waiting): HTMLElement {
    const age = distance(one.at, Date.now());
    const line = document.createElement("li");
    line.textContent = `${one.name} · ${word(age.name, { n: age.n })}`;
    return line;
  }

  private links(): HTMLElement[] {
    if (this.receipts.length < 2) return [];
    return this.receipts.map((address) => {
      const [line, link] = [document.createElement("li"), document.createElement("a")];
      link.href = address;
      link.textContent = new URL(address).pathname.split("/").at(-2) ?? address;
      line.append(link);
      return line;
    });
  }
}

export function start(element: HTMLElement): void {
  new Outbox(element as HTMLFormElement).start();
}
