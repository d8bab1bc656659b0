// The page in a real browser: load, layers, graph, a file, an error, targets, the package (byte for byte the command line's), keyboard,
// no drawing at rest, sizes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './harness.mjs';
import { browser, chooseTarget, download, finish, folder, offlineKept, openSample, options, out, packageMade, recommended, rows, rowsShow,
  runPlan, sample, samplePath, takeSample, tally, target, withVisit } from './steps.mjs';

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

await tally.test('page: interactive without an error, nothing asked of other hosts', () => withVisit({}, async (visit) => {
  check(await visit.page.evaluate(() => crossOriginIsolated), 'not isolated');
  await visit.shows('Drop a model here, and samples');
}));

await tally.test('page: a model by the file picker, with layers and memory', () => withVisit({}, async (visit) => {
  await openSample(visit);
  const layers = await visit.page.locator(rows).count();
  check(layers >= 4, `${layers} layers`);
  await visit.shows('conv2d');
  await visit.press('tab', 'Memory');
  await visit.shows('Arena map');
  check(await visit.page.evaluate(() => location.hash) === '#model/memory', 'the address does not say memory');
}));

await tally.test('page: graphics that the browser takes away and gives back show the same', () => withVisit({}, async (visit) => {
  await openSample(visit);
  await visit.settle();
  const picture = async () => (await visit.page.screenshot()).toString('base64');
  const before = await picture();
  await visit.page.evaluate(() => { window.context = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context'); });
  await visit.page.evaluate(() => { window.context.loseContext(); });
  await visit.until(() => document.getElementById('canvas').getContext('webgl2').isContextLost(), null, 'the context lost');
  await visit.page.evaluate(() => { window.context.restoreContext(); });
  await visit.until(() => !document.getElementById('canvas').getContext('webgl2').isContextLost(), null, 'the context back');
  await visit.settle();
  check(await picture() === before, 'another picture');
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

// Processor time in seconds: of what works for the page (its own process with its Workers, and the one that draws), and of all of the
// browser's processes, which have some housekeeping of their own.
async function processorTime(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sum = (wanted) => processInfo.filter(wanted).reduce((all, { cpuTime }) => all + cpuTime, 0);
  return { page: sum(({ type }) => ['renderer', 'GPU'].includes(type)), browser: sum(() => true) };
}

await tally.test('page: at rest no frame over five seconds, and what that costs; an input draws again', () => withVisit({}, async (visit) => {
  await openSample(visit);
  await visit.press('tab', 'Graph');
  await visit.until(offlineKept, null, 'all files kept for offline use', 120000);  // until then the service worker works
  await visit.settle();
  await new Promise((done) => { setTimeout(done, 5000); });  // the browser itself tidies up for a while after the last file
  const session = await browser.newBrowserCDPSession();
  const page = await visit.context.newCDPSession(visit.page);
  await page.send('Performance.enable');
  const taskTime = async () => (await page.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const [frames, processor, tasks] = [await visit.frames(), await processorTime(session), await taskTime()];
  await new Promise((done) => { setTimeout(done, 5000); });
  const now = await processorTime(session), busy = await taskTime() - tasks;
  const used = now.page - processor.page;  // printed, not held to its limit of 1 %: a busy machine makes it larger
  const drawn = await visit.frames() - frames;
  console.log(`#   at rest for 5 s: ${drawn} frames, ${(used * 20).toFixed(2)} % of a processor for the page, ` +
    `${((now.browser - processor.browser) * 20).toFixed(2)} % for the whole browser, ${(busy * 20).toFixed(2)} % in the page's tasks`);
  check(drawn === 0, `${drawn} frames in 5 s at rest`);
  await session.detach();
  await visit.page.mouse.move(400, 400);
  await visit.settle();
  check(await visit.frames() > frames, 'no frame after input');
}));

await tally.test('graph: drawn, walked by arrow keys, searched, fitted; the table has the same selection', () => withVisit({}, async (visit) => {
  await visit.give('digits_int8.tflite', sample);
  await visit.shows('Graph');
  const tree = visit.page.locator('#mirror [role="tree"]');
  await tree.waitFor({ state: 'attached', timeout: 60000 });
  check(await visit.page.evaluate(() => location.hash) === '#model', 'the address does not say the step');
  const layers = visit.page.locator('#mirror [role="treeitem"]');
  check(await layers.count() >= 5, `${await layers.count()} nodes`);
  await tree.focus();
  for (let i = 0; i < 3; ++i) await visit.page.keyboard.press('ArrowDown');
  await visit.part('heading', 'End of the network').waitFor({ state: 'detached', timeout: 60000 });
  await visit.page.keyboard.press('/');
  await visit.until(() => document.activeElement?.dataset.role === 'textbox', null, 'the search field in focus');
  await visit.page.keyboard.type('softmax');
  const found = () => /softmax/.test(document.querySelector('#mirror [role="treeitem"][aria-selected="true"]')?.textContent ?? '');
  await visit.until(found, null, 'the layer that was searched for');
  await tree.focus();
  await visit.page.keyboard.press('f');
  await visit.press('tab', 'Layers');
  const chosen = () => /softmax/.test(document.querySelector('#mirror [role="row"][aria-selected="true"]')?.textContent ?? '');
  await visit.until(chosen, null, 'the same layer in the table');
}));

await tally.test('keys: Ctrl+Enter runs from any step, Ctrl+Z undoes, Ctrl+C copies a table, hints stay away', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await visit.press('tab', 'Plan');
  const flash = visit.page.locator('#mirror input[aria-label^="Flash"]');
  const shown = (value) => visit.until((wanted) => document.querySelector('#mirror input[aria-label^="Flash"]')?.value === wanted, value,
    `flash limit "${value}"`);
  await flash.fill('90K');
  const undo = () => [...document.querySelectorAll('#mirror button')].some((part) => part.textContent.startsWith('Undo') && !part.disabled);
  await visit.until(undo, null, 'an edit that can be undone');
  await visit.page.evaluate(() => document.querySelector('#mirror button')?.focus());
  await visit.page.keyboard.press('Control+z');
  await shown('');
  await visit.page.keyboard.press('Control+Shift+z');
  await shown('90K');
  await visit.press('button', 'Dismiss the hint');
  await visit.until(() => Number(localStorage.getItem('hints')) > 0, null, 'the hint dismissed for good');
  await visit.press('tab', 'Hardware');
  await visit.page.locator('#mirror [role="grid"]').focus();
  await visit.settle();  // the canvas hears of the focus in its next frame
  await visit.page.keyboard.press('Control+c');
  await visit.until(async () => (await navigator.clipboard.readText()).startsWith('Fits\tTarget\t'), null, 'the table in the clipboard');
  await visit.page.keyboard.press('Control+Enter');
  await recommended(visit);
  await visit.page.reload();
  await visit.interactive();
  await visit.press('tab', 'Plan');
  check(!(await visit.text()).includes('Hint'), 'a hint that was dismissed came back');
}));

await tally.test('plot: saved as PNG, SVG and CSV', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await runPlan(visit);
  const save = async (form) => {
    await visit.press('button', 'Save the plot');
    return readFileSync(await visit.downloaded(() => visit.press('button', form)));
  };
  const png = await save('As PNG');
  check(png.subarray(1, 4).toString() === 'PNG' && png.length > 4000, `a PNG of ${png.length} bytes`);
  check((await save('As SVG')).toString().startsWith('<svg '), 'no SVG');
  check((await save('As CSV')).toString().split('\n').length >= 6, 'no CSV of all candidates');
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
  await visit.page.waitForFunction((list) => document.querySelector(`${list}[aria-selected="true"]`), rows, { timeout: 60000 });
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

await tally.test('page: sizes, compressed, within 1.5 MB for the page and 3 MB for the core', () => {
  const sizes = JSON.parse(readFileSync(`${folder}_sizes.json`, 'utf8'));
  console.log(`#   interactive ${sizes.interactive_bytes}, core ${sizes.core_bytes}, all files ${sizes.all_bytes} bytes (gzip)`);
  check(sizes.interactive_bytes <= 1.5e6 && sizes.core_bytes <= 3e6, JSON.stringify(sizes));
});

await finish();
