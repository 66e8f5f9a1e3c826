// What an opened line shows: fetched when it is opened, and anew when its model has changed.
import { fragment } from '../shared/api.js';
import { write } from '../shared/notices.js';

/** Lines that are open and did not get what they show. */
const lacking = new Set();

/** Asks again for what did not come, as long as somebody has it open. */
export function loadLacking() {
  for (const item of lacking) {
    lacking.delete(item);
    if (item.isConnected && isOpen(item)) {
      load(item);
    }
  }
}

/** Opens a line, or closes it. */
export function toggle(item) {
  setOpen(item, !isOpen(item));
}

export function setOpen(item, open) {
  item.querySelector('[data-action=open]').setAttribute('aria-expanded', String(open));
  item.querySelector('.opened').hidden = !open;
  item.classList.toggle('is-open', open);
  return open ? load(item) : Promise.resolve();
}

export function isOpen(item) {
  return item.querySelector('[data-action=open]').getAttribute('aria-expanded') === 'true';
}

/** Carries what is open from a line over to the one that takes its place. */
export function carryOver(old, item) {
  const [before, menu] = [old, item].map(each => each.querySelector('[data-action=menu]'));
  menu.setAttribute('aria-expanded', before.getAttribute('aria-expanded')); // it is open beside the line
  if (isOpen(old)) {
    item.querySelector('.details').replaceChildren(...old.querySelector('.details').childNodes);
    setOpen(item, true);
  }
}

async function load(item) {
  const place = item.querySelector('.details');
  try {
    const fresh = await fragment(`./fragments/model?folder=${encodeURIComponent(item.dataset.id)}`);
    place.removeAttribute('lang');
    holdFocus(item, place, () => replace(place, fresh));
  } catch (failure) {
    write(place, failure);
    if (failure.status === 0 || failure.status >= 500) {
      lacking.add(item);
    }
  }
}

function replace(place, fresh) {
  const unfolded = place.querySelector('.other-files')?.open;
  place.replaceChildren(...fresh.childNodes);
  if (unfolded) {
    place.querySelector('.other-files')?.setAttribute('open', '');
  }
}

/** The focus goes to the same button; where that is gone with what it deleted, to the button that opens and closes the line. */
function holdFocus(item, place, work) {
  const focused = /** @type {HTMLElement} */ (place.contains(document.activeElement) ? document.activeElement : null);
  work();
  if (focused) {
    const { action, variant, path } = focused.dataset;
    const same = [...place.querySelectorAll('[data-action]')].find(
      ({ dataset }) => dataset.action === action && dataset.variant === variant && dataset.path === path,
    );
    (same ?? item.querySelector('[data-action=open]')).focus({ preventScroll: true });
  }
}
