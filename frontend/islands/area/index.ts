/** Draws an area on the map, corner by corner, into a text field as GeoJSON, which stays usable by hand. */

import type { GeoJSONSource } from "maplibre-gl";
import { fetchJson } from "../../lib/fetch";
import { colour } from "../../lib/palette";
import { word } from "../../lib/words";
import { canDraw, makeMap, sayNoMap } from "../map/library";
import type { Scene } from "../map/shapes";
import { style } from "../map/style";
import { type Corner, cornersOf, shapeOf, written } from "./corners";

const EMPTY: Scene = { center: [0, 0], base: {} };

export function start(element: HTMLElement): void {
  element.classList.add("map", "map--pick");
  if (!canDraw()) return sayNoMap(element);
  // Inside a closed <details> a map has no size: it is drawn when it is first seen.
  new IntersectionObserver((entries, watch) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    void draw(element);
  }).observe(element);
}

async function draw(element: HTMLElement): Promise<void> {
  const field = document.getElementById(element.dataset["input"] ?? "") as HTMLTextAreaElement | null;
  if (!field) return;
  const scene = element.dataset["src"] ? await fetchJson<Scene>(element.dataset["src"], element) : EMPTY;
  let corners: Corner[] = cornersOf(field.value);
  element.setAttribute("aria-label", word("area"));
  const map = makeMap({ container: element, style: style(scene, {}), center: corners[0] ?? scene.center, zoom: 16, pitch: 0 });
  const show = (): void => {
    map.getSource<GeoJSONSource>("drawn")?.setData(shapeOf(corners));
  };
  const keep = (): void => {
    field.value = written(corners);
    show();
  };
  map.on("load", () => {
    map.addSource("drawn", { type: "geojson", data: shapeOf(corners) });
    map.addLayer({ id: "drawn", type: "fill", source: "drawn", paint: { "fill-color": colour("red"), "fill-opacity": 0.25 } });
    map.addLayer({ id: "drawn-edge", type: "line", source: "drawn", paint: { "line-color": colour("red"), "line-width": 3 } });
    map.addLayer({
      id: "drawn-corners", type: "circle", source: "drawn",
      paint: { "circle-color": colour("red"), "circle-radius": 5 },
    });
  });
  map.doubleClickZoom.disable();
  map.on("click", (event) => {
    corners = [...corners, [event.lngLat.lng, event.lngLat.lat]];
    keep();
  });
  field.addEventListener("change", () => {
    corners = cornersOf(field.value);
    show();
  });
  document.querySelector(`[data-clears="${field.id}"]`)?.addEventListener("click", () => {
    corners = [];
    keep();
  });
}
