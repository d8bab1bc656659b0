// What the browser test stands on: a server, a browser, steps that are "ok" or "not ok", and the canvas by its mirror.
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
    const { isolated = true, width = 1440, height = 900, scheme = 'dark', touch = false, hash = '', scale = 1 } = settings;
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
    await part.waitFor({ state: 'attached', timeout: 30000 });
    await part.dispatchEvent('click');
  }

  // The real pointer, at the place where the part is drawn.
  async click(role, text) {
    const part = this.part(role, text);
    await part.waitFor({ state: 'attached', timeout: 30000 });
    const box = await part.evaluate(({ style }) => [style.left, style.top, style.width, style.height].map(parseFloat));
    const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
    await this.page.mouse.move(x, y);
    await this.page.waitForTimeout(50);
    await this.page.mouse.down();
    await this.page.waitForTimeout(50);
    await this.page.mouse.up();
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

  // Nothing is drawn any more: the frame counter stands.
  async settle() {
    let last = -1;
    for (let i = 0; i < 100; ++i) {
      const now = await this.page.evaluate(() => window.thimble.framesDrawn());
      if (now === last) return;
      last = now;
      await this.page.waitForTimeout(150);
    }
    throw new Error('the page does not come to rest');
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
    await this.page.waitForFunction(there, wanted, { timeout: 30000 });
  }

  async downloaded(press) {
    const [file] = await Promise.all([this.page.waitForEvent('download', { timeout: 60000 }), press()]);
    return file.path();
  }

  calm() {
    check(this.problems.length === 0, this.problems.join('; '));
  }
}
