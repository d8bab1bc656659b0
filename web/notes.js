// Small things that a browser remembers. Where it may not (a private window, a frame in another site's page), nothing is remembered.

/** @template T @param {() => T} work @returns {T | undefined} */
function allowed(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** For good. @param {string} key @returns {string | undefined} */
export const recall = (key) => allowed(() => localStorage.getItem(key)) ?? undefined;
/** @param {string} key @param {string} value */
export const remember = (key, value) => { allowed(() => localStorage.setItem(key, value)); };

/** This tab's own name: a reload keeps it, a new tab has another. */
export function tabName() {
  const known = allowed(() => sessionStorage.getItem('session'));
  const name = known ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
  if (!known) allowed(() => sessionStorage.setItem('session', name));
  return name;
}
