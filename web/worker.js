// The core in its Worker. Bytes in, bytes out; between two steps of a job the event loop runs, so that `cancel` is heard.
import { copyIn, copyOut } from './wasm_memory.js';

/** @typedef {import('./types').CoreModule} CoreModule */
/** @typedef {import('./types').FromWorker} FromWorker */

/** @type {CoreModule | undefined} */
let core;
/** @type {Uint8Array[]} */
const early = [];
let pumping = false;
/** @type {Map<number, Blob>} files of samples: the core reads them piece by piece */
const files = new Map();
const reader = new FileReaderSync();

// A message to oneself comes back sooner than a timer, and after what the page has sent in the meantime.
const again = new MessageChannel();
again.port1.onmessage = () => guarded(pump);

/** @param {FromWorker} answer @param {Transferable[]} [transfer] */
function tell(answer, transfer = []) {
  self.postMessage(answer, { transfer });
}

/** @param {() => void} work */
function guarded(work) {
  try {
    work();
  } catch (error) {
    // An abort leaves the module unusable: say so once, and end.
    tell({ died: error instanceof Error ? error.message : String(error) });
    self.close();
  }
}

function pump() {
  pumping = false;
  if (!core) return;
  const at = core._thimble_poll();
  if (at === 0) return;
  const size = new DataView(core.wasmMemory.buffer).getUint32(at, true);
  if (size > 0) {
    const bytes = copyOut(core, at + 4, size);
    tell({ message: bytes }, [bytes.buffer]);
  }
  pumpLater();
}

function pumpLater() {
  if (pumping) return;
  pumping = true;
  again.port2.postMessage(0);
}

/** @param {Uint8Array} bytes */
function post(bytes) {
  if (!core) {
    early.push(bytes);
    return;
  }
  core._thimble_post(copyIn(core, bytes), bytes.length);
  pumpLater();
}

/** What wasm/page_files.cpp calls. @param {number} handle @param {number} offset @param {number} at @param {number} size
 * @returns {boolean} false: the file is gone or has changed */
function readFile(handle, offset, at, size) {
  const file = files.get(handle);
  if (!core || !file) return false;
  try {
    const bytes = new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + size)));
    if (bytes.length !== size) return false;
    new Uint8Array(core.wasmMemory.buffer, at, size).set(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The first that can be loaded. @param {string[]} names @returns {Promise<{name: string, module: CoreModule}>} */
async function load([name, ...others]) {
  try {
    const { default: create } = await import(`./${name}.mjs`);
    return { name, module: await create({ host: { readFile } }) };
  } catch (error) {
    if (others.length === 0) throw error;
    return load(others);
  }
}

/** @param {string[]} names */
async function start(names) {
  const { name, module } = await load(names);
  const threads = name === 'core-mt' ? Math.max(1, Math.min(navigator.hardwareConcurrency, 8) - 1) + 1 : 1;
  module._thimble_start(threads);
  core = module;
  tell({ ready: { module: name, threads } });
  for (const bytes of early.splice(0)) post(bytes);
}

self.onmessage = (/** @type {MessageEvent<import('./types').ToWorker>} */ event) => {
  const data = event.data;
  if ('start' in data) {
    start(data.start).catch((error) => tell({ died: `it could not be loaded (${error.message})` }));
  } else if ('hold' in data) {
    for (const { handle, file } of data.hold) files.set(handle, file);
  } else {
    guarded(() => post(data.message));
  }
};
