// The upper half of the Download page: the box that takes anything, what the Hub has, the model view with its bar of actions,
// and the list. Each part knows itself alone; here is what one of them means for the others.
import { Machines } from '../shared/machines.js';
import { AddressReading } from './address-reading.js';
import { AfterOutage } from './after-outage.js';
import { BasketPlace } from './basket-place.js';
import { BoxReading } from './box-reading.js';
import { Explore } from './explore.js';
import { Latest } from './latest.js';
import { ModelOpening } from './model-opening.js';
import { ModelPlace } from './model-place.js';
import { MultiLineInput } from './multi-line-input.js';
import { ProblemNotice } from './problem-notice.js';
import { NOTHING } from './reference.js';
import { RowChoice } from './row-choice.js';
import { SearchBox } from './search-box.js';
import { SearchFilters } from './search-filters.js';
import { hasMoved, pushQuery, pushUrl, queryInUrl, referenceInUrl, replaceUrl } from './url-state.js';

/** There is room for one thing: the model, or what is downloaded. As in model-view.css. */
const NARROW = matchMedia('(max-width: 67.99rem)');

export class ChoosingForm {
  #started;
  #box;
  #filters;
  #explore;
  #problem;
  #lines;
  #model;
  #basket;
  #rows;
  #latest = new Latest();
  #opening;
  #reading;
  #address;

