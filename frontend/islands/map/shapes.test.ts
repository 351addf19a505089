import assert from "node:assert/strict";
import { test } from "node:test";
import { type Added, type Collection, floorSpan, merged, NOTHING, slabs } from "./shapes";

const TOWER: Collection = {
  type: "FeatureCollection",
  features: [{
    type: "Feature",
    id: 7,
    geometry: { type: "Polygon", coordinates: [[[118, 32], [118.001, 32], [118.001, 32.001], [118, 32.001], [118, 32]]] },
    properties: { height_m: 30, floors: 10 },
  }],
};

test("the fourth of ten floors of a 30 m tower lies between 9 and 12 m", () => {
  assert.deepEqual(floorSpan(4, 30, 10), [9, 12]);
});

test("a floor above the roof is drawn as the top floor, a cellar at the ground", () => {
  assert.deepEqual(floorSpan(40, 30, 10), [27, 30]);
  assert.deepEqual(floorSpan(-1, 30, 10), [0, 3]);
});

test("each alarm floor of a building becomes one slab in its tone", () => {
  const drawn = slabs(TOWER, [{ id: "7", tone: "red", floors: [4, 5] }, { id: 99, tone: "red", floors: [1] }]);

  assert.deepEqual(drawn.features.map((one) => one.properties), [
    { base_m: 9, top_m: 12, tone: "red" },
    { base_m: 12, top_m: 15, tone: "red" },
  ]);
});

test("layers that were sent anew take their places, and the others stay as they were", () => {
  const layer = (key: string, icon: string): Added => ({ key, icon, look: "spot", starts_shown: true, features: NOTHING });
  const live = { sensors: NOTHING, added: [layer("teams", "old"), layer("marks", "old")] };

  const after = merged(live, { people: NOTHING, added: [layer("marks", "new"), layer("zones", "new")] });

  assert.deepEqual(Object.keys(after).sort(), ["added", "people", "sensors"]);
  assert.deepEqual(after.added?.map(({ key, icon }) => [key, icon]), [["teams", "old"], ["marks", "new"], ["zones", "new"]]);
});
