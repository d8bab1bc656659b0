// The event log: what was asked of the core and what it answered, as lines of JSON (core/api/event_log.h says which). Names, sizes
// and figures only: no file's contents. It outlives the core, and `thimble replay` does it again natively.
import { decode } from './protocol.js';

const mostCharacters = 16 * 1024 * 1024;

export class EventLog {
  constructor() {
    /** @type {string[]} */
    this.lines = [];
    this.characters = 0;
  }

  /** @param {Uint8Array} message without its file @param {{path: string, size: number} | undefined} file */
  request(message, file) {
    const { head } = decode(message);
    this.add(file ? { request: head, file } : { request: head });
  }

  /** @param {import('./protocol.js').Head} head */
  answer(head) {
    if (head.kind === 'done' || head.kind === 'failed') this.add({ answer: head });
  }

  /** @param {string} reason */
  died(reason) {
    this.add({ died: reason });
  }

  /** @param {string} core @param {number} threads @returns {string} */
  text(core, threads) {
    const first = JSON.stringify({ thimble_events: 1, core, threads, browser: navigator.userAgent });
    return `${[first, ...this.lines].join('\n')}\n`;
  }

  /** When it is full it ends: a replay starts at the beginning. @param {object} event */
  add(event) {
    const line = JSON.stringify({ ms: Math.round(performance.now()), ...event });
    if (this.characters + line.length > mostCharacters) return;
    this.lines.push(line);
    this.characters += line.length;
  }
}
