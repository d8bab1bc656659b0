// Runs the networks of a folder that write_cases has made in onnxruntime-node, and compares with our executor's answers.
// Prints TAP lines and one figure a network.   node rerun.cjs FOLDER
// What decides is the file computed as it is written ('basic': QuantizeLinear and DequantizeLinear around float operators), and, for a
// network of integers, the runtime's default too, its integer kernels; but on x64 processors without VNNI these add in 16 bits and
// saturate: there they are a figure.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const ort = require('onnxruntime-node');

const ADDS_EXACTLY = process.arch !== 'x64' || /\b(avx512_vnni|avx_vnni)\b/.test(fs.readFileSync('/proc/cpuinfo', 'utf8'));
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

function good(row, { same, worst, largest, classes, answers }) {
  // Answers that are all alike would say nothing.
  const varied = row.samples === 1000 && answers.size > 100 && (row.kind !== 'class' || classes.size > 1);
  return varied && (row.kind === 'class' ? same / row.samples >= row.limit : worst / Math.max(largest, 1e-9) <= row.limit);
}

function figures(row, { same, worst, largest }) {
  return `same class on ${percent(same / row.samples)}, outputs at most ${(worst / Math.max(largest, 1e-9)).toExponential(1)} of the largest apart`;
}

async function judge(folder, row) {
  const written = await rerun(folder, row, 'basic');
  const text = `${row.samples} samples (${written.classes.size} classes, ${written.answers.size} answers): ${figures(row, written)}`;
  if (!row.integer) return { passed: good(row, written), text };
  const fused = await rerun(folder, row, 'all');
  const note = ADDS_EXACTLY ? '' : ' (not judged: they saturate on this processor)';
  return { passed: good(row, written) && (good(row, fused) || !ADDS_EXACTLY),
           text: `${text}; with the runtime's integer kernels ${figures(row, fused)}${note}` };
}

async function main(folder) {
  const rows = JSON.parse(fs.readFileSync(path.join(folder, 'cases.json'), 'utf8'));
  let failed = 0;
  for (const row of rows) {
    try {
      const { passed, text } = await judge(folder, row);
      if (!passed) ++failed;
      console.log(`${passed ? 'ok' : 'not ok'} - ${row.name}: ${text}`);
    } catch (error) {
      ++failed;
      console.log(`not ok - ${row.name}: ${String(error.message).split('\n')[0]}`);
    }
  }
  return failed;
}

main(process.argv[2]).then((failed) => process.exit(failed > 0 ? 1 : 0));
