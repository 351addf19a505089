/** Runs something again when what an island's data-live names has changed. */

import { EVERYTHING, touched } from "./names";

/** again: is told which of the watched names changed; "*" where nobody can say. */
export function onLive(element: HTMLElement, again: (changed: readonly string[]) => void): void {
  const watched = element.dataset["live"];
  if (!watched) return;
  element.addEventListener("live", (event) => {
    const changed = (event as CustomEvent<ReadonlySet<string> | null>).detail;
    again(changed ? touched(watched, changed) : [EVERYTHING]);
  });
}
