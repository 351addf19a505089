/** Keeps "2 min ago" true while a page stays open, and the clock of the wall screen. */

import { distance } from "../../lib/distance";
import { word } from "../../lib/words";
import { clockTime } from "../../lib/zone";

const EVERY_MS = 15_000;

function refresh(): void {
  const nowMs = Date.now();
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const place = time.querySelector("span");
    const { name, n } = distance(Date.parse(time.dateTime), nowMs);
    const said = word(name, { n });
    if (place && said && place.textContent !== said) place.textContent = said;
  }
}

function tick(): void {
  const said = clockTime(new Date(), "seconds");
  for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = said;
}

export function start(): void {
  refresh();
  setInterval(refresh, EVERY_MS);
  if (!document.querySelector("[data-clock]")) return;
  tick();
  setInterval(tick, 1000);
}
