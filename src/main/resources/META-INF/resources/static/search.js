// Repositories that the Hub finds for what is typed, as a list below the box (WAI-ARIA combobox).
import { get } from './api.js';
import { foundOf } from './answers.js';
import { compact } from './formats.js';

const AFTER_MS = 300;
const MOST = 8;
const SHORTEST = 2;

export class Search {
  #input;
  #list;
  #type;
  #chosen;
  #timer = 0;
  #asking = null;
  #asked = '';

  /** @param chosen called with the name of the repository that was picked */
  constructor(input, list, type, chosen) {
    this.#input = input;
    this.#list = list;
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
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  #later() {
    this.close();
    const words = this.#input.value.trim();
    if (words.length >= SHORTEST && !/[:@]/.test(words)) {
      this.#timer = setTimeout(() => this.#ask(words), AFTER_MS);
    }
  }

  async #ask(words) {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const query = new URLSearchParams({ q: words, type: this.#type.value, sort: 'downloads', limit: MOST });
    try {
      const found = foundOf((await get(`./api/v1/search?${query}`, { signal })).body);
      if (!signal.aborted && this.#input.value.trim() === words && document.activeElement === this.#input) {
        this.#asked = words;
        this.#show(found);
      }
    } catch {
      // who types the full name needs no search; looking it up says what is wrong
    }
  }

  #show(found) {
    const others = found.filter(repo => repo.name !== this.#asked);
    this.#list.replaceChildren(...others.map(option));
    this.#list.hidden = others.length === 0;
    this.#input.setAttribute('aria-expanded', String(others.length > 0));
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
      this.#chosen(option.dataset.repo);
    }
  }
}

function option(repo, index) {
  const item = document.getElementById('result').content.firstElementChild.cloneNode(true);
  item.id = `found-${index}`;
  item.dataset.repo = repo.name;
  item.querySelector('.result-name').textContent = repo.name;
  item.querySelector('.result-note').textContent = [
    repo.gated ? 'gated' : '',
    repo.isPrivate ? 'private' : '',
    `${compact(repo.downloads)} downloads`,
    `${compact(repo.likes)} likes`,
    repo.changed ? `changed ${new Date(repo.changed).toLocaleDateString([], { dateStyle: 'medium' })}` : '',
  ].filter(Boolean).join(' · ');
  return item;
}
