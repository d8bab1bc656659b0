// A wasm program starts with an environment of its own; a test wants the one it was started with (THIMBLE_SEED and others).
Module['preRun'] = [() => { if (typeof ENV !== 'undefined' && typeof process !== 'undefined') Object.assign(ENV, process.env); }];
