import assert from "node:assert/strict";
import { test } from "node:test";
import { above, below, touchable } from "./added";
import { type Added, NOTHING, nextEnd, without } from "./shapes";

const ZONE: Added = { key: "zones", look: "area", icon: "warning", starts_shown: true, features: NOTHING };
const ROUTE: Added = { key: "routes", look: "line", icon: "map", starts_shown: true, features: NOTHING };
const SHELTER: Added = { key: "shelters", look: "sign", icon: "shelter", starts_shown: true, features: NOTHING };
const TONE = ["get", "tone"] as unknown as Parameters<typeof below>[1];

test("an area lies under the buildings and its edge above them", () => {
  assert.deepEqual(below([ZONE, ROUTE], TONE).map((one) => one.id), ["added-zones-area"]);
  assert.deepEqual(above([ZONE, ROUTE, SHELTER], TONE, "#fff", "#000").map((one) => one.id), [
    "added-zones-edge", "added-zones-words", "added-routes-halo", "added-routes-line", "added-routes-words",
  ]);
});

test("whatever is drawn can be touched, but a sign is a button by itself", () => {
  assert.deepEqual(touchable([ZONE, ROUTE, SHELTER]), ["added-zones-area", "added-routes-line"]);
});

test("a layer that is switched off is not drawn, and warnings take their areas with them", () => {
  const left = without({ alarms: NOTHING, warnings: NOTHING, warning_areas: NOTHING, added: [ZONE, ROUTE] }, new Set(["zones", "warnings"]));

  assert.deepEqual(left, { alarms: NOTHING, added: [ROUTE] });
});

test("a mixed layer falls into its areas, lines and signs, and tells when its first feature ends", () => {
  const point = { type: "Feature" as const, geometry: { type: "Point" as const, coordinates: [1, 2] }, properties: { until_ms: 70 } };
  const line = { type: "Feature" as const, geometry: { type: "LineString" as const, coordinates: [[1, 2], [3, 4]] }, properties: { until_ms: null } };
  const marks: Added = { ...ZONE, key: "marks", look: "mixed", features: { type: "FeatureCollection", features: [point, line] } };

  const parts = without({ added: [marks] }, new Set()).added ?? [];

  assert.deepEqual(parts.map((one) => [one.key, one.look, one.features.features.length]), [["marks-sign", "sign", 1], ["marks-line", "line", 1], ["marks-area", "area", 0]]);
  assert.equal(nextEnd({ added: [marks] }), 70);
});
