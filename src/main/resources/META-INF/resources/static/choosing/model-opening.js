// How a model comes to be shown: the box, the page's address and the problems follow the model view.
import { NOTHING } from './reference.js';
import { pushUrl, replaceUrl } from './url-state.js';

export class ModelOpening {
  #parts;
  #latest;
  #server;
  #outage;
  #awaited = 0; // the number of the question whose answer is waited for, whatever is asked meanwhile
  #read = null; // what the text in the box was read as

  /**
   * @param parts `box`, `filters`, `explore`, `problem` and `model` of the form
   * @param {import('./latest.js').Latest} latest
   * @param server what the server says about itself
   * @param {import('./after-outage.js').AfterOutage} outage
   */
  constructor(parts, latest, server, outage) {
    this.#parts = parts;
    this.#latest = latest;
    this.#server = server;
    this.#outage = outage;
  }

  /**
   * Shows the repository of a reference; returns what the Hub has of it, or null when it was overtaken or the page says why not.
   *
   * @param reference
   * @param {{ focus: boolean, step?: boolean | 'same', given?: string }} how `step`: whether Back leads to what was there
   *   before, from the moment on when it is asked for; `given`: what somebody wrote to ask for it
   */
  async open(reference, { focus, step = true, given = asWritten(reference) }) {
    const { box, filters, explore, problem, model } = this.#parts;
    const number = this.#latest.next();
    explore.stop();
    box.text = reference.repo;
    filters.type = reference.type;
    this.#read = { text: reference.repo, type: reference.type, reference };
    this.#awaited = number;
    box.asking('model', true);
    problem.tell('');
    if (step === true) {
      pushUrl(reference);
    }
    try {
      const found = await model.open(reference);
      if (!this.#latest.is(number)) {
        return null;
      }
      if (step && model.reference) {
        replaceUrl(this.chosen); // now it is known how it is called, and what of it is meant
      }
      if (!found) {
        this.#revisionRefused(step);
      } else if (focus) {
        model.focus();
      }
      return found;
    } catch (failure) {
      if (this.#latest.is(number)) {
        if (step && model.reference) {
          replaceUrl(this.chosen); // what was shown before is shown again
        }
        if (!model.isOpen) {
          box.text = given; // all of it, to be corrected
          this.#read = { text: given, type: reference.type, reference };
        }
        this.refuse(failure, { focus, reference });
        if (!model.isOpen) {
          const again = () => this.open(reference, { focus: false, step: step === false ? false : 'same', given });
          this.#outage.failed(failure, () => this.#latest.is(number) && again());
        }
        this.#server.look();
      }
      return null;
    } finally {
      if (number === this.#awaited) {
        this.#awaited = 0;
        box.asking('model', false);
      }
    }
  }

  /** All of a repository, as somebody asked for it now. */
  openWhole({ repo, type }) {
    return this.open({ ...NOTHING, repo, type, revision: null, notes: [] }, { focus: true });
  }

  /** The name of the repository that was opened last, be it still on its way; null for none. */
  get repo() {
    return this.#read?.reference.repo ?? null;
  }

  /** What this text in the box was read as, with what is chosen of it by now; null when that has to be found out. */
  readAs(text, type) {
    const { model } = this.#parts;
    if (this.#read?.text !== text || this.#read.type !== type) {
      return null;
    }
    return model.reference === null ? this.#read.reference : { ...this.#read.reference, ...model.chosen };
  }

  /** The reference that is shown, with what is chosen of it and what is still asked. */
  get chosen() {
    return this.#parts.model.chosen;
  }

  close() {
    const { box, model } = this.#parts;
    this.#read = null;
    model.clear();
    this.#awaited = 0;
    box.asking('model', false);
  }

  /** Tells what is wrong, at the box. */
  refuse(problem, { focus = true, reference = null } = {}) {
    const { box, explore, model } = this.#parts;
    this.#parts.problem.tell(problem, reference);
    if (!model.isOpen) {
      explore.wake(); // the page is not left empty
    }
    if (focus) {
      box.focus();
    }
  }

  /** The model view says why, beside the revisions; the box means what that shows. */
  #revisionRefused(asksNow) {
    const { box, filters, model } = this.#parts;
    if (model.reference) {
      this.#read = { text: box.text, type: filters.type, reference: model.reference };
    }
    if (asksNow) {
      model.focus();
    }
    this.#server.look();
  }
}

/** What the box takes for it, where it is of one variant or of all. */
function asWritten({ repo, variants }) {
  return variants.length === 1 ? `${repo}:${variants[0]}` : repo;
}
