// The page around the canvas: frames on demand, input that asks for them, and what the canvas cannot do itself.
import { CoreLink } from './core_link.js';
import { EventLog } from './event_log.js';
import { Files } from './files.js';
import { Mirror } from './mirror.js';
import { recall, remember } from './notes.js';
import { decode, encode } from './protocol.js';
import { SessionStore } from './session_store.js';
import { copyIn, textIn } from './wasm_memory.js';

/** @typedef {import('./types').UiModule} UiModule */
/** @typedef {{x: number, y: number, width: number, height: number, name: string}} Shot */

// Hover and layout settle one frame after the input that changed them, so an input draws this many.
const settleFrames = 3;

const media = {
  dark: matchMedia('(prefers-color-scheme: dark)'),
  touch: matchMedia('(pointer: coarse)'),
  reduced: matchMedia('(prefers-reduced-motion: reduce)'),
};

export class Page {
  /** @param {HTMLCanvasElement} canvas @param {string[]} cores modules to try, best first */
  constructor(canvas, cores) {
    this.canvas = canvas;
    /** @type {UiModule | undefined} */
    this.ui = undefined;
    this.framesLeft = 0;
    this.graphics = true;
    this.scheduled = false;
    this.wakeTimer = 0;
    this.threads = 1;
    this.offlineReady = false;
    /** @type {Shot | undefined} what of the next frame is to be saved */
    this.shot = undefined;
    /** @type {boolean | undefined} the user's choice, stronger than the system's */
    this.dark = undefined;
    /** @type {Map<number, Uint8Array[]>} blobs of answers, by their id, until the canvas drops them */
    this.results = new Map();
    /** @type {{result: number, worker?: Worker} | undefined} what ONNX Runtime runs */
    this.onnx = undefined;
    /** What is sent while a file is being read waits for it: the core gets messages in their order. @type {Promise<void> | undefined} */
    this.reading = undefined;
    this.log = new EventLog();
    this.store = new SessionStore();
    this.mirror = new Mirror(/** @type {HTMLElement} */ (document.getElementById('mirror')), (id, action, text) => {
      this.call((ui) => ui._thimble_ui_mirror_input(id, action, textIn(ui, text)));
    });
    this.files = new Files({
      files: (list, purpose) => this.call((ui) => ui._thimble_ui_files(textIn(ui, JSON.stringify(list)), textIn(ui, purpose))),
      hold: (files) => this.core.hold(files),
      trouble: (message, hint) => this.call((ui) => ui._thimble_ui_file_trouble(textIn(ui, message), textIn(ui, hint))),
      drag: (over) => this.call((ui) => ui._thimble_ui_drag(Number(over))),
    });
    this.core = new CoreLink(cores, {
      message: (bytes) => this.receive(bytes),
      ready: (threads) => {
        this.threads = threads;
        this.surroundings();
      },
      died: (reason) => {
        this.log.died(reason);
        this.call((ui) => ui._thimble_ui_core_died(textIn(ui, reason)));
      },
    });
  }

  /** What wasm/platform_web.cpp calls. @returns {import('./types').Host} */
  host() {
    return {
      send: (message, file) => this.send(message, file),
      pickFile: () => this.files.model.click(),
      pickData: (folder) => (folder ? this.files.folder : this.files.data).click(),
      takeSample: () => this.files.fetch(['digits_cnn.onnx', 'digits.zip'].map((path) => ({ url: `sample/${path}`, path }))),
      save: (result, name) => {
        const bytes = this.results.get(result)?.[0];
        if (bytes) this.files.save(new Uint8Array(bytes), name);
      },
      dropResult: (result) => {
        this.results.delete(result);
        if (this.onnx?.result === result) this.stopOnnx();
      },
      runOnnx: (result, job) => this.runOnnx(result, job),
      saveLog: () => this.files.save(new TextEncoder().encode(this.log.text(this.core.running, this.threads)), 'thimble_events.jsonl'),
      saveText: (text, name) => this.files.save(new TextEncoder().encode(text), name),
      savePicture: (x, y, width, height, name) => {
        this.shot = { x, y, width, height, name };
        this.draw();
      },
      copyText: (text) => {
        // Without a secure origin there is no clipboard at all.
        Promise.resolve().then(() => navigator.clipboard.writeText(text)).then(() => this.announce('Copied'), () => {
          this.files.taker.trouble('Nothing was copied: the browser does not allow it', 'open the page over https or from localhost');
        });
      },
      mirror: (json) => this.mirror.show(json),
      announce: (text) => this.announce(text),
      showStep: (hash) => {
        if (location.hash !== `#${hash}`) history.pushState(null, '', `#${hash}`);
      },
      keepSession: (text, handles) => this.store.keep(text, this.files.among(JSON.parse(handles))),
      forgetSession: () => this.store.forget(),
      keepHints: (dismissed) => remember('hints', String(dismissed)),
      setScheme: (dark) => {
        this.dark = dark;
        remember('scheme', dark ? 'dark' : 'light');
      },
      restartCore: () => {
        this.core.start();
        this.core.hold(this.files.all());
      },
    };
  }

