/** The map of a danger zone and of its evacuation: outline, routes, shelters, closed ways, and the crowd over time. */

import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { fetchJson } from "../../lib/fetch";
import { onLive } from "../../lib/listen";
import { colour } from "../../lib/palette";
import { word } from "../../lib/words";
import { canDraw, library, makeMap, sayNoMap } from "../map/library";
import type { Scene, TonedBuilding } from "../map/shapes";
import { style } from "../map/style";
import { clock, type Flow, frameOf, linesAt } from "./frames";

type Layers = {
  bounds: [number, number, number, number];
  base_src?: string;
  zone: GeoJSON.Feature;
  buildings?: TonedBuilding[];
  routes?: FeatureCollection;
  shelters?: FeatureCollection;
  closures?: FeatureCollection;
  progress?: FeatureCollection;
  flow?: Flow;
  since_s?: number;
};

/** The way meant by a touch: its corners, none where no way is near, and what is said of it. */
type Meant = { line?: [number, number][]; words: string };

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
const SOURCES = ["zone", "routes", "closures", "shelters", "progress"] as const;
const NO_SCENE: Scene = { center: [0, 0], base: {} };
const PLAY_MS = 250;
const DIGITS = 6; // a tenth of a metre

export function start(element: HTMLElement): void {
  element.classList.add("map");
  if (canDraw()) void draw(element);
  else sayNoMap(element);
}

async function draw(element: HTMLElement): Promise<void> {
  let layers = await fetchJson<Layers>(element.dataset["src"] ?? "", element);
  const scene = layers.base_src ? await fetchJson<Scene>(layers.base_src, element) : NO_SCENE;
  const map = makeMap({
    container: element, style: style(scene, { buildings: layers.buildings ?? [] }), bounds: layers.bounds, pitch: 0,
    fitBoundsOptions: { padding: 24, maxZoom: 17.5 },
  });
  map.on("load", () => {
    addLayers(map, layers);
    element.dataset["drawn"] = "yes";
    const slider = sliderOf(element);
    if (slider) slide(map, slider, () => layers);
    onLive(element, () => void refresh());
  });
  if (element.dataset["lonInput"]) pickPlace(map, element);

  async function refresh(): Promise<void> {
    layers = await fetchJson<Layers>(element.dataset["src"] ?? "", element);
    for (const name of SOURCES) {
      map.getSource<GeoJSONSource>(name)?.setData(layers[name] ?? NOTHING);
    }
    sliderOf(element)?.dispatchEvent(new Event("input"));
  }
}

function addLayers(map: MapLibre, layers: Layers): void {
  for (const name of SOURCES) {
    map.addSource(name, { type: "geojson", data: layers[name] ?? NOTHING });
  }
  map.addSource("crowd", { type: "geojson", data: NOTHING });
  map.addLayer({ id: "zone", type: "fill", source: "zone", paint: { "fill-color": colour("red"), "fill-opacity": 0.16 } });
  map.addLayer({ id: "zone-edge", type: "line", source: "zone", paint: { "line-color": colour("red"), "line-width": 3 } });
  const round = { "line-cap": "round", "line-join": "round" } as const;
  map.addLayer({
    id: "routes", type: "line", source: "routes", layout: round,
    paint: { "line-color": colour("blue"), "line-width": 3.5 },
  });
  map.addLayer({
    id: "crowd", type: "line", source: "crowd", layout: round,
    paint: {
      "line-color": [
        "step", ["get", "density"], colour("green"), 0.3, colour("yellow"), 0.7, colour("orange"), 1.1, colour("red"),
      ],
      "line-width": ["interpolate", ["linear"], ["get", "people"], 1, 4, 40, 12],
    },
  });
  map.addLayer({ id: "closures", type: "fill", source: "closures", paint: { "fill-color": colour("ink"), "fill-opacity": 0.5 } });
  map.addLayer({
    id: "closures-edge", type: "line", source: "closures", paint: { "line-color": colour("ink"), "line-width": 6 },
  });
  map.addSource("meant", { type: "geojson", data: NOTHING });
  map.addLayer({
    id: "meant", type: "line", source: "meant", layout: round, paint: { "line-color": colour("red"), "line-width": 9, "line-opacity": 0.85 },
  });
  map.addLayer({
    id: "shelters", type: "circle", source: "shelters",
    paint: {
      "circle-color": colour("green"), "circle-radius": 9, "circle-stroke-color": colour("map-ground"), "circle-stroke-width": 3,
    },
  });
  map.addLayer({
    id: "shelter-names", type: "symbol", source: "shelters",
    layout: { "text-field": ["get", "label"], "text-size": 13, "text-offset": [0, 1.4], "text-font": ["sans-serif"], "text-max-width": 9 },
    paint: { "text-color": colour("ink"), "text-halo-color": colour("map-ground"), "text-halo-width": 2 },
  });
  addProgress(map);
}

