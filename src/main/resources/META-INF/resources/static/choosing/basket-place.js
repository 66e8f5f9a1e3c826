// The place of the list that somebody puts together. What it is made of comes with the first line of it.
import { onDemand } from '../shared/on-demand.js';
import { kept } from './basket-kept.js';

export class BasketPlace {
  #section;
  #tell;
  /** @type {import('./basket.js').Basket | null} */
  #basket = null;

  /**
   * @param {HTMLElement} section
   * @param tell as of a `Basket`
   */
  constructor(section, tell) {
    this.#section = section;
    this.#tell = tell;
    if (kept().length > 0) {
      this.ready().catch(console.warn); // the page has told
    }
  }

  /** The list, once it can be filled; fails with a MissingPart. */
  async ready() {
    const { Basket } = await onDemand(() => import('./basket.js'));
    this.#basket ??= new Basket(this.#section, this.#tell);
    return this.#basket;
  }

  /** As of a `Basket`; one that is not there yet has no rows to be seen. */
  unfold(isOpen) {
    this.#basket?.unfold(isOpen);
  }

  /** As of a `Basket`. */
  lineOf(row) {
    return this.#basket.lineOf(row);
  }

  /** As of a `Basket`. */
  focus(row) {
    this.#basket.focus(row);
  }
}
