// The tabs of a model (WAI-ARIA tabs): arrow keys go from one to the next, and the one that is chosen alone is there.

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export class ModelTabs {
  #list;
  #opened;
  #chosen = '';

  /**
   * @param {Element} list the tabs, each with its name as value and with the id of its panel
   * @param opened called with the name of a tab that comes to be seen, and whether it was somebody who opened it
   */
  constructor(list, opened) {
    this.#list = list;
    this.#opened = opened;
    list.addEventListener('click', event => {
      const tab = /** @type {Element} */ (event.target).closest('button');
      if (tab && tab.value !== this.#chosen) {
        this.#show(tab.value, true);
      }
    });
    list.addEventListener('keydown', event => this.#key(/** @type {KeyboardEvent} */ (event)));
  }

  get chosen() {
    return this.#chosen;
  }

  /** Which tabs there are. */
  offer(names) {
    for (const tab of this.#all()) {
      tab.hidden = !names.includes(tab.value);
    }
  }

  /** Whether there is such a tab now. */
  has(name) {
    return this.#there().some(tab => tab.value === name);
  }

  /** @param name of the tab to show; the first one if there is none of this name */
  show(name) {
    this.#show(this.has(name) ? name : this.#there()[0].value, false);
  }

  #show(name, byUser) {
    this.#chosen = name;
    for (const tab of this.#all()) {
      const chosen = tab.value === name;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !chosen;
    }
    this.#opened(name, byUser);
  }

  #key(event) {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const tabs = this.#there();
    const at = tabs.findIndex(tab => tab.value === this.#chosen);
    const next = tabs[Number.isFinite(step) ? (at + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1];
    next.focus();
    if (next.value !== this.#chosen) {
      this.#show(next.value, true);
    }
  }

  #all() {
    return [...this.#list.querySelectorAll('button')];
  }

  #there() {
    return this.#all().filter(tab => !tab.hidden);
  }
}
