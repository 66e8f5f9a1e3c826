// The machine that it is told for what fits of what was found, and whether what does not is left out.
import { machineWords } from './memory-words.js';
import { followOwnMachine, keepOwnMachine, ownMachine } from './own-machine.js';

export class ExploreMachine {
  #part;
  #select;
  #hide;
  #machines;

  /**
   * @param {HTMLElement} part
   * @param machines those that the user named
   * @param tell `other` is called after another one was chosen, here or elsewhere, `hide` with whether what is too big is to be left out
   */
  constructor(part, machines, tell) {
    this.#part = part;
    this.#machines = machines;
    this.#select = part.querySelector('select');
    this.#hide = /** @type {HTMLButtonElement} */ (part.querySelector('#hide-too-big'));
    this.#select.addEventListener('change', () => keepOwnMachine(this.#select.value));
    followOwnMachine(tell.other);
    this.#hide.addEventListener('click', () => tell.hide(this.#hide.getAttribute('aria-pressed') !== 'true'));
  }

  /** The one that is chosen, or null. */
  get machine() {
    return ownMachine(this.#machines.known.machines);
  }

  /**
   * @param {boolean} ofModels nothing else has to fit
   * @param {boolean} hides whether what is too big is left out
   */
  show(ofModels, hides) {
    const { machines } = this.#machines.known;
    const { machine } = this;
    const parts = { '.own-machine': machine !== null, '#add-own-machine': machine === null };
    for (const [selector, isThere] of Object.entries(parts)) {
      /** @type {HTMLElement} */ (this.#part.querySelector(selector)).hidden = !isThere;
    }
    this.#part.classList.toggle('invisible', !ofModels);
    this.#hide.setAttribute('aria-pressed', String(hides));
    this.#select.replaceChildren(
      ...machines.map(each => new Option(machineWords(each), each.name, false, each === machine)),
    );
  }
}
