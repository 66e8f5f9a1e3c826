// What is asked when several variants share a name that was asked for: which of them is meant.
import { bytes } from '../shared/formats.js';
import { text } from '../shared/texts.js';

export class VariantQuestion {
  #box;
  #answered;
  #open = [];

  /** @param answered called with the label that somebody chose */
  constructor(box, answered) {
    this.#box = box;
    this.#answered = answered;
  }

  /** @param questions each a name with the variants that it could mean, asked one after the other */
  ask(questions) {
    this.#open = [...questions];
    this.#show();
  }

  clear() {
    this.ask([]);
  }

  get isOpen() {
    return this.#open.length > 0;
  }

  /** The questions that wait for an answer. */
  get open() {
    return [...this.#open];
  }

  focus() {
    this.#box.querySelector('button')?.focus();
  }

  #show() {
    const [question] = this.#open;
    this.#box.hidden = question === undefined;
    this.#box.querySelector('#which-title').textContent = question
      ? text('choosing.which', { label: question.name, count: question.variants.length })
      : '';
    this.#box
      .querySelector('.choices')
      .replaceChildren(...(question?.variants ?? []).map(variant => this.#choice(variant)));
  }

  #choice(variant) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'secondary';
    button.textContent = `${variant.label} · ${bytes(variant.bytes)}`;
    button.addEventListener('click', () => {
      this.#open.shift();
      this.#show();
      this.#answered(variant.label);
      this.focus();
    });
    return button;
  }
}
