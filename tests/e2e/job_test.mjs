// The main job in a real browser: from a float network and samples to its downloads, held against the command line and ONNX Runtime.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { check } from './harness.mjs';
import { greyPng } from './png.mjs';
import { agrees, chooseTarget, finish, folder, offlineKept, options, out, recommended, rows, runPlan, sample, takeSample, tally, target,
  withVisit } from './steps.mjs';

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
  await recommended(visit);
  console.log(`#   from the press to the recommendation ${((Date.now() - start) / 1000).toFixed(1)} s`);
  check(await visit.page.locator(rows).count() >= 2, 'no candidates');
  await agrees(visit);
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
  const classes = (file) => {
    cli('evaluate', file, '--data', join(folder, 'sample/digits.zip'), '--predictions', `${file}.csv`, '--force');
    return readFileSync(`${file}.csv`, 'utf8').trim().split('\n').slice(1);
  };
  const [own, others] = [classes(page), classes(other)];
  const equal = own.filter((row, i) => row === others[i]).length;
  console.log(`#   the page's network and the command line's give the same class on ${equal} of ${others.length} samples`);
  check(others.length >= 1000 && own.length === others.length && equal >= 0.999 * others.length, `${equal} of ${others.length} classes`);
}));

// The pictures that the page ships, as somebody keeps pictures: a folder a class, PNG files in it.
function writeDigitFolders(to, count) {
  const idx = join(out, 'digits_idx');
  for (const each of [to, idx]) rmSync(each, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'sample/digits.zip'), idx]);
  const read = (words) => readFileSync(join(idx, readdirSync(idx).find((name) => name.includes(words))));
  const [images, labels] = [read('images'), read('labels')];
  for (let i = 0; i < count; ++i) {
    const folderOf = join(to, `digit_${labels[8 + i]}`);
    mkdirSync(folderOf, { recursive: true });
    writeFileSync(join(folderOf, `${String(i).padStart(4, '0')}.png`), greyPng(images.subarray(16 + i * 784, 16 + (i + 1) * 784), 28));
  }
}

// Every file below a folder by its path there.
function filesBelow(root) {
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(root, path), readFileSync(path)];
  }));
}

// One technique, so that page and command line recommend the same; the recipe is the page's own.
async function onlyInt8(visit) {
  await visit.press('tab', 'Plan');
  for (const other of ['int16 activations', 'int8 weights, float', 'float16 weights']) {
    const toggle = visit.part('button', other);
    if (await toggle.getAttribute('aria-pressed') !== 'true') continue;
    await visit.press('button', other);
    await visit.until((words) => [...document.querySelectorAll('#mirror button')].some((part) => part.textContent.startsWith(words)
      && part.getAttribute('aria-pressed') === 'false'), other, `${other} put away`);
  }
  await visit.press('button', 'Copy the recipe');
  await visit.until(async () => (await navigator.clipboard.readText()).startsWith('{'), null, 'the recipe in the clipboard');
  return visit.page.evaluate(() => navigator.clipboard.readText());
}

