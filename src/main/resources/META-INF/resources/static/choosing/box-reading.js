// What the box names, or the words to look for that stand in it.

import { spoken } from '../shared/problem-text.js';
import { text } from '../shared/texts.js';
import { parseReferences, searchedFor, typed } from './reference.js';
import { keepStep, pushGiven, pushQuery } from './url-state.js';

export class BoxReading {
  #parts;
  #latest;
  #opening;
  #outage;
  #tell;

  /**
   * @param parts `box`, `filters`, `explore`, `problem` and `model` of the form
   * @param {import('./latest.js').Latest} latest
   * @param {import('./model-opening.js').ModelOpening} opening
   * @param {import('./after-outage.js').AfterOutage} outage
   * @param tell `changed` is called when somebody writes something else, `several` with the references where they are several
   */
  constructor(parts, latest, opening, outage, tell) {
    this.#parts = parts;
    this.#latest = latest;
    this.#opening = opening;
    this.#outage = outage;
    this.#tell = tell;
  }

  /** Somebody has typed: what stood there before is not meant any more. */
  typed() {
    const { box, explore, filters, problem } = this.#parts;
    this.#latest.next(); // an answer to what stood there before must not overwrite what is being typed
    this.#tell.changed(); // what is looked up next is not what the row of the list asked for
    this.#opening.close();
    filters.type = explore.query.type; // that of what was opened last says nothing of this
    problem.tell('');
    explore.offer(null);
    if (!box.text) {
      this.search({ ...explore.query, words: '' }, { typing: true });
    }
  }

  /**
   * Looks for what stands there so far; what it names is offered to be opened.
   *
   * @param query what else it must be
   */
  async paused(query = this.#parts.explore.query) {
    const { box, explore, filters, problem } = this.#parts;
    const number = this.#latest.next();
    const given = box.text;
    if (!given) {
      return;
    }
    try {
      const references = await parseReferences(given);
      if (!this.#latest.is(number)) {
        return;
      }
      const words = searchedFor(references);
      if (words || query !== explore.query) {
        await this.search({ ...query, words: words || query.words }, { typing: true });
      }
      if (this.#latest.is(number)) {
        const [reference] = references;
        explore.wake();
        explore.offer(
          references.length === 1 && reference.kind === 'repo' ? typed(reference, given, filters.type) : null,
        );
      }
    } catch (failure) {
      if (this.#latest.is(number)) {
        problem.tell(failure);
        this.#later(failure, number, () => this.paused(query));
      }
    }
  }

  /** Asks once more when whoever did not answer is back, unless something else is asked by then. */
  #later(failure, number, again) {
    this.#outage.failed(failure, () => {
      if (this.#latest.is(number)) {
        this.#parts.problem.tell('');
        again();
      }
    });
  }

  /** Opens what stands in the box, or looks for it. `how`: somebody pressed Enter, or has just pasted it. */
  async lookUp(how) {
    const { box, filters } = this.#parts;
    const number = this.#latest.next();
    const given = box.text;
    if (!given) {
      this.#opening.refuse(text('choosing.nameFirst'));
      return;
    }
    const known = this.#opening.readAs(given, filters.type);
    if (known) {
      await this.#opening.open(known, { focus: true, given }); // what is chosen stays chosen
      return;
    }
    this.#parts.model.near(); // unless it is words, it will be opened
    const sign = `parse ${number}`; // that of another look-up is not this one's to take away
    box.asking(sign, true);
    try {
      const references = await parseReferences(given);
      if (this.#latest.is(number)) {
        await this.open(references, given, how);
      }
    } catch (failure) {
      if (this.#latest.is(number)) {
        pushGiven(given);
        this.#opening.refuse(failure);
        this.#later(failure, number, () => this.lookUp(how));
      }
    } finally {
      box.asking(sign, false);
    }
  }

  /** Opens what a text was read as, or looks for it. */
  async open(references, given, how) {
    const { box, filters } = this.#parts;
    const [reference] = references;
    if (references.length > 1) {
      box.text = '';
      this.#tell.several(references);
    } else if (reference?.kind === 'repo') {
      await this.#opening.open(typed(reference, given, filters.type), { focus: true, given });
    } else if (reference?.kind === 'unreadable') {
      pushGiven(given); // it is there after a reload, and not what was there before
      this.#opening.refuse(spoken(reference.refusal, reference.reason));
    } else if (reference) {
      await this.#searchFor(reference, given, how);
    }
  }

  /** Opens what was found, or what the box names. */
  picked(found) {
    if (found === null) {
      this.lookUp('enter');
    } else {
      keepStep();
      this.#opening.openWhole(found);
    }
  }

  /** Looks for something else, as it was chosen beside the words. */
  searchOtherwise(query) {
    const { box, explore, filters, problem } = this.#parts;
    this.#latest.next();
    problem.tell('');
    explore.offer(null);
    keepStep();
    if (box.text && box.text !== query.words) {
      filters.show(query);
      this.paused(query);
    } else {
      this.search(query, { typing: false });
    }
  }

  /** Looks for it, as a step of its own unless somebody is still typing. */
  search(query, { typing }) {
    const { explore, filters } = this.#parts;
    pushQuery(query, { typing });
    filters.show(query);
    return explore.show(query);
  }

  /** Shows what was looked for before. */
  show(query) {
    const { box, explore, filters } = this.#parts;
    box.text = query.words;
    filters.show(query);
    explore.offer(null);
    return explore.show(query);
  }

  /** Words find repositories to choose from; a name without an owner finds the one that is called so. */
  async #searchFor(reference, given, how) {
    const { query } = this.#parts.explore;
    const number = this.#latest.next();
    const type = reference.type === 'model' ? query.type : reference.type;
    const found = await this.search({ ...query, type, words: reference.words }, { typing: how === 'paste' });
    if (this.#latest.is(number) && found?.length === 1 && found[0].name === given) {
      await this.#opening.openWhole({ repo: found[0].name, type: found[0].type });
    }
  }
}
