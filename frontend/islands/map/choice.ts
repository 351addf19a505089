/** Which layers a person wants to see: tick boxes beside the map. Where there are none, what starts shown is seen. */

import type { Live } from "./shapes";

function boxes(element: HTMLElement): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-layers-of="${element.id}"]`);
}

export function hiddenIn(element: HTMLElement, live: Live): ReadonlySet<string> {
  const choice = boxes(element);
  if (!choice) return new Set((live.added ?? []).filter((one) => !one.starts_shown).map((one) => one.key));
  return new Set([...choice.querySelectorAll<HTMLInputElement>("input:not(:checked)")].map((box) => box.value));
}

export function onChoice(element: HTMLElement, again: () => void): void {
  boxes(element)?.addEventListener("change", again);
}
