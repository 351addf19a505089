/** The site's time zone: every clock of the house shows it, whatever zone the device is set to. */

const HOUR_MS = 3_600_000;

export function siteZone(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="time-zone"]')?.content || undefined;
}

/** Returns "03:12", or "03:12:45" with seconds, in the site's zone. */
export function clockTime(moment: Date, seconds: "seconds" | "no seconds" = "no seconds"): string {
  return clockTimeIn(siteZone(), moment, document.documentElement.lang, seconds);
}

export function clockTimeIn(
  timeZone: string | undefined, moment: Date, language: string, seconds: "seconds" | "no seconds",
): string {
  const second = seconds === "seconds" ? ({ second: "2-digit" } as const) : {};
  return moment.toLocaleTimeString(language || "zh-Hans", { hour: "2-digit", minute: "2-digit", ...second, hourCycle: "h23", timeZone });
}

/** Returns a function that shifts a moment so that its UTC clock reads as the zone's: for what can draw UTC only. */
export function shiftInto(timeZone: string | undefined): (ms: number) => number {
  const offsets = new Map<number, number>();
  return (ms) => {
    const hour = Math.floor(ms / HOUR_MS);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      offset = offsetMs(timeZone, hour * HOUR_MS);
      offsets.set(hour, offset);
    }
    return ms + offset;
  };
}

function offsetMs(timeZone: string | undefined, ms: number): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
    second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
}
