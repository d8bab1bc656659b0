// The page in a real browser: load, layers, a file, an error, targets, the package (byte for byte the command line's), the main
// job from the sample to its downloads (the command line's network), cancel, bad data, ONNX Runtime, offline, keyboard, no drawing
// at rest, both schemes and three sizes as pictures.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, launch, Tally, Visit } from './harness.mjs';

const options = new Map();
for (let i = 2; i < process.argv.length; i += 2) options.set(process.argv[i].replace(/^--/, ''), process.argv[i + 1]);
const [folder, out] = [options.get('page'), options.get('out')];
const samplePath = 'assets/sample/digits_int8.tflite';
const sample = readFileSync(samplePath);
const target = 'stm32f746';
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

mkdirSync(out, { recursive: true });
const tally = new Tally(options.get('only'));
const browser = await launch(options.get('modules'));

async function withVisit(settings, work) {
  const visit = await Visit.open(browser, folder, settings);
  try {
    await work(visit);
    visit.calm();
  } finally {
    await visit.close();
  }
}

const rows = '#mirror [data-role="row"]';
const rowsShow = (visit) => visit.page.locator(rows).first().waitFor({ state: 'attached', timeout: 60000 });

const packageMade = (visit) => visit.part('button', 'Download the ZIP').waitFor({ state: 'attached', timeout: 60000 });

// An integer network: what the first tests are about.
async function openSample(visit) {
  await visit.give('digits_int8.tflite', sample);
  await visit.shows('Layers');
  await rowsShow(visit);
}

// The float network and its pictures, by the one button that brings both.
async function takeSample(visit) {
  await visit.press('button', 'Take the sample');
  await visit.shows('as the model sees them');
}

async function runPlan(visit) {
  await visit.press('tab', 'Plan');
  await visit.press('button', 'Run the plan');
  await visit.part('heading', 'Take ').waitFor({ state: 'attached', timeout: 300000 });
}

async function chooseTarget(visit) {
  await visit.press('tab', 'Hardware');
  await visit.press('row', 'F746');
  const chosen = () => /F746/.test(document.querySelector('#mirror [data-role="heading"][data-detail="1"]').textContent);
  await visit.page.waitForFunction(chosen, null, { timeout: 60000 });
}

async function download(visit) {
  await visit.press('tab', 'Code');
  await visit.press('button', 'Make the package');
  await packageMade(visit);
  const [file] = await Promise.all([visit.page.waitForEvent('download'), visit.press('button', 'Download the ZIP')]);
  return readFileSync(await file.path());
}


await tally.test('page: interactive without an error, nothing asked of other hosts', () => withVisit({}, async (visit) => {
  check(await visit.page.evaluate(() => crossOriginIsolated), 'not isolated');
  await visit.shows('Drop a model here, and samples');
}));

await tally.test('page: with isolation the threaded core runs, without it the other, and both open the sample', async () => {
  const threaded = existsSync(join(folder, 'core-mt.wasm'));
  await withVisit({}, async (visit) => {
    check(await visit.page.evaluate(() => window.thimble.core) === (threaded ? 'core-mt' : 'core'), 'wrong core with isolation');
    await openSample(visit);
  });
  await withVisit({ isolated: false }, async (visit) => {
    check(await visit.page.evaluate(() => window.thimble.core) === 'core', 'wrong core without isolation');
    await openSample(visit);
  });
});

await tally.test('page: a model by the file picker, with layers and memory', () => withVisit({}, async (visit) => {
  await openSample(visit);
  const layers = await visit.page.locator(rows).count();
  check(layers >= 4, `${layers} layers`);
  await visit.shows('conv2d');
  await visit.press('tab', 'Memory');
  await visit.shows('Arena map');
  check(await visit.page.evaluate(() => location.hash) === '#model/memory', 'the address does not say memory');
}));

await tally.test('page: a .tflite opened from a file, and one dropped', () => withVisit({}, async (visit) => {
  await visit.give('my network.tflite', sample);
  await visit.shows('my network.tflite');
  await visit.drop([['dropped.tflite', sample]]);
  await visit.shows('dropped.tflite');
}));

