// Models that need more than their own bytes: sizes of open dimensions, weights in a file beside them; up to what ONNX Runtime says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './harness.mjs';
import { pictureNetwork } from './onnx_file.mjs';
import { agrees, finish, folder, runPlan, tally, withVisit } from './steps.mjs';

const samples = readFileSync(join(folder, 'sample/digits.zip'));
const size = (visit, name) => visit.page.locator(`#mirror input[aria-label="Size of ${name}"]`);

await tally.test('open: open dimensions are asked for, and the model with them runs as it does in ONNX Runtime', () =>
  withVisit({}, async (visit) => {
    const [model] = pictureNetwork(['batch', 'colours', 'height', 'width']);
    await visit.drop([['open.onnx', model], ['digits.zip', samples]]);
    await visit.refused('give a size for `colours`, `height`, `width`');
    check(await visit.page.locator('#mirror button', { hasText: 'Open with these sizes' }).isDisabled(), 'can be pressed without sizes');
    for (const [name, value] of [['colours', '1'], ['height', 'many'], ['width', '28']]) await size(visit, name).fill(value);
    await visit.press('button', 'Open with these sizes');
    await visit.refused('the size for `height`');
    await size(visit, 'height').fill('28');
    await visit.press('button', 'Open with these sizes');
    await visit.part('heading', 'open.onnx').waitFor({ state: 'attached', timeout: 60000 });
    await runPlan(visit);
    await agrees(visit);
  }));

await tally.test('open: a model dropped with the file of its weights is one model; without it the file is asked for', () =>
  withVisit({}, async (visit) => {
    const [model, weights] = pictureNetwork(['batch', 1, 28, 28], 'net.onnx.data');
    await visit.give('alone.onnx', model);
    await visit.refused('net.onnx.data');
    await visit.part('button', 'Add net.onnx.data').waitFor({ state: 'attached', timeout: 60000 });
    await visit.give('net.onnx.data', weights);
    await visit.part('heading', 'alone.onnx').waitFor({ state: 'attached', timeout: 60000 });
    await visit.drop([['net.onnx', model], ['digits.zip', samples], ['net.onnx.data', weights]]);
    await visit.part('heading', 'net.onnx').waitFor({ state: 'attached', timeout: 60000 });
    await visit.press('tab', 'Data');
    await visit.shows('as the model sees them');
    await runPlan(visit);
    await agrees(visit);
  }));

await finish();
