import assert from "node:assert/strict";
import { test } from "node:test";
import { distance } from "./distance";
import { fill } from "./words";

const NOON = Date.UTC(2026, 0, 5, 12);

test("what happened within the last minute is now", () => {
  assert.deepEqual(distance(NOON - 59_000, NOON), { name: "now", n: 0 });
});

test("whole units are counted and rounded down", () => {
  assert.deepEqual(distance(NOON - 119_000, NOON), { name: "minutes", n: 1 });
  assert.deepEqual(distance(NOON - 3 * 3_600_000, NOON), { name: "hours", n: 3 });
  assert.deepEqual(distance(NOON - 50 * 3_600_000, NOON), { name: "days", n: 2 });
});

test("a deadline ahead is said as lying ahead", () => {
  assert.deepEqual(distance(NOON + 5 * 60_000, NOON), { name: "inMinutes", n: 5 });
});

test("a sentence keeps a place that nothing fills", () => {
  assert.equal(fill("{n} min ago, {other}", { n: 4 }), "4 min ago, {other}");
});
