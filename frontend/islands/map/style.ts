/** The map's own style: everything from this house's data, no tiles, no glyph server. */

import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";
import { colour } from "../../lib/palette";
import { above, below, sourceOf } from "./added";
import { type Live, NOTHING, type Scene, slabs } from "./shapes";

/** While something is wrong the town steps back, so that the floors in alarm show through it. */
const FADED = 0.55;
const SOLID = 0.88;

const TONES = ["red", "orange", "yellow", "blue", "green"] as const;

function byTone(otherwise: string): ExpressionSpecification {
  const pairs = TONES.flatMap((tone) => [tone, colour(tone)]);
  return ["match", ["coalesce", ["get", "tone"], ""], ...pairs, otherwise] as unknown as ExpressionSpecification;
}

/** Tints a building by the worst thing in it. */
function buildingColour(live: Live): ExpressionSpecification | string {
  const toned = live.buildings ?? [];
  const plain = colour("map-building");
  if (toned.length === 0) return plain;
  const pairs = [...new Map(toned.map((one) => [String(one.id), colour(one.tone === "green" ? "map-green-tone" : `map-${one.tone}`)]))].flat();
  return ["match", ["to-string", ["coalesce", ["get", "id"], ["id"]]], ...pairs, plain] as unknown as ExpressionSpecification;
}

export function style(scene: Scene, live: Live): StyleSpecification {
  const source = (data: object | undefined): { type: "geojson"; data: GeoJSON.GeoJSON } => ({
    type: "geojson", data: (data ?? NOTHING) as GeoJSON.GeoJSON,
  });
  const { base } = scene;
  const added = live.added ?? [];
  const tone = byTone(colour("grey"));
  return {
    version: 8,
    light: { anchor: "viewport", color: "#ffffff", intensity: 0.28, position: [1.3, 210, 40] },
    sources: {
      areas: source(base.areas), roads: source(base.roads), buildings: source(base.buildings),
      labels: source(base.labels), sensors: source(live.sensors), warnings: source(live.warning_areas),
      slabs: source(live.buildings?.length ? slabs(base.buildings ?? NOTHING, live.buildings) : NOTHING),
      ...Object.fromEntries(added.map((one) => [sourceOf(one), source(one.features)])),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("map-ground") } },
      {
        id: "areas", type: "fill", source: "areas", filter: ["==", ["geometry-type"], "Polygon"],
        paint: {
          "fill-color": ["match", ["coalesce", ["get", "kind"], ""],
            ["water", "river"], colour("map-water"), ["green", "park", "grass", "wood"], colour("map-green"),
            colour("map-area")],
          "fill-opacity": 0.8,
        },
      },
      {
        id: "area-edges", type: "line", source: "areas",
        filter: ["in", ["coalesce", ["get", "kind"], ""], ["literal", ["community", "grid", "street"]]],
        paint: { "line-color": colour("accent"), "line-width": 1.5, "line-dasharray": [4, 3], "line-opacity": 0.7 },
      },
      {
        id: "warnings", type: "fill", source: "warnings",
        paint: { "fill-color": byTone(colour("grey")), "fill-opacity": 0.1 },
      },
      {
        id: "warning-edges", type: "line", source: "warnings",
        paint: { "line-color": byTone(colour("grey")), "line-width": 2.5, "line-dasharray": [3, 1.5], "line-opacity": 0.8 },
      },
      {
        id: "road-edges", type: "line", source: "roads", layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": colour("map-road-edge"), "line-width": roadWidth(2) },
      },
      {
        id: "roads", type: "line", source: "roads", layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": colour("map-road"), "line-width": roadWidth(0) },
      },
      ...below(added, tone),
      // Before the buildings, which are see-through: so an alarm floor shines through what stands before it.
      {
        id: "slabs", type: "fill-extrusion", source: "slabs",
        paint: {
          "fill-extrusion-color": byTone(colour("red")),
          "fill-extrusion-base": ["get", "base_m"], "fill-extrusion-height": ["get", "top_m"],
          "fill-extrusion-opacity": 1, "fill-extrusion-vertical-gradient": false,
        },
      },
      {
        id: "buildings", type: "fill-extrusion", source: "buildings",
        paint: {
          "fill-extrusion-color": buildingColour(live),
          "fill-extrusion-height": ["coalesce", ["get", "height_m"], 9],
          "fill-extrusion-opacity": (live.buildings ?? []).length > 0 ? FADED : SOLID,
          "fill-extrusion-vertical-gradient": true,
        },
      },
      {
        id: "slab-edges", type: "line", source: "slabs", layout: { "line-join": "round" },
        paint: { "line-color": byTone(colour("red")), "line-width": 3, "line-opacity": 0.8 },
      },
      ...above(added, tone, colour("map-ground"), colour("ink")),
      {
        id: "sensors", type: "circle", source: "sensors",
        paint: {
          "circle-color": byTone(colour("grey")), "circle-stroke-color": colour("map-ground"), "circle-stroke-width": 1.5,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 14, 2.5, 18, 7],
        },
      },
      {
        id: "labels", type: "symbol", source: "labels", minzoom: 15,
        layout: {
          "text-field": ["coalesce", ["get", "name"], ["get", "label"], ""], "text-size": 12, "text-font": ["sans-serif"],
          "text-max-width": 8, "text-padding": 6,
        },
        paint: { "text-color": colour("ink"), "text-halo-color": colour("map-ground"), "text-halo-width": 1.6 },
      },
    ],
  };
}

function roadWidth(edge: number): ExpressionSpecification {
  const width = (wide: number, middling: number, narrow: number): ExpressionSpecification => [
    "match", ["coalesce", ["get", "kind"], ""],
    ["motorway", "trunk", "primary", "secondary"], wide + edge,
    ["tertiary", "residential", "unclassified", "road"], middling + edge,
    narrow + edge / 2,
  ] as unknown as ExpressionSpecification;
  return ["interpolate", ["exponential", 1.6], ["zoom"], 13, width(2, 1, 0.4), 18, width(22, 12, 3)] as unknown as ExpressionSpecification;
}
