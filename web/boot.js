// Boot: can this browser run it, which core, then canvas and Worker side by side.
import { Page } from './page.js';
import { pickCores } from './pick_core.js';

/** @param {string} text */
function notice(text) {
  const element = /** @type {HTMLElement} */ (document.getElementById('notice'));
  element.textContent = text;
  element.hidden = false;
}

async function cores() {
  return pickCores(await fetch('files.json').then((answer) => answer.json()), crossOriginIsolated);
}

// A new build that waits has its turn when no other page runs the old one: this page comes again, from it.
async function takeNewBuild() {
  const waiting = (await navigator.serviceWorker?.getRegistration())?.waiting;
  if (!waiting) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take over when alone');
}

/** @param {Page} page */
async function workOffline(page) {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('service_worker.js', { updateViaCache: 'none' });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage('keep late files');
  page.offlineReady = true;
  page.surroundings();
}

async function boot() {
  takeNewBuild().catch(() => {});
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
  const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
  const [ui, wanted] = await Promise.all([import(/** @type {string} */ ('./ui.mjs')), cores()]);
  const page = new Page(canvas, wanted);
  page.start(await ui.default({ canvas, host: page.host() }));
  Object.assign(window, { thimble: { framesDrawn: () => page.ui?._thimble_ui_frames_drawn() ?? 0, core: () => page.core.running } });  // for the browser test
  await workOffline(page).catch(() => {});  // private windows forbid it; the page works without
}

boot().catch((error) => notice(`Thimble cannot start: ${error.message}. It needs a current browser with WebAssembly and WebGL 2.`));
