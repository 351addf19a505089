import assert from "node:assert/strict";
import { test } from "node:test";
import { cornersOf, shapeOf, written } from "./corners";

test("two corners are no area yet", () => {
  assert.equal(written([[1, 2], [3, 4]]), "");
});

test("an area closes itself and is read back as it was drawn", () => {
  const text = written([[118.7800001, 32], [118.79, 32], [118.79, 32.01]]);

  assert.deepEqual(JSON.parse(text).coordinates[0], [[118.78, 32], [118.79, 32], [118.79, 32.01], [118.78, 32]]);
  assert.deepEqual(cornersOf(text), [[118.78, 32], [118.79, 32], [118.79, 32.01]]);
});

test("what is no polygon has no corners", () => {
  assert.deepEqual([cornersOf("here"), cornersOf('{"type":"Point"}')], [[], []]);
});

test("the first corners are shown as points", () => {
  assert.equal(shapeOf([[1, 2]]).type, "MultiPoint");
});
