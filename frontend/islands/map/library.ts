/** MapLibre in its build for a strict content policy: its worker is a file of this house. */

import type { Map as MapLibre, MapOptions } from "maplibre-gl";
import * as csp from "maplibre-gl/dist/maplibre-gl-csp.js";
import { word } from "../../lib/words";

export const library = ((csp as { default?: unknown }).default ?? csp) as typeof import("maplibre-gl");
library.setWorkerUrl(new URL("./maplibre-worker.js", import.meta.url).href);

export const CREDIT = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a> (ODbL)';

export function canDraw(): boolean {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

export function sayNoMap(element: HTMLElement): void {
  element.classList.add("map--missing");
  element.setAttribute("role", "status");
  element.textContent = word("noMap");
}

export function makeMap(options: Omit<MapOptions, "attributionControl" | "locale">): MapLibre {
  const map = new library.Map({
    ...options,
    attributionControl: { compact: false, customAttribution: CREDIT },
    locale: {
      "Map.Title": word("map"),
      "NavigationControl.ZoomIn": word("zoomIn"),
      "NavigationControl.ZoomOut": word("zoomOut"),
      "NavigationControl.ResetBearing": word("north"),
    },
    cooperativeGestures: false,
    maxPitch: 70,
  });
  map.addControl(new library.NavigationControl({ visualizePitch: true }), "top-right");
  return map;
}
