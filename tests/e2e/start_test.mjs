// How the page starts and goes on: which core, which build, without a network, after its core has died.
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pickCores } from '../../web/pick_core.js';
import { check } from './harness.mjs';
import { chooseTarget, download, finish, folder, offlineKept, openSample, out, runPlan, sample, takeSample, tally, withVisit } from './steps.mjs';

const late = 'ort-wasm-simd-threaded.wasm';
const runningCore = (visit) => visit.page.evaluate(() => window.thimble.core());

// The page once more, for a case that changes its files.
function copyOfPage(name) {
  const to = join(out, name);
  rmSync(to, { recursive: true, force: true });
  cpSync(folder, to, { recursive: true });
  return to;
}

await tally.test('start: core-mt only where it is there, memory is shared and relaxed SIMD is known', () => {
  const files = ['core.mjs', 'core-mt.mjs'];
  const picked = (...surroundings) => pickCores(...surroundings).join();
  check(picked(files, true) === 'core-mt,core', 'not taken by an engine that has all');
  check(picked(files, false) === 'core' && picked(['core.mjs'], true) === 'core', 'taken without isolation, or without its file');
  const { validate } = WebAssembly;
  try {
    WebAssembly.validate = () => false;
    check(picked(files, true) === 'core', 'taken by an engine without relaxed SIMD');
    // The module is refused for its one relaxed instruction alone: with an opcode that no engine has.
    WebAssembly.validate = (bytes) => validate(bytes.map((byte, i) => (i === bytes.length - 2 ? 0x7f : byte)));
    check(picked(files, true) === 'core', 'the instruction is not looked at');
  } finally {
    WebAssembly.validate = validate;
  }
});

await tally.test('start: with isolation the threaded core runs, without it the other, and both open the sample', async () => {
  const threaded = existsSync(join(folder, 'core-mt.wasm'));
  await withVisit({}, async (visit) => {
    await openSample(visit);
    check(await runningCore(visit) === (threaded ? 'core-mt' : 'core'), 'wrong core with isolation');
  });
  await withVisit({ isolated: false }, async (visit) => {
    await openSample(visit);
    check(await runningCore(visit) === 'core', 'wrong core without isolation');
  });
});

await tally.test('start: without relaxed SIMD, or where core-mt cannot be loaded, the other core runs', async () => {
  const broken = async (page) => {
    await page.route('**/files.json', (route) => route.fulfill({ json: ['core-mt.mjs'] }));
    await page.route('**/core-mt.mjs', (route) => route.fulfill({ status: 404, body: '' }));
  };
  const plain = (page) => page.addInitScript(() => { WebAssembly.validate = () => false; });
  for (const prepare of [broken, plain]) {
    await withVisit({ prepare }, async (visit) => {
      await openSample(visit);
      check(await runningCore(visit) === 'core', 'another core');
      visit.problems = visit.problems.filter((problem) => !problem.includes('404'));
    });
  }
});

await tally.test('start: works offline after the first load, package and all', () => withVisit({}, async (visit) => {
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

await tally.test('start: a new build waits while a page of the old one is open; then it comes whole', async () => {
  const root = copyOfPage('two_builds');
  await withVisit({ root }, async (visit) => {
    const caching = () => visit.page.evaluate(() => caches.keys());
    await visit.page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 60000 });
    const [first] = await caching();
    const changes = [['precache.js', first.replace('thimble-', ''), 'second'], ['index.html', '<html ', '<html data-build="second" ']];
    for (const [name, from, to] of changes)
      writeFileSync(join(root, name), readFileSync(join(root, name), 'utf8').replace(from, to));
    const waits = await visit.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      return registration.updateViaCache;
    });
    check(waits === 'none', `updateViaCache ${waits}`);
    await visit.until(async () => Boolean((await navigator.serviceWorker.ready).waiting), null, 'the new build, waiting');
    const other = await visit.context.newPage();
    await other.goto(visit.server.url);
    await other.waitForFunction(() => 'thimble' in window && document.querySelector('#mirror [data-id]'), null, { timeout: 60000 });
    const build = await other.evaluate(() => document.documentElement.dataset.build);
    check(!build && (await caching()).includes(first), 'the new build came while the old one was open');
    await openSample(visit);
    await other.close();
    await visit.page.reload();
    await visit.page.waitForFunction(() => document.documentElement.dataset.build === 'second', null, { timeout: 60000 });
    await visit.interactive();
    await visit.until(async (old) => !(await caches.keys()).includes(old), first, 'the old files gone');
    await openSample(visit);
  });
});

await tally.test('start: a large file that cannot be had now is fetched the next time; offline the page works without', async () => {
  const root = copyOfPage('late_file');
  rmSync(join(root, late));
  await withVisit({ root }, async (visit) => {
    await visit.page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 60000 });
    check(!await visit.page.evaluate(offlineKept), 'it is there already');
    copyFileSync(join(folder, late), join(root, late));
    await visit.page.reload();
    await visit.interactive();
    await visit.until(offlineKept, null, 'the file, the next time', 120000);
  });
});

await tally.test('start: a core that dies is said once; restarted it has model, target, data and plan again', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await chooseTarget(visit);
  await visit.press('tab', 'Plan');
  await visit.page.locator('#mirror input[aria-label^="Flash"]').fill('90K');
  const undo = () => [...document.querySelectorAll('#mirror button')].some((part) => part.textContent.startsWith('Undo') && !part.disabled);
  await visit.until(undo, null, 'the plan edited');
  await visit.page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.getElementById('live').textContent))
      .observe(document.getElementById('live'), { childList: true });
  });
  // The core's own Worker, not one that it started for a thread.
  const worker = visit.page.workers().find((each) => each.url().endsWith('/worker.js'));
  await worker.evaluate(() => { setTimeout(() => { throw new Error('killed by the test'); }); }).catch(() => {});
  await visit.shows('The core stopped');
  await visit.press('button', 'Restart the core');
  await visit.until(() => window.said.some((text) => /restarted and does again: Open digits_cnn.onnx, Choose stm32f746, Open digits.zip/.test(text)),
    null, 'what is opened again');
  await visit.until(() => window.said.includes('Open digits.zip: done'), null, 'the data opened again');
  check(await visit.page.locator('#mirror input[aria-label^="Flash"]').inputValue() === '90K', 'the plan is another');
  await runPlan(visit);
  check((await visit.text()).includes('F746'), 'the target is gone');
  await visit.give('again.tflite', sample);
  await visit.shows('again.tflite');
  visit.problems = visit.problems.filter((problem) => !problem.includes('killed by the test'));
}));

await finish();
