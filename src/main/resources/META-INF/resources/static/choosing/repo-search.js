// Repositories that the Hub finds for what is typed, as a list below the box (WAI-ARIA combobox).

import { get } from '../shared/api.js';
import { foundOf } from '../shared/api-model.js';
import { compact, localDate } from '../shared/formats.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { parseReferences } from './reference.js';

const AFTER_MS = 300;
const MAX_RESULTS = 8;
const MIN_CHARS = 2;
const MAX_CHARS = 100;

export class RepoSearch {
  #input;
  #list;
  #count;
  #type;
  #chosen;
  #timer = 0;
  #asking = null;

  /** @param chosen called with the name of the repository that was picked */
  constructor(input, list, count, type, chosen) {
    this.#input = input;
    this.#list = list;
    this.#count = count;
    this.#type = type;
    this.#chosen = chosen;
    input.addEventListener('input', () => this.#later());
    input.addEventListener('keydown', event => this.#key(event));
    input.addEventListener('blur', () => this.close());
    list.addEventListener('pointerdown', event => event.preventDefault()); // the box keeps the focus
    list.addEventListener('click', event => this.#pick(event.target.closest('[role=option]')));
  }

  close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.hidden = true;
    this.#count.textContent = '';
    this.#count.classList.add('unseen');
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  /** Searches at once for what somebody asked to look up; returns what there is, or null when it was overtaken. */
  async now(words, type) {
    this.close();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const query = new URLSearchParams({ q: words, type, sort: 'downloads', limit: String(MAX_RESULTS) });
    try {
      const found = foundOf((await get(`./api/v1/search?${query}`, { signal })).body);
      if (signal.aborted) {
        return null;
      }
      this.#show(found);
      return found;
    } catch (failure) {
      if (signal.aborted) {
        return null;
      }
      throw failure;
    }
  }

  #later() {
    this.close();
    const typed = this.#input.value.trim();
    if (typed.length >= MIN_CHARS && typed.length <= MAX_CHARS) {
      this.#timer = setTimeout(() => this.#suggest(typed), AFTER_MS);
    }
  }

  async #suggest(typed) {
    try {
      const references = await parseReferences(typed);
      const words = wordsOf(references);
      if (words && this.#input.value.trim() === typed && document.activeElement === this.#input) {
        await this.now(words, this.#type.value);
      }
    } catch (failure) {
      if (this.#input.value.trim() === typed) {
        this.#count.textContent = text('choosing.searchFailed', { reason: failure.message });
        this.#count.classList.remove('unseen');
      }
    }
  }

  #show(all) {
    const typed = this.#input.value.trim();
    const found = all.some(repo => repo.name !== typed) ? all : []; // the name that stands there need not be offered
    this.#list.replaceChildren(...found.map(option));
    this.#list.hidden = found.length === 0;
    this.#input.setAttribute('aria-expanded', String(found.length > 0));
    this.#count.textContent = text('choosing.found', { count: found.length });
  }

  #key(event) {
    const options = [...this.#list.children];
    if (this.#list.hidden || options.length === 0 || event.isComposing) {
      return;
    }
    const at = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#mark(options, at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#pick(options[at]);
    }
  }

  #mark(options, index) {
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    this.#input.setAttribute('aria-activedescendant', options[index].id);
    options[index].scrollIntoView({ block: 'nearest' });
  }

  #pick(option) {
    if (option) {
      this.close();
      this.#chosen({ repo: option.dataset.repo, type: option.dataset.type });
    }
  }
}

/** What to search for while one types: words, or the part of a name that is there. */
function wordsOf(references) {
  if (references.length !== 1) {
    return null;
  }
  const [reference] = references;
  const isBareName = reference.kind === 'repo' && reference.text === reference.repo;
  return reference.kind === 'search' ? reference.words : isBareName ? reference.repo : null;
}

function option(repo, index) {
  const item = fromTemplate('result');
  item.id = `found-${index}`;
  item.dataset.repo = repo.name;
  item.dataset.type = repo.type;
  item.querySelector('.result-name').textContent = repo.name;
  item.querySelector('.result-note').textContent = [
    repo.gated ? text('choosing.gated') : '',
    repo.isPrivate ? text('choosing.private') : '',
    text('choosing.downloads', { count: compact(repo.downloads) }),
    text('choosing.likes', { count: compact(repo.likes) }),
    repo.changed ? text('choosing.changed', { date: localDate(repo.changed) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  return item;
}
