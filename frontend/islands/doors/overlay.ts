/** What a phone shows over the page of a door list: the changes it keeps, until a page of the house holds them. */

/** One row that a phone keeps until the house has it. */
export type Row = {
  key: string;
  list: string;
  at: number; // the phone's clock when it was said, in ms
  received: number | null; // the house's clock at receipt, in ms; null: still to be sent
  strange: boolean; // the house has no such door on the list
};

export type Change = Row & {
  entry: string; // a door, or somebody noted on this phone whom the house knows no door of yet: "met:" and the key
  evacuee: string; // empty: the whole household
  to: string;
  note: string;
};

/** Somebody in no register whom the walker noted. entry: the door, empty outside any home; to: what was said at once.
 *
 * door: the one that the house gave whoever was met outside, empty until it is known.
 */
export type Met = Row & { entry: string; name: string; place: string; to: string; door: string };

export const TO_TELL = "to_tell";
const MET = "met:";

/** What stands for the door of somebody whom only this phone knows. */
export function doorOfMet(key: string): string {
  return MET + key;
}

/** The phone's mark of somebody, where a change is about one whom it noted itself; else null. */
export function metIn(entry: string): string | null {
  return entry.startsWith(MET) ? entry.slice(MET.length) : null;
}

/** The changes with the doors that the house gave those who were noted here. doors: {mark: door}. */
export function settled(changes: Iterable<Change>, doors: ReadonlyMap<string, string>): Change[] {
  return [...changes].map((one) => ({ ...one, entry: doors.get(metIn(one.entry) ?? "") ?? one.entry }));
}

export function ofList<Kind extends Row>(rows: Iterable<Kind>, list: string): Kind[] {
  return [...rows].filter((one) => one.list === list).sort((one, other) => one.at - other.at);
}

export function unsent<Kind extends Row>(rows: Iterable<Kind>): Kind[] {
  return [...rows].filter((one) => one.received === null);
}

/** The change that a door (evacuee: "") or a person shows, and null where the page of the house says it all. */
export function shown(changes: Iterable<Change>, entry: string, evacuee = ""): Change | null {
  const said = [...changes].filter((one) => one.entry === entry && one.evacuee === evacuee && !one.strange);
  return said.reduce<Change | null>((newest, one) => (newest && newest.at > one.at ? newest : one), null);
}

/** What the page now shown holds already, so that the phone need not keep it any longer. */
export function outlived(rows: Iterable<Row>, pageMs: number): string[] {
  return [...rows].filter((one) => one.received !== null && one.received <= pageMs).map((one) => one.key);
}

export function knocked(states: Iterable<string>): number {
  return [...states].filter((state) => state !== TO_TELL).length;
}
