// Shows what stands in the page's address: a model, or a search.
import { isName } from '../shared/api.js';
import { text } from '../shared/texts.js';
import { NOTHING, parseReferences, typed } from './reference.js';
import { givenHere, queryInUrl, referenceInUrl, replaceUrl } from './url-state.js';

export class AddressReading {
  #parts;
  #latest;
  #opening;
  #reading;
  #outage;

  /**
   * @param parts `box`, `filters`, `explore`, `problem` and `model` of the form
   * @param {import('./latest.js').Latest} latest
   * @param {import('./model-opening.js').ModelOpening} opening
   * @param {import('./box-reading.js').BoxReading} reading
   * @param {import('./after-outage.js').AfterOutage} outage
   */
  constructor(parts, latest, opening, reading, outage) {
    this.#parts = parts;
    this.#latest = latest;
    this.#opening = opening;
    this.#reading = reading;
    this.#outage = outage;
  }

  /** Shows what stands there, which somebody may have written by hand. */
  async show() {
    const { explore, model, problem } = this.#parts;
    const reference = referenceInUrl();
    problem.tell('');
    if (!reference && givenHere()) {
      await this.#read({ ...NOTHING, repo: givenHere(), type: 'model', revision: null });
    } else if (!reference) {
      const name = this.#opening.repo;
      const number = this.#latest.next();
      this.#opening.close();
      await this.#reading.show(queryInUrl());
      if (name && this.#latest.is(number)) {
        explore.returnTo(name);
      }
    } else if (model.shows(reference)) {
      this.#latest.next(); // a question for another one may be under way
      model.showTab(reference.tab); // what is chosen of it stays chosen
      replaceUrl(this.#opening.chosen);
      model.updateBar();
    } else if (isName(reference.repo)) {
      await this.#opening.open(reference, { focus: false, step: false });
    } else {
      await this.#read(reference);
    }
  }

  /** An address names what the box takes; what it says beside that goes before. */
  async #read({ repo: given, type: saidType, revision, ...parts }) {
    const { box, filters } = this.#parts;
    this.#opening.close();
    box.text = given;
    filters.type = saidType;
    const number = this.#latest.next();
    try {
      const references = await parseReferences(given);
      if (!this.#latest.is(number)) {
        return;
      }
      const [reference] = references;
      if (references.length === 1 && reference.kind === 'repo') {
        const said = [...parts.variants, ...parts.include, ...parts.exclude].length > 0 ? parts : {};
        await this.#opening.open(
          {
            ...typed(reference, given, saidType),
            ...said,
            revision: revision ?? reference.revision,
            notes: reference.notes ?? [],
          },
          { focus: false, step: 'same', given },
        );
      } else if (references.length !== 1) {
        const problem = text(references.length > 1 ? 'choosing.oneInAddress' : 'choosing.nameFirst');
        this.#opening.refuse(problem, { focus: false });
      } else {
        await this.#reading.open(references, given, 'paste');
      }
    } catch (failure) {
      if (this.#latest.is(number)) {
        this.#opening.refuse(failure, { focus: false });
        this.#outage.failed(failure, () => this.#latest.is(number) && this.show());
      }
    }
  }
}
