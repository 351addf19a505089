/** What a phone shows over the page of a door list: the changes it keeps, until a page of the house holds them. */

export type Change = {
  key: string;
  list: string;
  entry: string;
  evacuee: string; // empty: the whole household
  to: string;
  note: string;
  at: number; // the phone's clock at the tap, in ms
  received: number | null; // the house's clock at receipt, in ms; null: still to be sent
  strange: boolean; // the house has no such door on the list
};

export const TO_TELL = "to_tell";

export function ofList(changes: Iterable<Change>, list: string): Change[] {
  return [...changes].filter((one) => one.list === list).sort((one, other) => one.at - other.at);
}

export function unsent(changes: Iterable<Change>): Change[] {
  return [...changes].filter((one) => one.received === null);
}

/** The change that a door (evacuee: "") or a person shows, and null where the page of the house says it all. */
export function shown(changes: Iterable<Change>, entry: string, evacuee = ""): Change | null {
  const said = [...changes].filter((one) => one.entry === entry && one.evacuee === evacuee && !one.strange);
  return said.reduce<Change | null>((newest, one) => (newest && newest.at > one.at ? newest : one), null);
}

/** What the page now shown holds already, so that the phone need not keep it any longer. */
export function outlived(changes: Iterable<Change>, pageMs: number): string[] {
  return [...changes].filter((one) => one.received !== null && one.received <= pageMs).map((one) => one.key);
}

export function knocked(states: Iterable<string>): number {
  return [...states].filter((state) => state !== TO_TELL).length;
}
