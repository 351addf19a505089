/** An evacuation over time: how many are on each way in each frame, and how that reads. */

import type { Feature, FeatureCollection, LineString } from "geojson";

/** frame: people on the way in frame first, first + 1, …; area_m2: of the way. */
export type Way = { line: [number, number][]; area_m2: number; first: number; people: number[] };
export type Flow = { frame_s: number; frames: number; ways: Way[]; arrived: number[]; people: number };
export type Lines = FeatureCollection<LineString, { people: number; density: number }>;

/** Returns the ways that somebody walks in a frame, with the people on them and how many share a square metre. */
export function linesAt(flow: Flow, frame: number): Lines {
  return { type: "FeatureCollection", features: flow.ways.flatMap((way) => lineAt(way, frame)) };
}

function lineAt(way: Way, frame: number): Feature<LineString, { people: number; density: number }>[] {
  const people = way.people[frame - way.first] ?? 0;
  if (people <= 0) return [];
  const density = people / Math.max(way.area_m2, 1);
  return [{ type: "Feature", geometry: { type: "LineString", coordinates: way.line }, properties: { people, density } }];
}

/** Returns the frame in which a moment lies, counted in seconds after the beginning; never outside the plan. */
export function frameOf(seconds: number, flow: Flow): number {
  return Math.min(Math.max(Math.floor(seconds / flow.frame_s), 0), Math.max(flow.frames - 1, 0));
}

/** Returns a duration as minutes and seconds: 6:30. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
