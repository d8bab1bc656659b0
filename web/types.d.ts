// Shapes that the modules share; checked by tsc, never served.

export interface WasmModule {
  wasmMemory: WebAssembly.Memory;
  _malloc(size: number): number;
  _free(at: number): void;
}

export interface CoreModule extends WasmModule {
  _thimble_start(threads: number): void;
  _thimble_post(at: number, size: number): void;
  _thimble_poll(): number;
}

export interface UiModule extends WasmModule {
  _thimble_ui_start(width: number, height: number): number;
  _thimble_ui_frame(): number;
  _thimble_ui_frames_drawn(): number;
  _thimble_ui_resize(width: number, height: number): void;
  _thimble_ui_surroundings(dark: number, touch: number, reducedMotion: number, offlineReady: number, threads: number, pixelRatio: number): void;
  _thimble_ui_event(at: number, size: number): void;
  _thimble_ui_core_died(reason: number): void;
  _thimble_ui_files(files: number, purpose: number): void;
  _thimble_ui_take_up(session: number, atOnce: number): void;
  _thimble_ui_checkpoint(handle: number): void;
  _thimble_ui_onnx_done(handle: number, about: number): void;
  _thimble_ui_file_trouble(message: number, hint: number): void;
  _thimble_ui_go_to(hash: number): void;
  _thimble_ui_graphics_restored(): void;
  _thimble_ui_drag(over: number): void;
  _thimble_ui_dismiss_hints(dismissed: number): void;
  _thimble_ui_key(chord: number): number;
  _thimble_ui_mirror_input(id: number, action: number, text: number): void;
}

// What wasm/platform_web.cpp calls.
export interface Host {
  send(message: Uint8Array<ArrayBuffer>, file: number): void;
  pickFile(): void;
  pickData(folder: boolean): void;
  takeSample(): void;
  save(result: number, name: string): void;
  dropResult(result: number): void;
  runOnnx(result: number, job: string): void;
  saveLog(): void;
  saveText(text: string, name: string): void;
  savePicture(x: number, y: number, width: number, height: number, name: string): void;
  copyText(text: string): void;
  mirror(json: string): void;
  announce(text: string): void;
  showStep(hash: string): void;
  keepSession(text: string, handles: string): void;
  forgetSession(): void;
  keepHints(dismissed: number): void;
  setScheme(dark: boolean): void;
  restartCore(): void;
}

export interface Part {
  id: number;
  role: string;
  name: string;
  value?: string;
  detail?: string;
  disabled?: boolean;
  selected?: boolean;
  expanded?: boolean;
  rect: [number, number, number, number];
  parts: Part[];
}

// Between page and Worker.
export type ToWorker = { start: string[] } | { hold: HeldFile[] } | { message: Uint8Array };
export type FromWorker = { ready: { module: string; threads: number } } | { message: Uint8Array } | { died: string };

export interface HeldFile {
  handle: number;
  file: Blob;
}

// To and from onnx_worker.js.
export interface OnnxJob {
  models: {
    bytes: Uint8Array;
    parts: { path: string; data: Uint8Array }[];  // files beside it that hold its weights
    samples: Float32Array | Int8Array;            // as its input has them
    shape: number[];                              // of one
  }[];
  count: number;
}
export interface OnnxAnswer {
  version: string;
  runs: { values: Float32Array<ArrayBuffer>; error: string }[];
}
