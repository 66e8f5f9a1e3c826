// For which of the user's machines, and for how long a context, it is told what fits.
import { tokens } from '../shared/formats.js';
import { busy, showToast } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { machineWords } from './memory-words.js';
import { followOwnMachine, keepOwnMachine, ownMachine } from './own-machine.js';

const CONTEXTS = [2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576];

export class MachineChoice {
  #box;
  #machine;
  #context;
  #machines;

  /**
   * @param {Element} box
   * @param machines the machines that the user named
   * @param changed called after another machine or context was chosen, be it elsewhere
   */
  constructor(box, machines, changed) {
    this.#box = box;
    this.#machines = machines;
    this.#machine = /** @type {HTMLSelectElement} */ (box.querySelector('#fit-machine'));
    this.#context = /** @type {HTMLSelectElement} */ (box.querySelector('#context'));
    this.#machine.addEventListener('change', () => keepOwnMachine(this.#machine.value));
    followOwnMachine(() => {
      this.#machine.value = this.machine?.name ?? '';
      changed();
    });
    this.#context.addEventListener('change', () => {
      changed();
      machines.keepContext(this.contextLength).catch(failure => showToast(failure, 'error'));
    });
    for (const button of box.querySelectorAll('button')) {
      button.addEventListener('click', () =>
        busy(button, () => machines.edit().catch(failure => showToast(failure, 'error'))),
      );
    }
  }

  /** The one that is chosen, else the best; null when none is named. */
  get machine() {
    return ownMachine(this.#machines.known.machines);
  }

  get contextLength() {
    return Number(this.#context.value);
  }

  /** @param most tokens that the model was trained for, or null */
  show(most) {
    const { machines } = this.#machines.known;
    this.#box.querySelector('.for-machine').hidden = machines.length === 0;
    this.#box.querySelector('.no-machine').hidden = machines.length > 0;
    const chosen = ownMachine(machines);
    this.#machine.replaceChildren(
      ...machines.map(machine => new Option(machineWords(machine), machine.name, false, machine === chosen)),
    );
    this.#fillContexts(most);
  }

  #fillContexts(most) {
    const wanted = this.#machines.known.contextLength;
    const lengths = CONTEXTS.filter(length => most == null || length < most).concat(most == null ? [] : [most]);
    const value = most == null || wanted <= most ? wanted : most;
    if (!lengths.includes(value)) {
      lengths.push(value);
      lengths.sort((one, other) => one - other);
    }
    this.#context.replaceChildren(
      ...lengths.map(
        length =>
          new Option(text('choosing.context', { tokens: tokens(length) }), String(length), false, length === value),
      ),
    );
  }
}