  /** @param {UiModule} ui */
  start(ui) {
    this.ui = ui;
    const stored = recall('scheme');
    if (stored) this.dark = stored === 'dark';
    if (!ui._thimble_ui_start(this.canvas.clientWidth, this.canvas.clientHeight)) throw new Error('this browser has no WebGL 2');
    ui._thimble_ui_dismiss_hints(Number(recall('hints') ?? 0));
    this.surroundings();
    this.goTo();
    this.listen();
    performance.mark('interactive');
    this.takeUp().catch(() => {});  // a browser that keeps nothing has nothing to go on with
  }

  /** What was open before the reload comes back; what another tab had can be gone on with. */
  async takeUp() {
    const found = await this.store.find();
    if (!found || this.files.last > 0) return;  // something has been opened in the meantime
    this.core.hold(this.files.adopt(found.files));
    this.call((ui) => ui._thimble_ui_take_up(textIn(ui, found.text), Number(found.own)));
  }

  surroundings() {
    this.mirror.touch = media.touch.matches;
    const dark = this.dark ?? media.dark.matches;
    const flags = [dark, media.touch.matches, media.reduced.matches, this.offlineReady].map(Number);
    this.call((ui) => ui._thimble_ui_surroundings(flags[0], flags[1], flags[2], flags[3], this.threads, devicePixelRatio));
  }

  goTo() {
    const hash = location.hash.slice(1);
    this.call((ui) => ui._thimble_ui_go_to(textIn(ui, hash || 'start')));
  }

  /** @param {string} text */
  announce(text) {
    const live = /** @type {HTMLElement} */ (document.getElementById('live'));
    live.textContent = '';
    live.textContent = text;
  }

  // --- frames

  /** Calls the canvas, then draws what changed. @param {(ui: UiModule) => void} work */
  call(work) {
    if (!this.ui) return;
    work(this.ui);
    this.draw();
  }

  draw() {
    this.framesLeft = settleFrames;
    this.schedule();
  }

  schedule() {
    if (this.scheduled || !this.ui) return;
    this.scheduled = true;
    requestAnimationFrame(() => this.frame());
  }

  frame() {
    this.scheduled = false;
    if (!this.ui || !this.graphics) return;
    clearTimeout(this.wakeTimer);
    this.framesLeft -= 1;
    const shot = this.shot;
    const wakeMs = this.ui._thimble_ui_frame();
    if (shot) this.savePicture(shot);
    if (this.framesLeft > 0 || wakeMs === 0) this.schedule();
    else if (wakeMs > 0) this.wakeTimer = setTimeout(() => this.schedule(), wakeMs);
  }

