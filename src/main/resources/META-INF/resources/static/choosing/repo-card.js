// The repository card: what the Hub has of it, to choose from.
import { get, repoPath } from '../shared/api.js';
import { needsOf, repoViewOf } from '../shared/api-model.js';
import { write } from '../shared/notices.js';
import { released } from '../shared/pointer.js';
import { text } from '../shared/texts.js';
import { FileChoice } from './file-choice.js';
import { askPlan, PlanLine } from './plan-line.js';
import { bodyOf, NOTHING } from './reference.js';
import { RepoFacts } from './repo-facts.js';
import { RevisionPicker } from './revision-picker.js';
import { VariantQuestion } from './variant-question.js';
import { VariantTable } from './variant-table.js';

/** What the server says of a name that means nothing; all else says nothing of the name. */
const NO_VARIANT = ['variant-not-found', 'variant-ambiguous', 'bad-request'];
const NO_REVISION = ['revision-not-found', 'bad-request', 'hub-refused'];

export class RepoCard {
  #card;
  #pattern;
  #system;
  #machines;
  #tell;
  #facts;
  #revisions;
  #variants;
  #question;
  #files;
  #plan;
  #asking = null;
  #repoView = null;
  #reference = null;
  #lacking = null; // the reference whose revision is not there, while the card shows nothing but its name and its revisions

