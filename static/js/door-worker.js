// Keeps the page of the door for when the network is gone: always the newest while it can be had. No list, no scan.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && !new URL(request.url).pathname.endsWith(".json")) event.respondWith(newest(request));
});

async function newest(request) {
  try {
    return await fetch(request);
  } catch (gone) {
    const kept = await caches.match(request, { ignoreSearch: request.mode === "navigate" });
    if (kept) return kept;
    throw gone;
  }
}
