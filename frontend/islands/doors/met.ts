/** Draws whom a walker noted and the page of the house does not show yet. */

import { doorOfMet, type Met } from "./overlay";

export class MetPeople {
  constructor(private readonly element: HTMLElement) {}

  /** Draws each once, at the door or among those met outside, and takes away whom the page of the house shows itself. */
  draw(people: readonly Met[]): void {
    for (const one of people.filter(({ strange }) => !strange)) {
      const shown = this.element.querySelector(`[data-uid="${one.key}"]`) ?? this.element.querySelector(`[data-met-key="${one.key}"]`);
      if (!shown) (one.entry ? this.atDoor(one) : this.outside(one));
    }
  }

  private atDoor(one: Met): void {
    const people = this.element.querySelector(`[data-entry="${one.entry}"] .door__people`);
    const drawn = this.copy("template[data-met-person]", one);
    if (people && drawn) people.append(drawn);
  }

  private outside(one: Met): void {
    const drawn = this.copy("template[data-met-card]", one);
    const card = drawn?.querySelector<HTMLElement>("details");
    if (!drawn || !card) return;
    const door = one.door || doorOfMet(one.key);
    card.dataset["entry"] = door;
    card.dataset["state"] = one.to;
    card.querySelector<HTMLInputElement>("[name=entry]")!.value = door;
    this.element.querySelector("[data-met-list]")?.append(drawn);
  }

  private copy(template: string, one: Met): DocumentFragment | null {
    const drawn = this.element.querySelector<HTMLTemplateElement>(template)?.content.cloneNode(true) as DocumentFragment | undefined;
    if (!drawn) return null;
    const marked = drawn.querySelector<HTMLElement>("details") ?? (drawn.firstElementChild as HTMLElement);
    marked.dataset["metKey"] = one.key;
    drawn.querySelectorAll("[data-name]").forEach((slot) => (slot.textContent = one.name));
    drawn.querySelectorAll("[data-place]").forEach((slot) => (slot.textContent = one.place || slot.textContent));
    return drawn;
  }
}

/** Reads the line that notes somebody; null while it says nobody. */
export function metFrom(form: HTMLFormElement, key: string, list: string): Met | null {
  const said = new FormData(form);
  const name = String(said.get("name") ?? "").trim();
  const wordOf = (field: string): string => String(said.get(field) ?? "").trim();
  if (!name) return null;
  const met = { entry: wordOf("entry"), name, place: wordOf("place"), to: wordOf("to"), door: "" };
  return { key, list, ...met, at: Date.now(), received: null, strange: false };
}
