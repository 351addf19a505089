/** Chooses a place on the map and writes it into two number fields, which stay usable by hand.
 *
 * In a folded part (data-when="open") the map is fetched only once that is opened; data-said is said when a place is chosen.
 */

import { fetchJson } from "../../lib/fetch";
import { word } from "../../lib/words";
import { canDraw, library, makeMap, sayNoMap } from "../map/library";
import type { Scene } from "../map/shapes";
import { style } from "../map/style";

const EMPTY: Scene = { center: [0, 0], base: {} };
const DIGITS = 6; // a tenth of a metre

function field(element: HTMLElement, name: string): HTMLInputElement | null {
  return document.getElementById(element.dataset[name] ?? "") as HTMLInputElement | null;
}

export function start(element: HTMLElement): void {
  const folded = element.dataset["when"] === "open" ? element.closest("details") : null;
  if (folded && !folded.open) folded.addEventListener("toggle", () => begin(element), { once: true });
  else begin(element);
}

function begin(element: HTMLElement): void {
  element.classList.add("map", "map--pick");
  if (!canDraw()) sayNoMap(element);
  else void draw(element);
}

async function draw(element: HTMLElement): Promise<void> {
  const lon = field(element, "lonInput");
  const lat = field(element, "latInput");
  if (!lon || !lat) return;
  const scene = element.dataset["src"] ? await fetchJson<Scene>(element.dataset["src"], element) : EMPTY;
  const written = (): [number, number] | null => (lon.value && lat.value ? [Number(lon.value), Number(lat.value)] : null);
  const center = written() ?? scene.center;
  element.setAttribute("aria-label", word("pick"));
  const map = makeMap({ container: element, style: style(scene, {}), center, zoom: 16.5, pitch: 0 });
  const marker = new library.Marker({ draggable: true }).setLngLat(center).addTo(map);

  const write = (): void => {
    const place = marker.getLngLat();
    lon.value = place.lng.toFixed(DIGITS);
    lat.value = place.lat.toFixed(DIGITS);
    const said = document.getElementById(element.dataset["saidPlace"] ?? "");
    if (said) said.textContent = element.dataset["said"] ?? "";
  };
  const follow = (): void => {
    const place = written();
    if (!place || !place.every(Number.isFinite)) return;
    marker.setLngLat(place);
    map.easeTo({ center: place });
  };
  marker.on("dragend", write);
  map.on("click", (event) => {
    marker.setLngLat(event.lngLat);
    write();
  });
  lon.addEventListener("change", follow);
  lat.addEventListener("change", follow);
}
