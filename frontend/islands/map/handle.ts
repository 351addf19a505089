/** How other islands of the page draw on its map and take its touches. */

import type { Map as MapLibre } from "maplibre-gl";
import type { Added } from "./shapes";

export type Touch = (lon: number, lat: number) => void;
export type Handle = { map: MapLibre; put(added: Added[]): void; take(touch: Touch | null): void };

const DRAWN = "linan:map-drawn";
const handles = new WeakMap<HTMLElement, Handle>();

export function offer(element: HTMLElement, handle: Handle): void {
  handles.set(element, handle);
  element.dispatchEvent(new CustomEvent(DRAWN));
}

/** Waits until the map stands; on a device that cannot draw it this never comes, and the forms stay as they are. */
export function whenDrawn(element: HTMLElement): Promise<Handle> {
  const handle = handles.get(element);
  if (handle) return Promise.resolve(handle);
  return new Promise((resolve) => {
    element.addEventListener(DRAWN, () => void whenDrawn(element).then(resolve), { once: true });
  });
}
