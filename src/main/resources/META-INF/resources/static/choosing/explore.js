// What the Hub has: what is popular, or what it finds.
import { get } from '../shared/api.js';
import { foundOf } from '../shared/api-model.js';
import { write } from '../shared/notices.js';
import { oneAtATime } from '../shared/one-at-a-time.js';
import { released } from '../shared/pointer.js';
import { text } from '../shared/texts.js';
import { ExploreMachine } from './explore-machine.js';
import { partOf } from './reference.js';
import { ResultList } from './result-list.js';
import { formatName } from './result-row.js';
import {
  ALL,
  filterCount,
  hidesTooBig,
  isSame,
  limitFor,
  PAGE,
  searchOf,
  shownOf,
  sortOf,
  unfiltered,
} from './search-query.js';

export class Explore {
  #root;
  #title;
  #none;
  #count;
  #more;
  #moreProblem;
  #machines;
  #machine;
  #list;
  #tell;
  #query = ALL;
  #wanted = PAGE;
  #asking = null;
  #answer = null; // of what was asked last
  #state = 'new'; // new, shown, failed
  #mayPass = false; // why there was no answer
  #isUnfolded = false;
  #renewPresence = oneAtATime(() => this.#lookAtDisk());

  /**
   * @param {HTMLElement} root
   * @param machines those that the user named
   * @param tell `asking` is called with whether the server is being asked, `changed` with another query that somebody chose,
   *   `picked` and `left` as of a `ResultList`
   */
  constructor(root, machines, tell) {
    this.#root = root;
    this.#machines = machines;
    this.#tell = tell;
    this.#title = /** @type {HTMLElement} */ (root.querySelector('#explore-title'));
    this.#none = /** @type {HTMLElement} */ (root.querySelector('#no-results'));
    this.#count = root.querySelector('#result-count');
    this.#more = /** @type {HTMLButtonElement} */ (root.querySelector('#more-results'));
    this.#moreProblem = root.querySelector('#more-problem');
    this.#list = new ResultList(root, tell);
    this.#machine = new ExploreMachine(root.querySelector('.explore-fit'), machines, {
      other: () => this.machinesChanged(),
      hide: hides => tell.changed({ ...this.#query, fits: hides ? 'yes' : 'no' }),
    });
    this.#more.addEventListener('click', () => {
      this.#wanted += PAGE;
      this.#ask({ more: true });
    });
    root.querySelector('#unfold-results').addEventListener('click', () => {
      this.#isUnfolded = true;
      this.#fold();
    });
    document.addEventListener('download-ended', event => {
      const { type, repo } = /** @type {CustomEvent} */ (event).detail;
      if (type === this.#query.type && this.#list.repos.some(({ name }) => name === repo)) {
        this.#renewPresence();
      }
    });
    this.#none.addEventListener('click', event => this.#goOn(/** @type {Element} */ (event.target).closest('button')));
  }

  /** What is shown, or asked for. */
  get query() {
    return this.#query;
  }

  /**
   * Shows what there is. What is shown already stays as it is.
   *
   * @returns the repositories; null when another question overtook this one, or where there was no answer, which is told here
   */
  async show(query) {
    if (isSame(query, this.#query) && this.#asking !== null) {
      return this.#answer;
    }
    if (isSame(query, this.#query) && this.#state === 'shown') {
      return this.#list.repos;
    }
    this.#query = query;
    this.#wanted = PAGE;
    return this.#ask({ more: false });
  }

  /** Asks for what is to be shown, if nobody has done so yet. */
  wake() {
    if (this.#state === 'new' && this.#asking === null) {
      this.#ask({ more: false });
    }
  }

  /** Asks again, if there was no answer from the Hub or from the server. */
  retry() {
    if (this.#state === 'failed' && this.#mayPass && this.#asking === null) {
      this.#ask({ more: false });
    }
  }

  /** What was asked last is not waited for any more. */
  stop() {
    if (this.#asking !== null) {
      this.#asking.abort();
      this.#busy(null);
      this.#state = this.#state === 'shown' ? 'new' : this.#state; // what is shown is not what the query says
    }
  }

  /** Offers to open what the box names, for those who use no keyboard; null for nothing. */
  offer(reference) {
    const parts = reference === null ? [] : partOf(reference);
    const isListed = parts.length === 0 && this.#list.repos.some(repo => repo.name === reference?.repo);
    this.#list.offer(
      reference === null || isListed ? null : text('search.open', { name: [reference.repo, ...parts].join(' · ') }),
      reference,
    );
  }

  /** Other machines, or another one of them: what fits is another now. */
  machinesChanged() {
    if (this.#state === 'shown' && hidesTooBig(this.#query, this.#machine.machine)) {
      this.#ask({ more: false });
    } else {
      this.#head();
      this.#list.fit(this.#machine.machine);
    }
  }

  /** Goes to the first of what is offered. @returns whether there is one */
  focusFirst() {
    return this.#list.focusFirst();
  }

  /** Back to where somebody went on from. @returns whether the repository is in the list */
  returnTo(name) {
    return this.#list.returnTo(name);
  }

  /** What has ended may be here now, or not. */
  async #lookAtDisk() {
    const query = this.#query;
    const found = await get(`./api/v1/search?${this.#search()}`).catch(() => null);
    if (found && query === this.#query) {
      const here = foundOf(found.body).filter(repo => repo.onDisk);
      this.#list.onDisk(new Set(here.map(repo => repo.name)));
    }
  }

  #search() {
    return searchOf(this.#query, limitFor(this.#query, this.#wanted, this.#machine.machine));
  }

  #ask({ more }) {
    this.#asking?.abort();
    const control = new AbortController();
    this.#busy(control);
    this.#answer = this.#look(control, more);
    return this.#answer;
  }

  async #look(control, more) {
    const { signal } = control;
    try {
      await this.#machines.ready;
      signal.throwIfAborted();
      const { machine } = this.#machine;
      const limit = limitFor(this.#query, this.#wanted, machine);
      const found = foundOf((await get(`./api/v1/search?${searchOf(this.#query, limit)}`, { signal })).body);
      await released();
      signal.throwIfAborted();
      this.#show(shownOf(this.#query, found, { limit, wanted: this.#wanted, machine }), more);
      return this.#list.repos;
    } catch (failure) {
      if (!signal.aborted) {
        this.#fail(failure, more);
      }
      return null;
    } finally {
      if (this.#asking === control) {
        this.#busy(null);
      }
    }
  }

  #busy(control) {
    this.#asking = control;
    if (control !== null) {
      write(this.#moreProblem, '');
    }
    this.#root.setAttribute('aria-busy', String(control !== null));
    this.#tell.asking(control !== null);
    if (control !== null && this.#query.words) {
      this.#head();
      this.#count.textContent = text('search.asking');
    }
  }

  #show({ repos, hasMore }, more) {
    this.#state = 'shown';
    const fresh = this.#list.show(repos, this.#machine.machine, more);
    this.#more.hidden = !hasMore;
    if (more && !hasMore) {
      fresh[0]?.element.querySelector('.result-link').focus(); // the button is gone
    }
    this.#head();
    this.#tellCount();
    this.#tellNone(repos.length === 0 ? this.#lack() : null);
  }

  #fail(failure, more) {
    if (more && this.#state === 'shown') {
      this.#wanted -= PAGE; // what is there stays, and the button is where it was
      this.#head();
      this.#tellCount();
      write(this.#moreProblem, failure);
      return;
    }
    this.#state = 'failed';
    this.#mayPass = failure.status === 0 || failure.status >= 500;
    this.#list.show([], null, false);
    this.#more.hidden = true;
    this.#head();
    this.#count.textContent = '';
    this.#tellNone({ said: failure, help: '', ways: ['again'] });
  }

  #tellCount() {
    const count = this.#list.repos.length;
    const shown = `${count}${this.#more.hidden ? '' : '+'}`;
    this.#count.textContent = this.#query.words && count > 0 ? text('search.count', { count, shown }) : '';
  }

  #head() {
    const query = this.#query;
    const { machine } = this.#machine;
    const title = query.words
      ? text('search.results')
      : text(`search.browse.${sortOf(query)}`, { what: text(`search.kind.${query.type}`) });
    this.#title.textContent = query.format ? `${title} · ${formatName(query.format)}` : title;
    this.#machine.show(query.type === 'model', hidesTooBig(query, machine));
    this.#fold();
  }

  /** Where there is little room, only some are seen of what nobody looked for. */
  #fold() {
    this.#root.closest('.choosing').toggleAttribute('data-searching', this.#query.words !== '');
    this.#root.dataset.look = this.#query.words || this.#isUnfolded ? 'all' : 'start';
  }

  // --- where there is nothing to be shown ---

  #lack() {
    const query = this.#query;
    const isFiltered = filterCount(query) > 0 || hidesTooBig(query, this.#machine.machine);
    return {
      said: query.words ? text('search.none', { words: query.words }) : text('search.noneAtAll'),
      help: isFiltered ? '' : text('search.noneHelp'),
      ways: [query.format && filterCount(query) > 1 ? 'formats' : '', isFiltered ? 'clear' : ''],
    };
  }

  #tellNone(none) {
    const [said, help] = this.#none.querySelectorAll('p');
    if (none === null && this.#none.contains(document.activeElement)) {
      this.#title.focus({ preventScroll: true }); // the button that has the focus goes away
    }
    this.#none.hidden = none === null;
    write(said, none?.said ?? '');
    write(help, none?.help ?? '');
    for (const button of this.#none.querySelectorAll('button')) {
      button.hidden = !none?.ways.includes(button.value);
    }
  }

  #goOn(button) {
    if (button?.value === 'again') {
      this.#ask({ more: false });
    } else if (button?.value === 'formats') {
      this.#tell.changed({ ...this.#query, format: '' });
    } else if (button?.value === 'clear') {
      this.#tell.changed(unfiltered(this.#query));
    }
  }
}
