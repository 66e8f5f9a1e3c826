// The place of a model, with its bar of actions. What both are made of comes when the first model is opened, or when somebody is
// about to: until then nothing is open here.
import { onDemand, styled } from '../shared/on-demand.js';
import { showModelState } from './model-state.js';

const parts = () => import('./model-parts.js');
const style = () => styled(new URL('model.css', import.meta.url));

export class ModelPlace {
  #element;
  #make;
  /** @type {{ view: import('./model-view.js').ModelView, bar: import('./action-bar.js').ActionBar } | null} */
  #made = null;
  #asked = 0;
  #isForRow = false;

  /**
   * @param {HTMLElement} element
   * @param {(parts: typeof import('./model-parts.js')) => { view: any, bar: any }} make puts the two together, once
   */
  constructor(element, make) {
    this.#element = element;
    this.#make = make;
  }

  /** Somebody is about to open one: what it takes is fetched, and nothing shown. */
  near() {
    parts().catch(console.warn); // who opens one is told
    style();
  }

  /** As of `ModelView.open`; fails with a MissingPart where what it takes does not come. */
  async open(reference) {
    const number = ++this.#asked;
    if (this.#made === null) {
      showModelState(this.#element, 'loading');
      try {
        const [came] = await Promise.all([onDemand(parts), style()]);
        this.#made ??= this.#make(came);
        this.#made.bar.isForRow = this.#isForRow;
      } catch (failure) {
        if (number === this.#asked) {
          this.clear();
        }
        throw failure;
      }
    }
    return number === this.#asked ? this.#made.view.open(reference) : null;
  }

  clear() {
    this.#asked++;
    if (this.#made === null) {
      showModelState(this.#element, '');
    } else {
      this.#made.view.clear();
    }
  }

  /** As of `ModelView`. */
  get reference() {
    return this.#made?.view.reference ?? null;
  }

  /** As of `ModelView`. */
  get isOpen() {
    return this.#made?.view.isOpen ?? false;
  }

  /** The reference that is shown, with what is chosen of it and what is still asked; only while there is one. */
  get chosen() {
    return { ...this.#made.view.reference, ...this.#made.view.state };
  }

  /** As of `ModelView`. */
  shows(reference) {
    return this.#made?.view.shows(reference) ?? false;
  }

  /** Shows a tab of what is shown, where what is chosen stays chosen. */
  showTab(name) {
    this.#made.view.showTab(name);
  }

  /** Says anew what is chosen and what it costs. */
  updateBar() {
    this.#made?.bar.update();
  }

  /** Whether what is chosen goes into a row of the list that was opened for it. */
  set isForRow(isForRow) {
    this.#isForRow = isForRow;
    if (this.#made !== null) {
      this.#made.bar.isForRow = isForRow;
    }
  }

  /** Compares anew with the machines, which are other ones now. */
  machinesChanged() {
    this.#made?.view.machinesChanged();
  }

  /** Goes to where one chooses, else to the button that starts it, else to the name. */
  focus() {
    const { view, bar } = this.#made;
    if (!view.focus() && !bar.focus()) {
      view.focusTitle();
    }
  }
}
