/** What the map is sent, and the shapes drawn from it. */

import type { Feature, FeatureCollection, Geometry, Polygon, Position } from "geojson";

export type Collection = FeatureCollection<Geometry, Record<string, unknown>>;

export type Scene = {
  center: [number, number];
  zoom?: number;
  pitch?: number;
  bearing?: number;
  base: { buildings?: Collection; roads?: Collection; areas?: Collection; labels?: Collection };
  live_src?: string;
};

export type TonedBuilding = { id: number | string; tone: string; floors?: number[] };

/** A layer of another room; see linan/ground/ui/layers.py. */
export type Added = {
  key: string;
  look: "area" | "line" | "spot" | "sign" | "mixed";
  icon: string;
  starts_shown: boolean;
  features: Collection;
};

export type Live = {
  buildings?: TonedBuilding[];
  sensors?: Collection;
  alarms?: Collection;
  incidents?: Collection;
  people?: Collection;
  warnings?: Collection;
  warning_areas?: Collection;
  added?: Added[];
};

/** Returns the live layers with those that were sent anew in their places. */
export function merged(live: Live, news: Live): Live {
  const fresh = new Map((news.added ?? []).map((one) => [one.key, one]));
  const kept = (live.added ?? []).map((one) => fresh.get(one.key) ?? one);
  const known = new Set(kept.map(({ key }) => key));
  return { ...live, ...news, added: [...kept, ...[...fresh.values()].filter(({ key }) => !known.has(key))] };
}

/** Returns what is left of the live layers when some are not to be seen. */
export function without(live: Live, hidden: ReadonlySet<string>): Live {
  const kept = Object.fromEntries(Object.entries(live).filter(([key]) => !hidden.has(key))) as Live;
  if (hidden.has("warnings")) delete kept.warning_areas;
  return { ...kept, added: (live.added ?? []).filter((one) => !hidden.has(one.key)).flatMap(byGeometry) };
}

const LOOKS = { Point: "sign", LineString: "line", Polygon: "area" } as const;

/** Returns a mixed layer as three: its areas, lines and signs. */
function byGeometry(added: Added): Added[] {
  if (added.look !== "mixed") return [added];
  return (Object.keys(LOOKS) as (keyof typeof LOOKS)[]).map((type) => ({
    ...added,
    key: `${added.key}-${LOOKS[type]}`,
    look: LOOKS[type],
    features: { ...added.features, features: added.features.features.filter((one) => one.geometry.type.replace("Multi", "") === type) },
  }));
}

/** Returns the milliseconds since 1970 at which the next feature ends by itself. */
export function nextEnd(live: Live): number | null {
  const ends = (live.added ?? []).flatMap((one) => one.features.features.map((feature) => Number(feature.properties["until_ms"] ?? NaN)));
  const known = ends.filter(Number.isFinite);
  return known.length > 0 ? Math.min(...known) : null;
}

export const NOTHING: Collection = { type: "FeatureCollection", features: [] };
export const FLOOR_M = 3;

/** How far a glowing floor stands out of its building, so that the two walls do not fight for the same pixel. */
const STANDS_OUT = 1.05;

export function idOf(feature: Feature): string {
  return String(feature.id ?? feature.properties?.["id"] ?? "");
}

export function heightOf(feature: Feature): number {
  const height = Number(feature.properties?.["height_m"]);
  return Number.isFinite(height) && height > 0 ? height : FLOOR_M;
}

/** Returns the metres at which a floor begins and ends; floors count from 1, cellars from -1 are drawn at the ground. */
export function floorSpan(floor: number, heightM: number, floors: number): [number, number] {
  const each = floors > 0 ? heightM / floors : FLOOR_M;
  const below = Math.min(Math.max(floor - 1, 0) * each, Math.max(heightM - each, 0));
  return [below, below + each];
}

/** Returns the alarm floors of toned buildings as slabs with base_m, top_m and tone. */
export function slabs(buildings: Collection, toned: readonly TonedBuilding[]): Collection {
  const byId = new Map(buildings.features.map((feature) => [idOf(feature), feature]));
  return {
    type: "FeatureCollection",
    features: toned.flatMap((one) => {
      const building = byId.get(String(one.id));
      return building ? (one.floors ?? []).map((floor) => slab(building, floor, one.tone)) : [];
    }),
  };
}

function slab(building: Feature, floor: number, tone: string): Collection["features"][number] {
  const height = heightOf(building);
  const floors = Number(building.properties?.["floors"]) || Math.round(height / FLOOR_M);
  const [base, top] = floorSpan(floor, height, floors);
  return {
    type: "Feature",
    geometry: grown(building.geometry),
    properties: { base_m: base, top_m: top, tone },
  };
}

function grown(geometry: Geometry): Geometry {
  if (geometry.type === "Polygon") return { ...geometry, coordinates: grownRings(geometry.coordinates) };
  if (geometry.type === "MultiPolygon") return { ...geometry, coordinates: geometry.coordinates.map(grownRings) };
  return geometry;
}

function grownRings(rings: Polygon["coordinates"]): Polygon["coordinates"] {
  const outer = rings[0] ?? [];
  const [x, y] = middle(outer);
  return rings.map((ring, index) =>
    index > 0
      ? ring
      : ring.map(([lon = 0, lat = 0]) => [x + (lon - x) * STANDS_OUT, y + (lat - y) * STANDS_OUT]),
  );
}

export function middle(ring: readonly Position[]): [number, number] {
  const n = Math.max(ring.length, 1);
  const sum = ring.reduce<[number, number]>(([x, y], [lon = 0, lat = 0]) => [x + lon, y + lat], [0, 0]);
  return [sum[0] / n, sum[1] / n];
}

export function pointOf(feature: Feature): [number, number] | null {
  const geometry = feature.geometry;
  if (geometry.type === "Point") return [geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0];
  if (geometry.type === "Polygon") return middle(geometry.coordinates[0] ?? []);
  return null;
}
