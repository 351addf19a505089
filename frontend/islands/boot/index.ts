/** Starts htmx and every island a page holds; an island's code is fetched only where it is used. */

import htmx from "htmx.org";
import { word } from "../../lib/words";

type Island = { start(element: HTMLElement): void };

const ISLANDS: Record<string, () => Promise<Island>> = {
  live: () => import("../live"),
  sound: () => import("../sound"),
  theme: () => import("../theme"),
  map: () => import("../map"),
  chart: () => import("../chart"),
  pick: () => import("../pick"),
  area: () => import("../area"),
  flow: () => import("../flow"),
  push: () => import("../push"),
  outbox: () => import("../outbox"),
  queue: () => import("../queue"),
  doors: () => import("../doors"),
  drawing: () => import("../drawing"),
  voice: () => import("../voice"),
  signing: () => import("../signing"),
};

const started = new WeakSet<Element>();

function startIslands(root: ParentNode): void {
  const found = [...root.querySelectorAll<HTMLElement>("[data-island]")];
  if (root instanceof HTMLElement && root.matches("[data-island]")) found.push(root);
  for (const element of found) {
    const load = ISLANDS[element.dataset["island"] ?? ""];
    if (!load || started.has(element)) continue;
    started.add(element);
    void load().then((island) => island.start(element));
  }
}

function carryToken(event: Event): void {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  if (token) detail.headers["X-CSRFToken"] = token.content;
}

function sayThatItFailed(): void {
  const place = document.querySelector("#messages");
  if (!place) return;
  const notice = document.createElement("p");
  notice.className = "notice notice--red";
  notice.setAttribute("role", "alert");
  notice.textContent = word("failed");
  place.replaceChildren(notice);
}

/** A live refetch may fail quietly, the connection chip tells; what a person pressed may not. */
function tellFailure(event: Event): void {
  const detail = (event as CustomEvent<{ requestConfig?: { triggeringEvent?: Event } }>).detail;
  if (detail.requestConfig?.triggeringEvent?.type !== "live") sayThatItFailed();
}

function keepWrongAnswersOut(event: Event): void {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>).detail;
  const isRefusal = detail.xhr.status >= 400 && detail.xhr.status < 500;
  const isForMessages = detail.xhr.getResponseHeader("HX-Retarget") !== null;
  if (isRefusal && !isForMessages && detail.xhr.status !== 422) detail.shouldSwap = false;
}

/** The sheet of a phone closes when one touches beside it. */
function closeSheets(event: Event): void {
  if (event.target instanceof Element && event.target.closest(".bar__more")) return;
  for (const sheet of document.querySelectorAll<HTMLDetailsElement>(".bar__more[open]")) sheet.open = false;
}

function printPage(event: Event): void {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
}

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
document.addEventListener("htmx:configRequest", carryToken);
document.addEventListener("htmx:beforeSwap", keepWrongAnswersOut);
document.addEventListener("htmx:sendError", tellFailure);
document.addEventListener("htmx:responseError", (event) => {
  const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
  if (status >= 500) tellFailure(event);
});
document.addEventListener("htmx:load", (event) => startIslands(event.target as HTMLElement));
document.addEventListener("click", closeSheets);
document.addEventListener("click", printPage);
for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) button.hidden = false;
startIslands(document);
void import("../ago").then((island) => island.start());
