// What is chosen of a repository: variants or files, and which question about them is open. One way of choosing takes the
// place of the other.
import { text } from '../shared/texts.js';
import { FileChoice } from './file-choice.js';
import { followLocalPresence } from './local-presence.js';
import { NOTHING } from './reference.js';
import { VariantList } from './variant-list.js';
import { VariantQuestion } from './variant-question.js';

export class ModelChoice {
  #variants;
  #question;
  #files;
  #repoView = null;

  /**
   * @param {Element} view
   * @param machines the machines that the user named
   * @param tell `chosen` is called after somebody chose something, `presence` when other files
   *   are on the disk now, or its downloads go on otherwise
   */
  constructor(view, machines, tell) {
    this.#variants = new VariantList(view.querySelector('#offer'), machines, () => {
      this.#files.clear();
      this.#question.clear();
      tell.chosen();
    });
    this.#question = new VariantQuestion(view.querySelector('#which'), label => {
      this.#variants.choose(label);
      tell.chosen();
    });
    this.#files = new FileChoice(view.querySelector('#panel-files'), () => {
      this.#variants.unchoose();
      this.#question.clear();
      tell.chosen();
    });
    followLocalPresence(() => this.#repoView, {
      moved: tell.presence,
      changed: repoView => {
        this.#variants.diskIs(repoView.variants);
        tell.presence();
      },
    });
  }

  /**
   * @param meant what the reference means of it, see model-lookup.js
   * @param freeBytes room on the disk, or null
   * @param needs as for `VariantList.show`
   */
  show(repoView, meant, freeBytes, needs) {
    this.#repoView = repoView;
    this.#variants.show(
      repoView,
      meant.include.length + meant.exclude.length > 0 ? [] : meant.labels,
      freeBytes,
      needs,
    );
    this.#files.show(repoView, meant);
    if (this.#files.isUsed) {
      this.#variants.unchoose();
    }
    this.#question.ask(meant.questions);
  }

  clear() {
    this.#repoView = null;
    this.#question.clear();
  }

  /** What the head of a file tells of memory, when that comes late. */
  complete(needs) {
    this.#variants.complete(needs);
  }

  machinesChanged() {
    this.#variants.machinesChanged(true);
  }

  /** As variants, include and exclude; null when that is nothing, or cannot be said. */
  get chosen() {
    if (this.#files.isUsed) {
      const patterns = this.#files.choice();
      return patterns && { ...NOTHING, ...patterns };
    }
    const variants = this.#variants.chosen;
    return this.#variants.isEmpty || variants.length > 0 ? { ...NOTHING, variants } : null;
  }

  /** The questions that nobody has answered yet. */
  get questions() {
    return this.#question.open;
  }

  /** Whether somebody chooses among files. */
  get isOfFiles() {
    return this.#files.isUsed;
  }

  /** Why there is no choice, in words. */
  get lack() {
    return text(
      !this.#files.isUsed ? 'choosing.pickVariant' : this.#files.isEmpty ? 'choosing.noFiles' : 'choosing.tooScattered',
    );
  }

  /** Shows the files, of which those are ticked that the choice means. */
  openFiles() {
    const labels = new Set(this.#variants.chosen);
    if (this.#variants.isEmpty) {
      this.#files.open(() => true);
      return;
    }
    const chosen = this.#repoView.variants.filter(variant => labels.has(variant.label));
    const paths = new Set(
      chosen.length === 0
        ? []
        : [
            ...this.#repoView.companions,
            ...chosen.flatMap(variant => [...variant.paths, ...(variant.projector ? [variant.projector.path] : [])]),
          ],
    );
    this.#files.open(file => paths.has(file.path));
  }

  focusVariants() {
    if (this.#question.isOpen) {
      this.#question.focus();
    } else {
      this.#variants.focus();
    }
  }
}