await tally.test('page: what is no model is refused in words, and the model from before stays', () => withVisit({}, async (visit) => {
  await openSample(visit);
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]);
  for (const [name, bytes] of [['holiday.jpg', jpeg], ['cut.tflite', sample.subarray(0, 900)], ['empty.tflite', Buffer.alloc(0)]]) {
    await visit.give(name, bytes);
    await visit.refused(name);
  }
  check((await visit.text()).includes('digits_int8.tflite'), 'the model from before is gone');
  await visit.press('button', 'Dismiss the message');
  await visit.press('tab', 'Hardware');
  await rowsShow(visit);
}));

await tally.test('page: the package is byte for byte the command line\'s', () => withVisit({}, async (visit) => {
  await openSample(visit);
  await chooseTarget(visit);
  const page = await download(visit);
  const zip = join(out, 'command_line.zip');
  rmSync(zip, { force: true });
  const words = ['emit', samplePath, '--target', target, '--zip', '-o', zip];
  execFileSync(options.get('cli'), words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const other = readFileSync(zip);
  const sums = `the page gave ${page.length} bytes (${hash(page)}), the command line ${other.length} (${hash(other)})`;
  check(hash(page) === hash(other), sums);
}));

await tally.test('page: works offline after the first load, package and all', () => withVisit({}, async (visit) => {
  await visit.page.evaluate(() => navigator.serviceWorker.ready);
  await visit.page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 60000 });
  await visit.context.setOffline(true);
  await visit.server.close();
  await visit.page.reload();
  await visit.interactive();
  await openSample(visit);
  await chooseTarget(visit);
  check((await download(visit)).length > 1000, 'no package');
  visit.problems = visit.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'));
}));

await tally.test('page: at rest nothing is drawn, and an input draws again', () => withVisit({}, async (visit) => {
  await openSample(visit);
  await visit.page.evaluate(() => navigator.serviceWorker.ready);  // "works offline" is drawn when it is there
  await visit.settle();
  const frames = () => visit.page.evaluate(() => window.thimble.framesDrawn());
  const before = await frames();
  await visit.page.waitForTimeout(2000);
  check(await frames() === before, `${await frames() - before} frames in 2 s at rest`);
  await visit.page.mouse.move(400, 400);
  await visit.settle();
  check(await frames() > before, 'no frame after input');
}));

await tally.test('page: the keyboard alone reaches the package', () => withVisit({}, async (visit) => {
  const focused = () => visit.page.evaluate(() => document.activeElement?.textContent ?? '');
  const tabTo = async (words) => {
    for (let i = 0; i < 60; ++i) {
      await visit.page.keyboard.press('Tab');
      if ((await focused()).startsWith(words)) return;
    }
    throw new Error(`Tab never reaches "${words}"`);
  };
  await tabTo('Open a model');
  await openSample(visit);
  await visit.page.locator('#mirror [role="grid"]').focus();
  await visit.page.keyboard.press('ArrowDown');
  await visit.page.keyboard.press('ArrowDown');
  const second = (list) => document.querySelectorAll(list)[1].getAttribute('aria-selected') === 'true';
  await visit.page.waitForFunction(second, rows);
  await visit.page.evaluate(() => document.querySelector('#mirror button')?.focus());
  await tabTo('Hardware');
  await visit.page.keyboard.press('Enter');
  await visit.page.locator('#mirror [role="grid"]').focus();
  await visit.page.keyboard.press('ArrowDown');
  await visit.page.waitForFunction((list) => document.querySelector(`${list}[aria-selected="true"]`), rows, { timeout: 30000 });
  await tabTo('Code');
  await visit.page.keyboard.press('Enter');
  await tabTo('Make the package');
  await visit.page.keyboard.press('Enter');
  await packageMade(visit);
}));

await tally.test('page: back walks the steps, and the address opens one', () => withVisit({ hash: '#hardware' }, async (visit) => {
  await visit.shows('No model yet');
  await visit.press('tab', 'Code');
  await visit.page.waitForFunction(() => location.hash === '#code');
  await visit.page.goBack();
  const step = () => document.querySelector('#mirror [data-role="tab"][aria-selected="true"]').textContent;
  await visit.page.waitForFunction(`(${step})().startsWith('Hardware')`);
}));

