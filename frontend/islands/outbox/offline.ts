/** Lets the report page be opened without a line once it was seen on this phone. */

const WORKER = "/report/worker.js";
const SCOPE = "/report/";
const KEPT = "linan-report";

export function canKeep(): boolean {
  return window.isSecureContext && "serviceWorker" in navigator && "caches" in window;
}

/** Resolves when this page, the page for any place, and all that they are drawn with lie on the phone. */
export async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await navigator.serviceWorker.ready;
  if (!navigator.onLine) return; // the page came from the phone itself
  const cache = await caches.open(KEPT);
  const drawnWith = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const own = drawnWith.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
  await cache.addAll([...new Set([SCOPE, location.pathname, ...own.map(({ pathname }) => pathname)])]);
}
