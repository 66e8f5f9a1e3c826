// Brings markup in step with fresh markup from the server: what did not change stays the very same node,
// so that focus, open details and scroll positions live on.

/**
 * Replaces those of `items` that have another revision key now.
 *
 * @param items elements that carry data-id and data-revision-key
 * @param fresh elements of the same kind, from the server
 * @param keep called with (old, new) before an element is replaced
 * @returns what is there now, in the order of `fresh`; what is gone has been removed
 */
export function renew(items, fresh, keep) {
  const before = new Map(items.map(item => [item.dataset.id, item]));
  const now = fresh.map(item => {
    const old = before.get(item.dataset.id);
    before.delete(item.dataset.id);
    if (old && old.dataset.revisionKey === item.dataset.revisionKey) {
      return old;
    }
    if (old) {
      keep(old, item);
      old.replaceWith(item);
    }
    return item;
  });
  before.forEach(item => item.remove());
  return now;
}

/** Makes these elements the children, in this order; moves only those that stand elsewhere. */
export function arrange(list, wanted) {
  const stay = new Set(wanted);
  [...list.children].filter(child => !stay.has(child)).forEach(child => child.remove());
  let at = list.firstElementChild;
  for (const child of wanted) {
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      list.insertBefore(child, at);
    }
  }
}

/**
 * Runs `work`, which changes what is in `root`, and gives the focus back: to the same element, else to the same
 * button of the item that replaced its own, else to the item that took its place.
 */
export function holdFocus(root, work) {
  const active = /** @type {HTMLElement} */ (document.activeElement);
  const focused = root.contains(active) ? active : null;
  const item = /** @type {HTMLElement} */ (focused?.closest('[data-id]'));
  const index = item ? itemsIn(root).indexOf(item) : -1;
  work();
  if (!focused || document.activeElement === focused) {
    return;
  }
  if (focused.isConnected) {
    focused.focus({ preventScroll: true });
    return;
  }
  const items = itemsIn(root);
  const same = items.find(candidate => candidate.dataset.id === item?.dataset.id);
  const next = same ?? items[Math.min(index, items.length - 1)];
  const target =
    (same && focused.dataset.action && actionOf(same, focused)) ||
    next?.querySelector('summary, .toggle') || // no button of another item: a second Enter must do it no harm
    next?.querySelector('[data-action]') ||
    root.closest('section').querySelector('[tabindex="-1"]');
  target?.focus({ preventScroll: true });
}

/** The same button, or what stands in its place now: resume for pause. */
function actionOf(item, { dataset, parentElement }) {
  const place = parentElement.closest('.actions') ? '.actions ' : '';
  return (
    item.querySelector(`${place}[data-action="${dataset.action}"]`) ?? item.querySelector('.actions [data-action]')
  );
}

/**
 * How to find a button again: its item may be replaced while a menu or a dialog is open.
 *
 * @param {HTMLElement} button
 * @returns {() => HTMLElement | null} the button itself, else what does the same for the same item, else null
 */
export function finderOf(button) {
  const id = /** @type {HTMLElement} */ (button.closest('[data-id]'))?.dataset.id;
  const { action, variant, path } = button.dataset;
  return () => {
    if (button.isConnected || id === undefined || action === undefined) {
      return button.isConnected ? button : null;
    }
    const same = /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll(`[data-id="${CSS.escape(id)}"] [data-action="${CSS.escape(action)}"]`)
    );
    return [...same].find(({ dataset }) => dataset.variant === variant && dataset.path === path) ?? null;
  };
}

/**
 * @param {Element} root
 * @returns {HTMLElement[]}
 */
function itemsIn(root) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-id]:not([hidden])'))];
}
