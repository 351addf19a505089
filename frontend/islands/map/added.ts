/** Layers that other rooms add to the map: areas, lines and dots in the map's own style. */

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Added } from "./shapes";

const WIDTH: ExpressionSpecification = ["coalesce", ["get", "width_px"], 5];

/** Returns the name of the source of an added layer. */
export function sourceOf(added: Added): string {
  return `added-${added.key}`;
}

/** Returns what lies on the ground, under the buildings. */
export function below(added: readonly Added[], tone: ExpressionSpecification): LayerSpecification[] {
  return added.filter((one) => one.look === "area").map((one) => ({
    id: `${sourceOf(one)}-area`, type: "fill", source: sourceOf(one),
    paint: { "fill-color": tone, "fill-opacity": 0.25 },
  }));
}

/** Returns what stands out above the buildings: edges, lines, dots. */
export function above(added: readonly Added[], tone: ExpressionSpecification, ground: string, ink: string): LayerSpecification[] {
  return added.flatMap((one): LayerSpecification[] => {
    const source = sourceOf(one);
    const round = { "line-cap": "round", "line-join": "round" } as const;
    if (one.look === "area") return [
      { id: `${source}-edge`, type: "line", source, layout: round, paint: { "line-color": tone, "line-width": 3 } },
      words(source, "point", ground, ink),
    ];
    if (one.look === "line") return [
      { id: `${source}-halo`, type: "line", source, layout: round, paint: { "line-color": ground, "line-width": ["+", WIDTH, 3], "line-opacity": 0.7 } },
      { id: `${source}-line`, type: "line", source, layout: round, paint: { "line-color": tone, "line-width": WIDTH } },
      words(source, "line-center", ground, ink),
    ];
    if (one.look === "spot") return [{
      id: `${source}-spot`, type: "circle", source,
      paint: { "circle-color": tone, "circle-radius": 6, "circle-stroke-color": ground, "circle-stroke-width": 2 },
    }];
    return [];
  });
}

function words(source: string, placement: "point" | "line-center", ground: string, ink: string): LayerSpecification {
  return {
    id: `${source}-words`, type: "symbol", source, minzoom: 14,
    layout: { "symbol-placement": placement, "text-field": ["coalesce", ["get", "label"], ""], "text-size": 14, "text-font": ["sans-serif"], "text-max-width": 10 },
    paint: { "text-color": ink, "text-halo-color": ground, "text-halo-width": 2 },
  };
}

/** Returns the layers a finger may touch to open a card. */
export function touchable(added: readonly Added[]): string[] {
  return added.filter((one) => one.look !== "sign" && one.look !== "mixed").map((one) => `${sourceOf(one)}-${one.look}`);
}
