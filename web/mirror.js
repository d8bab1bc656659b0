// The DOM mirror: an element per interactive part of the canvas. The canvas says what there is; elements say what was done.

/** @typedef {import('./types').Part} Part */

// As MirrorAction in wasm/ui/mirror.h, in its order.
const actions = ['none', 'press', 'focus', 'blur', 'text', 'previous', 'next', 'page_up', 'page_down', 'first', 'last', 'left',
  'right'];
/** @type {Record<string, string>} */
const gridKeys = { ArrowUp: 'previous', ArrowDown: 'next', PageUp: 'page_up', PageDown: 'page_down', Home: 'first', End: 'last' };
/** @type {Record<string, Record<string, string>>} by role */
const keys = { grid: gridKeys, tree: { ...gridKeys, ArrowLeft: 'left', ArrowRight: 'right' }, textbox: { Enter: 'press' } };
/** @type {Record<string, string>} */
const tags = { button: 'button', tab: 'button', columnheader: 'button', textbox: 'input', heading: 'h2', text: 'p', region: 'section' };

export class Mirror {
  /** @param {HTMLElement} root @param {(id: number, action: number, text: string) => void} act */
  constructor(root, act) {
    this.root = root;
    this.touch = false;
    /** @param {Event} event @param {string} action @param {string} [text] */
    const tell = (event, action, text = '') => {
      const element = event.target instanceof Element ? event.target.closest('[data-id]') : null;
      if (element) act(Number(element.getAttribute('data-id')), actions.indexOf(action), text);
    };
    root.addEventListener('click', (event) => tell(event, 'press'));
    root.addEventListener('focusin', (event) => tell(event, 'focus'));
    root.addEventListener('focusout', (event) => tell(event, 'blur'));
    root.addEventListener('input', (event) => tell(event, 'text', event.target instanceof HTMLInputElement ? event.target.value : ''));
    root.addEventListener('keydown', (event) => {
      const role = event.target instanceof Element ? event.target.getAttribute('data-role') ?? '' : '';
      const action = Object.hasOwn(keys, role) ? keys[role][event.key] : undefined;
      if (!action) return;
      event.preventDefault();
      tell(event, action);
    });
  }

  /** @param {string} json */
  show(json) {
    const { parts, focus } = /** @type {{parts: Part[], focus?: number}} */ (JSON.parse(json));
    this.fill(this.root, parts);
    if (focus) this.find(focus)?.focus();
  }

  /** @param {number} id @returns {HTMLElement | null} */
  find(id) {
    return this.root.querySelector(`[data-id="${id}"]`);
  }

  /** Makes the children of `parent` those of `parts`, keeping elements (and with them the focus) where part and role are the same.
   * @param {HTMLElement} parent @param {Part[]} parts */
  fill(parent, parts) {
    const kept = new Map();
    for (const child of parent.children) {
      const id = child.getAttribute('data-id');
      if (id) kept.set(`${id} ${child.getAttribute('data-role')}`, child);
      else child.remove();
    }
    /** @type {Element | null} */
    let place = parent.firstElementChild;
    for (const part of parts) {
      const key = `${part.id} ${part.role}`;
      const element = kept.get(key) ?? this.make(part);
      kept.delete(key);
      this.update(element, part);
      if (place && element === place) place = place.nextElementSibling;
      else parent.insertBefore(element, place);
    }
    for (const left of kept.values()) left.remove();
  }

  /** @param {Part} part @returns {HTMLElement} */
  make(part) {
    const element = document.createElement(tags[part.role] ?? 'div');
    element.setAttribute('data-id', String(part.id));
    element.setAttribute('data-role', part.role);
    if (part.role === 'heading') element.setAttribute('data-detail', part.detail ?? '2');
    if (['tab', 'columnheader', 'grid', 'row', 'img', 'tree', 'treeitem'].includes(part.role)) element.setAttribute('role', part.role);
    if (part.role === 'grid' || part.role === 'tree') element.tabIndex = 0;
    return element;
  }

  /** @param {HTMLElement} element @param {Part} part */
  update(element, part) {
    const [x, y, width, height] = part.rect;
    Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    if (element instanceof HTMLButtonElement) element.disabled = Boolean(part.disabled);
    if (element instanceof HTMLInputElement) {
      element.setAttribute('aria-label', part.name);
      element.autocomplete = 'off';
      element.classList.toggle('touch', this.touch);
      if (element.value !== (part.value ?? '') && document.activeElement !== element) element.value = part.value ?? '';
    } else if (part.role === 'row') {
      this.cells(element, part.name);
    } else if (part.parts.length > 0 || ['grid', 'tree', 'region'].includes(part.role)) {
      element.setAttribute('aria-label', part.value ? `${part.name}: ${part.value}` : part.name);
      this.fill(element, part.parts);
    } else {
      const text = part.value ? `${part.name}: ${part.value}` : part.name;
      if (element.textContent !== text) element.textContent = text;
    }
    if (part.role === 'columnheader') element.setAttribute('aria-sort', part.detail ?? 'none');
    if (part.expanded !== undefined) element.setAttribute('aria-expanded', String(part.expanded));
    if (['tab', 'row', 'treeitem'].includes(part.role)) element.setAttribute('aria-selected', String(Boolean(part.selected)));
    // What is not selected says nothing of it; a button that was pressed has to be told so.
    else if (part.role === 'button' && (part.selected || element.hasAttribute('aria-pressed'))) {
      element.setAttribute('aria-pressed', String(Boolean(part.selected)));
    }
  }

  /** A row's name is its cells, parted by tabs. @param {HTMLElement} row @param {string} text */
  cells(row, text) {
    if (row.getAttribute('data-text') === text) return;
    row.setAttribute('data-text', text);
    row.replaceChildren(...text.split('\t').map((cell) => {
      const element = document.createElement('span');
      element.setAttribute('role', 'gridcell');
      element.textContent = cell;
      return element;
    }));
  }
}
