import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, type Flow, frameOf, linesAt } from "./frames";

const FLOW: Flow = {
  frame_s: 30, frames: 4, people: 20, arrived: [0, 5, 12, 20],
  ways: [{ line: [[118, 32], [118.001, 32]], area_m2: 40, first: 1, people: [10, 20] }],
};

test("a way is drawn only in the frames in which somebody walks on it", () => {
  assert.deepEqual([0, 1, 2, 3].map((frame) => linesAt(FLOW, frame).features.length), [0, 1, 1, 0]);
});

test("twenty people on forty square metres are half a person each", () => {
  assert.deepEqual(linesAt(FLOW, 2).features[0]?.properties, { people: 20, density: 0.5 });
});

test("a moment before or after the plan shows its first or last frame", () => {
  assert.deepEqual([-10, 29, 30, 9999].map((seconds) => frameOf(seconds, FLOW)), [0, 0, 1, 3]);
});

test("minutes and seconds read as on a clock", () => {
  assert.deepEqual([clock(0), clock(65), clock(600)], ["0:00", "1:05", "10:00"]);
});
