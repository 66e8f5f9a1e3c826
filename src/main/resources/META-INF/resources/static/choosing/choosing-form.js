// The upper half of the Download page: the box that takes anything, what the Hub has, the model view with its bar of actions,
// and the list.
import { isName } from '../shared/api.js';
import { Machines } from '../shared/machines.js';
import { text } from '../shared/texts.js';
import { ActionBar } from './action-bar.js';
import { Basket } from './basket.js';
import { Explore } from './explore.js';
import { ModelView } from './model-view.js';
import { MultiLineInput } from './multi-line-input.js';
import { ProblemNotice } from './problem-notice.js';
import { NOTHING, parseReferences, searchedFor, typed } from './reference.js';
import { SearchBox } from './search-box.js';
import { SearchFilters } from './search-filters.js';
import { keepStep, pushQuery, pushUrl, queryInUrl, referenceInUrl, replaceUrl } from './url-state.js';

/** There is room for one thing: the model, or what is downloaded. As in model-view.css. */
const NARROW = matchMedia('(max-width: 67.99rem)');

export class ChoosingForm {
  #mode = document.getElementById('choosing-for');
  #server;
  #started;
  #box;
  #filters;
  #explore;
  #problem;
  #lines;
  #model;
  #bar;
  #basket;

  #asked = 0; // the number of the newest question; an answer to an older one is not shown
  #opening = 0; // the number of the question whose answer is waited for, whatever is asked meanwhile
  #read = null; // what the text in the box was read as
  #choosingFor = null; // the row of the list that the model is open for