  /**
   * @param system gives what the server says about itself
   * @param tell `chosen` is called after the choice changed, `revision` with the reference and another revision of it to show
   */
  constructor(form, system, machines, tell) {
    this.#card = form.querySelector('#card');
    this.#pattern = form.elements.pattern;
    this.#system = system;
    this.#machines = machines;
    this.#tell = tell;
    this.#facts = new RepoFacts(this.#card);
    this.#revisions = new RevisionPicker(this.#card.querySelector('#revisions'), revision =>
      tell.revision(this.#reference ?? this.#lacking, revision),
    );
    this.#variants = new VariantTable(this.#card.querySelector('#offer'), machines, () => this.#chose(this.#variants));
    this.#question = new VariantQuestion(this.#card.querySelector('#which'), label => {
      this.#variants.tick(label);
      this.#chose(this.#variants);
    });
    this.#files = new FileChoice(this.#card.querySelector('#tree'), () => this.#chose(this.#files));
    this.#plan = new PlanLine(this.#card.querySelector('#chosen'), system);
    this.#pattern.addEventListener('input', () => this.#pattern.value.trim() !== '' && this.#chose(this.#pattern));
  }

  /**
   * Asks what there is and shows it; returns its view, or null when a later question overtook this one, or when the card
   * says beside the revision why that one cannot be shown.
   */
  open(reference) {
    const of = JSON.stringify(reference);
    if (this.#asking?.of === of && this.#asking.pending) {
      return this.#asking.answer;
    }
    const before = this.#reference && {
      repoView: this.#repoView,
      reference: { ...this.#reference, ...(this.choice() ?? NOTHING) },
      questions: this.#question.open,
    };
    this.clear();
    const control = new AbortController();
    const asking = { of, control, pending: true };
    this.#asking = asking;
    asking.answer = this.#load(reference, control.signal, before).finally(() => {
      asking.pending = false;
    });
    return asking.answer;
  }

  clear() {
    this.#asking?.control.abort();
    this.#asking = null;
    this.#repoView = null;
    this.#reference = null;
    this.#lacking = null;
    this.#question.clear();
    this.#card.hidden = true;
    this.#plan.say('');
  }

  /** The reference whose card is open, or null. */
  get reference() {
    return this.#reference;
  }

  /** Whether the card is to be seen, be it without anything to choose from. */
  get isOpen() {
    return this.#reference !== null || this.#lacking !== null;
  }

  /** What is chosen of it, as variants, include and exclude; null when that is nothing, or cannot be said. */
  choice() {
    if (this.#files.isUsed) {
      const patterns = this.#files.choice();
      return patterns && { ...NOTHING, ...patterns };
    }
    const variants = this.#variants.chosen();
    return this.#repoView.variants.length > 0 && variants.length === 0 ? null : { ...NOTHING, variants };
  }

  /** What is chosen, and what was asked for that could mean several variants: nobody has answered yet which one. */
  asked() {
    const choice = this.choice() ?? NOTHING;
    return { ...choice, variants: [...choice.variants, ...this.#question.open.map(question => question.name)] };
  }

  /** Says what is to be done where there is no choice yet, and goes there. */
  refuse(tell) {
    tell(
      this.#files.isUsed
        ? text('choosing.tooScattered')
        : text('choosing.chooseFirst', { count: this.#repoView.variants.length }),
    );
    this.focus();
  }

  unchoose() {
    this.#variants.unchoose();
    this.#files.clear();
    this.#pattern.value = '';
    this.#tellTotal();
  }

  /** A revision that somebody wrote beside the one that is shown; null for none. */
  get otherRevision() {
    return this.#reference ? this.#revisions.written : null;
  }

  focus() {
    if (!this.#repoView || this.#card.querySelector('#revision').hasAttribute('aria-invalid')) {
      this.#revisions.focus();
    } else if (this.#question.isOpen) {
      this.#question.focus();
    } else if (this.#repoView.variants.length > 0 && !this.#files.isUsed) {
      this.#variants.focus();
    } else {
      this.#card.querySelector('#card-title').focus();
    }
  }

  /** Compares anew with the machines, which are other ones now. */
  machinesChanged() {
    if (this.#repoView) {
      this.#variants.showFits();
    }
  }

  async #load(reference, signal, before) {
    const query = reference.revision ? `?revision=${encodeURIComponent(reference.revision)}` : '';
    try {
      const answer = await get(repoPath('repos', `${reference.type}s`, reference.repo) + query, { signal });
      const repoView = repoViewOf(answer.body);
      const [system, meant] = await Promise.all([
        this.#system(),
        this.#meant(reference, repoView),
        this.#machines.ready,
      ]);
      await released();
      if (signal.aborted) {
        return null;
      }
      if (meant.revision) {
        this.#tell.revision(reference, meant.revision);
        return null;
      }
      this.#put(repoView, { ...reference, repo: repoView.repo, variants: meant.labels }, system, signal);
      this.#question.ask(meant.questions);
      this.#tellNotes([...reference.notes, ...meant.unknown.map(label => text('choosing.noVariant', { label }))]);
      return repoView;
    } catch (failure) {
      if (signal.aborted) {
        return null;
      }
      this.#asking = null;
      return this.#refused(reference, failure, before);
    }
  }

  /**
   * What names mean that are no label as they stand. The server knows: one variant, several, of which one is to be chosen, a
   * branch, or nothing.
   */
  async #meant(reference, repoView) {
    const meant = { labels: [], questions: [], unknown: [], revision: null };
    for (const name of reference.variants) {
      const exact = repoView.variants.find(variant => variant.label.toLowerCase() === name.toLowerCase());
      if (exact) {
        meant.labels.push(exact.label);
        continue;
      }
      try {
        const plan = await askPlan({ ...bodyOf({ ...reference, ...NOTHING }), variants: [name] });
        const same = plan.revision === (reference.revision ?? repoView.revision);
        const found = repoView.variants.filter(
          variant => variant.paths.length > 0 && variant.paths.every(path => plan.paths.includes(path)),
        );
        meant.revision = same ? meant.revision : plan.revision;
        meant.labels.push(...found.map(variant => variant.label));
      } catch (failure) {
        const variants = repoView.variants.filter(variant => failure.choices?.includes(variant.label));
        if (failure.kind === 'variant-ambiguous' && variants.length > 0) {
          meant.questions.push({ name, variants });
        } else if (NO_VARIANT.includes(failure.kind)) {
          meant.unknown.push(name);
        } else {
          throw failure;
        }
      }
    }
    return meant;
  }

  #put(repoView, reference, system, signal) {
    this.#repoView = repoView;
    this.#reference = reference;
    this.#show(repoView, system);
    this.#learnShape(repoView, signal);
  }

  /** What was shown before stays, with the field to write another revision in; where nothing was, its name and that field. */
  async #refused(reference, failure, before) {
    const sameRepo =
      before?.reference.repo.toLowerCase() === reference.repo.toLowerCase() && before.reference.type === reference.type;
    const otherRevision = sameRepo && (before.reference.revision ?? '') !== (reference.revision ?? '');
    const missing = reference.revision && NO_REVISION.includes(failure.kind);
    if (!otherRevision && !missing) {
      throw failure;
    }
    const control = new AbortController();
    this.#asking = { of: null, control, pending: false };
    if (sameRepo) {
      const system = await this.#system();
      if (control.signal.aborted) {
        return null;
      }
      const variants = reference.variants.length > 0 ? reference.variants : before.reference.variants; // what is ticked stays ticked
      this.#put(before.repoView, { ...before.reference, variants }, system, control.signal);
      this.#question.ask(before.questions);
    } else {
      this.#lacking = reference;
      this.#facts.showName(reference);
      this.#revisions.show(
        { repo: reference.repo, type: reference.type, revision: 'main', commit: null },
        reference.revision,
      );
    }
    this.#card.classList.toggle('lacking', !sameRepo);
    this.#card.hidden = false;
    this.#revisions.refuse(reference.revision ?? '', failure);
    return null;
  }

  #show(repoView, system) {
    const more = repoView.type === 'model' && repoView.variants.length > 0;
    this.#facts.show(repoView, more);
    this.#revisions.show(repoView, this.#reference.revision ?? '');
    this.#variants.show(repoView, this.#reference.variants, system.freeBytes);
    this.#files.show(repoView, this.#reference);
    this.#tellNotes(this.#reference.notes);
    write(
      this.#card.querySelector('#gated'),
      !repoView.gated
        ? ''
        : text(system.tokenPresent ? 'choosing.gatedToken' : 'choosing.gatedNoToken', { page: repoView.page }),
    );
    this.#card.classList.remove('lacking');
    this.#card.hidden = false;
    this.#tellTotal();
  }

  /** Comes after the first look, into places that are kept for it. */
  async #learnShape(repoView, signal) {
    if (repoView.type !== 'model' || repoView.variants.length === 0) {
      return;
    }
    let needs = {};
    try {
      const query = `?revision=${encodeURIComponent(repoView.commit)}`;
      needs = needsOf((await get(repoPath('shapes', 'models', repoView.repo) + query, { signal })).body);
    } catch {
      // many files do not tell it
    }
    await released();
    if (!signal.aborted) {
      this.#facts.complete(needs);
      this.#variants.complete({ ...needs, contextLength: repoView.contextLength ?? needs.contextLength });
    }
  }

  #tellNotes(notes) {
    const list = this.#card.querySelector('#notes');
    list.hidden = notes.length === 0;
    list.replaceChildren(
      ...notes.map(note => {
        const item = document.createElement('li');
        item.textContent = note;
        return item;
      }),
    );
  }

  /** One way of choosing takes the place of the others. */
  #chose(way) {
    if (way !== this.#files) {
      this.#files.clear();
    }
    if (way !== this.#variants) {
      this.#variants.unchoose();
      this.#question.clear();
    }
    if (way !== this.#pattern) {
      this.#pattern.value = '';
    }
    if (this.#repoView) {
      this.#tellTotal();
      this.#tell.chosen();
    }
  }

  #tellTotal() {
    if (!this.#repoView) {
      return;
    }
    const choice = this.choice();
    if (this.#pattern.value.trim() !== '') {
      this.#plan.say('');
    } else if (choice) {
      this.#plan.ask(bodyOf({ ...this.#reference, ...choice }));
    } else {
      this.#plan.say(text(this.#files.isUsed ? 'choosing.tooScattered' : 'choosing.nothingChosen'));
    }
  }
}
