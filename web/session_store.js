// What a page has open, kept in the browser (IndexedDB) so that a reload loses nothing: what the canvas says of it, and the files by
// handle. One session a tab, and the last of another tab, which a new one can go on with. Nothing of it leaves the browser.

import { tabName } from './notes.js';

/** @typedef {import('./files.js').Given} Given */
/** @typedef {{id: string, when: number, text: string, handles: number[]}} Kept */
/** @typedef {{text: string, files: Map<number, Given>, own: boolean}} Found */

const mostBytes = 1024 * 1024 * 1024;
const mostFiles = 20000;
const mostSessions = 2;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** @param {IDBTransaction} change @returns {Promise<void>} */
const finished = (change) => new Promise((done, failed) => {
  change.oncomplete = () => done();
  change.onabort = () => failed(change.error);
});

export class SessionStore {
  constructor() {
    this.id = tabName();
    /** @type {Promise<IDBDatabase> | undefined} */
    this.opened = undefined;
    /** Files of this session that are stored already. @type {Set<number>} */
    this.stored = new Set();
    /** One change after the other. @type {Promise<void>} */
    this.turn = Promise.resolve();
  }

  open() {
    return this.opened ??= (() => {
      const request = indexedDB.open('thimble', 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('sessions', { keyPath: 'id' });
        request.result.createObjectStore('files');
      };
      return answer(request);
    })();
  }

  /** This tab's session, or the latest of another. @returns {Promise<Found | undefined>} */
  async find() {
    const read = (await this.open()).transaction(['sessions', 'files']);
    /** @type {Kept[]} */
    const all = await answer(read.objectStore('sessions').getAll());
    const found = all.find(({ id }) => id === this.id) ?? all.sort((a, b) => b.when - a.when)[0];
    if (!found) return undefined;
    /** @type {Map<number, Given>} */
    const files = new Map();
    for (const handle of found.handles) {
      const file = await answer(read.objectStore('files').get([found.id, handle]));
      if (!file) return undefined;
      files.set(handle, file);
    }
    const own = found.id === this.id;
    if (own) this.stored = new Set(found.handles);
    return { text: found.text, files, own };
  }

  /** What is there is replaced; a session that is too large is not kept. @param {string} text @param {Map<number, Given>} files */
  keep(text, files) {
    this.change(async () => {
      const bytes = [...files.values()].reduce((sum, { file }) => sum + file.size, 0);
      if (bytes > mostBytes || files.size > mostFiles) return this.remove([this.id]);
      const base = await this.open();
      const write = base.transaction(['sessions', 'files'], 'readwrite');
      const [sessions, stored] = [write.objectStore('sessions'), write.objectStore('files')];
      for (const handle of this.stored) if (!files.has(handle)) stored.delete([this.id, handle]);
      for (const [handle, given] of files) if (!this.stored.has(handle)) stored.put(given, [this.id, handle]);
      sessions.put({ id: this.id, when: Date.now(), text, handles: [...files.keys()] });
      await finished(write);
      this.stored = new Set(files.keys());
      const all = /** @type {Kept[]} */ (await answer(base.transaction('sessions').objectStore('sessions').getAll()));
      const old = all.filter(({ id }) => id !== this.id).sort((a, b) => b.when - a.when).slice(mostSessions - 1);
      if (old.length > 0) await this.remove(old.map(({ id }) => id));
    });
  }

  /** All that is kept, of every tab. */
  forget() {
    this.change(async () => {
      const all = /** @type {Kept[]} */ (await answer((await this.open()).transaction('sessions').objectStore('sessions').getAll()));
      await this.remove(all.map(({ id }) => id));
    });
  }

  /** @param {string[]} ids */
  async remove(ids) {
    const write = (await this.open()).transaction(['sessions', 'files'], 'readwrite');
    for (const id of ids) {
      write.objectStore('sessions').delete(id);
      write.objectStore('files').delete(IDBKeyRange.bound([id], [id, []]));
    }
    await finished(write);
    if (ids.includes(this.id)) this.stored.clear();
  }

  /** A browser that keeps nothing (a private window, a full disk) takes nothing from the page. @param {() => Promise<void>} work */
  change(work) {
    this.turn = this.turn.then(work).catch(() => {});
  }
}
