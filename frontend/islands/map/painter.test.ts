import assert from "node:assert/strict";
import { test } from "node:test";
import type { StyleSpecification } from "maplibre-gl";
import { stepTo } from "./painter";

const TOWN = { type: "FeatureCollection", features: [] };

function styleOf(marks: object, colour: string, layers = 1): StyleSpecification {
  return {
    version: 8,
    sources: { town: { type: "geojson", data: TOWN }, marks: { type: "geojson", data: marks } },
    layers: Array.from({ length: layers }, (_none, n) => ({ id: `dots-${n}`, type: "circle", source: "marks", paint: { "circle-color": colour } })),
  } as unknown as StyleSpecification;
}

test("marks that moved are sent alone, without the town they move in", () => {
  const moved = { type: "FeatureCollection", features: [] };

  assert.deepEqual(stepTo(styleOf(TOWN, "red"), styleOf(moved, "red")), { kind: "parts", data: ["marks"], paint: [] });
});

test("a new colour repaints its layer and sends no data", () => {
  assert.deepEqual(stepTo(styleOf(TOWN, "red"), styleOf(TOWN, "blue")), {
    kind: "parts", data: [], paint: [["dots-0", "circle-color", "blue"]],
  });
});

test("a layer that comes brings the whole style with it", () => {
  assert.deepEqual(stepTo(styleOf(TOWN, "red"), styleOf(TOWN, "red", 2)), { kind: "style" });
});
