// Which core this browser can run. core-mt needs shared memory, which only a cross-origin isolated page gets (scripts/serve.mjs sends
// the headers), and relaxed SIMD: one instruction that a browser does not know makes the whole module invalid.

// A module by hand: "\0asm" 1; type 0: () -> v128; function 0 of type 0; a shared memory of 1 to 1 pages; its body:
// i32.const 0, i8x16.splat, i32x4.relaxed_trunc_f32x4_s (0xfd 0x101), end.
const wanted = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b,
  0x03, 0x02, 0x01, 0x00,
  0x05, 0x04, 0x01, 0x03, 0x01, 0x01,
  0x0a, 0x0b, 0x01, 0x09, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x81, 0x02, 0x0b,
]);

/** The cores to try, best first: a module that passes here may still fail to start.
 * @param {string[]} files what the page has @param {boolean} isolated @returns {string[]} */
export function pickCores(files, isolated) {
  const threads = isolated && files.includes('core-mt.mjs') && WebAssembly.validate(wanted);
  return threads ? ['core-mt', 'core'] : ['core'];
}
