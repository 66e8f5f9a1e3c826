// The variants of a repository as a table to choose from, each with where it would run.

import { bytes, exactBytes, memory } from '../shared/formats.js';
import { busy, showToast } from '../shared/notices.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { cacheFormula } from './cache-formula.js';
import { followLocalPresence } from './local-presence.js';
import { missingOnDisk, needOf, placeOf, recommended } from './memory-fit.js';
import { showTooltips } from './tooltip.js';

const CONTEXTS = [2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576];
const UNKNOWN = '–';

export class VariantTable {
  #box;
  #context;
  #advice;
  #repoView = null;
  #variants = [];
  #machines;
  #needs = null;
  #freeBytes = null;

  /**
   * @param machines the machines that the user named
   * @param changed called after somebody ticked something
   */
  constructor(box, machines, changed) {
    this.#box = box;
    this.#machines = machines;
    this.#context = box.querySelector('#context');
    this.#advice = box.querySelector('.advice');
    showTooltips(box);
    followLocalPresence(
      () => this.#repoView,
      variants => this.#diskIs(variants),
    );
    box.querySelectorAll('tbody').forEach(body => body.addEventListener('change', changed));
    const edit = box.querySelector('#edit-machines');
    edit.addEventListener('click', () =>
      busy(edit, () => machines.edit().catch(failure => showToast(failure, 'error'))),
    );
    this.#context.addEventListener('change', () => {
      this.showFits();
      machines.keepContext(Number(this.#context.value)).catch(failure => showToast(failure, 'error'));
    });
  }

