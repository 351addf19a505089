import assert from "node:assert/strict";
import { test } from "node:test";
import { clockTimeIn, shiftInto } from "./zone";

const EVENING = Date.UTC(2026, 0, 14, 19, 12, 45);

test("a clock shows the site's zone wherever the device stands", () => {
  assert.equal(clockTimeIn("Asia/Shanghai", new Date(EVENING), "zh-hans", "seconds"), "03:12:45");
  assert.equal(clockTimeIn("Asia/Shanghai", new Date(EVENING), "zh-hans", "no seconds"), "03:12");
});

test("midnight is nought o'clock and not twenty-four", () => {
  assert.equal(clockTimeIn("Asia/Shanghai", new Date(Date.UTC(2026, 0, 14, 16)), "zh-hans", "no seconds"), "00:00");
});

test("a shifted moment reads in UTC as the zone's clock", () => {
  assert.equal(new Date(shiftInto("Asia/Shanghai")(EVENING)).toISOString(), "2026-01-15T03:12:45.000Z");
  assert.equal(new Date(shiftInto("America/New_York")(EVENING)).toISOString(), "2026-01-14T14:12:45.000Z");
});
