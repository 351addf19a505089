/** Listens to the live channel and tells the elements of the page that watch what changed. */

import { EVERYTHING, gather, namesOf, touches } from "../../lib/names";
import { word } from "../../lib/words";
import { clockTime } from "../../lib/zone";

const GATHER_MS = 150;
const RETRY_MS = 2_000;
const SILENCE_MS = 30_000; // three beats of the live process

type State = { lastHeard: Date; mayHaveMissed: boolean; hasBeat: boolean; source: EventSource | null };

function tell(changed: ReadonlySet<string>): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-live]")) {
    if (touches(element.dataset["live"] ?? "", changed)) element.dispatchEvent(new CustomEvent("live", { detail: changed }));
  }
  document.dispatchEvent(new CustomEvent("linan:live", { detail: changed }));
}

function show(chip: HTMLElement, state: "open" | "lost", said: string): void {
  if (chip.dataset["state"] === state) return;
  chip.dataset["state"] = state;
  const place = chip.querySelector("[data-connection-word]");
  if (place) place.textContent = said;
}

export function start(chip: HTMLElement): void {
  const url = document.body.dataset["liveUrl"];
  if (!url) {
    chip.hidden = true;
    return;
  }
  const state: State = { lastHeard: new Date(), mayHaveMissed: true, hasBeat: false, source: null };
  const changed = gather(tell, GATHER_MS);

  const heard = (): void => {
    state.lastHeard = new Date();
    show(chip, "open", word("connected"));
  };
  const lost = (): void => {
    state.mayHaveMissed = true;
    show(chip, "lost", word("lost", { time: clockTime(state.lastHeard) }));
  };
  const listen = (): void => {
    state.source?.close();
    const source = new EventSource(url, { withCredentials: true });
    state.source = source;
    source.onopen = () => {
      heard();
      // Between drawing the page and listening, or while the line was down, something may have changed.
      if (state.mayHaveMissed) changed([EVERYTHING]);
      state.mayHaveMissed = false;
    };
    const onNames = (event: MessageEvent<string>): void => {
      heard();
      changed(namesOf(event.data));
    };
    source.onmessage = onNames;
    source.addEventListener("changed", onNames as EventListener);
    source.addEventListener("beat", () => {
      state.hasBeat = true;
      heard();
    });
    source.addEventListener("reset", () => changed([EVERYTHING]));
    source.onerror = () => {
      lost();
      // The browser tries again by itself unless the answer was an error, as while the process restarts.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
    };
  };

  setInterval(() => {
    if (!state.hasBeat || Date.now() - state.lastHeard.getTime() < SILENCE_MS) return;
    lost();
    listen();
  }, SILENCE_MS / 3);
  window.addEventListener("offline", lost);
  window.addEventListener("online", listen);
  window.addEventListener("pagehide", () => state.source?.close());
  listen();
}
