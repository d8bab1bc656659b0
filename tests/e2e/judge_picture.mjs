// What every picture of the page has to show: colours of its scheme, and ink in the rail, the top bar and the canvas.
import { readFileSync } from 'node:fs';
import { check } from './harness.mjs';
import { readPng } from './png.mjs';

// How often each colour stands in a region of the picture, by every second pixel.
function colours({ at }, [x0, y0, x1, y1]) {
  const out = new Map();
  for (let y = y0; y < y1; y += 2) for (let x = x0; x < x1; x += 2) out.set(at(x, y), (out.get(at(x, y)) ?? 0) + 1);
  return out;
}

const share = (counts) => Math.max(...counts.values()) / [...counts.values()].reduce((a, b) => a + b, 0);

// Of 255. Greys come out as they are.
const brightness = (colour) => (2 * (colour >> 16) + 5 * ((colour >> 8) & 255) + (colour & 255)) / 8;

export function judgePicture(path, { scheme, touch, scale }) {
  const picture = readPng(readFileSync(path));
  const [width, height, rail, top, bottom] = [picture.width, picture.height, ...[76, 48, 56].map((side) => side * scale)];
  const all = colours(picture, [0, 0, width, height]);
  check(all.size >= 24, `${path}: ${all.size} colours`);
  const regions = touch
    ? { rail: [0, height - bottom, width, height], 'top bar': [0, 0, width, top], canvas: [0, top, width, height - bottom] }
    : { rail: [0, 0, rail, height], 'top bar': [rail, 0, width, top], canvas: [rail, top, width, height - bottom] };
  const [ground] = [...colours(picture, regions.rail)].reduce((most, each) => (each[1] > most[1] ? each : most));
  check(scheme === 'dark' ? brightness(ground) < 64 : brightness(ground) > 192, `${path}: its rail is ${ground.toString(16)}`);
  for (const [name, region] of Object.entries(regions)) {
    const ink = 1 - share(colours(picture, region));
    check(ink > 0.004, `${path}: ${(100 * ink).toFixed(2)} % ink in the ${name}`);
  }
}
