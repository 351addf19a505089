/** What a person draws on the map, corner by corner: a point, a line or an area. */

import type { Added, Collection } from "../map/shapes";

export type Corner = [number, number];
export type Shape = "point" | "line" | "area";

const DIGITS = 6; // a tenth of a metre
const FEWEST: Record<Shape, number> = { point: 1, line: 2, area: 3 };

/** Returns the corners after one more touch: a point moves, lines and areas grow. */
export function grown(shape: Shape, corners: readonly Corner[], lon: number, lat: number): Corner[] {
  const corner: Corner = [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
  return shape === "point" ? [corner] : [...corners, corner];
}

/** Returns how many corners are still wanted. */
export function wanting(shape: Shape, corners: readonly Corner[]): number {
  return Math.max(0, FEWEST[shape] - corners.length);
}

/** Returns the geometry, or null while corners are wanting. */
export function geometryOf(shape: Shape, corners: readonly Corner[]): GeoJSON.Geometry | null {
  const [first] = corners;
  if (!first || wanting(shape, corners) > 0) return null;
  if (shape === "point") return { type: "Point", coordinates: first };
  if (shape === "line") return { type: "LineString", coordinates: [...corners] };
  return { type: "Polygon", coordinates: [[...corners, first]] };
}

function collection(geometries: (GeoJSON.Geometry | null)[]): Collection {
  const drawn = geometries.filter((one) => one !== null);
  return { type: "FeatureCollection", features: drawn.map((geometry) => ({ type: "Feature", geometry, properties: { tone: "blue" } })) };
}

/** Returns what the map shows while it is drawn: the corners, the line between them, the area. */
export function preview(shape: Shape, corners: readonly Corner[]): Added[] {
  const same = { icon: "", starts_shown: true };
  const line = geometryOf("line", corners);
  return [
    { ...same, key: "drawing-area", look: "area", features: collection(shape === "area" ? [geometryOf("area", corners)] : []) },
    { ...same, key: "drawing-line", look: "line", features: collection(shape === "point" ? [] : [line]) },
    { ...same, key: "drawing-corners", look: "spot", features: collection(corners.map((coordinates) => ({ type: "Point", coordinates }))) },
  ];
}
