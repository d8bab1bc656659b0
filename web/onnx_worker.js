// ONNX Runtime Web in a Worker of its own: runs a model on samples and gives its raw outputs back. What they mean, and whether
// they agree with ours, the core says.

/** @typedef {import('./types').OnnxJob} OnnxJob */
/** @typedef {import('./types').OnnxAnswer} OnnxAnswer */

/** @typedef {Float32Array | Int8Array} Values */

/** One sample in the layout that the model asks for: as it is, or channels first. @param {Values} values @param {number[]} shape
 * @param {readonly (number | string)[]} wanted @returns {{data: Values, dims: number[]}} */
function arrange(values, shape, wanted) {
  const fits = (/** @type {number[]} */ dims) => dims.length === wanted.length
    && dims.every((dim, i) => i === 0 || typeof wanted[i] !== 'number' || wanted[i] === dim);
  if (fits(shape)) return { data: values, dims: shape };
  const [, height = 1, width = 1, channels = 1] = shape;
  const dims = shape.length === 4 ? [1, channels, height, width] : [1, width, height];  // of three: time and channels change places
  if (!fits(dims)) {
    const flat = wanted.map((dim, i) => (i === 0 || typeof dim !== 'number' ? 1 : dim));
    if (flat.reduce((a, b) => a * b, 1) === values.length) return { data: values, dims: flat };
    throw new Error(`its input is [${wanted.join(', ')}], the samples are [${shape.join(', ')}]`);
  }
  const [rows, columns] = shape.length === 4 ? [height * width, channels] : [height, width];
  const data = values.slice();
  for (let r = 0; r < rows; ++r) for (let c = 0; c < columns; ++c) data[c * rows + r] = values[r * columns + c];
  return { data, dims };
}

/** @param {any} ort @param {Uint8Array} model @param {Values} samples @param {OnnxJob} job @returns {Promise<OnnxAnswer['runs'][number]>} */
async function run(ort, model, samples, { shape, count }) {
  try {
    const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' });
    const name = session.inputNames[0];
    const wanted = session.inputMetadata?.[0]?.shape ?? shape;
    const size = shape.reduce((a, b) => a * b, 1);
    const parts = [];
    for (let i = 0; i < count; ++i) {
      const { data, dims } = arrange(samples.subarray(i * size, (i + 1) * size), shape, wanted);
      const outputs = await session.run({ [name]: new ort.Tensor(data instanceof Int8Array ? 'int8' : 'float32', data, dims) });
      // Classes that a network picks itself are 64-bit integers.
      parts.push(Float32Array.from(outputs[session.outputNames[0]].data, Number));
    }
    await session.release();
    const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return { values: out, error: '' };
  } catch (error) {
    return { values: new Float32Array(), error: error instanceof Error ? error.message : String(error) };
  }
}

self.onmessage = async (/** @type {MessageEvent<OnnxJob>} */ event) => {
  const job = event.data;
  /** @type {OnnxAnswer} */
  const answer = { version: '', runs: [] };
  try {
    const ort = await import(/** @type {string} */ ('./ort.wasm.min.mjs'));
    ort.env.wasm.wasmPaths = new URL('./', self.location.href).href;
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    answer.version = ort.env.versions?.web ?? ort.env.versions?.common ?? '';
    for (const [i, model] of job.models.entries()) {
      answer.runs.push(model.length > 0 ? await run(ort, model, job.inputs[i], job) : { values: new Float32Array(), error: '' });
    }
  } catch (error) {
    answer.runs = job.models.map(() => ({ values: new Float32Array(), error: error instanceof Error ? error.message : String(error) }));
  }
  self.postMessage(answer);
};
