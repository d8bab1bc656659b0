// Files: what is dropped or picked is held by handle, with its path. A model's bytes go to the core in a message; samples stay
// where they are, and the Worker reads them piece by piece. The canvas sees names and sizes only.

const maxModelBytes = 512 * 1024 * 1024;
const maxFiles = 200000;

/** @typedef {{path: string, file: Blob}} Given */
/** @typedef {import('./types').HeldFile} HeldFile */
/**
 * @typedef {{
 *   files(list: {handle: number, path: string, size: number}[], purpose: string): void,
 *   hold(files: HeldFile[]): void,
 *   trouble(message: string, hint: string): void,
 *   drag(over: boolean): void,
 * }} Taker
 */

const reason = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

export class Files {
  /** @param {Taker} taker */
  constructor(taker) {
    this.taker = taker;
    this.last = 0;
    /** @type {Map<number, Given>} references only: the bytes of what is dropped stay on the disk */
    this.held = new Map();
    this.model = this.picker('file', 'model', { multiple: true });  // weights may lie beside it
    this.data = this.picker('data', 'data', { multiple: true });
    this.folder = this.picker('folder', 'data', { multiple: true, webkitdirectory: true });
    this.listenToDrops();
  }

  /** @param {string} id @param {string} purpose @param {{multiple?: boolean, webkitdirectory?: boolean}} settings */
  picker(id, purpose, { multiple = false, webkitdirectory = false }) {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = id;
    input.hidden = true;
    input.multiple = multiple;
    input.webkitdirectory = webkitdirectory;
    input.addEventListener('change', () => {
      this.give([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })), purpose);
      input.value = '';
    });
    document.body.append(input);
    return input;
  }

  /** Takes files over and tells the canvas of them. @param {Given[]} given @param {string} purpose */
  give(given, purpose) {
    if (given.length > maxFiles) {
      this.taker.trouble(`${given.length} files are too many; at most ${maxFiles} are taken`, 'put them into a ZIP, or take fewer');
      return;
    }
    const entries = given.map(({ path, file }) => {
      this.last += 1;
      this.held.set(this.last, { path, file });
      return { handle: this.last, path, size: file.size, file };
    });
    if (entries.length === 0) return;
    this.taker.hold(entries.map(({ handle, file }) => ({ handle, file })));
    this.taker.files(entries.map(({ handle, path, size }) => ({ handle, path, size })), purpose);
  }

  /** Bytes that the page itself has made, for a message to the core. @param {Blob} file @returns {number} */
  keep(file) {
    this.last += 1;
    this.held.set(this.last, { path: '', file });
    return this.last;
  }

  /** Files of an earlier session, by the handles that they had then. @param {Map<number, Given>} files @returns {HeldFile[]} */
  adopt(files) {
    for (const [handle, given] of files) {
      this.held.set(handle, given);
      this.last = Math.max(this.last, handle);
    }
    return [...files].map(([handle, { file }]) => ({ handle, file }));
  }

  /** @param {number[]} handles @returns {Map<number, Given>} those that are held */
  among(handles) {
    return new Map(handles.flatMap((handle) => {
      const held = this.held.get(handle);
      return held ? [[handle, held]] : [];
    }));
  }

  /** Every held file again, for a core that was restarted. @returns {HeldFile[]} */
  all() {
    return [...this.held].map(([handle, { file }]) => ({ handle, file }));
  }

  /** What the page brings. @param {{url: string, path: string}[]} parts */
  async fetch(parts) {
    try {
      this.give(await Promise.all(parts.map(async ({ url, path }) => {
        const response = await fetch(url);
        if (!response.ok) throw new Error(`${path}: answer ${response.status}`);
        return { path, file: await response.blob() };
      })), '');
    } catch (error) {
      this.taker.trouble(`The sample could not be loaded: ${reason(error)}`, 'reload the page');
    }
  }

  /** @param {number} handle @returns {{path: string, size: number} | undefined} */
  about(handle) {
    const held = this.held.get(handle);
    return held && { path: held.path, size: held.file.size };
  }

  /** The bytes of a held file, for a message. @param {number} handle @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} */
  async bytes(handle) {
    const held = this.held.get(handle);
    if (!held) return undefined;
    const { path, file } = held;
    if (file.size > maxModelBytes) {
      const mib = (/** @type {number} */ bytes) => `${Math.round(bytes / 1048576)} MiB`;
      this.taker.trouble(`${path} is too large: ${mib(file.size)}; at most ${mib(maxModelBytes)} are read`, 'open a smaller model');
      return undefined;
    }
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      this.taker.trouble(`${path} could not be read: ${reason(error)}`, 'open a file, not a folder');
      return undefined;
    }
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {string} name */
  save(bytes, name) {
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
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
    window.addEventListener('drop', async (event) => {
      event.preventDefault();
      this.taker.drag(false);
      if (!event.dataTransfer) return;
      // Entries have to be asked for before the event is over.
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
      const plain = [...event.dataTransfer.files].map((file) => ({ path: file.name, file }));
      try {
        this.give(entries.some((entry) => entry?.isDirectory) ? await filesBelow(entries) : plain, '');
      } catch (error) {
        this.taker.trouble(`What was dropped could not be read: ${reason(error)}`, 'pick it by "Open a folder"');
      }
    });
  }
}

/** @param {(FileSystemEntry | null)[]} entries @returns {Promise<Given[]>} in the order of their paths */
async function filesBelow(entries) {
  /** @type {Given[]} */
  const out = [];
  const waiting = entries.filter((entry) => entry !== null);
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (entry.isFile) {
      const one = /** @type {FileSystemFileEntry} */ (entry);
      const file = await new Promise((/** @type {(file: File) => void} */ done, failed) => one.file(done, failed));
      out.push({ path: one.fullPath.replace(/^\//, ''), file });
      if (out.length > maxFiles) break;
    } else {
      const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
      for (;;) {  // a reader gives a hundred at a time
        const some = await new Promise((/** @type {(list: FileSystemEntry[]) => void} */ done, failed) => reader.readEntries(done, failed));
        if (some.length === 0) break;
        waiting.push(...some);
      }
    }
  }
  return out.sort((a, b) => (a.path < b.path ? -1 : 1));
}
