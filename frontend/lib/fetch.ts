/** Fetches JSON from this house; a failure is said in the island and tried again by itself. */

import { word } from "./words";

const RETRY_MS = 5_000;

export async function fetchJson<Shape>(url: string, element: HTMLElement): Promise<Shape> {
  for (;;) {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok) {
        element.classList.remove("is-failing");
        return (await answer.json()) as Shape;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // a TypeError is the network's
    }
    element.classList.add("is-failing");
    element.dataset["failing"] = word("loadFailed");
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
