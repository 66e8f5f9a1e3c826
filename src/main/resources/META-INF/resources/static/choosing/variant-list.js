// The variants of a repository to choose from, each with where it would run.

import { bytes } from '../shared/formats.js';
import { text } from '../shared/texts.js';
import { MachineChoice } from './machine-choice.js';
import { needOf, placeOf, recommended } from './memory-fit.js';
import { reasonWords, sumWords } from './memory-words.js';
import { showTooltips } from './tooltip.js';
import { arranged } from './variant-order.js';
import { VariantRow } from './variant-row.js';

export class VariantList {
  #box;
  #list;
  #folded;
  #more;
  #several;
  #advice;
  #machine;
  #changed;
  #rows = [];
  #repoView = null;
  #needs = null;
  #freeBytes = null;
  #best = null;

  /**
   * @param {Element} box
   * @param machines the machines that the user named
   * @param changed called after somebody chose something
   */
  constructor(box, machines, changed) {
    this.#box = box;
    this.#changed = changed;
    this.#list = box.querySelector('#variants');
    this.#folded = box.querySelector('#duplicates');
    this.#more = box.querySelector('#more-variants');
    this.#several = /** @type {HTMLInputElement} */ (box.querySelector('#several-variants'));
    this.#advice = box.querySelector('.advice');
    this.#machine = new MachineChoice(box.querySelector('.fitting'), machines, () => this.machinesChanged(false));
    showTooltips(box);
    for (const list of [this.#list, this.#folded]) {
      list.addEventListener('change', changed);
      list.addEventListener('focusin', event => this.#focused(event.target.closest('.variant')));
      list.addEventListener('keydown', event => this.#key(event));
    }
    this.#several.addEventListener('change', () => this.#severalChanged());
    this.#more.addEventListener('click', () => this.#unfold(this.#more.getAttribute('aria-expanded') !== 'true'));
  }

  /**
   * @param labels those that are chosen to begin with
   * @param freeBytes room on the disk, or null
   * @param needs what the head of a file tells of memory, `{}` when it tells nothing, or null when that is not known yet
   */
  show(repoView, labels, freeBytes, needs) {
    this.#repoView = repoView;
    this.#needs = needs;
    this.#freeBytes = freeBytes;
    const { variants } = repoView;
    const told = toldByRows(variants);
    this.#rows = variants.map((variant, index) => new VariantRow(variant, `variant-${index}`, told));
    this.#box.querySelector('legend').textContent = text('choosing.variants', { count: variants.length });
    this.#box.hidden = variants.length === 0;
    this.#tellProjector(told.projector ? null : variants[0]?.projector);
    const once = this.#rows.filter(row => !row.variant.duplicate);
    const wanted = this.#called(labels);
    const chosen = wanted.length === 0 && once.length === 1 ? once : wanted;
    this.#several.checked = chosen.length > 1;
    this.#several.parentElement.hidden = variants.length < 2;
    this.#rows.forEach(row => {
      row.several = this.#several.checked;
      row.input.checked = chosen.includes(row);
    });
    const twice = this.#rows.filter(row => row.variant.duplicate);
    this.#folded.hidden = twice.length === 0;
    this.#folded.open = twice.some(row => row.input.checked);
    this.#folded.querySelector('ul').replaceChildren(...twice.map(row => row.element));
    this.#unfold(false);
    this.machinesChanged(true);
    this.#focused((chosen[0] ?? this.#rows[0])?.element);
  }

  /** What the head of a file tells of memory, when that comes late: then nothing moves to another place any more. */
  complete(needs) {
    this.#needs = needs;
    this.#machine.show(this.#contextLength);
    this.#showFits();
    this.#keepInSight();
  }

  /** What is on the disk now. */
  diskIs(variants) {
    this.#rows.forEach(({ variant }) => {
      const same = ({ label, format }) => label === variant.label && format === variant.format;
      variant.onDisk = variants.find(same)?.onDisk ?? variant.onDisk;
    });
    this.#showFits();
    this.#keepInSight();
  }

  /** Compares anew. @param named whether other machines may be named now */
  machinesChanged(named) {
    if (this.#repoView) {
      if (named) {
        this.#machine.show(this.#contextLength);
      }
      this.#showFits();
      this.#arrange();
    }
  }

  /** Labels of what is chosen. */
  get chosen() {
    return this.#rows.filter(row => row.input.checked).map(row => row.variant.label);
  }

  get isEmpty() {
    return this.#rows.length === 0;
  }

  unchoose() {
    this.#rows.forEach(row => {
      row.input.checked = false;
    });
  }

  /** Chooses one, beside others where several are, and goes there. */
  choose(label) {
    const [row] = this.#called([label]);
    if (row) {
      if (this.chosen.length > 0) {
        this.#several.checked = true;
        this.#showKind();
      }
      row.input.checked = true;
      this.#arrange();
      row.input.focus();
    }
  }

  focus() {
    const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.#list.querySelectorAll('input'))];
    (inputs.find(input => input.checked) ?? inputs[0])?.focus();
  }

  get #contextLength() {
    return this.#repoView.contextLength ?? this.#needs?.contextLength ?? null;
  }

  #called(labels) {
    const wanted = new Set(labels.map(label => label.toLowerCase()));
    return this.#rows.filter(row => wanted.has(row.variant.label.toLowerCase()));
  }

  /** Writes anew what fits where, and which one is recommended. */
  #showFits() {
    const { machine, contextLength } = this.#machine;
    const cacheBytesPerToken = this.#needs?.cacheBytesPerToken ?? null;
    const isLate = machine !== null && this.#needs === null;
    const known = { freeBytes: this.#freeBytes, machine, contextLength, cacheBytesPerToken };
    const best = isLate ? undefined : recommended(this.#repoView.variants, known);
    this.#best = best && { ...best, words: reasonWords(best.reason, machine) };
    const several = this.#rows.length > 1;
    for (const row of this.#rows) {
      row.recommend(several && this.#best?.variant === row.variant ? this.#best.words : null);
      row.showTags(this.#freeBytes);
      row.showFit(isLate ? 'late' : this.#fit(row.variant, machine, contextLength, cacheBytesPerToken));
    }
    this.#advice.textContent =
      best === null ? text(machine === null ? 'choosing.noneFitsDisk' : 'choosing.noneFits') : '';
  }

  #fit(variant, machine, contextLength, cacheBytesPerToken) {
    if (machine === null) {
      return null;
    }
    const need = needOf(variant, contextLength, cacheBytesPerToken);
    const place = placeOf(need.total, machine);
    return { need, place, machine, sum: sumWords(need, place, machine, contextLength, this.#needs) };
  }

  #arrange() {
    const once = this.#rows.filter(row => !row.variant.duplicate);
    const isKept = variant => once.find(row => row.variant === variant).input.checked;
    const best = this.#best === null ? null : this.#best?.variant;
    const order = arranged(
      once.map(row => row.variant),
      best,
      isKept,
    );
    this.#list.replaceChildren(...order.rows.map(variant => once.find(row => row.variant === variant).element));
    once.forEach(row => row.element.classList.toggle('far', order.folded.has(row.variant)));
    this.#keepInSight();
  }

  /** What was folded, and has a reason to be seen now. */
  #keepInSight() {
    this.#rows
      .filter(row => row.variant === this.#best?.variant || row.variant.onDisk !== 'no')
      .forEach(row => row.element.classList.remove('far'));
    const count = this.#list.querySelectorAll('.far').length;
    this.#more.hidden = count === 0;
    this.#more.dataset.count = String(count);
    this.#tellMore();
  }

  #unfold(open) {
    this.#more.setAttribute('aria-expanded', String(open));
    this.#list.classList.toggle('unfolded', open);
    this.#tellMore();
  }

  #tellMore() {
    this.#more.querySelector('span').textContent =
      this.#more.getAttribute('aria-expanded') === 'true'
        ? text('choosing.fewer')
        : text('choosing.more', { count: Number(this.#more.dataset.count) });
  }

  #tellProjector(projector) {
    const line = this.#box.querySelector('.projector');
    line.hidden = !projector;
    line.textContent = projector
      ? text('choosing.includesProjector', { name: nameOf(projector.path), size: bytes(projector.size) })
      : '';
  }

  #severalChanged() {
    const [first] = this.#rows.filter(row => row.input.checked);
    if (!this.#several.checked && first) {
      this.unchoose();
      first.input.checked = true;
    }
    this.#showKind();
    this.#changed();
  }

  #showKind() {
    this.#rows.forEach(row => {
      row.several = this.#several.checked;
    });
  }

  /** Of the buttons that tell the arithmetic one alone is a stop of the Tab key: that of the row where the focus was last. */
  #focused(element) {
    if (element) {
      this.#rows.forEach(row => {
        row.reachable = row.element === element;
      });
    }
  }

  /** Enter takes the variant where the focus is; where it is taken, Enter starts what is chosen, as in any form. */
  #key(event) {
    if (event.key === 'Enter' && event.target.name === 'variant' && !event.target.checked) {
      event.preventDefault();
      event.target.click();
    }
  }
}

/** What is not the same for all variants, so that each row has to tell it. */
function toldByRows(variants) {
  const [first] = variants;
  const projectors = new Set(variants.map(variant => variant.projector?.path));
  return {
    format: variants.some(variant => variant.format !== first.format) || first?.format !== 'gguf',
    projector: projectors.size > 1,
  };
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.gguf$/, '');
}
