// The Worker from the page's side: messages there and back, and its death as one event.

/** @typedef {import('./types').FromWorker} FromWorker */
/** @typedef {{message(bytes: Uint8Array): void, ready(threads: number): void, died(reason: string): void}} Listener */

export class CoreLink {
  /** @param {string[]} modules names of those to try, best first @param {Listener} listener */
  constructor(modules, listener) {
    this.modules = modules;
    this.running = '';  // the one that has started
    this.listener = listener;
    /** @type {Worker | undefined} */
    this.worker = undefined;
    this.start();
  }

  start() {
    this.worker?.terminate();
    const worker = new Worker('./worker.js', { type: 'module' });
    this.worker = worker;
    /** @param {string} reason */
    const died = (reason) => {
      if (this.worker !== worker) return;
      worker.terminate();
      this.worker = undefined;
      this.listener.died(reason);
    };
    worker.onmessage = (/** @type {MessageEvent<FromWorker>} */ event) => {
      const data = event.data;
      if ('message' in data) {
        this.listener.message(data.message);
      } else if ('ready' in data) {
        this.running = data.ready.module;
        this.listener.ready(data.ready.threads);
      } else {
        died(data.died);
      }
    };
    worker.onerror = (event) => died(event.message || 'it could not be started');
    worker.onmessageerror = () => died('a message could not be read');
    worker.postMessage({ start: this.modules });
  }

  /** @param {Uint8Array<ArrayBuffer>} message */
  send(message) {
    if (this.worker) this.worker.postMessage({ message }, [message.buffer]);
    else this.listener.died('it is not running');
  }

  /** Files that the core may read. @param {import('./types').HeldFile[]} files */
  hold(files) {
    this.worker?.postMessage({ hold: files });
  }
}