  /** @param labels those that are ticked to begin with */
  show(repoView, labels, freeBytes) {
    this.#repoView = repoView;
    this.#variants = repoView.variants;
    this.#needs = null;
    this.#freeBytes = freeBytes;
    const once = repoView.variants.filter(variant => !variant.duplicate);
    const twice = repoView.variants.filter(variant => variant.duplicate);
    const wanted = new Set(labels.map(label => label.toLowerCase()));
    const several = repoView.variants.length > 1;
    this.#box.querySelector('legend').textContent = several
      ? text('choosing.chooseFrom', { count: repoView.variants.length })
      : text('choosing.whatThereIs');
    const [main, other] = this.#box.querySelectorAll('tbody');
    main.replaceChildren(...once.map(variant => this.#row(variant)));
    other.replaceChildren(...twice.map(variant => this.#row(variant)));
    const folded = this.#box.querySelector('#duplicates');
    folded.hidden = twice.length === 0;
    folded.open = twice.some(variant => wanted.has(variant.label.toLowerCase()));
    this.inputs.forEach(input => {
      input.checked =
        wanted.has(input.value.toLowerCase()) || (wanted.size === 0 && once.length === 1 && !input.dataset.twice);
    });
    this.#fillContexts(repoView.contextLength);
    this.#box.hidden = repoView.variants.length === 0;
    this.showFits();
  }

  /** What the head of a file tells of memory; `{}` when it tells nothing. */
  complete(needs) {
    this.#needs = needs;
    this.#fillContexts(needs.contextLength);
    this.showFits();
  }

  get inputs() {
    return [...this.#box.querySelectorAll('[name=variant]')];
  }

  chosen() {
    return this.inputs.filter(input => input.checked).map(input => input.value);
  }

  unchoose() {
    this.inputs.forEach(input => {
      input.checked = false;
    });
  }

  /** Ticks one more and goes there. */
  tick(label) {
    const input = this.inputs.find(each => each.value === label);
    if (input) {
      input.checked = true;
      input.focus();
    }
  }

  focus() {
    this.inputs[0]?.focus();
  }

  /** Writes anew what fits where, and which one is recommended. */
  showFits() {
    const { machines } = this.#machines.known;
    this.#context.parentElement.hidden = machines.length === 0; // it says nothing about a disk
    const contextLength = Number(this.#context.value);
    const cacheBytesPerToken = this.#needs?.cacheBytesPerToken ?? null;
    const best =
      this.#needs === null && machines.length > 0 // not before all is known, or the mark would jump
        ? undefined
        : recommended(this.#variants, { freeBytes: this.#freeBytes, machines, contextLength, cacheBytesPerToken });
    const marked = this.#variants.length > 1 ? best : null;
    this.#variants.forEach((variant, index) => {
      const row = this.#box.querySelector(`#variant-${index}`);
      row.querySelector('.recommended').hidden = variant !== marked;
      row.querySelector('.fits').replaceChildren(...this.#fits(variant, index, machines, contextLength));
    });
    this.#advice.textContent =
      best === null
        ? text(machines.length > 0 ? 'choosing.noneFits' : 'choosing.noneFitsDisk')
        : machines.length === 0
          ? text('choosing.nameMachines')
          : '\u00a0';
  }

  #fits(variant, index, machines, contextLength) {
    const missing = missingOnDisk(variant, this.#freeBytes);
    const disk =
      missing === 0
        ? machines.length > 0
          ? []
          : [element('span', 'fit', text('choosing.fitsDisk'), 'vram')]
        : [element('span', 'fit', text('choosing.diskMissing', { missing: bytes(missing) }), 'no')];
    return [
      ...disk,
      ...machines.map((machine, number) => this.#place(variant, machine, `why-${index}-${number}`, contextLength)),
    ];
  }

  #place(variant, machine, id, contextLength) {
    if (this.#needs === null) {
      return element('span', 'fit', `${machine.name}: …`, 'late');
    }
    const need = needOf(variant, contextLength, this.#needs.cacheBytesPerToken);
    const { where, missing } = placeOf(need.total, machine);
    const line = element('span', 'fit', '', where);
    const button = element(
      'button',
      'why',
      `${machine.name}: ${text(`choosing.place.${where}`, { missing: memory(missing) })}`,
    );
    button.type = 'button';
    button.setAttribute('aria-describedby', id);
    const why = element('span', 'unseen', this.#formula(need, machine, contextLength));
    why.id = id;
    line.append(button, why);
    return line;
  }

  #formula(need, machine, contextLength) {
    const parts = [
      text('choosing.sum.weights', { size: memory(need.weights) }),
      need.projector > 0 ? text('choosing.sum.projector', { size: memory(need.projector) }) : '',
      need.cacheKnown
        ? text('choosing.sum.cache', {
            size: memory(need.cache),
            tokens: contextLength.toLocaleString('en-US'),
            formula: cacheFormula(this.#needs),
          })
        : '',
    ]
      .filter(Boolean)
      .join(' + ');
    return [
      `${parts} = ${memory(need.total)}.`,
      need.cacheKnown ? '' : text('choosing.sum.noCache'),
      text('choosing.sum.has', { name: machine.name, vram: memory(machine.vramBytes), ram: memory(machine.ramBytes) }),
    ]
      .filter(Boolean)
      .join(' ');
  }

  #fillContexts(most) {
    const kept = this.#machines.known.contextLength;
    const lengths = CONTEXTS.filter(length => most == null || length < most).concat(most == null ? [] : [most]);
    const value = most == null || kept <= most ? kept : most;
    if (!lengths.includes(value)) {
      lengths.push(value);
      lengths.sort((one, other) => one - other);
    }
    this.#context.replaceChildren(
      ...lengths.map(
        length =>
          new Option(
            text('choosing.tokens', { count: length.toLocaleString('en-US') }),
            String(length),
            false,
            length === value,
          ),
      ),
    );
  }

  #diskIs(variants) {
    this.#variants.forEach((variant, index) => {
      const same = ({ label, format }) => label === variant.label && format === variant.format;
      variant.onDisk = variants.find(same)?.onDisk ?? variant.onDisk;
      this.#writeHere(this.#box.querySelector(`#variant-${index}`), variant);
    });
    this.showFits();
  }

  #writeHere(row, variant) {
    const here = row.querySelector('.here');
    here.textContent = text(`choosing.here.${variant.onDisk}`);
    here.dataset.here = variant.onDisk;
  }

  #row(variant) {
    const row = fromTemplate('variant');
    const id = `variant-${this.#variants.indexOf(variant)}`;
    row.id = id;
    const input = row.querySelector('input');
    input.value = variant.label;
    input.setAttribute('aria-labelledby', `${id}-name ${id}-format`);
    if (variant.duplicate) {
      input.dataset.twice = 'yes';
    }
    const set = (part, content) => {
      row.querySelector(`.${part}`).textContent = content;
    };
    set('variant-name', variant.label);
    set('format', variant.format);
    row.querySelector('.variant-name').id = `${id}-name`;
    row.querySelector('.format').id = `${id}-format`;
    set('bits', variant.bitsPerWeight == null ? UNKNOWN : variant.bitsPerWeight.toFixed(1));
    set(
      'shards',
      variant.complete
        ? variant.shards
        : text('choosing.shardsOf', { have: variant.shards, of: variant.shardsExpected }),
    );
    set('size', bytes(variant.bytes));
    row.querySelector('.size').title = exactBytes(variant.bytes);
    this.#writeHere(row, variant);
    const note = [
      variant.complete ? '' : text('choosing.incomplete', { count: variant.shardsExpected - variant.shards }),
      variant.projector
        ? text('choosing.withProjector', { name: variant.projector.path, size: bytes(variant.projector.size) })
        : '',
    ]
      .filter(Boolean)
      .join(' ');
    set('variant-note', note);
    row.querySelector('.variant-note').hidden = note === '';
    row.addEventListener('click', event => {
      if (!event.target.closest('input, button') && !getSelection().toString()) {
        input.click();
      }
    });
    return row;
  }
}

function element(name, className, content, where) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  if (where) {
    made.dataset.where = where;
  }
  return made;
}
