// The upper half of the Download page: the box that takes anything, the repository card and the basket.
import { isName, post } from '../shared/api.js';
import { busy, showToast, write } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { Basket } from './basket.js';
import { Machines } from './machines.js';
import { MultiLineInput } from './multi-line-input.js';
import { choiceOf, NOTHING, parseReferences, startOf, typed } from './reference.js';
import { RepoCard } from './repo-card.js';
import { RepoSearch } from './repo-search.js';
import { pushUrl, referenceInUrl, replaceUrl } from './url-state.js';

export class ChoosingForm {
  #form;
  #box;
  #type;
  #pattern;
  #problem = document.getElementById('problem');
  #lookUpButton = document.getElementById('look-up');
  #startButton = document.getElementById('start');
  #keepButton = document.getElementById('keep');
  #mode = document.getElementById('choosing-for');

  #server;
  #started;
  #card;
  #search;
  #basket;

  #asked = 0; // the number of the newest question; an answer to an older one is not shown
  #opening = 0; // the number of the question whose answer the busy button waits for, whatever is asked meanwhile
  #read = null; // what the text in the box was read as
  #choosingFor = null; // the row of the basket that the card is open for

  /**
   * Makes the form live.
   *
   * @param {HTMLFormElement} form
   * @param server what the server says about itself
   * @param started called after something was asked for
   */
  constructor(form, server, started) {
    this.#form = form;
    const { repo, type, pattern } = /** @type {Record<string, any>} */ (form.elements);
    this.#box = repo;
    this.#type = type;
    this.#pattern = pattern;
    this.#server = server;
    this.#started = started;
    const system = () => server.system;
    const machines = new Machines(() => this.#card.machinesChanged());
    this.#card = new RepoCard(form, system, machines, {
      chosen: () => replaceUrl(this.#chosen()),
      revision: (reference, revision) =>
        this.#open({ ...reference, ...NOTHING, revision: revision || null, notes: [] }, { focus: false }),
    });
    this.#search = new RepoSearch(
      this.#box,
      document.getElementById('found'),
      document.getElementById('found-count'),
      this.#type,
      found => this.#open({ ...NOTHING, ...found, revision: null, notes: [] }, { focus: true }),
    );
    this.#basket = new Basket(document.getElementById('basket'), {
      choose: row => this.#choose(row),
      started,
      system,
      gone: row => this.#chooseFor(row === this.#choosingFor ? null : this.#choosingFor),
    });
    this.#listen();
    for (const button of form.querySelectorAll('button')) {
      button.disabled = false; // no click before was lost
    }
    if (referenceInUrl()) {
      this.#goBack(); // else what somebody typed meanwhile stays
    }
  }

  #listen() {
    const lines = new MultiLineInput(
      document.getElementById('many'),
      document.getElementById('several'),
      references => {
        this.#basket.add(references);
        this.#basket.focus();
      },
    );
    this.#box.addEventListener('paste', event => lines.pasted(event));
    this.#box.addEventListener('input', () => {
      this.#asked++; // an answer to what stood there before must not overwrite what is being typed
      this.#chooseFor(null); // what is looked up next is not what the row of the basket asked for
      this.#closeCard();
      write(this.#problem, '');
    });
    this.#mode.querySelector('button').addEventListener('click', () => this.#stopChoosing());
    this.#lookUpButton.addEventListener('click', () => this.#lookUp('look'));
    this.#box.addEventListener('change', () => this.#lookUp('leave'));
    this.#type.addEventListener('change', () => {
      this.#chooseFor(null);
      this.#closeCard();
      this.#lookUp('leave');
    });
    this.#box.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        this.#lookUp('look');
      }
    });
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      busy(this.#startButton, () => this.#start());
    });
    this.#keepButton.addEventListener('click', () => busy(this.#keepButton, () => this.#toBasket()));
    this.#form.querySelector('.base-models').addEventListener('click', event => this.#follow(event));
    addEventListener('popstate', () => this.#goBack());
  }

  // --- what the box names ---

  /**
   * Reads the box and shows what it names. `how`: somebody asked to look it up, wants to start it, or only left the box.
   *
   * @returns the view of the repository, or null
   */
  async #lookUp(how) {
    const isAsked = this.#read?.text === this.#box.value.trim() && this.#read.type === this.#type.value;
    if (how === 'leave' && isAsked && (this.#card.isOpen || this.#opening > 0)) {
      return null; // nobody asked for anything else, and what was just clicked must not vanish
    }
    const reference = await this.#referenceInBox(how);
    const isShown = this.#card.reference !== null && reference === this.#read?.reference;
    return (
      reference &&
      this.#open(
        isShown ? { ...reference, ...this.#card.asked() } : reference, // what is ticked stays ticked
        { focus: how === 'look' },
      )
    );
  }

  /** The reference to one repository that stands in the box; null when there is none, and then the page says so. */
  async #referenceInBox(how) {
    const number = ++this.#asked;
    this.#search.close();
    const given = this.#box.value.trim();
    if (!given) {
      return how === 'leave' ? null : this.#refuse(text('choosing.nameFirst'), this.#box);
    }
    if (this.#read?.text === given && this.#read.type === this.#type.value) {
      return this.#read.reference;
    }
    try {
      const references = await parseReferences(given);
      return number === this.#asked ? await this.#meant(references, given, how) : null;
    } catch (failure) {
      return number === this.#asked ? this.#refuse(failure) : null;
    }
  }

  async #meant(references, given, how) {
    const [reference] = references;
    if (references.length !== 1) {
      if (how !== 'leave' && references.length > 1) {
        this.#box.value = '';
        this.#basket.add(references);
        this.#basket.focus();
      }
      return null;
    }
    if (reference.kind === 'repo') {
      return typed(reference, given, this.#type.value);
    }
    if (reference.kind === 'unreadable') {
      return this.#refuse(reference.reason, how === 'look' ? this.#box : null);
    }
    return how === 'leave' ? null : this.#searchFor(reference, given, how);
  }

  /** Words find repositories to choose from; a name without an owner finds the one that is called so. */
  async #searchFor(reference, given, how) {
    this.#box.focus();
    const type = reference.type === 'model' ? this.#type.value : reference.type;
    const found = await this.#search.now(reference.words, type);
    if (found?.length === 0) {
      return this.#refuse(text('choosing.nothingFound', { words: reference.words }), this.#box);
    }
    if (found?.every(repo => repo.name === given)) {
      return { ...NOTHING, repo: found[0].name, type: found[0].type, revision: null, notes: [] };
    }
    if (found) {
      write(this.#problem, how === 'start' ? text('choosing.chooseFound') : '');
    }
    return null;
  }

  // --- the card ---

  /**
   * Shows the card of a reference; returns the view of its repository, or null when it was overtaken or the page says why not.
   *
   * @param reference
   * @param {{ focus: boolean, step?: boolean | 'same' }} how `step`: whether Back leads to what was there before
   */
  async #open(reference, { focus, step = true }) {
    const number = ++this.#asked;
    this.#search.close();
    this.#box.value = reference.repo;
    this.#type.value = reference.type;
    this.#read = { text: reference.repo, type: reference.type, reference };
    this.#opening = number;
    this.#lookUpButton.setAttribute('aria-busy', 'true');
    write(this.#problem, '');
    try {
      const found = await this.#card.open(reference);
      if (number !== this.#asked) {
        return null;
      }
      this.#keepButton.hidden = this.#choosingFor !== null || !this.#card.reference;
      if (!found) {
        this.#revisionRefused(step);
        return null;
      }
      if (step === 'same') {
        replaceUrl(this.#chosen());
      } else if (step) {
        pushUrl(this.#chosen());
      }
      if (focus) {
        this.#card.focus();
      }
      return found;
    } catch (failure) {
      if (number === this.#asked) {
        this.#refuse(failure, focus ? this.#box : null);
        this.#server.look();
      }
      return null;
    } finally {
      if (number === this.#opening) {
        this.#opening = 0;
        this.#lookUpButton.removeAttribute('aria-busy');
      }
    }
  }

  /** The card says why, beside the revision; the box means what the card shows. */
  #revisionRefused(asksNow) {
    if (this.#card.reference) {
      this.#read = { text: this.#box.value.trim(), type: this.#type.value, reference: this.#card.reference };
    }
    if (asksNow) {
      this.#card.focus();
    }
    this.#server.look();
  }

  /** The reference whose card is open, with what is ticked and what is still asked. */
  #chosen() {
    return { ...this.#card.reference, ...this.#card.asked() };
  }

  #closeCard() {
    this.#read = null;
    this.#card.clear();
    this.#keepButton.hidden = true;
    this.#opening = 0;
    this.#lookUpButton.removeAttribute('aria-busy');
  }

  #follow(event) {
    const link = event.target.closest('a[data-repo]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.#chooseFor(null);
      this.#open({ ...NOTHING, repo: link.dataset.repo, type: 'model', revision: null, notes: [] }, { focus: true });
    }
  }

  // --- starting it, or keeping it in the basket ---

  async #start() {
    const wanted = await this.#ready();
    if (!wanted) {
      return;
    }
    if (this.#choosingFor) {
      this.#intoBasket(wanted);
      return;
    }
    const { reference, choice, pattern } = wanted;
    const shown = this.#card.reference;
    try {
      const answer = await post('./api/v1/downloads', startOf(reference, choice, pattern));
      showToast(text(answer.status === 200 ? 'choosing.underWay' : 'choosing.added', { repo: reference.repo }));
      if (this.#card.reference === shown) {
        // else somebody went on to another repository, and chooses there
        this.#pattern.value = '';
        if (shown) {
          this.#card.unchoose();
          replaceUrl({ ...reference, ...NOTHING });
        }
      }
      this.#started();
    } catch (failure) {
      if (this.#card.reference === shown && failure.kind === 'variant-ambiguous') {
        await this.#open({ ...reference, ...choiceOf(choice, pattern) }, { focus: true }); // the card asks which one
      } else if (this.#card.reference === shown) {
        this.#refuse(failure);
      } else {
        showToast(failure, 'error');
      }
    }
  }

  async #toBasket() {
    const wanted = await this.#ready();
    if (wanted) {
      this.#intoBasket(wanted);
    }
  }

  #intoBasket({ reference, choice, pattern }) {
    const row = this.#choosingFor;
    this.#chooseFor(null);
    this.#closeCard();
    this.#box.value = '';
    this.#pattern.value = '';
    pushUrl(null);
    const { repo, type, revision } = reference;
    this.#basket.take(row, { ...NOTHING, notes: [], repo, type, revision, ...choiceOf(choice, pattern) });
  }

  /** What is wanted in full; null when it is not, and then the page says what is missing. Nobody gets all of a repository unasked. */
  async #ready() {
    write(this.#problem, '');
    const other = this.#card.otherRevision;
    if (other !== null) {
      // written and not shown yet: it is what is wanted
      if (!(await this.#open({ ...this.#chosen(), revision: other || null, notes: [] }, { focus: false }))) {
        return null;
      }
    }
    const pattern = this.#pattern.value.trim();
    if (pattern) {
      const reference = this.#card.reference ?? (await this.#referenceInBox('start'));
      return reference && { reference, choice: NOTHING, pattern };
    }
    const found = this.#card.reference ? true : await this.#lookUp('start');
    if (!found) {
      return null;
    }
    const choice = this.#card.choice();
    if (!choice) {
      this.#card.refuse(sentence => this.#refuse(sentence));
      return null;
    }
    return { reference: this.#card.reference, choice, pattern };
  }

  // --- choosing for a row of the basket ---

  /** Opens the card, or the search, for a row of the basket. */
  #choose(row) {
    this.#chooseFor(row);
    if (row.reference.kind === 'search') {
      this.#box.value = row.reference.words;
      this.#type.value = row.reference.type;
      this.#closeCard();
      this.#lookUp('look');
    } else {
      this.#open(row.reference, { focus: true });
    }
  }

  /** Says for which row the card is open; null for none. */
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
    this.#startButton.textContent = text(row ? 'choosing.takeIntoBasket' : 'choosing.start');
    this.#keepButton.hidden = row !== null || !this.#card.reference;
  }

  /** The row stays as it was. */
  #stopChoosing() {
    const row = this.#choosingFor;
    this.#asked++;
    this.#search.close();
    this.#chooseFor(null);
    this.#closeCard();
    write(this.#problem, '');
    this.#box.value = '';
    this.#pattern.value = '';
    pushUrl(null);
    this.#basket.focus(row);
  }

  // --- the page's address ---

  /** Shows what stands in the address, which somebody may have written by hand. */
  async #goBack() {
    const reference = referenceInUrl();
    write(this.#problem, '');
    this.#chooseFor(null);
    if (!reference) {
      this.#asked++;
      this.#search.close();
      this.#closeCard();
      this.#box.value = '';
    } else if (isName(reference.repo)) {
      await this.#open(reference, { focus: false, step: false });
    } else {
      await this.#readUrl(reference);
    }
  }

  /** An address names what the box takes; what it says beside that goes before. */
  async #readUrl({ repo: given, type: saidType, revision, ...parts }) {
    this.#closeCard();
    this.#box.value = given;
    this.#type.value = saidType;
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
        this.#refuse(text(references.length > 1 ? 'choosing.oneInAddress' : 'choosing.nameFirst'));
      } else {
        await this.#meant(references, given, 'look');
      }
    } catch (failure) {
      if (number === this.#asked) {
        this.#refuse(failure);
      }
    }
  }

  #refuse(sentence, field) {
    write(this.#problem, sentence);
    field?.focus();
    return null;
  }
}
