/* Shows a door list that was loaded once when there is no line, or one too slow to wait for. Taps are kept by the page. */
const KEPT = "linan-doors";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function forgetPages() {
  const cache = await caches.open(KEPT);
  const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/doors/"));
  await Promise.all(pages.map((page) => cache.delete(page)));
}

async function fresh(request) {
  const answer = await fetch(request);
  const cache = await caches.open(KEPT);
  if (answer.ok) await cache.put(request, answer.clone());
  if (request.mode === "navigate" && answer.type === "opaqueredirect") await forgetPages(); // signed out: no name stays
  if (request.mode === "navigate" && [403, 404].includes(answer.status)) await cache.delete(request);
  return answer;
}

async function keptOrFresh(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (!kept) return fresh(request);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fresh(request).catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate" || pathname.startsWith("/static/")) event.respondWith(keptOrFresh(event.request));
});
