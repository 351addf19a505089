/** A door list on a phone: a tap is on the phone before it shows, and is sent once, with or without a line. */

import { distance } from "../../lib/distance";
import { Kept } from "../../lib/kept";
import { freshMark } from "../../lib/mark";
import { fill, word } from "../../lib/words";
import { canKeep, forgetPage, keepPage } from "./offline";
import { metFrom, MetPeople } from "./met";
import { knocked, ofList, outlived, settled, shown, TO_TELL, unsent, type Change, type Met, type Row } from "./overlay";
import { send } from "./sending";

const RETRY_MS = 4_000;
const REST_MS = 600; // the second touch of a hasty thumb would meet the next door
const cameWith = new Map<string, number>(); // list → when the page that was opened was made, over a refetch
const openDoors = new Map<string, string>(); // list → door whose card is open, over a refetch
type Stores = { changes: Kept<Change>; people: Kept<Met> };
let databases: Promise<Stores> | null = null;

async function open(): Promise<Stores> {
  return { changes: await Kept.open<Change>("linan-doors", "changes"), people: await Kept.open<Met>("linan-doors-met", "people") };
}

function stores(): Promise<Stores> {
  return (databases ??= open());
}

/** What is kept of a list and the page now shown does not hold yet.
 *
 * Forgotten is only what the page that was opened held: without a line that one is opened again, not what was refetched into it.
 */
async function keptOf<Kind extends Row>(kept: Kept<Kind>, list: string, pageMs: number): Promise<Kind[]> {
  const said = ofList(await kept.all(), list);
  if (!cameWith.has(list)) cameWith.set(list, pageMs);
  await kept.remove(outlived(said, cameWith.get(list) ?? pageMs));
  const past = new Set(outlived(said, pageMs));
  return said.filter(({ key }) => !past.has(key));
}

class DoorList {
  private changes: Change[] = [];
  private people: Met[] = [];
  private isSending = false;
  private isSignedOut = false;
  private isStale = false;
  private restsUntil = 0;
  private readonly list: string;

  private readonly met: MetPeople;

  constructor(private readonly element: HTMLElement, private readonly kept: Stores) {
    this.list = element.dataset["list"] ?? "";
    this.met = new MetPeople(element);
  }

  async start(): Promise<void> {
    const pageMs = Number(this.element.dataset["asOf"]);
    this.changes = settled(await keptOf(this.kept.changes, this.list, pageMs), this.doorsOfMet());
    this.people = await keptOf(this.kept.people, this.list, pageMs);
    await this.noteDoors();
    this.element.addEventListener("submit", (event) => void this.take(event));
    this.element.addEventListener("live", () => (this.isStale = true));
    this.element.addEventListener("toggle", (event) => this.noteOpened(event), true);
    window.addEventListener("online", () => void this.sendKept());
    const beat = setInterval(() => (this.element.isConnected ? this.beat() : clearInterval(beat)), RETRY_MS);
    this.draw();
    this.showWhereToGoOn();
    this.openAgain();
    await this.sendKept();
  }

  /** Remembers the doors that the house gave those who were noted here, for when the page of before opens without a line. */
  private async noteDoors(): Promise<void> {
    const doors = this.doorsOfMet();
    for (const one of ofList(await this.kept.people.all(), this.list)) {
      const door = doors.get(one.key);
      if (door && door !== one.door) await this.kept.people.put({ ...one, door });
    }
  }

