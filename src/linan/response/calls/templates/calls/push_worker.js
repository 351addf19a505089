/* Runs in the browser with every page closed: shows a call, and opens its answer page when it is touched. */
self.addEventListener("push", (event) => {
  const call = event.data ? event.data.json() : {};
  const shown = { body: call.body, tag: call.tag, data: call.url, requireInteraction: true, renotify: Boolean(call.tag) };
  event.waitUntil(self.registration.showNotification(call.title || "", shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  if (event.notification.data) event.waitUntil(self.clients.openWindow(event.notification.data));
});
