/** The names of changed things: which elements of a page they touch. */

export const EVERYTHING = "*";

export function namesIn(list: string): string[] {
  return list.split(/\s+/).filter(Boolean);
}

export function touches(watched: string, changed: ReadonlySet<string>): boolean {
  return changed.has(EVERYTHING) || namesIn(watched).some((name) => changed.has(name));
}

/** Returns which of the watched names changed, or that everything may have. */
export function touched(watched: string, changed: ReadonlySet<string>): string[] {
  return changed.has(EVERYTHING) ? [EVERYTHING] : namesIn(watched).filter((name) => changed.has(name));
}

/** Reads what the live channel sent: a list of names, or an object that carries it as `about`. */
export function namesOf(sent: string): string[] {
  const parsed: unknown = JSON.parse(sent);
  const list = Array.isArray(parsed) ? parsed : (parsed as { about?: unknown }).about;
  return Array.isArray(list) ? list.map(String) : [];
}

export type Timer = (run: () => void, ms: number) => unknown;

/** Gathers names for a while, so that ten changes in one breath cost one refetch. */
export function gather(
  tell: (changed: ReadonlySet<string>) => void,
  ms: number,
  after: Timer = setTimeout,
): (names: Iterable<string>) => void {
  let waiting = new Set<string>();
  return (names) => {
    const isFirst = waiting.size === 0;
    for (const name of names) waiting.add(name);
    if (!isFirst || waiting.size === 0) return;
    after(() => {
      const changed = waiting;
      waiting = new Set();
      tell(changed);
    }, ms);
  };
}
