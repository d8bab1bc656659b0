// A session outlives its page: a reload, a new tab, a log that the command line does again.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './harness.mjs';
import { chooseTarget, finish, folder, openSample, options, out, recommended, runPlan, sample, takeSample, tally, withVisit } from './steps.mjs';

const kept = (visit) => visit.page.evaluate(() => new Promise((done) => {
  const request = indexedDB.open('thimble', 1);
  request.onsuccess = () => {
    const all = request.result.transaction('sessions').objectStore('sessions').getAll();
    all.onsuccess = () => { request.result.close(); done(all.result.map(({ text }) => JSON.parse(text))); };
  };
}));
const keptUntil = async (visit, there, what) => {
  for (const end = Date.now() + 60000; !(await kept(visit)).some(there);) {
    check(Date.now() < end, `not kept: ${what}`);
    await visit.page.waitForTimeout(100);
  }
};

// The lines of the log that the page saves.
async function savedLog(visit) {
  if (!await visit.part('button', 'Save the log').count()) await visit.press('button', 'Log');
  const path = await visit.downloaded(() => visit.press('button', 'Save the log'));
  return { path, lines: readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) };
}
const answered = ({ lines }, kind) => {
  const ids = lines.filter(({ request }) => request?.kind === kind).map(({ request }) => request.id);
  return lines.filter(({ answer }) => answer?.kind === 'done' && ids.includes(answer.re)).length;
};

await tally.test('session: after a reload model, data, target, plan and results are there, and no network is made twice', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await chooseTarget(visit);
  await visit.press('tab', 'Plan');
  await visit.page.locator('#mirror input[aria-label^="Flash"]').fill('90K');
  await runPlan(visit);
  const before = await visit.part('heading', 'Take ').textContent();
  await keptUntil(visit, ({ requests, checkpoints }) => requests.run_optimize && checkpoints.length >= 4, 'the run');
  await visit.page.reload();
  await visit.interactive();
  await recommended(visit);
  check(await visit.part('heading', 'Take ').textContent() === before, 'another recommendation');
  check((await visit.text()).includes('F746'), 'the target is gone');
  await visit.press('tab', 'Plan');
  check(await visit.page.locator('#mirror input[aria-label^="Flash"]').inputValue() === '90K', 'the plan is another');
  const log = await savedLog(visit);
  check(answered(log, 'restore_checkpoint') >= 4, 'the checkpoints did not come back');
  await visit.picture(join(out, 'session_reloaded.png'));
}));

await tally.test('session: a reload in the middle of a run goes on from what is made when it is started again', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await visit.press('tab', 'Plan');
  await visit.press('button', 'Run the plan');
  await keptUntil(visit, ({ checkpoints }) => checkpoints.length >= 1, 'a checkpoint');
  await visit.page.reload();
  await visit.interactive();
  await visit.press('tab', 'Plan');
  await runPlan(visit);
  check(answered(await savedLog(visit), 'restore_checkpoint') >= 1, 'the checkpoint did not come back');
}));

await tally.test('session: another tab is offered what the last one had, and forgets it when told to', () => withVisit({}, async (visit) => {
  await visit.give('digits_int8.tflite', sample);
  await keptUntil(visit, ({ requests }) => requests.open_model, 'the model');
  const open = async () => {
    const other = Object.assign(Object.create(Object.getPrototypeOf(visit)), visit);
    other.page = await visit.context.newPage();
    await other.page.goto(visit.server.url);
    await other.interactive();
    return other;
  };
  const second = await open();
  await second.part('button', 'Go on with the last session').waitFor({ state: 'attached', timeout: 60000 });
  await second.picture(join(out, 'session_offered.png'));
  await second.press('button', 'Go on with the last session');
  await second.press('tab', 'Layers');
  await second.page.locator('#mirror [data-role="row"]').first().waitFor({ state: 'attached', timeout: 60000 });
  const third = await open();
  await third.press('button', 'Forget the last session');
  await third.until(() => ![...document.querySelectorAll('#mirror button')].some((part) => part.textContent.startsWith('Go on with')), null, 'the offer gone');
  for (const end = Date.now() + 60000; (await kept(third)).length > 0;) check(Date.now() < end, 'it is still kept');
}));

await tally.test('session: the command line does a saved log again, and is answered the same', () => withVisit({}, async (visit) => {
  await visit.give('broken.tflite', Buffer.from('TFL3 and nothing else'));
  await visit.refused('broken.tflite');
  await visit.give('digits_int8.tflite', sample);
  await chooseTarget(visit);
  await visit.press('tab', 'Code');
  await visit.press('button', 'Make the package');
  await visit.part('button', 'Download the ZIP').waitFor({ state: 'attached', timeout: 60000 });
  const { path, lines } = await savedLog(visit);
  check(lines[0].thimble_events === 1 && lines[0].core.startsWith('core'), 'no first line');
  check(lines.some(({ answer }) => answer?.body.sha256), 'no package in the log');
  const done = execFileSync(options.get('cli'), ['replay', path, '--files', 'assets/sample'], { encoding: 'utf8' });
  console.log(done.trim().split('\n').map((line) => `#   ${line}`).join('\n'));
  check(/ 0 answered otherwise, 1 left out/.test(done), done);  // the broken file is nowhere but in the page
}));

await tally.test('session: a run of the float sample is done again, too', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await runPlan(visit);
  const { path } = await savedLog(visit);
  const done = execFileSync(options.get('cli'), ['replay', path, '--files', join(folder, 'sample')], { encoding: 'utf8' });
  console.log(done.trim().split('\n').map((line) => `#   ${line}`).join('\n'));
  check(/run_optimize +as logged: done/.test(done), done);
}));

await tally.test('session: where the browser may keep nothing, the page works all the same', () => {
  const prepare = (page) => page.addInitScript(() => {
    const forbidden = () => { throw new DOMException('forbidden', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get: forbidden });
  });
  return withVisit({ prepare }, async (visit) => {
    await openSample(visit);
    await visit.page.reload();
    await visit.interactive();
    await openSample(visit);
  });
});

await finish();
