/** Pins: alarms, incidents and people as buttons over the map, so that a keyboard and a screen reader reach them. */

import type { Map as MapLibre, Marker, Popup } from "maplibre-gl";
import { word } from "../../lib/words";
import { type Collection, type Live, pointOf } from "./shapes";
import { besideEachOther, rises } from "./stacking";

export type Library = {
  Marker: new (options: object) => Marker;
  Popup: new (options: object) => Popup;
};
type Properties = Record<string, unknown>;

/** The icon of each kind of pin; a sign of another room brings its own. */
const GLYPHS = { incidents: "incident", alarms: "alarm", people: "person", warnings: "warning" } as const;
type Own = keyof typeof GLYPHS;
type Kind = Own | "signs";
/** In this order signs take their place: an incident stands lowest, its alarms above it. */
const ORDER: readonly Kind[] = ["incidents", "alarms", "signs", "people", "warnings"];
type Drawn = { kind: Kind; place: [number, number]; marker: Marker };
const STEM_PX = 44;
const BELOW_PX = 24;
const MOST_RISE_PX = 2000;

export function card(properties: Properties): HTMLElement {
  const box = document.createElement("div");
  box.className = "map__card stack";
  if (properties["label"]) {
    const title = document.createElement("strong");
    title.textContent = String(properties["label"]);
    box.append(title);
  }
  if (properties["text"]) {
    const text = document.createElement("p");
    text.textContent = String(properties["text"]);
    box.append(text);
  }
  if (typeof properties["url"] === "string" && properties["url"].startsWith("/")) {
    const link = document.createElement("a");
    link.className = "button button--primary";
    link.href = properties["url"];
    link.textContent = word("open");
    box.append(link);
  }
  return box;
}

function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", name.includes("#") ? name : new URL("../icons.svg", import.meta.url).pathname + `#${name}`);
  svg.append(use);
  return svg;
}

function pin(kind: Kind, glyph: string, properties: Properties): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `pin pin--${kind} pin--${String(properties["tone"] ?? "grey")}`;
  button.setAttribute("aria-label", String(properties["label"] ?? ""));
  const body = document.createElement("span");
  body.className = "pin__body";
  body.append(icon(String(properties["icon"] ?? glyph)));
  if (kind !== "people") {
    const words = document.createElement("span");
    words.className = "pin__word";
    words.textContent = String(properties["label"] ?? "");
    body.append(words);
  }
  button.append(body);
  return button;
}

/** Holds the pins now drawn; drawing again replaces those whose place or words changed. */
export class Pins {
  readonly #drawn = new Map<string, Drawn>();

  constructor(readonly map: MapLibre, readonly library: Library) {
    map.on("moveend", () => this.#settle());
  }

  draw(live: Live): void {
    const wanted = new Map<string, () => Drawn>();
    for (const kind of Object.keys(GLYPHS) as Own[]) this.#want(kind, GLYPHS[kind], live[kind], wanted);
    for (const one of live.added ?? []) if (one.look === "sign") this.#want("signs", one.icon, one.features, wanted);
    for (const [key, one] of this.#drawn) {
      if (wanted.has(key)) continue;
      one.marker.remove();
      this.#drawn.delete(key);
    }
    for (const [key, make] of wanted) if (!this.#drawn.has(key)) this.#drawn.set(key, make());
    this.#settle();
  }

  #want(kind: Kind, glyph: string, collection: Collection | undefined, wanted: Map<string, () => Drawn>): void {
    for (const feature of collection?.features ?? []) {
      const place = pointOf(feature);
      const properties = feature.properties ?? {};
      if (!place) continue;
      wanted.set(JSON.stringify([kind, glyph, place, properties]), () => this.#place(kind, glyph, place, properties));
    }
  }

  #place(kind: Kind, glyph: string, place: [number, number], properties: Properties): Drawn {
    const { Marker, Popup } = this.library;
    const popup = new Popup({ offset: 28, maxWidth: "280px" }).setDOMContent(card(properties));
    const anchor = kind === "people" ? "center" : "bottom";
    const marker = new Marker({ element: pin(kind, glyph, properties), anchor }).setLngLat(place).setPopup(popup).addTo(this.map);
    return { kind, place, marker };
  }

  /** Moves pins apart as they now lie on the screen. */
  #settle(): void {
    const drawn = [...this.#drawn.values()].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
    this.#raise(drawn.filter(({ kind }) => kind !== "people"));
    this.#spread(drawn.filter(({ kind }) => kind === "people"));
  }

  #raise(signs: Drawn[]): void {
    const boxes = signs.map(({ place, marker }) => {
      const { x, y } = this.map.project(place);
      const body = marker.getElement().querySelector<HTMLElement>(".pin__body");
      return { x, bottom: y - STEM_PX, width: body?.offsetWidth ?? 0, height: body?.offsetHeight ?? 0 };
    });
    for (const [index, rise] of rises(boxes).entries()) {
      const style = signs[index]?.marker.getElement().style;
      style?.setProperty("--rise", `${rise}px`);
      style?.setProperty("z-index", String(Math.max(1, MOST_RISE_PX - Math.round(rise)))); // a stem passes behind lower signs
    }
  }

  #spread(people: Drawn[]): void {
    const together = new Map<string, Drawn[]>();
    for (const one of people) {
      const key = one.place.join();
      together.set(key, [...(together.get(key) ?? []), one]);
    }
    for (const group of together.values()) {
      for (const [index, aside] of besideEachOther(group.length).entries()) {
        group[index]?.marker.setOffset([aside, BELOW_PX]);
      }
    }
  }
}
