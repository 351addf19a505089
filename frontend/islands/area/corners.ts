/** Corners of a drawn area, as they are drawn and as they are written down. */

export type Corner = [number, number];

const DIGITS = 6; // a tenth of a metre
const FEWEST = 3;

/** The corners of a written polygon, without the repeated last one; none of a text that is no polygon. */
export function cornersOf(text: string): Corner[] {
  try {
    const polygon = JSON.parse(text) as { type?: string; coordinates?: Corner[][] };
    return polygon.type === "Polygon" ? (polygon.coordinates?.[0] ?? []).slice(0, -1) : [];
  } catch {
    return [];
  }
}

/** The polygon as GeoJSON text; empty while there are too few corners. */
export function written(corners: Corner[]): string {
  return corners.length < FEWEST ? "" : JSON.stringify({ type: "Polygon", coordinates: [ring(corners)] });
}

/** What is shown while drawing: corners, then a line, then an area. */
export function shapeOf(corners: Corner[]): GeoJSON.GeoJSON {
  if (corners.length < FEWEST) return { type: "MultiPoint", coordinates: corners };
  return { type: "Polygon", coordinates: [ring(corners)] };
}

function ring(corners: Corner[]): Corner[] {
  const rounded = corners.map(([lon, lat]): Corner => [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))]);
  return [...rounded, ...rounded.slice(0, 1)];
}