await tally.test('page: a core that dies is said once and can be restarted', () => withVisit({}, async (visit) => {
  await openSample(visit);
  const worker = visit.page.workers()[0];
  await worker.evaluate(() => { setTimeout(() => { throw new Error('killed by the test'); }); }).catch(() => {});
  await visit.shows('The core stopped');
  await visit.press('button', 'Restart the core');
  await visit.give('again.tflite', sample);
  await visit.shows('again.tflite');
  visit.problems = visit.problems.filter((problem) => !problem.includes('killed by the test'));
}));

// What two runs of the same recipe may differ in: scales by rounding of floats, and integers that follow from them.
function compareNetworks(page, cli) {
  // The graph's name is the file's.
  const lines = [page, cli].map((text) => text.split('\n').filter((line) => line.trim() && !line.startsWith('graph ')));
  check(lines[0].length === lines[1].length, `${lines[0].length} lines in the page's network, ${lines[1].length} in the command line's`);
  const shape = (line) => line.replace(/ = [-\d ].*$/, '').replace(/scale \S+/, 'scale').replace(/^\s+[-\d.e ]+$/, 'numbers');
  let scales = 0;
  lines[0].forEach((line, i) => {
    check(shape(line) === shape(lines[1][i]), `line ${i + 1} differs: ${line.slice(0, 120)} / ${lines[1][i].slice(0, 120)}`);
    const [own, other] = [line, lines[1][i]].map((text) => [...text.matchAll(/scale (\S+)/g)].map((match) => Number(match[1])));
    own.forEach((value, k) => {
      scales += 1;
      check(Math.abs(value - other[k]) <= 1e-4 * Math.abs(other[k]), `a scale is ${value} in the page, ${other[k]} on the command line`);
    });
  });
  check(scales > 3, `only ${scales} scales to compare`);
}

await tally.test('job: the sample by one press of the real pointer: data, plan, run, results, files', () => withVisit({}, async (visit) => {
  await visit.settle();
  const start = Date.now();
  await visit.click('button', 'Take the sample');
  await visit.shows('as the model sees them');
  check(await visit.page.locator('#mirror [data-role="img"]').count() >= 6, 'no samples are shown');
  await visit.press('tab', 'Plan');
  await visit.press('button', 'Run the plan');
  await visit.part('heading', 'Take ').waitFor({ state: 'attached', timeout: 300000 });
  console.log(`#   from the press to the recommendation ${((Date.now() - start) / 1000).toFixed(1)} s`);
  check(await visit.page.locator(rows).count() >= 2, 'no candidates');
  await visit.shows('ONNX Runtime Web');
  await visit.shows('the same class on', 120000);
  console.log(`#   ${(await visit.text()).match(/Your file in ONNX Runtime Web.{0,120}/)?.[0] ?? 'no baseline of ONNX Runtime'}`);
  const zip = readFileSync(await visit.downloaded(() => visit.press('button', 'Download the package')));
  check(zip.length > 5000 && zip.subarray(0, 2).toString() === 'PK', 'no package');
  const report = readFileSync(await visit.downloaded(() => visit.press('button', 'Report')), 'utf8');
  check(report.includes('<html'), 'no report');
}));

await tally.test('job: page and command line agree', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await runPlan(visit);
  await visit.press('row', 'int8, post-training');
  const made = await visit.downloaded(() => visit.press('button', '.tflite'));
  const page = join(out, 'page.tflite'), folderOut = join(out, 'command_line');
  writeFileSync(page, readFileSync(made));
  rmSync(folderOut, { recursive: true, force: true });
  const cli = (...words) => execFileSync(options.get('cli'), words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  cli('optimize', 'assets/sample/digits_cnn.onnx', '--data', join(folder, 'sample/digits.zip'), '--technique', 'ptq_int8', '-o', folderOut);
  const other = join(folderOut, 'model.tflite');
  const text = (file) => {
    const to = `${file}.tir`;
    rmSync(to, { force: true });
    cli('convert', file, '-o', to);
    return readFileSync(to, 'utf8');
  };
  compareNetworks(text(page), text(other));
}));

