// PNG: grey square pictures, for folders of images that are the test's own; and reading of screenshots.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

// `pixels`: side * side bytes, row by row.
export function greyPng(pixels, side) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8;  // bits; the other fields are 0: grey, deflate, no filter, not interlaced
  const rows = Array.from({ length: side }, (_, y) => Buffer.concat([Buffer.from([0]), pixels.subarray(y * side, (y + 1) * side)]));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0))]);
}

// A PNG of 8 bits a channel as {width, height, at(x, y)}; at answers a colour as one number, 0xrrggbb.
export function readPng(bytes) {
  const parts = [];
  let header;
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)), type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') parts.push(data);
  }
  const [width, height, step] = [header.readUInt32BE(0), header.readUInt32BE(4), { 2: 3, 6: 4 }[header[9]]];
  if (header[8] !== 8 || !step || header[12] !== 0) throw new Error('a PNG of another kind than screenshots are');
  const [filtered, row] = [inflateSync(Buffer.concat(parts)), width * step];
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; ++y) unfilter(filtered[y * (row + 1)], filtered.subarray(y * (row + 1) + 1), pixels, y * row, row, step);
  const at = (x, y) => pixels.readUIntBE((y * width + x) * step, 3);
  return { width, height, at };
}

// One row of the specification's filters: what was taken away is a neighbour, left, above, their mean, or the nearest of three.
function unfilter(filter, from, to, at, row, step) {
  for (let i = 0; i < row; ++i) {
    const left = i >= step ? to[at + i - step] : 0, above = at >= row ? to[at + i - row] : 0;
    let guess = filter === 1 ? left : filter === 2 ? above : filter === 3 ? (left + above) >> 1 : 0;
    if (filter === 4) guess = nearest(left, above, i >= step && at >= row ? to[at + i - step - row] : 0);
    to[at + i] = from[i] + guess;
  }
}

function nearest(left, above, corner) {
  const a = Math.abs(above - corner), b = Math.abs(left - corner), c = Math.abs(left + above - 2 * corner);
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
