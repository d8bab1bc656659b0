// Every step as a picture, dark and light, in three sizes: empty, with the sample, with an error, with a network of 3,000 nodes. How it
// looks is for people; here, that each shows something where it has to (judge_picture.mjs) and that nothing goes wrong on the way.
import { join } from 'node:path';
import { check } from './harness.mjs';
import { judgePicture } from './judge_picture.mjs';
import { largeNetwork } from './large_network.mjs';
import { agrees, chooseTarget, finish, openSample, out, packageMade, recommended, sample, takeSample, tally, withVisit } from './steps.mjs';

const steps = ['Start', 'Model', 'Data', 'Plan', 'Run', 'Results', 'Hardware', 'Code'];
const large = largeNetwork(3000);

async function empty(visit, shoot) {
  for (const [i, step] of steps.entries()) {
    await visit.press('tab', step);
    await shoot(`0_empty_${i}_${step.toLowerCase()}`);
  }
  await visit.press('tab', 'Start');
}

async function integerNetwork(visit, shoot) {
  await visit.give('digits_int8.tflite', sample);
  await visit.press('tab', 'Graph');
  await visit.part('treeitem', 'conv2d').waitFor({ state: 'attached', timeout: 60000 });
  await shoot('1_graph');
  await visit.press('treeitem', 'conv2d');
  await shoot('1_graph_layer');
  await openSample(visit);
  await shoot('1_layers');
  await visit.press('tab', 'Memory');
  await shoot('1_memory');
  await chooseTarget(visit);
  await shoot('2_hardware');
  await visit.press('tab', 'Code');
  await shoot('2_code_before');
  await visit.press('button', 'Make the package');
  await packageMade(visit);
  await shoot('2_code');
  await visit.give('broken.tflite', sample.subarray(0, 900));
  await visit.shows('Error');
  await shoot('3_error');
  await visit.press('button', 'Dismiss the message');
}

async function mainJob(visit, shoot, quick) {
  await visit.press('tab', 'Start');
  await takeSample(visit);
  await visit.press('tab', 'Data');
  await visit.shows('as the model sees them');
  await shoot('4_data');
  await visit.press('tab', 'Plan');
  await visit.shows('Techniques');
  await shoot('4_plan');
  await visit.press('button', 'Run the plan');
  await visit.shows('techniques done');
  await quick('5_run');
  await recommended(visit);
  await agrees(visit);
  await shoot('6_results');
  await visit.press('tab', 'Run');
  await shoot('5_run_done');
  await visit.press('tab', 'Plan');
  await shoot('6_plan_after');
}

async function largeOne(visit, shoot) {
  await visit.give('large.tir', large);
  await visit.part('heading', 'large.tir').waitFor({ state: 'attached', timeout: 120000 });  // not only in the status line
  await visit.press('tab', 'Model');
  await visit.press('tab', 'Graph');
  await visit.part('treeitem', 'conv2d').waitFor({ state: 'attached', timeout: 60000 });
  await shoot('7_large_graph');
  await visit.press('button', 'Fit the graph');
  await shoot('7_large_fitted');
  await visit.press('tab', 'Layers');
  await shoot('7_large_layers');
  await visit.press('tab', 'Memory');
  await shoot('7_large_memory');
}

await tally.test('pictures: a canvas that stays black, or loses its rail, is noticed', () => withVisit({}, async (visit) => {
  const path = join(out, 'black.png');
  const judged = async (style) => {
    await visit.page.evaluate((text) => { document.getElementById('canvas').style.cssText = text; document.body.style.background = '#000'; }, style);
    await visit.picture(path);
    try {
      judgePicture(path, { scheme: 'dark', touch: false, scale: 1 });
    } catch (error) {
      return error.message;
    }
    return 'good';
  };
  check(await judged('') === 'good', 'a good one is refused');
  for (const [style, words] of [['visibility: hidden', 'colours'], ['clip-path: inset(0 0 0 76px)', 'in the rail']]) {
    const said = await judged(style);
    check(said.includes(words), `${style}: ${said}`);
  }
}));

for (const [width, height, touch] of [[1440, 900, false], [1024, 768, false], [390, 844, true]]) {
  for (const scheme of ['dark', 'light']) {
    const settings = { width, height, scheme, touch, scale: touch ? 2 : 1 };
    await tally.test(`pictures: ${width}x${height} ${scheme}`, () => withVisit(settings, async (visit) => {
      const path = (what) => join(out, `${what}_${width}_${scheme}.png`);
      const shoot = async (what) => {
        await visit.picture(path(what));
        judgePicture(path(what), settings);
      };
      await visit.settle();
      await empty(visit, shoot);
      await integerNetwork(visit, shoot);
      await mainJob(visit, shoot, async (what) => {
        await visit.page.screenshot({ path: path(what) });
        judgePicture(path(what), settings);
      });
      await largeOne(visit, shoot);
    }));
  }
}

await tally.test('graph: a network of 3,000 nodes stays fluid: panned, zoomed, fitted', () => withVisit({}, async (visit) => {
  await visit.give('large.tir', large);
  await visit.press('tab', 'Graph');
  await visit.part('treeitem', 'conv2d').waitFor({ state: 'attached', timeout: 60000 });
  await visit.settle();
  // Processor time of the page's own thread, not the clock's: what the machine does besides does not count.
  const session = await visit.context.newCDPSession(visit.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  await visit.page.mouse.move(700, 500);
  await visit.settle();
  const [start, frames] = [await busy(), await visit.frames()];
  for (let i = 0; i < 40; ++i) await visit.page.mouse.wheel(0, i < 20 ? 240 : -240);
  await visit.page.mouse.down();
  for (let i = 0; i < 20; ++i) await visit.page.mouse.move(700, 500 - 10 * i);
  await visit.page.mouse.up();
  await visit.press('button', 'Fit the graph');
  await visit.settle();
  const drawn = await visit.frames() - frames, each = (await busy() - start) * 1000 / drawn;
  console.log(`#   3,000 nodes: ${drawn} frames, ${each.toFixed(1)} ms of processor time each`);
  check(drawn > 20 && each < 25, `${each.toFixed(1)} ms a frame, ${drawn} frames`);
}));

await finish();
