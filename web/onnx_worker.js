// ONNX Runtime Web in a Worker of its own: runs a model on samples and gives its raw outputs back. What they mean, and whether
// they agree with ours, the core says.

/** @typedef {import('./types').OnnxJob} OnnxJob */
/** @typedef {import('./types').OnnxAnswer} OnnxAnswer */

/** @param {any} ort @param {OnnxJob['models'][number]} model @param {number} count @returns {Promise<OnnxAnswer['runs'][number]>} */
async function run(ort, { bytes, parts, samples, shape }, count) {
  try {
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all', ...(parts.length > 0 && { externalData: parts }) };
    const session = await ort.InferenceSession.create(bytes, options);
    const size = shape.reduce((a, b) => a * b, 1);
    const answers = [];
    for (let i = 0; i < count; ++i) {
      const data = samples.slice(i * size, (i + 1) * size);
      const tensor = new ort.Tensor(data instanceof Int8Array ? 'int8' : 'float32', data, shape);
      const outputs = await session.run({ [session.inputNames[0]]: tensor });
      // Classes that a network picks itself are 64-bit integers.
      answers.push(Float32Array.from(outputs[session.outputNames[0]].data, Number));
    }
    await session.release();
    const out = new Float32Array(answers.reduce((sum, answer) => sum + answer.length, 0));
    let at = 0;
    for (const answer of answers) {
      out.set(answer, at);
      at += answer.length;
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
    for (const model of job.models) {
      answer.runs.push(model.bytes.length > 0 ? await run(ort, model, job.count) : { values: new Float32Array(), error: '' });
    }
  } catch (error) {
    answer.runs = job.models.map(() => ({ values: new Float32Array(), error: error instanceof Error ? error.message : String(error) }));
  }
  self.postMessage(answer);
};
