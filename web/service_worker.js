// Keeps every file of one build, so that the page works offline after the first load. A new build is a new precache.js,
// which the browser notices; the old files go when the new ones are all here.

/** @typedef {{version: string, files: string[], late: string[]}} Precache */
const worker = /** @type {ServiceWorkerGlobalScope & {thimblePrecache: Precache}} */ (/** @type {unknown} */ (self));
worker.importScripts('precache.js');
const { version, files, late } = worker.thimblePrecache;
const cacheName = `thimble-${version}`;

worker.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    const fresh = (/** @type {string} */ file) => new Request(file, { cache: 'reload' });
    await cache.addAll(files.map(fresh));
    for (const file of late) await cache.add(fresh(file));  // one after the other: they are large, and nobody waits for them
    await worker.skipWaiting();
  })());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const other of await caches.keys()) if (other.startsWith('thimble-') && other !== cacheName) await caches.delete(other);
    await worker.clients.claim();
  })());
});

worker.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(cacheName);
    return (await cache.match(event.request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(event.request);
  })());
});
