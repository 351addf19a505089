/** How far a moment lies from now, as the name of a sentence and its number. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Distance = { name: string; n: number };

export function distance(momentMs: number, nowMs: number): Distance {
  const away = Math.abs(nowMs - momentMs);
  if (away < MINUTE_MS) return { name: "now", n: 0 };
  const [unit, length] =
    away < HOUR_MS ? ["minutes", MINUTE_MS] : away < DAY_MS ? ["hours", HOUR_MS] : ["days", DAY_MS];
  const n = Math.floor(away / (length as number));
  return { name: momentMs > nowMs ? `in${capital(unit as string)}` : (unit as string), n };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
