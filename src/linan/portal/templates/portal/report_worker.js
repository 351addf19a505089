/* Opens the report page without a line, or on one too slow to wait for, once it was seen. What is written is kept by the page. */
const KEPT = "linan-report";
const ANY_PLACE = "/report/";
const PATIENCE_MS = 4000;
const PAGE = /^\/report\/(?!receipt\/|doors\/|map\/)([^/]+\/)?$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request) {
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
}

async function keptOf(request) {
  const kept = await caches.match(request, { cacheName: KEPT, ignoreVary: true, ignoreSearch: request.mode === "navigate" });
  if (kept || request.mode !== "navigate") return kept;
  const any = await caches.match(ANY_PLACE, { cacheName: KEPT, ignoreVary: true });
  return any && Response.redirect(ANY_PLACE); // the code at this door was not seen yet: the place is chosen there
}

async function freshOrKept(request) {
  const kept = await keptOf(request);
  if (!kept) return fresh(request);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fresh(request).catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  const isPage = mode === "navigate" && PAGE.test(pathname);
  if (isPage || pathname.startsWith("/static/")) event.respondWith(freshOrKept(event.request));
});
