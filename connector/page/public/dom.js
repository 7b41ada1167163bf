/** Makes and changes what is on the screen. Texts are only ever texts: nothing here reads markup. */

/** @typedef {Record<string, string | number | boolean | ((event: Event) => void)>} Properties */

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Properties} properties attributes; a flag is there or not; a function listens to the event of its name
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      made.addEventListener(key, value);
    } else if (typeof value === 'boolean') {
      made.toggleAttribute(key, value);
    } else {
      made.setAttribute(key, String(value));
    }
  }
  made.append(...children);
  return made;
}

/**
 * Changes a text only if it is another, so that nothing is read out or selected anew for no reason.
 *
 * @param {Element} node
 * @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/**
 * A list whose elements stay the same as long as their keys do, in whatever order: so does the focus.
 *
 * @template T
 * @template {HTMLElement} E
 * @param {HTMLElement} parent
 * @param {(item: T) => string} key
 * @param {(item: T) => { node: E, update: (item: T) => void }} make
 * @returns {(items: T[]) => void} shows these
 */
export function list(parent, key, make) {
  /** @type {Map<string, { node: E, update: (item: T) => void }>} */
  const rows = new Map();
  return (items) => {
    const focused = document.activeElement;
    const keys = new Set(items.map(key));
    for (const [gone, row] of rows) {
      if (!keys.has(gone)) {
        row.node.remove();
        rows.delete(gone);
      }
    }
    let place = parent.firstElementChild;
    for (const item of items) {
      const row = rows.get(key(item)) ?? make(item);
      rows.set(key(item), row);
      row.update(item);
      if (row.node === place) {
        place = place.nextElementSibling;
      } else {
        parent.insertBefore(row.node, place);
      }
    }
    if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
      focused.focus({ preventScroll: true });
    }
  };
}

/**
 * A field with its label, and a place for what is wrong with it.
 *
 * @param {string} label
 * @param {HTMLInputElement | HTMLTextAreaElement} input with an id
 * @param {string} hint
 * @returns {HTMLElement}
 */
export function field(label, input, hint = '') {
  const described = `${input.id}-hint`;
  if (hint) {
    input.setAttribute('aria-describedby', described);
  }
  return element(
    'div',
    { class: 'field' },
    element('label', { for: input.id }, label),
    input,
    ...(hint ? [element('p', { class: 'hint', id: described }, hint)] : []),
  );
}

/**
 * Says something to those who do not see the screen.
 *
 * @param {string} text
 */
export function announce(text) {
  const said = document.getElementById('said');
  if (said) {
    said.textContent = text;
  }
}
