/** The situation map: buildings in 3D from this house's own data, and what is happening in them. */

import type { MapMouseEvent } from "maplibre-gl";
import { fetchJson } from "../../lib/fetch";
import { onLive } from "../../lib/listen";
import { touchable } from "./added";
import { hiddenIn, onChoice } from "./choice";
import { canDraw, library, makeMap, sayNoMap } from "./library";
import { card, type Library, Pins } from "./pins";
import { type Live, type Scene, without } from "./shapes";
import { style } from "./style";

const TOUCH_PX = 8;

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
  const map = makeMap({
    container: element,
    style: style(scene, live),
    center: scene.center,
    zoom: scene.zoom ?? 15.5,
    pitch: scene.pitch ?? 50,
    bearing: scene.bearing ?? -12,
  });
  const pins = new Pins(map, library as unknown as Library);

  const show = (): void => {
    const shown = without(live, hiddenIn(element, live));
    map.setStyle(style(scene, shown), { diff: true });
    pins.draw(shown);
  };
  const refresh = async (): Promise<void> => {
    if (!liveSrc) return;
    live = await fetchJson<Live>(liveSrc, element);
    show();
  };

  map.on("click", (event: MapMouseEvent) => {
    const around = TOUCH_PX;
    const layers = ["sensors", ...touchable(live.added ?? [])].filter((id) => map.getLayer(id));
    const [touched] = map.queryRenderedFeatures(
      [[event.point.x - around, event.point.y - around], [event.point.x + around, event.point.y + around]], { layers },
    );
    if (!touched?.properties["label"]) return;
    new library.Popup({ maxWidth: "280px" }).setLngLat(event.lngLat).setDOMContent(card(touched.properties)).addTo(map);
  });
  map.on("mouseenter", "sensors", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "sensors", () => (map.getCanvas().style.cursor = ""));
  document.addEventListener("linan:theme", show);
  onChoice(element, show);
  onLive(element, () => void refresh());
  map.once("load", () => {
    element.dataset["drawn"] = "yes";
    void refresh();
  });
}
