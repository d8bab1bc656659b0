// The envelope's bytes, as core/api/message.h has them: u32 "THM1", u32 head bytes, u32 blobs, u32 bytes of each; head; blobs.

/**
 * @typedef {{v: number, id: number, re?: number, kind: string, body: Record<string, unknown>, blobs: number}} Head
 * @typedef {{head: Head, blobs: Uint8Array[]}} Message
 */

const magic = 0x314d4854;

/** @param {Message} message @returns {Uint8Array<ArrayBuffer>} */
export function encode({ head, blobs }) {
  const text = new TextEncoder().encode(JSON.stringify({ ...head, blobs: blobs.length }));
  const size = blobs.reduce((sum, blob) => sum + blob.length, 12 + 4 * blobs.length + text.length);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, text.length, true);
  view.setUint32(8, blobs.length, true);
  blobs.forEach((blob, i) => view.setUint32(12 + 4 * i, blob.length, true));
  let at = 12 + 4 * blobs.length;
  for (const part of [text, ...blobs]) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @param {Uint8Array} bytes @returns {Message} */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0, true) !== magic) throw new Error('not a message');
  const headBytes = view.getUint32(4, true);
  const count = view.getUint32(8, true);
  let at = 12 + 4 * count;
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(at, at + headBytes)));
  at += headBytes;
  const blobs = [];
  for (let i = 0; i < count; ++i) {
    const size = view.getUint32(12 + 4 * i, true);
    blobs.push(bytes.slice(at, at + size));
    at += size;
  }
  return { head, blobs };
}
