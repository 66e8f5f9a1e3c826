// Several references at once: what each would cost, what must still be chosen, and all of them started together.
import './core.js';
import { get, getList, post, repoPath } from '../shared/api.js';
import { largestOf, repoViewOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { busy } from '../shared/notices.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { keep, kept } from './basket-kept.js';
import { show } from './basket-row.js';
import { askPlan, roomFor } from './plan-line.js';
import { bodyOf, NOTHING } from './reference.js';

const AT_ONCE = 4;
const MAX_NAMES = 3;

export class Basket {
  #section;
  #list;
  #total;
  #opener;
  #tell;
  #rows = [];
  #number = 0;
  #asking = 0;

  /**
   * @param tell `choose` is called with a row to choose for, `edit` with the text of one that could not be read and has left,
   *   `gone` with one that left, `started` after some were started; `system` gives what the server says about itself
   */
  constructor(section, tell) {
    this.#section = section;
    this.#list = section.querySelector('.basket-rows');
    this.#total = section.querySelector('#basket-total');
    this.#opener = section.querySelector('#show-basket');
    this.#opener.addEventListener('click', () => this.unfold(!section.hasAttribute('data-unfolded')));
    this.unfold(false);
    this.#tell = tell;
    this.#list.addEventListener('click', event => this.#click(event.target.closest('[data-do]'), event.detail > 1));
    const start = section.querySelector('#start-all');
    start.addEventListener('click', () => busy(start, () => this.#startAll()));
    section.querySelector('#empty-basket').addEventListener('click', () => {
      this.#clear();
      this.focus();
    });
    try {
      this.add(kept());
    } catch {
      this.#clear(); // a basket that cannot be shown is worth less than the page
    }
  }

  /** Whether its rows are to be seen also while somebody looks for more. */
  unfold(isOpen) {
    this.#section.toggleAttribute('data-unfolded', isOpen);
    this.#opener.setAttribute('aria-expanded', String(isOpen));
    this.#opener.textContent = text(isOpen ? 'choosing.basket.hide' : 'choosing.basket.show');
  }

  /** @param references as the server read them from lines */
  add(references) {
    const known = new Set(this.#rows.map(row => meaning(row.reference)));
    references
      .filter(reference => !known.has(meaning(reference)) && known.add(meaning(reference)))
      .forEach(reference => this.#append(reference));
    this.#ask();
  }

  /** Puts what was chosen for a row in its place; for a row that is gone, or null, it is a new one. */
  take(row, reference) {
    const taken = { ...reference, kind: 'repo' };
    if (this.#rows.includes(row)) {
      this.#renew(row, taken);
    } else {
      this.add([taken]);
    }
    this.#ask();
    this.focus(this.#rows.find(other => other.reference === taken));
  }

  /** Goes to a row, else to the title; of an empty basket, which is not to be seen, to the box that fills it. */
  focus(row) {
    const name = row?.element.querySelector('.basket-name');
    const target = name?.checkVisibility() ? name : this.#section.querySelector('#basket-title');
    (this.#rows.length === 0 ? document.getElementById('repo') : target).focus();
  }

  /** Which line of the basket it is, from 1. */
  lineOf(row) {
    return this.#rows.indexOf(row) + 1;
  }

  #append(reference) {
    const element = fromTemplate('basket-row');
    const state = { repo: 'new', search: 'choose' }[reference.kind] ?? 'unreadable';
    const row = { id: ++this.#number, reference, state, plan: null, problem: '', count: 0, suggestions: [], element };
    element.dataset.id = row.id;
    this.#rows.push(row);
    this.#list.append(element);
    show(row);
  }

  /** Asks for as many rows at a time as a Hub may be asked at once. */
  #ask() {
    for (const row of this.#rows.filter(each => each.state === 'new').slice(0, AT_ONCE - this.#asking)) {
      this.#asking++;
      row.state = 'asking';
      this.#look(row, row.reference).finally(() => {
        this.#asking--;
        this.#ask();
      });
    }
    this.#tellTotal();
  }

  async #look(row, reference) {
    const found = { state: 'ready', plan: null, problem: '', suggestions: [] };
    try {
      const whole = reference.variants.length + reference.include.length + reference.exclude.length === 0;
      const count = whole ? await variantsOf(reference) : 1;
      if (count > 1) {
        Object.assign(found, { state: 'choose', count });
      } else {
        found.plan = await askPlan(bodyOf(reference));
        if (found.plan.gated && (await this.#tell.system()).tokenPresent === false) {
          found.state = 'gated'; // it would fail as soon as its turn comes
        }
      }
    } catch (failure) {
      Object.assign(
        found,
        failure.kind === 'variant-ambiguous'
          ? { state: 'choose', count: failure.choices.length }
          : { state: 'failed', problem: failure, suggestions: failure.suggestions ?? [] },
      );
    }
    if (row.reference === reference) {
      Object.assign(row, found);
      show(row);
    }
  }

  async #tellTotal() {
    this.#section.hidden = this.#rows.length === 0;
    keep(this.#rows.map(row => row.reference));
    const ready = this.#rows.filter(row => row.state === 'ready');
    this.#section.querySelector('#start-all').disabled = ready.length === 0;
    if (this.#rows.some(row => row.state === 'asking' || row.state === 'new')) {
      this.#total.textContent = text('choosing.counting');
      return;
    }
    const count = state => this.#rows.filter(row => row.state === state).length;
    const open = count('choose');
    const gated = count('gated');
    const failed = count('failed');
    const unreadable = count('unreadable');
    const toFetch = ready.reduce((sum, row) => sum + row.plan.toFetch, 0);
    const after = Math.min(...ready.map(row => row.plan.free)) - toFetch;
    const fits = ready.length === 0 || toFetch === 0 || (after >= 0 && ready.every(row => row.plan.fits));
    const parts = [
      text('choosing.basket.total', { count: ready.length, size: bytes(toFetch) }),
      open > 0 ? text('choosing.basket.open', { count: open }) : '',
      gated > 0 ? text('choosing.basket.gated', { count: gated }) : '',
      failed > 0 ? text('choosing.basket.failed', { count: failed }) : '',
      unreadable > 0 ? text('choosing.basket.unreadable', { count: unreadable }) : '',
      ready.length === 0
        ? ''
        : fits
          ? text('choosing.basket.staysFree', { size: bytes(Math.max(0, after)) })
          : text('choosing.basket.tooLarge', {
              missing: bytes(Math.max(-after, ...ready.map(row => row.plan.missing))),
            }),
    ];
    const told = parts.filter(Boolean).join(text('choosing.gap'));
    this.#total.dataset.fits = fits ? 'yes' : 'no';
    this.#total.replaceChildren(told, ...roomFor([], fits));
    if (!fits) {
      const rows = this.#rows.length;
      const models = await getList('./api/v1/library')
        .then(models => largestOf(models, MAX_NAMES))
        .catch(() => []);
      if (this.#rows.length === rows && this.#total.dataset.fits === 'no') {
        this.#total.replaceChildren(told, ...roomFor(models, false));
      }
    }
  }

  async #startAll() {
    const started = [];
    for (const row of this.#rows.filter(each => each.state === 'ready')) {
      if (!this.#rows.includes(row) || row.state !== 'ready') {
        continue; // somebody removed or changed it meanwhile
      }
      try {
        started.push((await post('./api/v1/downloads', bodyOf(row.reference))).body);
        this.#remove(row);
      } catch (failure) {
        row.problem = failure;
        show(row);
      }
    }
    this.#tellTotal();
    if (started.length > 0) {
      this.#tell.started(started, text('choosing.basket.started', { count: started.length }));
    }
    if (this.#section.contains(document.activeElement) || document.activeElement === document.body) {
      this.focus(); // what was focused is gone; whoever went on elsewhere stays there
    }
  }

  /** @param again the second click of a double click, which meant what the button was before the first */
  #click(button, again) {
    const row = button && this.#rows.find(each => String(each.id) === button.closest('[data-id]').dataset.id);
    if (!row) {
      return;
    }
    const action = button.dataset.do;
    if (action === 'choose') {
      if (!again) {
        this.#tell.choose(row);
      }
    } else if (action === 'retry' || action === 'mean') {
      this.#renew(row, action === 'mean' ? { ...row.reference, repo: button.value } : row.reference);
      this.#ask();
      this.focus(row);
    } else {
      const index = this.#rows.indexOf(row);
      this.#remove(row);
      this.#tellTotal();
      if (action === 'edit') {
        this.#tell.edit(row.reference.text);
      } else {
        this.focus(this.#rows[Math.min(index, this.#rows.length - 1)]);
      }
    }
  }

  #renew(row, reference) {
    Object.assign(row, { reference, state: 'new', plan: null, problem: '', suggestions: [] });
    show(row);
  }

  #remove(row) {
    this.#rows = this.#rows.filter(each => each !== row);
    row.element.remove();
    this.#tell.gone(row);
  }

  #clear() {
    this.#rows.forEach(row => this.#remove(row));
    this.#tellTotal();
  }
}

/** How many variants there are to choose from. */
async function variantsOf({ repo, type, revision }) {
  const query = revision ? `?revision=${encodeURIComponent(revision)}` : '';
  const repoView = repoViewOf((await get(repoPath('repos', `${type}s`, repo) + query)).body);
  return repoView.variants.filter(variant => !variant.duplicate).length;
}

function meaning(reference) {
  const { kind, repo, type, revision, words, text: whole } = reference;
  const { variants, include, exclude } = { ...NOTHING, ...reference };
  return JSON.stringify(
    kind === 'repo'
      ? [repo, type, revision ?? null, variants, include, exclude]
      : kind === 'search'
        ? [words, type]
        : [whole],
  );
}