  /** Keys with a meaning of their own, wherever the focus is; what is typed into a field stays there. @param {KeyboardEvent} event */
  key(event) {
    const control = event.ctrlKey || event.metaKey;
    const typing = event.target instanceof HTMLInputElement;
    if (!this.ui || event.altKey || (typing && !(control && event.key === 'Enter')) || (!control && event.key.length > 1 && event.key !== 'Escape')) return;
    const chord = (control ? 'ctrl+' : '') + (control && event.shiftKey ? 'shift+' : '') + event.key.toLowerCase();
    if (!this.ui._thimble_ui_key(textIn(this.ui, chord))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.draw();
  }

  /** A part of what was just drawn; a moment later the browser has cleared it. @param {Shot} shot */
  savePicture({ x, y, width, height, name }) {
    this.shot = undefined;
    const scale = this.canvas.width / this.canvas.clientWidth;
    const picture = document.createElement('canvas');
    [picture.width, picture.height] = [width, height].map((side) => Math.round(side * scale));
    picture.getContext('2d')?.drawImage(this.canvas, -x * scale, -y * scale);
    picture.toBlob(async (blob) => blob && this.files.save(new Uint8Array(await blob.arrayBuffer()), name), 'image/png');
  }

  listen() {
    for (const type of ['pointermove', 'pointerdown', 'pointerup', 'wheel', 'keydown', 'keyup', 'focus', 'blur']) {
      window.addEventListener(type, () => this.draw(), { capture: true, passive: true });
    }
    window.addEventListener('keydown', (event) => this.key(event), { capture: true });
    // SDL asks for the keyboard by the canvas's focus, and keeps every key: what belongs to the browser must not reach it.
    this.canvas.addEventListener('pointerdown', () => this.canvas.focus({ preventScroll: true }));
    this.canvas.addEventListener('keydown', (event) => {
      const chord = (event.ctrlKey || event.metaKey || event.altKey) && !'acvxz'.includes(event.key.toLowerCase());
      const browser = event.key === 'Tab' || /^F\d+$/.test(event.key) || chord;
      if (browser) event.stopImmediatePropagation();
    }, { capture: true });
    // The browser takes graphics memory away, of a page in the background first; the frames since are lost, not the work.
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();  // otherwise it never comes back
      this.graphics = false;
    });
    this.canvas.addEventListener('webglcontextrestored', () => {
      this.graphics = true;
      this.call((ui) => ui._thimble_ui_graphics_restored());
    });
    this.canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    new ResizeObserver(() => {
      this.call((ui) => ui._thimble_ui_resize(this.canvas.clientWidth, this.canvas.clientHeight));
      this.surroundings();
    }).observe(this.canvas);
    window.addEventListener('popstate', () => this.goTo());
    window.addEventListener('hashchange', () => this.goTo());
    document.addEventListener('visibilitychange', () => this.draw());
    for (const query of Object.values(media)) query.addEventListener('change', () => this.surroundings());
  }

  // --- the core

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {number} file */
  send(bytes, file) {
    this.log.request(bytes, this.files.about(file));
    if (!file && !this.reading) {
      this.core.send(bytes);
      return;
    }
    const turn = (this.reading ?? Promise.resolve()).then(async () => {
      const held = file ? await this.files.bytes(file) : undefined;
      // Without its file the core refuses it in words.
      this.core.send(held ? this.withFile(bytes, held) : bytes);
      if (this.reading === turn) this.reading = undefined;
    });
    this.reading = turn;
  }

  /** A message with one more blob; as it was where there is no memory for both. @param {Uint8Array<ArrayBuffer>} bytes
   * @param {Uint8Array} held @returns {Uint8Array<ArrayBuffer>} */
  withFile(bytes, held) {
    try {
      const { head, blobs } = decode(bytes);
      return encode({ head, blobs: [...blobs, held] });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.files.taker.trouble(`The file could not be passed on: ${reason}`, 'close other pages, or open a smaller model');
      return bytes;
    }
  }

  /** Blobs of a "done" stay here until they are dropped; the canvas gets views only. @param {Uint8Array} bytes */
  receive(bytes) {
    let message = bytes;
    const { head, blobs } = decode(bytes);
    this.log.answer(head);
    if (head.kind === 'view' && head.body.name === 'checkpoint') {
      const handle = this.files.keep(new Blob([blobs[0].slice()]));
      this.call((ui) => ui._thimble_ui_checkpoint(handle));
      return;
    }
    if (head.kind === 'done' && blobs.length > 0) {
      this.results.set(head.id, blobs);
      message = encode({ head, blobs: [] });
    }
    this.call((ui) => ui._thimble_ui_event(copyIn(ui, message), message.length));
  }

  /** Runs an answer's models (blobs 0 and 1) on the samples for each (blobs 2 and 3) in ONNX Runtime; the canvas gets the outputs as
   * a file. @param {number} result @param {string} text {"count": 200, "inputs": [{"type": "int8", "shape": [1, 28, 28, 1]}, ...],
   * "parts": [{"path": "w.bin", "handle": 3}]}; the parts are of the first model */
  async runOnnx(result, text) {
    const blobs = this.results.get(result);
    if (!blobs) return;
    this.results.delete(result);
    this.stopOnnx();
    /** @type {{result: number, worker?: Worker}} */
    const run = { result };
    this.onnx = run;
    const { count, inputs, parts } = JSON.parse(text);
    const weights = await Promise.all(parts.map(async (/** @type {{path: string, handle: number}} */ { path, handle }) => {
      return { path, data: await this.files.bytes(handle) ?? new Uint8Array() };
    }));
    const models = [0, 1].map((i) => {
      const samples = blobs[2 + i].slice().buffer;
      const { type, shape } = inputs[i];
      return { bytes: blobs[i], parts: i === 0 ? weights : [], samples: type === 'int8' ? new Int8Array(samples) : new Float32Array(samples), shape };
    });
    if (this.onnx !== run) return;  // dropped while the weights were read
    const worker = new Worker('./onnx_worker.js', { type: 'module' });
    run.worker = worker;
    /** @param {import('./types').OnnxAnswer} answer */
    const finish = ({ version, runs }) => {
      if (this.onnx !== run) return;
      this.stopOnnx();
      const handle = this.files.keep(new Blob(runs.map(({ values }) => values)));
      const about = { version, runs: runs.map(({ values, error }) => ({ count: values.length, error })) };
      this.call((ui) => ui._thimble_ui_onnx_done(handle, textIn(ui, JSON.stringify(about))));
    };
    worker.onmessage = (event) => finish(event.data);
    worker.onerror = (event) => {
      const error = event.message || 'it could not be started';
      finish({ version: '', runs: models.map(() => ({ values: new Float32Array(), error })) });
    };
    worker.postMessage({ models, count });
  }

  stopOnnx() {
    this.onnx?.worker?.terminate();
    this.onnx = undefined;
  }
}
