/** Draws on the page's map into the text field of a form, which stays usable by hand. */

import { word } from "../../lib/words";
import { type Handle, whenDrawn } from "../map/handle";
import { type Corner, geometryOf, grown, preview, type Shape, wanting } from "./strokes";

export function start(form: HTMLElement): void {
  const map = document.getElementById(form.dataset["map"] ?? "");
  const field = form.querySelector<HTMLTextAreaElement>("[name=geometry]");
  if (map && field) void whenDrawn(map).then((handle) => draw(form, map, field, handle));
}

function draw(form: HTMLElement, map: HTMLElement, field: HTMLTextAreaElement, handle: Handle): void {
  let corners: Corner[] = [];
  const shape = (): Shape =>
    (form.querySelector<HTMLElement>("[data-shape]:checked")?.dataset["shape"] ?? form.dataset["shape"] ?? "point") as Shape;
  const says = (text: string): void => {
    const place = form.querySelector<HTMLElement>("[data-says]");
    if (place) place.textContent = text;
  };
  const show = (): void => {
    const geometry = geometryOf(shape(), corners);
    field.value = geometry ? JSON.stringify(geometry) : "";
    handle.put(preview(shape(), corners));
    const n = wanting(shape(), corners);
    says(n > 0 ? word("touchMap", { n }) : word("drawn"));
  };
  const touch = (lon: number, lat: number): void => {
    corners = grown(shape(), corners, lon, lat);
    show();
  };
  const begin = (): void => {
    corners = [];
    handle.take(touch);
    show();
    map.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
  const here = (): void => {
    says(word("locating"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => touch(coords.longitude, coords.latitude),
      () => says(word("notLocated")),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  };

  handle.put([]);
  handle.take(null);
  for (const row of form.querySelectorAll<HTMLElement>("[data-with-map]")) row.hidden = false;
  form.querySelector("[data-draw]")?.addEventListener("click", begin);
  form.querySelector("[data-here]")?.addEventListener("click", here);
  form.querySelector("[data-undo]")?.addEventListener("click", () => {
    corners = corners.slice(0, -1);
    show();
  });
  // A symbol that is chosen wants its place next.
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLElement && event.target.dataset["shape"]) begin();
  });
}
