// Several models at once: the boxes before their names, and the bar that appears with the first of them.
import { bytes } from '../shared/formats.js';
import { busy } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { sum } from './model.js';

export class Selection {
  #table;
  #chosen = new Set();
  #place = 0;
  #bar = document.getElementById('selected');
  #all = /** @type {HTMLInputElement} */ (document.getElementById('select-all'));

  /** @param actions what is done with the chosen models, by the words of the bar's buttons */
  constructor(root, table, actions) {
    this.#table = table;
    root.addEventListener('change', ({ target }) => {
      if (target === this.#all) {
        this.#chooseAll(target.checked);
      } else if (target.dataset.action === 'select') {
        this.#choose(target.closest('.model').dataset.id, target.checked);
      }
    });
    this.#bar.addEventListener('click', event => {
      const button = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest('[data-bulk]'));
      if (button?.dataset.bulk === 'clear') {
        this.clear();
      } else if (button) {
        busy(button, () => actions[button.dataset.bulk](this.#models));
      }
    });
    document.addEventListener('keydown', event => {
      const target = /** @type {Element} */ (event.target);
      if (event.key === 'Escape' && target.closest('#selected, [data-action=select]')) {
        this.clear();
      }
    });
  }

  get #models() {
    return this.#table.visible.filter(({ id }) => this.#chosen.has(id));
  }

  /** Forgets what is not seen any more, so that nothing is deleted unseen, and shows the rest. */
  show() {
    this.#chosen = new Set(this.#models.map(({ id }) => id));
    const boxes = this.#boxes;
    for (const box of boxes) {
      box.checked = this.#chosen.has(box.closest('.model').dataset.id);
    }
    const count = this.#chosen.size;
    this.#all.checked = count > 0 && count === boxes.length;
    this.#all.indeterminate = count > 0 && count < boxes.length;
    this.#all.disabled = boxes.length === 0;
    this.#showBar();
  }

  /** Chooses nothing. */
  clear() {
    this.#chosen.clear();
    this.show();
  }

  #showBar() {
    const models = this.#models;
    const hadFocus = this.#bar.contains(document.activeElement);
    const told =
      models.length === 0 ? '' : text('selection.count', { count: models.length, size: bytes(sum(models, 'bytes')) });
    this.#bar.hidden = models.length === 0;
    const line = document.getElementById('selected-count');
    if (line.textContent !== told) {
      line.textContent = told;
    }
    const update = /** @type {HTMLButtonElement} */ (this.#bar.querySelector('[data-bulk=update]'));
    const verify = /** @type {HTMLButtonElement} */ (this.#bar.querySelector('[data-bulk=verify]'));
    update.disabled = !models.some(({ repo }) => repo);
    verify.disabled = update.disabled;
    if (models.length > 0) {
      this.#place = this.#table.visible.indexOf(models[0]);
    } else if (hadFocus) {
      this.#focusNearby();
    }
  }

  /** The chosen ones are gone, and the bar with them: what has taken their place is looked at next. */
  #focusNearby() {
    const { visible } = this.#table;
    const next = visible[Math.min(this.#place, visible.length - 1)]?.item.querySelector('[data-action=open]');
    (next ?? document.getElementById('library-title')).focus({ preventScroll: true });
  }

  /** Of those that are seen; what cannot be deleted as one has no box. */
  get #boxes() {
    return this.#table.visible.map(({ item }) => item.querySelector('[data-action=select]')).filter(Boolean);
  }

  #choose(id, isChosen) {
    isChosen ? this.#chosen.add(id) : this.#chosen.delete(id);
    this.show();
  }

  #chooseAll(isChosen) {
    this.#chosen = new Set(isChosen ? this.#boxes.map(box => box.closest('.model').dataset.id) : []);
    this.show();
  }
}
