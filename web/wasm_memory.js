// Bytes and texts into a module's memory. The memory may grow at any call, so views are made anew each time.

/** @typedef {import('./types').WasmModule} WasmModule */

/** @param {WasmModule} module @param {Uint8Array} bytes @returns {number} from malloc; whom it is given to frees it */
export function copyIn(module, bytes) {
  const at = module._malloc(Math.max(bytes.length, 1));
  if (at === 0) throw new Error('out of memory');
  new Uint8Array(module.wasmMemory.buffer, at, bytes.length).set(bytes);
  return at;
}

/** @param {WasmModule} module @param {string} text @returns {number} */
export function textIn(module, text) {
  return copyIn(module, new TextEncoder().encode(`${text}\0`));
}

/** @param {WasmModule} module @param {number} at @param {number} size @returns {Uint8Array<ArrayBuffer>} */
export function copyOut(module, at, size) {
  const out = new Uint8Array(size);
  out.set(new Uint8Array(module.wasmMemory.buffer, at, size));
  return out;
}
