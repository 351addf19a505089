/** Brings a map to its next style and touches only what differs: comparing whole towns at every change costs frames. */

import type { GeoJSONSource, LayerSpecification, Map as MapLibre, StyleSpecification } from "maplibre-gl";

type Painted = Record<string, unknown>;
export type Step =
  | { kind: "style" }
  | { kind: "parts"; data: string[]; paint: [layer: string, name: string, value: unknown][] };

/** Returns what leads from one style to another: its data and colours alone, or all of it where layers come or go. */
export function stepTo(now: StyleSpecification, next: StyleSpecification): Step {
  if (frame(now) !== frame(next)) return { kind: "style" };
  const data = Object.keys(next.sources).filter((id) => dataOf(now, id) !== dataOf(next, id));
  const paint = next.layers.flatMap((layer, at) => repainted(now.layers[at]!, layer));
  return { kind: "parts", data, paint };
}

/** What two styles must share so that data and colours say all the rest; a source's data is known by its identity. */
function frame(style: StyleSpecification): string {
  return JSON.stringify([Object.keys(style.sources), style.layers.map((layer) => ({ ...layer, paint: undefined })), style.light]);
}

function dataOf(style: StyleSpecification, id: string): unknown {
  return (style.sources[id] as { data?: unknown }).data;
}

function repainted(now: LayerSpecification, next: LayerSpecification): [string, string, unknown][] {
  const [before, after] = [(now.paint ?? {}) as Painted, (next.paint ?? {}) as Painted];
  const names = Object.keys({ ...before, ...after });
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [next.id, name, after[name]]);
}

export class Painter {
  constructor(private readonly map: MapLibre, private now: StyleSpecification) {}

  paint(next: StyleSpecification): void {
    const step = stepTo(this.now, next);
    if (step.kind === "style") this.map.setStyle(next, { diff: true });
    else {
      for (const id of step.data) this.map.getSource<GeoJSONSource>(id)?.setData(dataOf(next, id) as GeoJSON.GeoJSON);
      for (const [layer, name, value] of step.paint) this.map.setPaintProperty(layer, name as "fill-color", value as string);
    }
    this.now = next;
  }
}
