/** Sends the report form; without a line it is kept on the phone and sent once when the line is back.
 *
 * The key in the form makes a second sending harmless. Words lie in the local storage, pictures and a voice note in the
 * device's database; where that keeps nothing, they are sent only while the page stays open.
 */

import { Kept as Store } from "../../lib/kept";
import { fill } from "../../lib/words";

const PLACE = "linan:report";
const RETRY_MS = 5_000;
const MINUTE_MS = 60_000;

type Kept = { at: number; url: string; said: [string, string][] };

function kept(): Kept | null {
  const text = localStorage.getItem(PLACE);
  return text ? (JSON.parse(text) as Kept) : null;
}

function keep(url: string, body: FormData): void {
  const said = [...body].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  localStorage.setItem(PLACE, JSON.stringify({ at: Date.now(), url, said } satisfies Kept));
}

type KeptFile = { key: string; name: string; file: File };

function files(): Promise<Store<KeptFile>> {
  return Store.open<KeptFile>("linan-report", "files");
}

/** Puts the files of the form in place of those kept before. */
async function keepFiles(body: FormData): Promise<void> {
  const store = await files();
  await store.remove((await store.all()).map(({ key }) => key));
  const given = [...body].filter((entry): entry is [string, File] => entry[1] instanceof File && entry[1].size > 0);
  for (const [number, [name, file]] of given.entries()) await store.put({ key: String(number), name, file });
}

async function bodyOf({ said }: Kept): Promise<FormData> {
  const body = new FormData();
  for (const [name, value] of said) body.append(name, value);
  try {
    for (const { name, file } of await (await files()).all()) body.append(name, file);
  } catch {
    return body; // a device that keeps no files still sends the words
  }
  return body;
}

function forget(): void {
  localStorage.removeItem(PLACE);
  void keepFiles(new FormData()).catch(() => undefined);
}

/** Writes what was said into the form again, so that a refusal of the house stands beside it. */
function restore(form: HTMLFormElement, body: FormData): void {
  for (const [name, value] of body) {
    const field = form.elements.namedItem(name);
    if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue;
    if (field instanceof RadioNodeList || field instanceof HTMLInputElement) field.value = value;
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

export function start(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const state = form.querySelector<HTMLElement>("[data-outbox-state]");
  let whole: FormData | null = null; // with its pictures, while the page is open

  const tell = (): void => {
    const waiting = kept();
    if (!state) return;
    state.hidden = waiting === null;
    const minutes = waiting ? Math.floor((Date.now() - waiting.at) / MINUTE_MS) : 0;
    state.querySelector("p")!.textContent = fill(form.dataset["stored"] ?? "", { n: minutes });
  };

  /** Leads to the receipt; what the house refuses is shown by the house itself, in the form. */
  const send = async (url: string, body: FormData): Promise<void> => {
    body.set("csrfmiddlewaretoken", new FormData(form).get("csrfmiddlewaretoken") ?? "");
    const answer = await fetch(url, { method: "POST", body, credentials: "same-origin" });
    if (answer.status >= 500) throw new TypeError("the house cannot take it now");
    if (answer.redirected) {
      forget();
      location.assign(answer.url);
      return;
    }
    restore(form, body);
    forget();
    form.action = url;
    form.submit();
  };

  const sendKept = async (): Promise<void> => {
    const waiting = kept();
    if (!waiting) return;
    try {
      await send(waiting.url, whole ?? (await bodyOf(waiting)));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // a TypeError is the network's
    }
    tell();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whole = new FormData(form);
    keep(location.pathname, whole);
    void keepFiles(whole).catch(() => undefined);
    void sendKept();
  });
  window.addEventListener("online", () => void sendKept());
  setInterval(() => void sendKept(), RETRY_MS);
  tell();
  void sendKept();
}
