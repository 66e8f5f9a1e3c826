// One variant to choose: what it is, whether it is here, and what it needs of a machine's memory.
import { bytes, exactBytes } from '../shared/formats.js';
import { icon } from '../shared/icons.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { memoryBar } from './memory-bar.js';
import { missingOnDisk } from './memory-fit.js';
import { placeWords } from './memory-words.js';

export class VariantRow {
  element = fromTemplate('variant');
  input = this.element.querySelector('input');
  variant;
  #told;
  #why = this.element.querySelector('.why');
  #formula = this.element.querySelector('.formula');
  #tags = this.element.querySelector('.variant-tags');
  #reason = this.element.querySelector('.variant-reason');

  /**
   * @param variant
   * @param {string} id of the row, from which those of its parts are made
   * @param told `format` and `projector`: whether the row has to tell them, as they are not those of all
   */
  constructor(variant, id, told) {
    this.variant = variant;
    this.element.id = id;
    this.input.value = variant.label;
    this.#told = told;
    const part = (name, content) => {
      const element = this.element.querySelector(`.${name}`);
      element.textContent = content;
      element.id = `${id}-${name}`;
      return element;
    };
    part('variant-name', variant.label);
    part('size', bytes(variant.bytes)).title = exactBytes(variant.bytes);
    part('variant-tags', '');
    part('variant-notes', '').replaceChildren(...this.#facts().map(note));
    part('variant-reason', '');
    part('formula', '');
    this.#why.id = `${id}-why`;
    this.#why.setAttribute('aria-describedby', `${id}-formula`);
    this.input.setAttribute('aria-labelledby', `${id}-variant-name ${id}-size`);
    this.input.setAttribute('aria-describedby', `${id}-variant-tags ${id}-variant-reason ${id}-why`);
  }

  /** Lets one or several of them be chosen. */
  set several(several) {
    this.input.type = several ? 'checkbox' : 'radio';
  }

  /** Whether the button that tells the arithmetic can be reached by Tab: that of one row alone. */
  set reachable(reachable) {
    this.#why.tabIndex = reachable ? 0 : -1;
  }

  /** @param {string | null} reason why it is the recommended one, in words; null for any other */
  recommend(reason) {
    this.#reason.hidden = reason === null;
    this.#reason.replaceChildren(
      ...(reason === null ? [] : [tag('good', text('choosing.recommended'), 'star'), ' ', reason]),
    );
  }

  /** Writes anew what may change: what of it is on the disk, and whether there is room for it. */
  showTags(freeBytes) {
    const { variant } = this;
    const missing = missingOnDisk(variant, freeBytes);
    this.#tags.replaceChildren(
      ...[
        variant.onDisk === 'yes' ? tag('good', text('choosing.here.yes'), 'check') : null,
        variant.onDisk === 'partly' || variant.onDisk === 'older'
          ? tag('warning', text(`choosing.here.${variant.onDisk}`))
          : null,
        missing > 0 ? tag('error', text('choosing.diskMissing', { missing: bytes(missing) })) : null,
        variant.complete
          ? null
          : tag('warning', text('choosing.incomplete', { have: variant.shards, of: variant.shardsExpected })),
      ].filter(Boolean),
    );
  }

  #facts() {
    const { variant } = this;
    return [
      this.#told.format && variant.format !== variant.label ? variant.format : '',
      variant.bitsPerWeight == null ? '' : text('choosing.bits', { bits: variant.bitsPerWeight.toFixed(1) }),
      variant.complete && variant.shards > 1 ? text('choosing.parts', { count: variant.shards }) : '',
      this.#told.projector && variant.projector
        ? text('choosing.withProjector', { name: variant.projector.path, size: bytes(variant.projector.size) })
        : '',
    ].filter(Boolean);
  }

  /**
   * Shows how it fits a machine.
   *
   * @param {{ need: any, place: any, machine: any, sum: string } | 'late' | null} fit null without a machine
   */
  showFit(fit) {
    this.#why.hidden = fit === null;
    this.#why.disabled = fit === 'late';
    if (fit === null || fit === 'late') {
      this.#why.replaceChildren(...(fit === 'late' ? ['…'] : []));
      this.#formula.textContent = '';
      this.element.toggleAttribute('data-fit', fit === 'late');
      return;
    }
    this.element.dataset.fit = fit.place.where;
    this.#why.replaceChildren(memoryBar(fit.need, fit.machine), placed(placeWords(fit.place)));
    this.#formula.textContent = fit.sum;
  }
}

function placed(words) {
  const place = document.createElement('span');
  place.className = 'place';
  place.textContent = words;
  return place;
}

function tag(kind, words, symbol) {
  const made = document.createElement('span');
  made.className = 'tag';
  made.dataset.kind = kind;
  made.append(...(symbol ? [icon(symbol)] : []), words);
  return made;
}

function note(words) {
  const element = document.createElement('span');
  element.textContent = words;
  return element;
}
