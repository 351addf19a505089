/** Runs something again when what an island's data-live names has changed. */

export function onLive(element: HTMLElement, again: () => void): void {
  if (element.dataset["live"]) element.addEventListener("live", again);
}