await tally.test('job: cancelled while it runs; the page goes on', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await visit.press('tab', 'Plan');
  await visit.press('button', 'Run the plan');
  await visit.press('button', 'Cancel');
  await visit.part('heading', 'Stopped').waitFor({ state: 'attached', timeout: 10000 });
  await visit.press('button', 'Run again');
  await visit.part('heading', 'Take ').waitFor({ state: 'attached', timeout: 300000 });
}));

await tally.test('job: own model and own samples dropped together; a file that is no data is answered', () => withVisit({}, async (visit) => {
  const model = readFileSync('assets/sample/digits_cnn.onnx'), samples = readFileSync(join(folder, 'sample/digits.zip'));
  await visit.drop([['mine.onnx', model], ['mine.zip', samples]]);
  await visit.shows('mine.onnx');
  await visit.press('tab', 'Data');
  await visit.shows('as the model sees them');
  await visit.giveData([['nothing.bin', Buffer.from('this is no data')]]);
  await visit.refused('nothing.bin');
  await visit.press('button', 'Dismiss the message');
  await visit.giveData([['cut.zip', samples.subarray(0, 20000)]]);
  await visit.refused('cut.zip');
  check((await visit.text()).includes('as the model sees them'), 'the data from before are gone');
}));

await tally.test('job: ONNX Runtime is kept for offline use', () => withVisit({}, async (visit) => {
  await visit.page.evaluate(() => navigator.serviceWorker.ready);
  const kept = async () => {
    for (const name of await caches.keys()) {
      if (await (await caches.open(name)).match('ort-wasm-simd-threaded.wasm')) return true;
    }
    return false;
  };
  check(await visit.page.waitForFunction(kept, null, { timeout: 120000 }), 'it is not kept');
}));

await tally.test('page: sizes, compressed, within 1.5 MB for the page and 3 MB for the core', () => {
  const sizes = JSON.parse(readFileSync(`${folder}_sizes.json`, 'utf8'));
  console.log(`#   interactive ${sizes.interactive_bytes}, core ${sizes.core_bytes}, all files ${sizes.all_bytes} bytes (gzip)`);
  check(sizes.interactive_bytes <= 1.5e6 && sizes.core_bytes <= 3e6, JSON.stringify(sizes));
});

for (const [width, height, touch] of [[1440, 900, false], [1024, 768, false], [390, 844, true]]) {
  for (const scheme of ['dark', 'light']) {
    const settings = { width, height, scheme, touch, scale: touch ? 2 : 1 };
    await tally.test(`pictures: ${width}x${height} ${scheme}`, () => withVisit(settings, async (visit) => {
      const shoot = (what) => visit.picture(join(out, `${what}_${width}_${scheme}.png`));
      await visit.settle();
      await shoot('1_start');
      await openSample(visit);
      await shoot('2_model');
      await visit.press('row', 'conv2d');
      await shoot('2_model_layer');
      await visit.press('tab', 'Memory');
      await shoot('3_memory');
      await chooseTarget(visit);
      await shoot('4_hardware');
      await visit.press('tab', 'Code');
      await shoot('5_code_before');
      await visit.press('button', 'Make the package');
      await packageMade(visit);
      await shoot('5_code');
      await visit.give('broken.tflite', sample.subarray(0, 900));
      await visit.shows('Error');
      await shoot('6_error');
      await visit.press('button', 'Dismiss the message');
      await visit.press('tab', 'Start');
      await takeSample(visit);
      await visit.press('tab', 'Data');
      await visit.shows('as the model sees them');
      await shoot('7_data');
      await visit.press('tab', 'Plan');
      await visit.shows('Techniques');
      await shoot('7_plan');
      await visit.press('button', 'Run the plan');
      await visit.shows('techniques done');
      await visit.page.screenshot({ path: join(out, `7_run_${width}_${scheme}.png`) });
      await visit.part('heading', 'Take ').waitFor({ state: 'attached', timeout: 300000 });
      await visit.shows('the same class on', 120000);
      await shoot('8_results');
      await visit.press('tab', 'Run');
      await shoot('8_run_done');
    }));
  }
}

await browser.close();
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 ? 1 : 0);