  private async take(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (performance.now() < this.restsUntil) return;
    this.restsUntil = performance.now() + REST_MS;
    const form = event.target as HTMLFormElement;
    if (form.dataset["met"] !== undefined) return this.takeMet(form);
    const said = new FormData(form, event.submitter);
    const change: Change = {
      key: freshMark(), list: this.list, entry: String(said.get("entry")), at: Date.now(),
      evacuee: String(said.get("evacuee") ?? ""), to: String(said.get("to")), note: String(said.get("note") ?? ""),
      received: null, strange: false,
    };
    await this.kept.changes.put(change);
    this.changes.push(change);
    form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name=note], [name=evacuee]").forEach((field) => (field.value = ""));
    this.draw();
    if (!change.evacuee) this.leadOn(change.entry);
    await this.sendKept();
  }

  private async takeMet(form: HTMLFormElement): Promise<void> {
    const met = metFrom(form, freshMark(), this.list);
    if (!met) return;
    await this.kept.people.put(met);
    this.people.push(met);
    form.reset();
    this.draw();
    await this.sendKept();
  }

  private async sendKept(): Promise<void> {
    const [waiting, people] = [unsent(this.changes), unsent(this.people)];
    if (this.isSending || waiting.length + people.length === 0) return;
    this.isSending = true;
    const outcome = await send(this.element.dataset["src"] ?? "", waiting, people);
    this.isSending = false;
    this.isSignedOut = outcome.kind === "signed out";
    if (outcome.kind === "taken") {
      const strange = new Set(outcome.answer.strange);
      await note(this.kept.changes, waiting, outcome.answer.received, strange);
      await note(this.kept.people, people, outcome.answer.received, strange);
    }
    this.draw();
    if (outcome.kind === "taken") await this.sendKept(); // what was tapped meanwhile
  }

  private beat(): void {
    this.draw();
    void this.sendKept();
    const isBusy = this.element.contains(document.activeElement) && document.activeElement?.matches("input, select");
    if (!this.isStale || isBusy || this.waiting().length > 0 || !navigator.onLine) return;
    this.isStale = false;
    this.element.dispatchEvent(new CustomEvent("refresh"));
  }

  private draw(): void {
    this.met.draw(this.people);
    for (const door of this.doors()) this.drawDoor(door);
    const progress = this.element.querySelector("progress");
    if (progress) progress.value = knocked(this.states());
    const figure = this.element.querySelector("[data-knocked]");
    if (figure) figure.textContent = String(knocked(this.states()));
    this.drawSending();
  }

  private doors(): HTMLDetailsElement[] {
    return [...this.element.querySelectorAll<HTMLDetailsElement>("details[data-entry]")];
  }

  /** The doors to knock at, in the order of the walk: not those whom the walker met outside. */
  private walk(): HTMLDetailsElement[] {
    return this.doors().filter((door) => door.dataset["outside"] === undefined);
  }

  private states(): string[] {
    return this.walk().map((door) => door.dataset["state"] ?? "");
  }

  private waiting(): Row[] {
    return [...unsent<Row>(this.changes), ...unsent<Row>(this.people)].sort((one, other) => one.at - other.at);
  }

  /** The doors that the house gave those who were noted on this phone, {mark: door}. */
  private doorsOfMet(): Map<string, string> {
    const cards = [...this.element.querySelectorAll<HTMLElement>("details[data-uid]")];
    return new Map(cards.map((card) => [card.dataset["uid"] ?? "", card.dataset["entry"] ?? ""]));
  }

  private drawDoor(door: HTMLElement): void {
    const entry = door.dataset["entry"] ?? "";
    const change = shown(this.changes, entry);
    const state = change?.to ?? (door.dataset["metKey"] ? door.dataset["state"] : undefined);
    if (state) this.badge(door, door.querySelector("[data-badge-place]"), state);
    for (const person of door.querySelectorAll<HTMLElement>("[data-person]")) {
      const own = shown(this.changes, entry, person.dataset["person"]);
      if (own) this.badge(person, person.querySelector("[data-badge-place]"), own.to);
    }
    const sent = door.querySelector<HTMLElement>("[data-door-sent]");
    const said: Row[] = [...this.people.filter(({ key, entry: at }) => at === entry || key === door.dataset["metKey"])];
    const last = [...said, ...this.changes.filter((one) => one.entry === entry)].sort((one, other) => one.at - other.at).at(-1);
    if (sent && last) sent.textContent = this.saidOf(last);
  }

  private saidOf(row: Row): string {
    const { name, n } = distance(row.at, Date.now());
    const sentence = row.strange ? "strange" : row.received === null ? "kept" : "sent";
    return fill(this.element.dataset[sentence] ?? "", { ago: word(name, { n }) });
  }

  private badge(place: HTMLElement, slot: Element | null, state: string): void {
    const drawn = this.element.querySelector<HTMLTemplateElement>(`template[data-badge="${state}"]`);
    if (!slot || !drawn || place.dataset["shown"] === state) return;
    place.dataset["state"] = place.dataset["shown"] = state;
    slot.replaceChildren(drawn.content.cloneNode(true));
  }

  private drawSending(): void {
    const place = this.element.querySelector<HTMLElement>("[data-sending]");
    if (!place) return;
    const waiting = this.waiting();
    const oldest = distance(waiting[0]?.at ?? Date.now(), Date.now());
    const sentence = this.isSignedOut ? "signedOut" : waiting.length > 0 ? "waiting" : "allSent";
    place.dataset["tone"] = waiting.length > 0 ? "orange" : "green";
    place.textContent = fill(this.element.dataset[sentence] ?? "", { n: waiting.length, ago: word(oldest.name, { n: oldest.n }) });
  }

  private noteOpened(event: Event): void {
    const door = event.target as HTMLDetailsElement;
    if (door.open && door.dataset["entry"]) openDoors.set(this.list, door.dataset["entry"]);
  }

  /** On opening the page, not after a refetch under the thumb: what the phone keeps may be ahead of the page. */
  private showWhereToGoOn(): void {
    if (openDoors.has(this.list)) return;
    const next = this.walk().find((door) => door.dataset["state"] === TO_TELL);
    for (const door of this.doors()) door.open = door === next;
    if (next && knocked(this.states()) > 0) next.scrollIntoView({ block: "center" });
  }

  private openAgain(): void {
    const entry = openDoors.get(this.list);
    const door = entry ? this.element.querySelector<HTMLDetailsElement>(`[data-entry="${entry}"]`) : null;
    if (door) door.open = true;
  }

  /** Closes the door that was spoken at and opens the next one in the walk at which nobody knocked yet. */
  private leadOn(entry: string): void {
    const doors = this.walk();
    const here = doors.findIndex((door) => door.dataset["entry"] === entry);
    const next = doors.slice(here + 1).find((door) => door.dataset["state"] === TO_TELL);
    if (here < 0 || !next) return;
    doors[here]!.open = false;
    next.open = true;
    next.scrollIntoView({ block: "center", behavior: "smooth" });
  }
}

async function note<Kind extends Row>(kept: Kept<Kind>, sent: Kind[], received: number, strange: ReadonlySet<string>): Promise<void> {
  for (const row of sent) {
    row.received = received;
    row.strange = strange.has(row.key);
    await kept.put(row);
  }
}

async function keep(element: HTMLElement): Promise<void> {
  const place = element.querySelector("[data-offline]");
  if (!place) return;
  if (element.dataset["over"] !== undefined) return void (canKeep() && (await forgetPage()));
  if (canKeep()) await keepPage();
  place.textContent = element.dataset[canKeep() ? "stored" : "notStored"] ?? "";
}

export function start(element: HTMLElement): void {
  void stores().then((kept) => new DoorList(element, kept).start());
  void keep(element).catch(() => undefined); // without a line the page shown is the one that was kept
}
