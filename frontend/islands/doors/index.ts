/** A door list on a phone: a tap is on the phone before it shows, and is sent once, with or without a line. */

import { distance } from "../../lib/distance";
import { Kept } from "../../lib/kept";
import { fill, word } from "../../lib/words";
import { canKeep, forgetPage, keepPage } from "./offline";
import { knocked, ofList, outlived, shown, TO_TELL, unsent, type Change } from "./overlay";
import { send } from "./sending";

const RETRY_MS = 4_000;
const REST_MS = 600; // the second touch of a hasty thumb would meet the next door
const openDoors = new Map<string, string>(); // list → door whose card is open, over a refetch
let database: Promise<Kept<Change>> | null = null;

function store(): Promise<Kept<Change>> {
  return (database ??= Kept.open<Change>("linan-doors", "changes"));
}

class DoorList {
  private changes: Change[] = [];
  private isSending = false;
  private isSignedOut = false;
  private isStale = false;
  private restsUntil = 0;
  private readonly list: string;

  constructor(private readonly element: HTMLElement, private readonly kept: Kept<Change>) {
    this.list = element.dataset["list"] ?? "";
  }

  async start(): Promise<void> {
    const said = ofList(await this.kept.all(), this.list);
    const past = new Set(outlived(said, Number(this.element.dataset["asOf"])));
    await this.kept.remove(past);
    this.changes = said.filter(({ key }) => !past.has(key));
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

  private async take(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (performance.now() < this.restsUntil) return;
    this.restsUntil = performance.now() + REST_MS;
    const form = event.target as HTMLFormElement;
    const said = new FormData(form, event.submitter);
    const change: Change = {
      key: crypto.randomUUID?.() ?? uuid(), list: this.list, entry: String(said.get("entry")), at: Date.now(),
      evacuee: String(said.get("evacuee") ?? ""), to: String(said.get("to")), note: String(said.get("note") ?? ""),
      received: null, strange: false,
    };
    await this.kept.put(change);
    this.changes.push(change);
    form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name=note], [name=evacuee]").forEach((field) => (field.value = ""));
    this.draw();
    if (!change.evacuee) this.leadOn(change.entry);
    await this.sendKept();
  }

  private async sendKept(): Promise<void> {
    const waiting = unsent(this.changes);
    if (this.isSending || waiting.length === 0) return;
    this.isSending = true;
    const outcome = await send(this.element.dataset["src"] ?? "", waiting);
    this.isSending = false;
    this.isSignedOut = outcome.kind === "signed out";
    if (outcome.kind === "taken") await this.note(outcome.answer.received, new Set(outcome.answer.strange), waiting);
    this.draw();
    if (outcome.kind === "taken") await this.sendKept(); // what was tapped meanwhile
  }

  private async note(received: number, strange: ReadonlySet<string>, sent: Change[]): Promise<void> {
    for (const change of sent) {
      change.received = received;
      change.strange = strange.has(change.key);
      await this.kept.put(change);
    }
  }

  private beat(): void {
    this.draw();
    void this.sendKept();
    const isBusy = this.element.contains(document.activeElement) && document.activeElement?.matches("input, select");
    if (!this.isStale || isBusy || unsent(this.changes).length > 0 || !navigator.onLine) return;
    this.isStale = false;
    this.element.dispatchEvent(new CustomEvent("refresh"));
  }

  private draw(): void {
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

  private states(): string[] {
    return this.doors().map((door) => door.dataset["state"] ?? "");
  }

  private drawDoor(door: HTMLElement): void {
    const entry = door.dataset["entry"] ?? "";
    const change = shown(this.changes, entry);
    if (change) this.badge(door, door.querySelector("[data-badge-place]"), change.to);
    for (const person of door.querySelectorAll<HTMLElement>("[data-person]")) {
      const own = shown(this.changes, entry, person.dataset["person"]);
      if (own) this.badge(person, person.querySelector("[data-badge-place]"), own.to);
    }
    const state = door.querySelector<HTMLElement>("[data-door-sent]");
    const last = this.changes.filter((one) => one.entry === entry).at(-1);
    if (state && last) state.textContent = this.saidOf(last);
  }

  private saidOf(change: Change): string {
    const { name, n } = distance(change.at, Date.now());
    const sentence = change.strange ? "strange" : change.received === null ? "kept" : "sent";
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
    const waiting = unsent(this.changes);
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
    const next = this.doors().find((door) => door.dataset["state"] === TO_TELL);
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
    const doors = this.doors();
    const here = doors.findIndex((door) => door.dataset["entry"] === entry);
    const next = doors.slice(here + 1).find((door) => door.dataset["state"] === TO_TELL);
    if (!next) return;
    doors[here]!.open = false;
    next.open = true;
    next.scrollIntoView({ block: "center", behavior: "smooth" });
  }
}

/** A random UUID where the page came over plain HTTP and the browser offers none. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function keep(element: HTMLElement): Promise<void> {
  const place = element.querySelector("[data-offline]");
  if (!place) return;
  if (element.dataset["over"] !== undefined) return void (canKeep() && (await forgetPage()));
  if (canKeep()) await keepPage();
  place.textContent = element.dataset[canKeep() ? "stored" : "notStored"] ?? "";
}

export function start(element: HTMLElement): void {
  void store().then((kept) => new DoorList(element, kept).start());
  void keep(element).catch(() => undefined); // without a line the page shown is the one that was kept
}
