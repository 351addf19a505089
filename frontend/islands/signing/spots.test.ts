import assert from "node:assert/strict";
import { test } from "node:test";
import { spotOn } from "./index";

test("a touch on a sheet shown at half its size lands on the pixel below the finger", () => {
  const box = { left: 20, top: 100, width: 300, height: 100 } as DOMRect;

  assert.deepEqual(spotOn(box, 600, 200, { clientX: 170, clientY: 150 }), { x: 300, y: 100 });
});
