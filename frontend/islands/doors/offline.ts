/** Lets a list that was loaded once be opened without a line, and takes it off the phone when it is over. */

const WORKER = "/doors/worker.js";
const SCOPE = "/doors/";
const KEPT = "linan-doors";

export function canKeep(): boolean {
  return window.isSecureContext && "serviceWorker" in navigator && "caches" in window;
}

/** Resolves when this page and all that it is drawn with lie on the phone. */
export async function keepPage(): Promise<void> {
  const wasKept = navigator.serviceWorker.controller !== null;
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await navigator.serviceWorker.ready;
  if (wasKept) return; // the worker kept what it just brought
  const cache = await caches.open(KEPT);
  const drawnWith = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const own = drawnWith.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
  await cache.addAll([location.pathname, ...new Set(own.map(({ pathname }) => pathname))]);
}

export async function forgetPage(): Promise<void> {
  await (await caches.open(KEPT)).delete(location.pathname);
}
