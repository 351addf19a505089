import assert from "node:assert/strict";
import { test } from "node:test";
import { besideEachOther, rises } from "./stacking";

const SIGN = { x: 100, bottom: 200, width: 120, height: 36 };

test("two signs at one point stand one above the other", () => {
  assert.deepEqual(rises([SIGN, SIGN, SIGN]), [0, 42, 84]);
});

test("signs that do not touch stay on the ground", () => {
  assert.deepEqual(rises([SIGN, { ...SIGN, x: 300 }, { ...SIGN, bottom: 300 }]), [0, 0, 0]);
});

test("a sign rises above the one it would run into when it rises", () => {
  const [, , third] = rises([SIGN, { ...SIGN, bottom: 158 }, SIGN]);

  assert.equal(third, 84);
});

test("fractions of pixels bring no sign into endless rising", () => {
  const signs = Array.from({ length: 40 }, (_none, n) => ({ x: 100 + n / 7, bottom: 200.1 + n / 3, width: 120.3, height: 36.7 }));

  const tops = signs.map((sign, n) => sign.bottom - (rises(signs)[n] ?? 0)).sort((one, other) => one - other);

  assert.ok(tops.every((top, n) => n === 0 || top - (tops[n - 1] ?? 0) > 36.7));
});

test("people at one point stand side by side about it", () => {
  assert.deepEqual(besideEachOther(1), [0]);
  assert.deepEqual(besideEachOther(3), [-40, 0, 40]);
});
