// What the browser tests have in common: options, the browser, and the steps that bring a page to where a case begins.
//   --page FOLDER --cli PROGRAM --modules FOLDER --out FOLDER [--only WORDS]
import { mkdirSync, readFileSync } from 'node:fs';
import { check, launch, Tally, Visit } from './harness.mjs';

export const options = new Map();
for (let i = 2; i < process.argv.length; i += 2) options.set(process.argv[i].replace(/^--/, ''), process.argv[i + 1]);
export const [folder, out] = [options.get('page'), options.get('out')];
export const samplePath = 'assets/sample/digits_int8.tflite';
export const sample = readFileSync(samplePath);
export const target = 'stm32f746';

mkdirSync(out, { recursive: true });
export const tally = new Tally(options.get('only'));
export const browser = await launch(options.get('modules'));

export async function withVisit(settings, work) {
  const visit = await Visit.open(browser, settings.root ?? folder, settings);
  try {
    await work(visit);
    visit.calm();
  } finally {
    await visit.close();
  }
}

export const rows = '#mirror [data-role="row"]';
export const rowsShow = (visit) => visit.page.locator(rows).first().waitFor({ state: 'attached', timeout: 60000 });

export const packageMade = (visit) => visit.part('button', 'Download the ZIP').waitFor({ state: 'attached', timeout: 60000 });

// An integer network: what the first tests are about.
export async function openSample(visit) {
  await visit.give('digits_int8.tflite', sample);
  await visit.press('tab', 'Layers');
  await rowsShow(visit);
}

// The last of the files that are kept for offline use is there. Runs in the page.
export async function offlineKept() {
  for (const name of await caches.keys()) {
    if (await (await caches.open(name)).match('ort-wasm-simd-threaded.wasm')) return true;
  }
  return false;
}

// The float network and its pictures, by the one button that brings both.
export async function takeSample(visit) {
  await visit.press('button', 'Take the sample');
  await visit.shows('as the model sees them');
}

export const recommended = (visit) => visit.part('heading', 'Take ').waitFor({ state: 'attached', timeout: 300000 });

export async function runPlan(visit) {
  await visit.press('tab', 'Plan');
  await visit.press('button', 'Run the plan');
  await recommended(visit);
}

// ONNX Runtime has run the file as it was given and the export, and each gives the class that we give.
export async function agrees(visit) {
  for (const title of ['Your file in ONNX Runtime Web', 'The exported \\w+.onnx in ONNX Runtime Web']) {
    const row = new RegExp(`${title} [\\d.]+\\W*the same class on (\\d+) of (\\d+)`);
    await visit.until((wanted) => new RegExp(wanted).test(document.getElementById('mirror').textContent), row.source, title, 120000);
    const [text, same, all] = (await visit.text()).match(row);
    console.log(`#   ${text}`);
    check(all > 0 && same >= 0.995 * all, `${text}: less than 99.5 %`);
  }
}

export async function chooseTarget(visit) {
  await visit.press('tab', 'Hardware');
  await visit.press('row', 'F746');
  const chosen = () => /F746/.test(document.querySelector('#mirror [data-role="heading"][data-detail="1"]').textContent);
  await visit.page.waitForFunction(chosen, null, { timeout: 60000 });
}

export async function download(visit) {
  await visit.press('tab', 'Code');
  await visit.press('button', 'Make the package');
  await packageMade(visit);
  const [file] = await Promise.all([visit.page.waitForEvent('download'), visit.press('button', 'Download the ZIP')]);
  return readFileSync(await file.path());
}

// The end of a program of tests.
export async function finish() {
  await browser.close();
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exit(tally.failed > 0 ? 1 : 0);
}
