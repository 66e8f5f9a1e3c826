// What the Hub has of the named repository, as a list to choose from.
import { get, repoPath } from './api.js';
import { offerOf } from './answers.js';
import { bytes, exactBytes } from './formats.js';
import { PlanLine } from './plan.js';
import { released } from './pointer.js';
import { write } from './talk.js';
import { requestOf } from './wish.js';

export class Offer {
  #form;
  #box;
  #system;
  #asking = null;
  #of = null;
  #offer = null;
  #wish = null;
  #plan;

  /** @param system promise of what the server says about itself */
  constructor(form, system) {
    this.#form = form;
    this.#box = form.querySelector('#offer');
    this.#system = system;
    this.#plan = new PlanLine(this.#box.querySelector('#chosen'));
    this.#box.addEventListener('change', event => this.#changed(event.target));
    form.elements.pattern.addEventListener('input', () => this.#typed());
  }

  /** Shows what there is; returns the offer, or null when a later question overtook this one. */
  async lookUp(wish) {
    const of = JSON.stringify([wish.repo, wish.type, wish.revision]);
    if (of === this.#of) {
      return this.#offer;
    }
    this.clear();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const query = wish.revision ? `?revision=${encodeURIComponent(wish.revision)}` : '';
    try {
      const answer = await get(repoPath('repos', `${wish.type}s`, wish.repo) + query, { signal });
      const offer = offerOf(answer.body);
      await released();
      if (signal.aborted) {
        return null;
      }
      this.#of = of;
      this.#offer = offer;
      this.#wish = wish;
      this.#show(offer);
      await this.#tellGated(offer);
      return signal.aborted ? null : offer;
    } catch (failure) {
      if (signal.aborted) {
        return null;
      }
      throw failure;
    }
  }

  clear() {
    this.#asking?.abort();
    this.#of = null;
    this.#offer = null;
    this.#box.hidden = true;
    this.#plan.say('');
    write(this.#form.querySelector('#gated'), '');
  }

  chosen() {
    return this.#offer ? this.#offer.variants.filter((_, index) => this.#inputs()[index].checked) : [];
  }

  unchoose() {
    this.#inputs().forEach(input => { input.checked = false; });
    this.#tellTotal();
  }

  focus() {
    this.#inputs()[0]?.focus();
  }

  #show(offer) {
    const several = offer.variants.length > 1;
    this.#box.querySelector('legend').textContent = several ? `Choose from ${offer.variants.length} variants` : 'What there is';
    this.#box.querySelector('.variants').replaceChildren(...offer.variants.map(row));
    if (!several && offer.variants.length === 1 && this.#form.elements.pattern.value.trim() === '') {
      this.#inputs()[0].checked = true;
    }
    this.#box.hidden = false;
    this.#tellTotal();
  }

  #changed() {
    if (this.chosen().length > 0) {
      this.#form.elements.pattern.value = '';
    }
    this.#tellTotal();
  }

  #typed() {
    if (this.#form.elements.pattern.value.trim() !== '') {
      this.unchoose();
    }
  }

  #tellTotal() {
    const offer = this.#offer;
    if (!offer) {
      return;
    }
    const chosen = this.chosen();
    if (offer.variants.length > 0 && chosen.length === 0) {
      this.#plan.say(this.#form.elements.pattern.value.trim() ? '' : 'Nothing chosen yet.');
      return;
    }
    const { body } = requestOf({ ...this.#wish, pattern: '' }, chosen.map(variant => variant.label));
    this.#plan.ask(body);
  }

  async #tellGated(offer) {
    if (!offer.gated) {
      return;
    }
    const { tokenPresent } = await this.#system;
    const how = tokenPresent
      ? 'with the account whose token this server has'
      : 'and this server needs a token of the account that did so (HF_TOKEN)';
    write(this.#form.querySelector('#gated'),
      `This repository is gated: its licence must be accepted first at ${offer.page} ${how}.`);
  }

  #inputs() {
    return [...this.#box.querySelectorAll('[name=variant]')];
  }
}

function row(variant) {
  const item = document.getElementById('variant').content.firstElementChild.cloneNode(true);
  const input = item.querySelector('input');
  input.value = variant.label;
  item.querySelector('.variant-name').textContent = variant.label;
  item.querySelector('.variant-note').textContent = [
    variant.format,
    variant.complete ? '' : `only ${variant.shards} of ${variant.shardsExpected} files are on the Hub`,
    variant.complete && variant.shards > 1 ? `${variant.shards} files` : '',
    variant.duplicate ? 'same weights in another format' : '',
  ].filter(Boolean).join(', ');
  const size = item.querySelector('.variant-size');
  size.textContent = bytes(variant.bytes);
  size.title = exactBytes(variant.bytes);
  return item;
}