  /**
   * Makes the form live.
   *
   * @param {HTMLFormElement} form
   * @param server what the server says about itself
   * @param started called after something was asked for, with the downloads and a text about them where they are known
   */
  constructor(form, server, started) {
    this.#started = started;
    const system = () => server.system;
    const model = document.getElementById('model');
    const explore = document.getElementById('explore');
    const machines = new Machines(() => {
      this.#model.machinesChanged();
      this.#explore.machinesChanged();
    });
    this.#box = new SearchBox(document.getElementById('one'), {
      typed: () => this.#reading.typed(),
      paused: () => this.#reading.paused(),
      entered: () => this.#reading.lookUp('enter'),
      pasted: () => this.#reading.lookUp('paste'),
      lines: given => this.#lines.take(given),
      down: () => !this.#model.isOpen && this.#explore.focusFirst(),
    });
    this.#filters = new SearchFilters(form, query => this.#reading.searchOtherwise(query));
    this.#explore = new Explore(explore, machines, {
      asking: isAsking => this.#box.asking('search', isAsking),
      changed: query => this.#reading.searchOtherwise(query),
      picked: found => {
        this.#basket.unfold(false);
        this.#reading.picked(found);
      },
      left: () => this.#box.focus(),
    });
    this.#problem = new ProblemNotice({
      otherwise: reference => this.#opening.open(reference, { focus: true }),
    });
    this.#lines = new MultiLineInput(document.getElementById('many'), document.getElementById('several'), {
      read: references => this.#intoList(references),
      problem: problem => this.#problem.tell(problem),
    });
    this.#model = new ModelPlace(model, ({ ModelView, ActionBar }) => {
      const view = new ModelView(model, system, machines, {
        changed: () => bar?.update(),
        presence: () => bar?.renew(),
        chosen: () => replaceUrl(this.#opening.chosen),
        tab: () => pushUrl(this.#opening.chosen),
        revision: (reference, revision) => this.#openRevision(reference, revision, true),
        meantRevision: (reference, revision) => this.#openRevision(reference, revision, 'same'),
        closed: () => this.#back(),
      });
      const bar = new ActionBar(form, view, server, {
        started: (download, told) => this.#wasStarted(download, told),
        kept: wanted => this.#keep(wanted),
        reopen: reference => this.#opening.open(reference, { focus: true }),
      });
      return { view, bar };
    });
    this.#rows = new RowChoice({
      line: row => this.#basket.lineOf(row),
      changed: isForRow => {
        this.#model.isForRow = isForRow;
      },
      stopped: () => this.#stopChoosing(),
    });
    const parts = {
      box: this.#box,
      filters: this.#filters,
      explore: this.#explore,
      problem: this.#problem,
      model: this.#model,
    };
    const outage = new AfterOutage(server);
    this.#opening = new ModelOpening(parts, this.#latest, server, outage);
    this.#reading = new BoxReading(parts, this.#latest, this.#opening, outage, {
      changed: () => {
        this.#rows.show(null);
        this.#basket.unfold(false);
      },
      several: references => this.#intoList(references),
    });
    this.#address = new AddressReading(parts, this.#latest, this.#opening, this.#reading, outage);
    this.#basket = new BasketPlace(document.getElementById('basket'), {
      choose: row => this.#choose(row),
      edit: line => this.#edit(line),
      started,
      system,
      gone: row => this.#rows.show(row === this.#rows.row ? null : this.#rows.row),
    });
    model.addEventListener('click', event => this.#follow(event));
    for (const near of ['pointerover', 'focusin']) {
      explore.addEventListener(near, () => this.#model.near(), { once: true });
    }
    form.addEventListener('submit', event => event.preventDefault()); // also while there is no bar yet that starts something
    addEventListener('popstate', () => hasMoved() && this.#showAddress());
    server.follow(({ hub }) => hub.reachable && this.#explore.retry()); // as soon as there may be an answer
    for (const button of form.querySelectorAll('button')) {
      button.disabled = false; // no click before was lost
    }
    this.#begin();
  }

  /** What somebody typed before all of this was here stays. */
  #begin() {
    if (referenceInUrl() || !this.#box.text) {
      this.#showAddress();
    } else {
      this.#filters.show(queryInUrl());
      this.#reading.paused();
    }
  }

  #showAddress() {
    this.#rows.show(null);
    return this.#address.show();
  }

  // --- the model ---

  /** @param {boolean | 'same'} step as of `ModelOpening.open` */
  #openRevision(reference, revision, step) {
    this.#opening.open(
      { ...reference, ...NOTHING, revision: revision || null, tab: '', notes: [] },
      { focus: false, step },
    );
  }

  #follow(event) {
    const link = event.target.closest('a[data-repo]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.#rows.show(null);
      this.#opening.openWhole({ repo: link.dataset.repo, type: 'model' });
    }
  }

  /** Back to what was found, as it was. */
  #back() {
    const name = this.#opening.repo;
    this.#leave();
    if (!this.#explore.returnTo(name) && !NARROW.matches) {
      this.#box.focus(); // on a phone that brings up the keyboard
    }
  }

  #leave() {
    this.#latest.next();
    this.#rows.show(null);
    this.#opening.close();
    this.#problem.tell('');
    this.#reading.show(this.#explore.query);
    pushQuery(this.#explore.query, { typing: false });
  }

  // --- after it was started, or kept in the list ---

  /** What is downloaded comes into sight: the list does that, where it can be seen beside the model or in its place. */
  #wasStarted(download, told) {
    if (NARROW.matches) {
      this.#leave();
    }
    this.#started([download], told);
  }

  async #keep({ reference, choice }) {
    const basket = await this.#basket.ready();
    const { row } = this.#rows;
    this.#leave();
    const { repo, type, revision } = reference;
    basket.unfold(row !== null); // somebody was in the midst of it
    basket.take(row, { ...NOTHING, notes: [], repo, type, revision, ...choice });
  }

  async #intoList(references) {
    this.#problem.tell('');
    this.#explore.wake();
    const basket = await this.#basket.ready();
    basket.add(references);
    basket.unfold(true);
    basket.focus();
  }

  // --- choosing for a row of the list ---

  /** Opens the model, or the search, for a row of the list. */
  #choose(row) {
    this.#basket.unfold(false);
    this.#rows.show(row);
    if (row.reference.kind === 'search') {
      const { words, type } = row.reference;
      this.#latest.next();
      this.#opening.close();
      this.#problem.tell('');
      this.#box.text = words;
      this.#box.focus();
      this.#reading.search({ ...this.#explore.query, words, type }, { typing: false });
    } else {
      this.#opening.open(row.reference, { focus: true });
    }
  }

  /** A line that could not be read goes to the box, where it can be corrected. */
  #edit(line) {
    this.#leave();
    this.#box.text = line;
    this.#box.focus();
  }

  /** The row stays as it was. */
  #stopChoosing() {
    const { row } = this.#rows;
    this.#leave();
    this.#basket.unfold(true);
    this.#basket.focus(row);
  }
}
