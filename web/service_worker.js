// Keeps every file of one build, so that the page works offline after the first load. A new build is a new precache.js, which the
// browser notices (boot.js has it ask past its own cache). It waits until no page of the old build is open, or one that has just been
// opened asks for it; only then do the old files go, so that no page ever gets parts of two builds.

/** @typedef {{version: string, files: string[], late: string[]}} Precache */
const worker = /** @type {ServiceWorkerGlobalScope & {thimblePrecache: Precache}} */ (/** @type {unknown} */ (self));
worker.importScripts('precache.js');
const { version, files, late } = worker.thimblePrecache;
const cacheName = `thimble-${version}`;
const fresh = (/** @type {string} */ file) => new Request(file, { cache: 'reload' });

// One after the other: they are large, and nobody waits for them. What fails is tried again when a page is opened the next time.
async function keepLate() {
  const cache = await caches.open(cacheName);
  for (const file of late) {
    if (!await cache.match(file)) await cache.add(fresh(file)).catch(() => {});
  }
}

// For a page that has just been opened and is the only one: a reload alone would leave the old build in place.
async function takeOver() {
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  if (pages.filter(({ url }) => url.startsWith(worker.registration.scope)).length === 1) await worker.skipWaiting();
}

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files.map(fresh))));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const other of await caches.keys()) if (other.startsWith('thimble-') && other !== cacheName) await caches.delete(other);
    await worker.clients.claim();
  })());
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take over when alone') event.waitUntil(takeOver());
  if (event.data === 'keep late files') event.waitUntil(keepLate());
});

worker.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(cacheName);
    return (await cache.match(event.request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(event.request);
  })());
});