await tally.test("job: an integer network and class folders: it is judged as it is, with the command line's answer", () =>
  withVisit({}, async (visit) => {
    const images = join(out, 'judged_images'), model = join(out, 'mine_int8.tflite');
    writeDigitFolders(images, 300);
    writeFileSync(model, sample);
    await visit.give('mine_int8.tflite', sample);
    await visit.shows('mine_int8.tflite');
    await visit.page.setInputFiles('#folder', images);
    await visit.press('tab', 'Data');
    await visit.shows('in 10 classes');
    await runPlan(visit);
    const told = execFileSync(options.get('cli'), ['evaluate', model, '--data', images, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const accuracy = `${(100 * JSON.parse(told).metrics.top1.value).toFixed(1)} %`;
    const row = await visit.page.locator(rows).first().textContent();
    check(row.includes('the network as given') && row.includes(accuracy), `${row}, the command line says ${accuracy}`);
  }));

await tally.test('job: own model and own class folders through to a package that builds and passes its self-test; the command line\'s', () =>
  withVisit({}, async (visit) => {
    const images = join(out, 'my_images'), own = join(out, 'package_page'), other = join(out, 'package_cli');
    writeDigitFolders(images, 300);
    await visit.give('mine.onnx', readFileSync('assets/sample/digits_cnn.onnx'));
    await visit.shows('mine.onnx');
    await visit.page.setInputFiles('#folder', images);
    await visit.press('tab', 'Data');
    await visit.shows('as the model sees them');
    await visit.shows('in 10 classes');
    await chooseTarget(visit);
    const recipe = await onlyInt8(visit);
    await runPlan(visit);
    const zip = await visit.downloaded(() => visit.press('button', 'Download the package'));
    // It is still there after another download.
    await visit.downloaded(() => visit.press('button', '.tflite'));
    await visit.press('tab', 'Code');
    const again = await visit.downloaded(() => visit.press('button', 'Download the ZIP'));
    check(readFileSync(again).equals(readFileSync(zip)), 'another ZIP after a second download');
    for (const each of [own, other]) rmSync(each, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'zipfile', '-e', zip, own]);
    writeFileSync(join(out, 'mine_recipe.json'), recipe);
    writeFileSync(join(out, 'mine.onnx'), readFileSync('assets/sample/digits_cnn.onnx'));
    execFileSync(options.get('cli'), ['optimize', join(out, 'mine.onnx'), '--data', images, '--target', target, '--recipe',
      join(out, 'mine_recipe.json'), '-o', other], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [page, cli] = [filesBelow(join(own, readdirSync(own)[0])), filesBelow(join(other, 'package'))];
    check(page.size > 8 && [...page.keys()].sort().join() === [...cli.keys()].sort().join(), `files ${[...page.keys()]} / ${[...cli.keys()]}`);
    const different = [...page.keys()].filter((name) => !page.get(name).equals(cli.get(name)));
    console.log(`#   ${page.size - different.length} of ${page.size} files of the package are byte for byte the command line's; others: ` +
      `${different.join(', ') || 'none'}`);
    // Floats are summed in another order in the page: a scale may differ in its last digits, and what is computed from it; measured
    // times differ. Everything else is the same.
    check(different.every((name) => /^(src\/mine|src\/mine_weights|test\/mine_self_test)\.[ch]$|\.(json|html)$|^README/.test(name)), `differ: ${different}`);
    const source = join(own, readdirSync(own)[0]), build = join(out, 'package_build');
    rmSync(build, { recursive: true, force: true });
    execFileSync('cmake', ['-S', source, '-B', build, '-DMINE_BUILD_SELF_TEST=ON'], { stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync('cmake', ['--build', build], { stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync(join(build, 'mine_self_test'), { stdio: ['ignore', 'ignore', 'pipe'] });
  }));

await tally.test('job: cancelled while it runs; the page goes on', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await visit.press('tab', 'Plan');
  await visit.press('button', 'Run the plan');
  await visit.press('button', 'Cancel');
  await visit.part('heading', 'Stopped').waitFor({ state: 'attached', timeout: 60000 });
  await visit.press('button', 'Run again');
  await recommended(visit);
}));

await tally.test('job: another model while ONNX Runtime works: it stops, and nobody is told of its answer', () => withVisit({}, async (visit) => {
  await takeSample(visit);
  await runPlan(visit);
  const works = () => visit.page.workers().some((worker) => worker.url().endsWith('/onnx_worker.js'));
  for (let i = 0; !works() && i < 200; ++i) await visit.page.waitForTimeout(20);
  check(works(), 'ONNX Runtime was not started');
  await visit.give('again.tflite', sample);
  await visit.part('heading', 'again.tflite').waitFor({ state: 'attached', timeout: 60000 });
  for (let i = 0; works() && i < 200; ++i) await visit.page.waitForTimeout(50);
  check(!works(), 'ONNX Runtime still works');
  await visit.settle();
  check(!/Error/.test(await visit.text()), `an error is shown: ${await visit.text()}`);
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
  await visit.until(offlineKept, null, 'ONNX Runtime among the files that are kept', 120000);
}));

await finish();
