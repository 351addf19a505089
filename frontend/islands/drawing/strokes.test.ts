import assert from "node:assert/strict";
import { test } from "node:test";
import { type Corner, geometryOf, grown, preview, wanting } from "./strokes";

const THREE: Corner[] = [[118.78, 32], [118.79, 32], [118.79, 32.01]];

test("a point moves to where it was last touched, a line grows", () => {
  assert.deepEqual(grown("point", THREE, 118.7800001, 32), [[118.78, 32]]);
  assert.equal(grown("line", THREE, 1, 2).length, 4);
});

test("an area wants three corners and closes itself", () => {
  assert.equal(wanting("area", THREE.slice(0, 2)), 1);
  assert.equal(geometryOf("area", THREE.slice(0, 2)), null);
  assert.deepEqual(geometryOf("area", THREE), { type: "Polygon", coordinates: [[...THREE, THREE[0]]] });
});

test("while an area is drawn its first two corners show a line", () => {
  const drawn = preview("area", THREE.slice(0, 2)).map((one) => one.features.features.length);

  assert.deepEqual(drawn, [0, 1, 2]);
});
