/** The situation map: buildings in 3D from this house's own data, and what is happening in them. */

import type { MapMouseEvent } from "maplibre-gl";
import { fetchJson } from "../../lib/fetch";
import { onLive } from "../../lib/listen";
import { EVERYTHING } from "../../lib/names";
import { touchable } from "./added";
import { hiddenIn, onChoice } from "./choice";
import { offer, type Touch } from "./handle";
import { canDraw, library, makeMap, sayNoMap } from "./library";
import { card, type Library, Pins } from "./pins";
import { Painter } from "./painter";
import { type Added, type Live, merged, nextEnd, type Scene, without } from "./shapes";
import { style } from "./style";

const TOUCH_PX = 8;
const CLOSE_ZOOM = 16.7; // an incident and the blocks around it
const KEPT_MS = 6_000; // the house keeps an answer for five seconds
const LONGEST_MS = 3_600_000; // a timer holds no more than 24 days

export function start(element: HTMLElement): void {
  element.classList.add("map");
  if (!canDraw()) {
    sayNoMap(element);
    return;
  }
  void draw(element);
}

async function draw(element: HTMLElement): Promise<void> {
  const scene = await fetchJson<Scene>(element.dataset["src"] ?? "", element);
  const liveSrc = scene.live_src;
  let live: Live = {};
  let drawing: Added[] = [];
  let touch: Touch | null = null;
  let ending = 0;
  let asked: Set<string> | null = null; // names of changed things whose layers are still to be fetched
  let isFetching = false;
  const first = style(scene, live);
  const map = makeMap({
    container: element,
    style: first,
    center: centreOf(element) ?? scene.center,
    zoom: centreOf(element) ? CLOSE_ZOOM : (scene.zoom ?? 15.5),
    pitch: scene.pitch ?? 50,
    bearing: scene.bearing ?? -12,
  });
  const painter = new Painter(map, first);
  const pins = new Pins(map, library as unknown as Library);

  const show = (): void => {
    const shown = without({ ...live, added: [...(live.added ?? []), ...drawing] }, hiddenIn(element, live));
    painter.paint(style(scene, shown));
    pins.draw(shown);
  };
  /** Fetches the layers that the changed things touch, one answer after the other; nothing named means all of them. */
  const refresh = async (names: Iterable<string> = [EVERYTHING]): Promise<void> => {
    asked = new Set([...(asked ?? []), ...names]);
    if (!liveSrc || isFetching) return;
    isFetching = true;
    while (asked) {
      const changed = asked as ReadonlySet<string>;
      asked = null;
      const news = await fetchJson<Live>(addressOf(liveSrc, changed), element);
      live = changed.has(EVERYTHING) ? news : merged(live, news);
      show();
    }
    isFetching = false;
    clearTimeout(ending);
    const end = nextEnd(live);
    if (end !== null) ending = window.setTimeout(() => void refresh(), Math.min(Math.max(end - Date.now(), 0) + KEPT_MS, LONGEST_MS));
  };

  map.on("click", (event: MapMouseEvent) => {
    if (touch) return touch(event.lngLat.lng, event.lngLat.lat);
    const around = TOUCH_PX;
    const layers = ["sensors", ...touchable(without(live, new Set()).added ?? [])].filter((id) => map.getLayer(id));
    const [touched] = map.queryRenderedFeatures(
      [[event.point.x - around, event.point.y - around], [event.point.x + around, event.point.y + around]], { layers },
    );
    if (!touched || !(touched.properties["label"] || touched.properties["text"])) return;
    new library.Popup({ maxWidth: "280px" }).setLngLat(event.lngLat).setDOMContent(card(touched.properties)).addTo(map);
  });
  map.on("mouseenter", "sensors", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "sensors", () => (map.getCanvas().style.cursor = ""));
  document.addEventListener("linan:theme", show);
  onChoice(element, show);
  // The wall turns from incident to incident, and its map goes with it.
  document.addEventListener("htmx:load", () => {
    const focus = document.querySelector<HTMLElement>(`[data-focus-of="${element.id}"]`);
    const centre = focus && centreOf(focus);
    if (centre) map.easeTo({ center: centre, zoom: CLOSE_ZOOM, duration: 1500 });
  });
  onLive(element, (changed) => void refresh(changed));
  map.once("load", () => {
    element.dataset["drawn"] = "yes";
    offer(element, {
      map,
      put: (added) => {
        drawing = added;
        show();
      },
      take: (taker) => {
        touch = taker;
        map.getCanvas().style.cursor = taker ? "crosshair" : "";
      },
    });
    void refresh();
  });
}

/** Names the changed things, so that the house draws only the layers they touch. */
function addressOf(src: string, changed: ReadonlySet<string>): string {
  if (changed.has(EVERYTHING)) return src;
  return `${src}${src.includes("?") ? "&" : "?"}changed=${encodeURIComponent([...changed].join(" "))}`;
}

/** A page that is about one place opens its map there. */
function centreOf(element: HTMLElement): [number, number] | null {
  const { lon, lat } = element.dataset;
  return lon && lat ? [Number(lon), Number(lat)] : null;
}