/** Draws how far each building is: a circle in the colour of its share, and the number beside it. */
function addProgress(map: MapLibre): void {
  const tone = ["match", ["get", "tone"], ...["green", "yellow", "orange"].flatMap((name) => [name, colour(name)]), colour("red")];
  map.addLayer({
    id: "progress", type: "circle", source: "progress",
    paint: { "circle-color": tone as never, "circle-radius": 6, "circle-stroke-color": colour("map-ground"), "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "progress-numbers", type: "symbol", source: "progress",
    layout: {
      "text-field": ["get", "label"], "text-size": 13, "text-offset": [0, 1.1], "text-font": ["sans-serif"], "text-allow-overlap": true,
    },
    paint: { "text-color": colour("ink"), "text-halo-color": colour("map-ground"), "text-halo-width": 2 },
  });
}

function sliderOf(element: HTMLElement): HTMLInputElement | null {
  return document.getElementById(element.dataset["slider"] ?? "") as HTMLInputElement | null;
}

/** Ties the slider, its words and the play button to the crowd on the map; it begins at the present moment. */
function slide(map: MapLibre, slider: HTMLInputElement, layersNow: () => Layers): void {
  const words = document.getElementById(`${slider.id}-words`);
  const play = document.getElementById(`${slider.id}-play`);
  const show = (): void => {
    const { flow } = layersNow();
    if (!flow) return;
    slider.max = String(Math.max(flow.frames - 1, 0));
    const frame = Number(slider.value);
    map.getSource<GeoJSONSource>("crowd")?.setData(linesAt(flow, frame));
    const said = word("evacuated", {
      time: clock(frame * flow.frame_s), arrived: flow.arrived[frame] ?? 0, people: flow.people,
    });
    if (words) words.textContent = said;
    slider.setAttribute("aria-valuetext", said);
  };
  const { flow, since_s: since } = layersNow();
  if (flow) slider.max = String(Math.max(flow.frames - 1, 0));
  if (flow && since !== undefined) slider.value = String(frameOf(since, flow));
  slider.disabled = false;
  slider.addEventListener("input", show);
  let timer = 0;
  play?.addEventListener("click", () => {
    const isPlaying = timer !== 0;
    window.clearInterval(timer);
    timer = isPlaying ? 0 : window.setInterval(() => {
      slider.value = String(Number(slider.value) >= Number(slider.max) ? 0 : Number(slider.value) + 1);
      show();
    }, PLAY_MS);
    play.setAttribute("aria-pressed", String(!isPlaying));
  });
  show();
}

/** Lets a touch on the map name the place where a way is blocked, and shows the way that is meant before it is reported. */
function pickPlace(map: MapLibre, element: HTMLElement): void {
  const lon = document.getElementById(element.dataset["lonInput"] ?? "") as HTMLInputElement | null;
  const lat = document.getElementById(element.dataset["latInput"] ?? "") as HTMLInputElement | null;
  if (!lon || !lat) return;
  const marker = new library.Marker({ color: colour("red") });
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", (event) => {
    marker.setLngLat(event.lngLat).addTo(map);
    lon.value = event.lngLat.lng.toFixed(DIGITS);
    lat.value = event.lngLat.lat.toFixed(DIGITS);
    void showMeant(map, element, `?lon=${lon.value}&lat=${lat.value}`);
  });
}

/** Draws the way that the house takes for the one touched, and says whom it concerns. */
async function showMeant(map: MapLibre, element: HTMLElement, place: string): Promise<void> {
  const meant = await fetchJson<Meant>(`${element.dataset["touchedSrc"] ?? ""}${place}`, element);
  const line: FeatureCollection = meant.line
    ? { type: "FeatureCollection", features: [{ type: "Feature", geometry: { type: "LineString", coordinates: meant.line }, properties: {} }] }
    : NOTHING;
  map.getSource<GeoJSONSource>("meant")?.setData(line);
  const words = document.getElementById(element.dataset["words"] ?? "");
  if (!words) return;
  words.textContent = meant.words;
  words.hidden = meant.words === "";
}
