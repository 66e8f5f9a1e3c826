// The list of what was found: links that arrow keys lead through, from the box and back to it.
import { addressOf, resultRow, showFit, showMarks } from './result-row.js';
import { fitOf } from './search-query.js';

export class ResultList {
  #root;
  #list;
  #named;
  #rows = [];
  #left = { name: '', top: 0 }; // with which repository somebody went on from here, and where the page stood

  /**
   * @param {HTMLElement} root
   * @param tell `picked` is called with the name and the type of a repository, with null for what the box names; `left` when
   *   the keys lead out of the list
   */
  constructor(root, tell) {
    this.#root = root;
    this.#list = /** @type {HTMLElement} */ (root.querySelector('#results'));
    this.#named = /** @type {HTMLAnchorElement} */ (root.querySelector('#open-named'));
    root.addEventListener('click', event => {
      const link = /** @type {HTMLElement} */ (
        /** @type {Element} */ (event.target).closest('.result-link, #open-named')
      );
      if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
        event.preventDefault();
        this.#left = { name: link.dataset.repo ?? '', top: scrollY };
        tell.picked(link === this.#named ? null : { repo: link.dataset.repo, type: link.dataset.type });
      }
    });
    root.addEventListener('keydown', event => this.#key(event, tell));
  }

  get repos() {
    return this.#rows.map(row => row.repo);
  }

  /**
   * @param {boolean} more whether these are those that are shown, with more behind them
   * @returns the rows that are new
   */
  show(repos, machine, more) {
    const stays = more && this.#rows.every(({ repo }, index) => repo.name === repos[index]?.name);
    const rows = repos
      .slice(stays ? this.#rows.length : 0)
      .map(repo => ({ repo, element: resultRow(repo, fitOf(repo, machine)) }));
    this.#rows = stays ? [...this.#rows, ...rows] : rows;
    this.#list[stays ? 'append' : 'replaceChildren'](...rows.map(row => row.element));
    this.#list.hidden = repos.length === 0;
    return rows;
  }

  /** Tells anew what fits. */
  fit(machine) {
    for (const { repo, element } of this.#rows) {
      showFit(element, fitOf(repo, machine));
    }
  }

  /** Tells anew of which there are files here: those of these names. */
  onDisk(names) {
    for (const { repo, element } of this.#rows) {
      repo.onDisk = names.has(repo.name);
      showMarks(element, repo);
    }
  }

  /**
   * Offers to open what the box names.
   *
   * @param words what it names, and the reference to it; null for nothing
   */
  offer(words, reference) {
    this.#named.hidden = words === null;
    if (words !== null) {
      this.#named.querySelector('span').textContent = words;
      this.#named.href = addressOf({ name: reference.repo, type: reference.type });
    }
  }

  /** Goes to the first of what is offered. @returns whether there is one */
  focusFirst() {
    const [first] = this.#links();
    first?.focus();
    return first !== undefined;
  }

  /** Back to where somebody went on from. @returns whether the repository is in the list */
  returnTo(name) {
    const row = this.#rows.find(({ repo }) => repo.name === name);
    const isFromHere = this.#left.name === name;
    scrollTo(0, isFromHere ? this.#left.top : 0);
    row?.element.querySelector('.result-link').focus({ preventScroll: isFromHere });
    return row !== undefined;
  }

  #key(event, tell) {
    const links = this.#links();
    const at = links.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === 'Escape' || at + step < 0) {
      event.preventDefault();
      tell.left();
    } else if (step !== 0) {
      event.preventDefault();
      links[Math.min(at + step, links.length - 1)].focus();
    }
  }

  /** @returns {HTMLElement[]} */
  #links() {
    const all = /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll('#open-named, .result-link'));
    return [...all].filter(link => link.checkVisibility());
  }
}