  /**
   * Makes the form live.
   *
   * @param {HTMLFormElement} form
   * @param server what the server says about itself
   * @param started called after something was asked for, with the downloads and a text about them where they are known
   */
  constructor(form, server, started) {
    this.#server = server;
    this.#started = started;
    const system = () => server.system;
    const machines = new Machines(() => {
      this.#model.machinesChanged();
      this.#explore.machinesChanged();
    });
    this.#box = new SearchBox(document.getElementById('one'), {
      typed: () => this.#typed(),
      paused: () => this.#paused(),
      entered: () => this.#lookUp('enter'),
      pasted: () => this.#lookUp('paste'),
      lines: given => this.#lines.take(given),
      down: () => !this.#model.isOpen && this.#explore.focusFirst(),
    });
    this.#filters = new SearchFilters(form, query => this.#searchOtherwise(query));
    this.#explore = new Explore(document.getElementById('explore'), machines, {
      asking: isAsking => this.#box.asking('search', isAsking),
      changed: query => this.#searchOtherwise(query),
      picked: found => this.#picked(found),
      left: () => this.#box.focus(),
    });
    this.#problem = new ProblemNotice(meant => this.#open(whole(meant), { focus: true }));
    this.#lines = new MultiLineInput(document.getElementById('many'), document.getElementById('several'), {
      read: references => this.#intoList(references),
      problem: problem => this.#problem.tell(problem),
    });
    this.#model = new ModelView(document.getElementById('model'), system, machines, {
      changed: () => this.#bar?.update(),
      chosen: () => replaceUrl(this.#chosen()),
      tab: () => pushUrl(this.#chosen()),
      revision: (reference, revision) =>
        this.#open({ ...reference, ...NOTHING, revision: revision || null, tab: '', notes: [] }, { focus: false }),
      closed: () => this.#back(),
    });
    this.#bar = new ActionBar(form, this.#model, server, {
      started: (download, told) => this.#wasStarted(download, told),
      kept: wanted => this.#keep(wanted),
      reopen: reference => this.#open(reference, { focus: true }),
    });
    this.#basket = new Basket(document.getElementById('basket'), {
      choose: row => this.#choose(row),
      edit: line => this.#edit(line),
      started,
      system,
      gone: row => this.#chooseFor(row === this.#choosingFor ? null : this.#choosingFor),
    });
    document.getElementById('model').addEventListener('click', event => this.#follow(event));
    this.#mode.querySelector('button').addEventListener('click', () => this.#stopChoosing());
    addEventListener('popstate', () => this.#showUrl());
    server.follow(({ hub }) => hub.reachable && this.#explore.retry()); // as soon as there may be an answer
    for (const button of form.querySelectorAll('button')) {
      button.disabled = false; // no click before was lost
    }
    this.#begin();
  }

  /** What somebody typed before all of this was here stays. */
  #begin() {
    if (referenceInUrl() || !this.#box.text) {
      this.#showUrl();
    } else {
      this.#filters.show(queryInUrl());
      this.#paused();
    }
  }

  // --- what the box names, or words to look for ---

  #typed() {
    this.#asked++; // an answer to what stood there before must not overwrite what is being typed
    this.#chooseFor(null); // what is looked up next is not what the row of the list asked for
    this.#closeModel();
    this.#problem.tell('');
    this.#explore.offer(null);
    if (!this.#box.text) {
      this.#search({ ...this.#explore.query, words: '' }, { typing: true });
    }
  }

  /**
   * Looks for what stands there so far; what it names is offered to be opened.
   *
   * @param query what else it must be
   */
  async #paused(query = this.#explore.query) {
    const number = ++this.#asked;
    const given = this.#box.text;
    if (!given) {
      return;
    }
    try {
      const references = await parseReferences(given);
      if (number !== this.#asked) {
        return;
      }
      const words = searchedFor(references);
      if (words || query !== this.#explore.query) {
        await this.#search({ ...query, words: words || query.words }, { typing: true });
      }
      if (number === this.#asked) {
        const [reference] = references;
        this.#explore.wake();
        this.#explore.offer(
          references.length === 1 && reference.kind === 'repo' ? typed(reference, given, this.#filters.type) : null,
        );
      }
    } catch (failure) {
      if (number === this.#asked) {
        this.#problem.tell(failure);
      }
    }
  }

  /** Opens what stands in the box, or looks for it. `how`: somebody pressed Enter, or has just pasted it. */
  async #lookUp(how) {
    const number = ++this.#asked;
    const given = this.#box.text;
    if (!given) {
      this.#refuse(text('choosing.nameFirst'));
      return;
    }
    if (this.#read?.text === given && this.#read.type === this.#filters.type) {
      const isShown = this.#model.reference !== null;
      await this.#open(
        isShown ? { ...this.#read.reference, ...this.#model.state } : this.#read.reference, // what is chosen stays chosen
        { focus: true },
      );
      return;
    }
    this.#box.asking('parse', true);
    try {
      const references = await parseReferences(given);
      if (number === this.#asked) {
        await this.#meant(references, given, how);
      }
    } catch (failure) {
      if (number === this.#asked) {
        this.#refuse(failure);
      }
    } finally {
      this.#box.asking('parse', false);
    }
  }

  async #meant(references, given, how) {
    const [reference] = references;
    if (references.length > 1) {
      this.#box.text = '';
      this.#intoList(references);
    } else if (reference?.kind === 'repo') {
      await this.#open(typed(reference, given, this.#filters.type), { focus: true });
    } else if (reference?.kind === 'unreadable') {
      this.#refuse(reference.reason);
    } else if (reference) {
      await this.#searchFor(reference, given, how);
    }
  }

  /** Words find repositories to choose from; a name without an owner finds the one that is called so. */
  async #searchFor(reference, given, how) {
    const { query } = this.#explore;
    const type = reference.type === 'model' ? query.type : reference.type;
    const found = await this.#search({ ...query, type, words: reference.words }, { typing: how === 'paste' });
    if (found?.length === 1 && found[0].name === given) {
      await this.#open(whole({ repo: found[0].name, type: found[0].type }), { focus: true });
    }
  }

  /** Opens what was found, or what the box names. */
  #picked(found) {
    if (found === null) {
      this.#lookUp('enter');
    } else {
      keepStep();
      this.#open(whole(found), { focus: true });
    }
  }

  /** Looks for something else, as it was chosen beside the words. */
  #searchOtherwise(query) {
    this.#asked++;
    this.#problem.tell('');
    this.#explore.offer(null);
    keepStep();
    if (this.#box.text && this.#box.text !== query.words) {
      this.#filters.show(query);
      this.#paused(query);
    } else {
      this.#search(query, { typing: false });
    }
  }

  #search(query, { typing }) {
    pushQuery(query, { typing });
    this.#filters.show(query);
    return this.#explore.show(query);
  }

  // --- the model ---

  /**
   * Shows the repository of a reference; returns what the Hub has of it, or null when it was overtaken or the page says why not.
   *
   * @param reference
   * @param {{ focus: boolean, step?: boolean | 'same' }} how `step`: whether Back leads to what was there before
   */
  async #open(reference, { focus, step = true }) {
    const number = ++this.#asked;
    this.#explore.stop();
    this.#box.text = reference.repo;
    this.#filters.type = reference.type;
    this.#read = { text: reference.repo, type: reference.type, reference };
    this.#opening = number;
    this.#box.asking('model', true);
    this.#problem.tell('');
    try {
      const found = await this.#model.open(reference);
      if (number !== this.#asked) {
        return null;
      }
      if (!found) {
        this.#revisionRefused(step);
        return null;
      }
      if (step === 'same') {
        replaceUrl(this.#chosen());
      } else if (step) {
        pushUrl(this.#chosen());
      }
      if (focus && !this.#model.focus() && !this.#bar.focus()) {
        this.#model.focusTitle();
      }
      return found;
    } catch (failure) {
      if (number === this.#asked) {
        this.#refuse(failure, focus, reference.type);
        this.#server.look();
      }
      return null;
    } finally {
      if (number === this.#opening) {
        this.#opening = 0;
        this.#box.asking('model', false);
      }
    }
  }

  /** The model view says why, beside the revisions; the box means what that shows. */
  #revisionRefused(asksNow) {
    if (this.#model.reference) {
      this.#read = { text: this.#box.text, type: this.#filters.type, reference: this.#model.reference };
    }
    if (asksNow) {
      this.#model.focus();
    }
    this.#server.look();
  }

  /** The reference that is shown, with what is chosen of it and what is still asked. */
  #chosen() {
    return { ...this.#model.reference, ...this.#model.state };
  }

  #closeModel() {
    this.#read = null;
    this.#model.clear();
    this.#opening = 0;
    this.#box.asking('model', false);
  }

  #follow(event) {
    const link = event.target.closest('a[data-repo]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.#chooseFor(null);
      this.#open(whole({ repo: link.dataset.repo, type: 'model' }), { focus: true });
    }
  }

  /** Back to what was found, as it was. */
  #back() {
    const name = this.#model.reference?.repo;
    this.#leave();
    if (!this.#explore.returnTo(name) && !NARROW.matches) {
      this.#box.focus(); // on a phone that brings up the keyboard
    }
  }

  #leave() {
    this.#asked++;
    this.#chooseFor(null);
    this.#closeModel();
    this.#problem.tell('');
    this.#showQuery(this.#explore.query);
    pushQuery(this.#explore.query, { typing: false });
  }

  #showQuery(query) {
    this.#box.text = query.words;
    this.#filters.show(query);
    this.#explore.offer(null);
    return this.#explore.show(query);
  }

  // --- after it was started, or kept in the list ---

  /** What is downloaded comes into sight: the list does that, where it can be seen beside the model or in its place. */
  #wasStarted(download, told) {
    if (NARROW.matches) {
      this.#leave();
    }
    this.#started([download], told);
  }

  #keep({ reference, choice }) {
    const row = this.#choosingFor;
    this.#leave();
    const { repo, type, revision } = reference;
    this.#basket.take(row, { ...NOTHING, notes: [], repo, type, revision, ...choice });
  }

  #intoList(references) {
    this.#problem.tell('');
    this.#explore.wake();
    this.#basket.add(references);
    this.#basket.focus();
  }

  // --- choosing for a row of the list ---

  /** Opens the model, or the search, for a row of the list. */
  #choose(row) {
    this.#chooseFor(row);
    if (row.reference.kind === 'search') {
      const { words, type } = row.reference;
      this.#closeModel();
      this.#problem.tell('');
      this.#box.text = words;
      this.#box.focus();
      this.#search({ ...this.#explore.query, words, type }, { typing: false });
    } else {
      this.#open(row.reference, { focus: true });
    }
  }

  /** A line that could not be read goes to the box, where it can be corrected. */
  #edit(line) {
    this.#leave();
    this.#box.text = line;
    this.#box.focus();
  }

  /** Says for which row the model is open; null for none. */
  #chooseFor(row) {
    this.#choosingFor = row;
    this.#mode.hidden = row === null;
    const sentence =
      row === null
        ? ''
        : text('choosing.forLine', {
            line: this.#basket.lineOf(row),
            name: row.reference.repo ?? row.reference.words,
          });
    const place = this.#mode.firstElementChild;
    if (place.textContent !== sentence) {
      place.textContent = sentence; // only then, or screen readers would hear it again
    }
    this.#bar.isForRow = row !== null;
  }

  /** The row stays as it was. */
  #stopChoosing() {
    const row = this.#choosingFor;
    this.#leave();
    this.#basket.focus(row);
  }

  // --- the page's address ---

  /** Shows what stands in the address, which somebody may have written by hand. */
  async #showUrl() {
    const reference = referenceInUrl();
    this.#problem.tell('');
    this.#chooseFor(null);
    if (!reference) {
      const name = this.#model.reference?.repo;
      this.#asked++;
      this.#closeModel();
      await this.#showQuery(queryInUrl());
      if (name) {
        this.#explore.returnTo(name);
      }
    } else if (this.#model.shows(reference)) {
      this.#model.showTab(reference.tab); // what is chosen of it stays chosen
      replaceUrl(this.#chosen());
      this.#bar.update();
    } else if (isName(reference.repo)) {
      await this.#open(reference, { focus: false, step: false });
    } else {
      await this.#readUrl(reference);
    }
  }

  /** An address names what the box takes; what it says beside that goes before. */
  async #readUrl({ repo: given, type: saidType, revision, ...parts }) {
    this.#closeModel();
    this.#box.text = given;
    this.#filters.type = saidType;
    const number = ++this.#asked;
    try {
      const references = await parseReferences(given);
      if (number !== this.#asked) {
        return;
      }
      const [reference] = references;
      if (references.length === 1 && reference.kind === 'repo') {
        const said = [...parts.variants, ...parts.include, ...parts.exclude].length > 0 ? parts : {};
        await this.#open(
          {
            ...typed(reference, given, saidType),
            ...said,
            revision: revision ?? reference.revision,
            notes: reference.notes ?? [],
          },
          { focus: false, step: 'same' },
        );
      } else if (references.length !== 1) {
        this.#refuse(text(references.length > 1 ? 'choosing.oneInAddress' : 'choosing.nameFirst'), false);
      } else {
        await this.#meant(references, given, 'paste');
      }
    } catch (failure) {
      if (number === this.#asked) {
        this.#refuse(failure, false);
      }
    }
  }

  /** Tells what is wrong, at the box. */
  #refuse(problem, focus = true, type = 'model') {
    this.#problem.tell(problem, type);
    if (!this.#model.isOpen) {
      this.#explore.wake(); // the page is not left empty
    }
    if (focus) {
      this.#box.focus();
    }
  }
}

/** A reference to all of a repository. */
function whole({ repo, type }) {
  return { ...NOTHING, repo, type, revision: null, notes: [] };
}
