// Files: what is dropped or opened goes to the core by handle; what comes back is saved. The canvas never sees the bytes.

const maxBytes = 512 * 1024 * 1024;

/** @typedef {{file(handle: number, name: string): void, trouble(message: string, hint: string): void, drag(over: boolean): void}} Taker */

export class Files {
  /** @param {Taker} taker */
  constructor(taker) {
    this.taker = taker;
    this.last = 0;
    /** @type {Map<number, Uint8Array<ArrayBuffer>>} */
    this.held = new Map();
    this.input = document.createElement('input');
    this.input.type = 'file';
    this.input.id = 'file';
    this.input.hidden = true;
    this.input.addEventListener('change', () => {
      const file = this.input.files?.[0];
      if (file) this.read(file);
      this.input.value = '';
    });
    document.body.append(this.input);
    this.listenToDrops();
  }

  pick() {
    this.input.click();
  }

  /** @param {string} url @param {string} name */
  async fetch(url, name) {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`answer ${response.status}`);
      this.hold(new Uint8Array(await response.arrayBuffer()), name);
    } catch (error) {
      this.taker.trouble(`${name} could not be loaded: ${error instanceof Error ? error.message : error}`, 'reload the page');
    }
  }

  /** The bytes of a held file, once. @param {number} handle */
  take(handle) {
    const bytes = this.held.get(handle);
    this.held.delete(handle);
    return bytes;
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {string} name */
  save(bytes, name) {
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  /** @param {File} file */
  async read(file) {
    if (file.size > maxBytes) {
      const mib = (/** @type {number} */ bytes) => `${Math.round(bytes / 1048576)} MiB`;
      this.taker.trouble(`${file.name} is too large: ${mib(file.size)}; at most ${mib(maxBytes)} are read`, 'open a smaller model');
      return;
    }
    try {
      this.hold(new Uint8Array(await file.arrayBuffer()), file.name);
    } catch (error) {
      this.taker.trouble(`${file.name} could not be read: ${error instanceof Error ? error.message : error}`, 'open a file, not a folder');
    }
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {string} name */
  hold(bytes, name) {
    this.last += 1;
    this.held.clear();  // a file that nobody asked for is not kept
    this.held.set(this.last, bytes);
    this.taker.file(this.last, name);
  }

  listenToDrops() {
    const isFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
    window.addEventListener('dragover', (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      this.taker.drag(true);
    });
    window.addEventListener('dragleave', (event) => {
      if (event.relatedTarget === null) this.taker.drag(false);
    });
    window.addEventListener('drop', (event) => {
      event.preventDefault();
      this.taker.drag(false);
      const file = event.dataTransfer?.files[0];
      if (file) this.read(file);
    });
  }
}
