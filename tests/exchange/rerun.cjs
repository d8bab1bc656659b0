// Runs the networks of a folder that write_cases has made in onnxruntime-node, and compares with our executor's answers.
// Prints TAP lines and one figure a network.   node rerun.cjs FOLDER
// What decides is the file computed as it is written ('basic': QuantizeLinear and DequantizeLinear around float operators). The runtime's
// own int8 kernels, its default, are a figure beside it: on x64 processors without VNNI they add in 16 bits, and saturate.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const ort = require('onnxruntime-node');

const ARRAYS = { float32: Float32Array, int8: Int8Array, int16: Int16Array };

function greatest(values) {
  let best = 0;
  for (let i = 1; i < values.length; ++i) if (values[i] > values[best]) best = i;
  return best;
}

function reals(data, { scale, zero_point }) {
  return data instanceof Float32Array ? data : Float32Array.from(data, (q) => (q - zero_point) * scale);
}

/** @returns {Promise<{same: number, worst: number, largest: number, classes: Set<number>, answers: Set<string>}>} */
async function rerun(folder, row, graphOptimizationLevel) {
  const session = await ort.InferenceSession.create(path.join(folder, row.name + '.onnx'),
                                                    { executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 3, graphOptimizationLevel });
  const input = session.inputMetadata[0];
  const bytes = fs.readFileSync(path.join(folder, row.name + '.in')), answers = fs.readFileSync(path.join(folder, row.name + '.out'));
  const expected = new Float32Array(answers.buffer, answers.byteOffset, answers.length / 4);
  const width = bytes.length / row.samples, outputs = expected.length / row.samples;
  const result = { same: 0, worst: 0, largest: 0, classes: new Set(), answers: new Set() };
  for (let i = 0; i < row.samples; ++i) {
    // A copy, so that it begins where numbers may.
    const data = new ARRAYS[input.type](new Uint8Array(bytes.subarray(i * width, (i + 1) * width)).buffer);
    const answer = await session.run({ [input.name]: new ort.Tensor(input.type, data, input.shape) });
    const got = reals(answer[session.outputNames[0]].data, row);
    const want = expected.subarray(i * outputs, (i + 1) * outputs);
    if (got.length !== want.length) throw new Error(`${got.length} outputs, expected ${want.length}`);
    result.classes.add(greatest(want));
    result.answers.add(want.join());
    if (greatest(got) === greatest(want)) ++result.same;
    for (let k = 0; k < got.length; ++k) {
      result.worst = Math.max(result.worst, Math.abs(got[k] - want[k]));
      result.largest = Math.max(result.largest, Math.abs(want[k]));
      if (!Number.isFinite(got[k])) throw new Error(`output ${k} of sample ${i} is ${got[k]}`);
    }
  }
  return result;
}

function percent(share) {
  return (100 * share).toFixed(2) + ' %';
}

function verdict(row, { same, worst, largest, classes, answers }, fused) {
  const share = same / row.samples, apart = worst / Math.max(largest, 1e-9);
  const text = `same class on ${percent(share)} of ${row.samples} (${classes.size} classes, ${answers.size} answers), outputs at most ` +
               `${apart.toExponential(1)} of the largest apart; with the runtime's int8 kernels ${percent(fused.same / row.samples)}`;
  // Answers that are all alike would say nothing.
  const varied = row.samples === 1000 && answers.size > 100 && (row.kind !== 'class' || classes.size > 1);
  const good = varied && (row.kind === 'class' ? share >= row.limit : apart <= row.limit);
  return { good, text };
}

async function main(folder) {
  const rows = JSON.parse(fs.readFileSync(path.join(folder, 'cases.json'), 'utf8'));
  let failed = 0;
  for (const row of rows) {
    try {
      const { good, text } = verdict(row, await rerun(folder, row, 'basic'), await rerun(folder, row, 'all'));
      if (!good) ++failed;
      console.log(`${good ? 'ok' : 'not ok'} - ${row.name}: ${text}`);
    } catch (error) {
      ++failed;
      console.log(`not ok - ${row.name}: ${String(error.message).split('\n')[0]}`);
    }
  }
  return failed;
}

main(process.argv[2]).then((failed) => process.exit(failed > 0 ? 1 : 0));
