/** Where pins stand so that none covers another: signs rise on longer stems, people stand side by side. */

/** A pin's sign on the screen in pixels; bottom counts downwards like the screen does. */
export type Box = { x: number; bottom: number; width: number; height: number };

const GAP_PX = 6;
const PERSON_PX = 40;
const SLACK_PX = 0.5; // places on the screen are fractions: a sign that has just risen must not count as blocked again

/** Returns by how many pixels each sign must rise; those that come first stay low. */
export function rises(boxes: readonly Box[]): number[] {
  const placed: Box[] = [];
  return boxes.map((box) => {
    let rise = 0;
    let hit = blocking(placed, box, rise);
    while (hit) {
      rise = box.bottom - (hit.bottom - hit.height) + GAP_PX;
      hit = blocking(placed, box, rise);
    }
    placed.push({ ...box, bottom: box.bottom - rise });
    return rise;
  });
}

function blocking(placed: readonly Box[], box: Box, rise: number): Box | undefined {
  const bottom = box.bottom - rise;
  return placed.find(
    (other) =>
      Math.abs(other.x - box.x) < (other.width + box.width) / 2 + GAP_PX
      && bottom > other.bottom - other.height - GAP_PX + SLACK_PX
      && other.bottom > bottom - box.height - GAP_PX + SLACK_PX,
  );
}

/** Returns how far to the side each of n people at one point stands. */
export function besideEachOther(n: number): number[] {
  return Array.from({ length: n }, (_none, index) => (index - (n - 1) / 2) * PERSON_PX);
}
