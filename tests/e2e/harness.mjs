// What the browser test stands on: a server, a browser, steps that are "ok" or "not ok", and the canvas by its mirror.
// Everything waits for what it needs to see, never for a time alone: the machine may be busy with something else.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.mjs';

const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export class Tally {
  constructor(only) {
    this.only = only;
    this.passed = 0;
    this.failed = 0;
  }

  async test(name, work) {
    if (this.only && !name.includes(this.only)) return;
    const start = performance.now();
    try {
      await work();
      this.passed += 1;
      console.log(`ok ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      this.failed += 1;
      console.log(`not ok ${name}`);
      console.log(String(error.stack ?? error).split('\n').slice(0, 6).map((line) => `#   ${line}`).join('\n'));
    }
  }
}

export function check(condition, message) {
  if (!condition) throw new Error(message);
}

export async function launch(modules) {
  const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');
  const executablePath = process.env.THIMBLE_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, headless: true, args: flags });
}

// One browser context with the page in it; collects what must not happen.
export class Visit {
  static async open(browser, folder, settings = {}) {
    const { isolated = true, width = 1440, height = 900, scheme = 'dark', touch = false, hash = '', scale = 1, prepare } = settings;
    const visit = new Visit();
    visit.server = await serve(folder, { isolated });
    visit.context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, hasTouch: touch, isMobile: touch,
      deviceScaleFactor: scale, acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] });
    visit.page = await visit.context.newPage();
    visit.problems = [];
    visit.page.on('pageerror', (error) => visit.problems.push(`page error: ${error.message}`));
    visit.page.on('console', (message) => { if (message.type() === 'error') visit.problems.push(`console: ${message.text()}`); });
    visit.page.on('request', (request) => {
      const own = request.url().startsWith(visit.server.url) || /^(blob|data):/.test(request.url());
      if (!own) visit.problems.push(`request to ${request.url()}`);
    });
    await prepare?.(visit.page);
    await visit.page.goto(visit.server.url + hash);
    await visit.interactive();
    return visit;
  }

  async close() {
    await this.context.close();
    await this.server.close();
  }

  async interactive() {
    await this.page.waitForFunction(() => 'thimble' in window && document.querySelector('#mirror [data-id]'), null, { timeout: 60000 });
  }

  // Parts are found by role and the start of their text, as a screen reader would read them.
  part(role, text) {
    return this.page.locator(`#mirror [data-role="${role}"]`).filter({ hasText: text }).first();
  }

  async press(role, text) {
    const part = this.part(role, text);
    await part.waitFor({ state: 'attached', timeout: 60000 });
    await part.dispatchEvent('click');
  }

  // The real pointer, at the place where the part is drawn.
  async click(role, text) {
    const part = this.part(role, text);
    await part.waitFor({ state: 'attached', timeout: 60000 });
    const box = await part.evaluate(({ style }) => [style.left, style.top, style.width, style.height].map(parseFloat));
    const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
    // Each is drawn before the next, as with a hand.
    for (const step of [() => this.page.mouse.move(x, y), () => this.page.mouse.down(), () => this.page.mouse.up()]) {
      await step();
      await this.settle();
    }
  }

  async shows(text, timeout = 60000) {
    await this.page.waitForFunction((wanted) => {
      const mirror = document.getElementById('mirror');
      const labels = [...mirror.querySelectorAll('[aria-label]')].map((element) => element.getAttribute('aria-label'));
      return mirror.textContent.includes(wanted) || labels.some((label) => label.includes(wanted));
    }, text, { timeout });
  }

  text() {
    return this.page.evaluate(() => document.getElementById('mirror').textContent);
  }

  frames() {
    return this.page.evaluate(() => window.thimble.framesDrawn());
  }

  // Nothing is drawn any more, and nothing is about to be: over several turns of the event loop the frame counter stands.
  async settle() {
    for (let i = 0; i < 400; ++i) {
      const before = await this.frames();
      await this.page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done, 120)); }));
      if (await this.frames() === before) return;
    }
    throw new Error('the page does not come to rest');
  }

  // Until `there` is true in the page, asked with `argument`; what is missing is said by `what`.
  async until(there, argument, what, timeout = 60000) {
    // Asked again from here: waitForFunction takes the promise of an asynchronous question for its answer.
    const end = Date.now() + timeout;
    while (!await this.page.evaluate(there, argument)) {
      check(Date.now() < end, `not seen: ${what}`);
      await this.page.waitForTimeout(50);
    }
  }

  focused(role, text) {
    return this.page.evaluate(([wanted, words]) => {
      const { dataset, textContent } = document.activeElement ?? {};
      return dataset?.role === wanted && textContent.startsWith(words);
    }, [role, text]);
  }

  async picture(path) {
    await this.settle();
    await this.page.screenshot({ path });
  }

  async give(name, buffer) {
    await this.page.setInputFiles('#file', { name, mimeType: 'application/octet-stream', buffer });
  }

  // Files of samples, [[name, bytes], ...], as "Open files" takes them.
  async giveData(files) {
    await this.page.setInputFiles('#data', files.map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })));
  }

  // The same by a drop onto the page.
  async drop(files) {
    const data = await this.page.evaluateHandle((list) => {
      const transfer = new DataTransfer();
      for (const [name, bytes] of list) transfer.items.add(new File([new Uint8Array(bytes)], name));
      return transfer;
    }, files.map(([name, bytes]) => [name, [...bytes]]));
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  async refused(wanted) {
    const there = (text) => [...document.querySelectorAll('#mirror [data-role="text"]')]
      .some((part) => part.textContent.startsWith('Error') && part.textContent.includes(text));
    await this.page.waitForFunction(there, wanted, { timeout: 60000 });
  }

  async downloaded(press) {
    const [file] = await Promise.all([this.page.waitForEvent('download', { timeout: 60000 }), press()]);
    return file.path();
  }

  calm() {
    check(this.problems.length === 0, this.problems.join('; '));
  }
}
