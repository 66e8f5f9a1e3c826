// The model view: what the Hub has of a repository, in tabs, to choose from.
import { released } from '../shared/pointer.js';
import { text } from '../shared/texts.js';
import { ModelChoice } from './model-choice.js';
import { ModelHead } from './model-head.js';
import { lookUpNeeds, lookUpRepo, meaningOf } from './model-lookup.js';
import { ModelReadme } from './model-readme.js';
import { showModelState } from './model-state.js';
import { ModelTabs } from './model-tabs.js';
import { NOTHING, noteOf } from './reference.js';
import { RevisionList } from './revision-list.js';

const NO_REVISION = ['revision-not-found', 'bad-request', 'hub-refused'];
/** For so long the list waits for what a file tells of memory: what is recommended stands first, and must not move later. */
const MAX_WAIT_MS = 2000;

export class ModelView {
  #view;
  #system;
  #machines;
  #tell;
  #head;
  #tabs;
  #choice;
  #revisions;
  #readme;
  #asking = null;
  #shown = null; // the repository that is shown, the reference to it, and what else was known when it was shown
  #lacking = null; // the reference whose revision is not there, while nothing is shown but its name and its revisions
  #usualTab = '';

  /**
   * @param {HTMLElement} view
   * @param system gives what the server says about itself
   * @param machines the machines that the user named
   * @param tell `changed` is called when what can be started is another now, `presence` when the same may cost something else, `chosen` after somebody chose, `tab` after
   *   somebody opened a tab, `revision` with the reference and another revision of it that somebody wants to see,
   *   `meantRevision` with the same where the reference was found to mean that one, `closed` when somebody wants to leave
   */
  constructor(view, system, machines, tell) {
    this.#view = view;
    this.#system = system;
    this.#machines = machines;
    this.#tell = tell;
    this.#head = new ModelHead(view.querySelector('.model-head'));
    this.#choice = new ModelChoice(view, machines, {
      chosen: () => {
        tell.changed();
        tell.chosen();
      },
      presence: tell.presence,
    });
    this.#revisions = new RevisionList(
      view.querySelector('#panel-revisions'),
      view.querySelector('#revision-now'),
      revision => tell.revision(this.#shown?.reference ?? this.#lacking, revision),
    );
    this.#readme = new ModelReadme(view.querySelector('#panel-card'));
    this.#tabs = new ModelTabs(view.querySelector('.model-tabs'), (name, byUser) => this.#tabOpened(name, byUser));
    view.querySelector('#close-model').addEventListener('click', tell.closed);
  }

  /**
   * Asks what there is and shows it; returns its view, or null when a later question overtook this one, or when it says
   * beside the revisions why that one cannot be shown. Fails when nothing of it can be shown; of a repository that was shown
   * before, that stays.
   */
  open(reference) {
    const of = JSON.stringify(reference);
    if (this.#asking?.of === of && this.#asking.pending) {
      return this.#asking.answer;
    }
    const before = this.#remembered();
    const control = this.#ask(of);
    showModelState(this.#view, 'loading');
    this.#head.showName(reference.repo);
    this.#tell.changed();
    const asking = this.#asking;
    asking.answer = this.#load(reference, control.signal, before).finally(() => {
      asking.pending = false;
    });
    return asking.answer;
  }

  clear() {
    this.#forget();
    showModelState(this.#view, '');
    this.#tell.changed();
  }

  /** The reference whose repository is shown, or null. */
  get reference() {
    return this.#shown?.reference ?? null;
  }

  /** Whether there is something to be seen, be it without anything to choose from. */
  get isOpen() {
    return this.#shown !== null || this.#lacking !== null;
  }

  /** What the Hub has of what is shown. */
  get repoView() {
    return this.#shown.repoView;
  }

  /** What is chosen of it, as variants, include and exclude; null when that is nothing, or cannot be said. */
  get choice() {
    return this.#choice.chosen;
  }

  /** Why nothing is chosen, in words. */
  get lack() {
    return this.#tabs.chosen === 'files' && !this.#choice.isOfFiles ? text('choosing.noFiles') : this.#choice.lack;
  }

  /** What stands in the address: what is chosen, what was asked for that could mean several variants, and the tab. */
  get state() {
    const choice = this.#choice.chosen ?? NOTHING;
    const tab = this.#tabs.chosen;
    return {
      ...choice,
      variants: [...choice.variants, ...this.#choice.questions.map(question => question.name)],
      tab: tab === this.#usualTab ? '' : tab,
    };
  }

  /** Whether a reference is to what is shown, whatever it says of its parts. */
  shows({ repo, type, revision }) {
    return this.#shown !== null && isSame(this.#shown.reference, { repo, type, revision });
  }

  /** @param name of a tab; empty for the usual one */
  showTab(name) {
    this.#tabs.show(name || this.#usualTab);
  }

  /** A revision that somebody wrote beside the one that is shown; null for none. */
  get otherRevision() {
    return this.#shown ? this.#revisions.written : null;
  }

  /** Goes to where one chooses. @returns whether there is such a place */
  focus() {
    if (!this.#shown || this.#revisions.isRefused) {
      this.#revisions.focus();
    } else if (this.#tabs.chosen === 'variants') {
      this.#choice.focusVariants();
    } else {
      return false;
    }
    return true;
  }

  focusTitle() {
    /** @type {HTMLElement} */ (this.#view.querySelector('#model-title')).focus();
  }

  /** Compares anew with the machines, which are other ones now. */
  machinesChanged() {
    if (this.#shown) {
      this.#choice.machinesChanged();
    }
  }

  async #load(reference, signal, before) {
    try {
      const repoView = await lookUpRepo(reference, signal);
      const needs = lookUpNeeds(repoView, signal);
      const [system, meant] = await Promise.all([this.#system(), meaningOf(reference, repoView), this.#machines.ready]);
      const known = this.#machines.known.machines.length > 0 ? await soon(needs) : await Promise.race([needs, null]);
      await released();
      if (signal.aborted) {
        return null;
      }
      if (meant.revision) {
        this.#tell.meantRevision(reference, meant.revision);
        return null;
      }
      const freeBytes = system.freeBytes == null ? null : Math.max(0, system.freeBytes - system.keepFreeBytes);
      this.#show({ repoView, reference: { ...reference, repo: repoView.repo }, meant, freeBytes, needs: known });
      this.#complete(needs, known, signal);
      return repoView;
    } catch (failure) {
      return signal.aborted ? null : this.#refused(reference, failure, before);
    }
  }

  /** What comes after the first look goes into places that are kept for it. */
  async #complete(needs, known, signal) {
    const told = await needs;
    await released();
    if (known === null && !signal.aborted) {
      this.#shown.needs = told;
      this.#head.complete(told);
      this.#choice.complete(told);
    }
  }

  #show(shown) {
    const { repoView, reference, meant, freeBytes, needs } = shown;
    this.#shown = shown;
    this.#lacking = null;
    this.#head.show(repoView, needs);
    this.#revisions.show(repoView, reference.revision ?? '');
    this.#readme.show(repoView);
    this.#choice.show(repoView, meant, freeBytes, needs);
    this.#tellNotes([
      ...reference.notes,
      ...(meant.matched ? [text('choosing.matched', { pattern: meant.matched, label: meant.labels.join(', ') })] : []),
      ...meant.unknown.map(label => text('choosing.noVariant', { label })),
    ]);
    this.#count('variants', repoView.variants.length);
    this.#count('files', repoView.files.length);
    this.#tabs.offer(
      [
        repoView.variants.length > 0 ? 'variants' : '',
        repoView.files.length > 0 ? 'files' : '',
        'card',
        'revisions',
      ].filter(Boolean),
    );
    this.#usualTab = repoView.variants.length > 0 && !this.#choice.isOfFiles ? 'variants' : 'files';
    showModelState(this.#view, 'shown');
    this.showTab(reference.tab);
    this.#tell.changed();
  }

  /** What was shown before stays, with the field to write another revision in; where nothing was, its name and that field. */
  #refused(reference, failure, before) {
    const sameRepo = before !== null && isSameRepo(before.reference, reference);
    const refusesRevision = sameRepo
      ? !isSame(before.reference, reference)
      : reference.revision && NO_REVISION.includes(failure.kind);
    if (!sameRepo && !refusesRevision) {
      this.clear();
      this.#view.closest('.choosing').setAttribute('data-refused', '');
      throw failure;
    }
    this.#ask(null);
    this.#asking.pending = false;
    if (sameRepo) {
      this.#show({ ...before, needs: before.needs ?? {} });
    } else {
      this.#lacking = reference;
      this.#revisions.show(
        { repo: reference.repo, type: reference.type, revision: 'main', commit: null },
        reference.revision,
      );
      this.#tabs.offer(['revisions']);
      showModelState(this.#view, 'lacking');
    }
    if (!refusesRevision) {
      throw failure;
    }
    this.#tabs.show('revisions');
    this.#revisions.refuse(reference.revision ?? '', failure);
    return null;
  }

  /** What is shown now, in a form that can be shown again. */
  #remembered() {
    if (this.#shown === null) {
      return null;
    }
    const { variants, include, exclude } = this.#choice.chosen ?? NOTHING;
    const meant = { labels: variants, include, exclude, questions: this.#choice.questions, unknown: [], matched: null };
    return { ...this.#shown, meant };
  }

  /** Begins another question: answers to the one before are not waited for any more. */
  #ask(of) {
    this.#forget();
    const control = new AbortController();
    this.#asking = { of, control, pending: true, answer: null };
    return control;
  }

  #forget() {
    this.#asking?.control.abort();
    this.#asking = null;
    this.#shown = null;
    this.#lacking = null;
    this.#choice.clear();
  }

  #count(tab, count) {
    this.#view.querySelector(`#tab-${tab} .count`).textContent = count.toLocaleString('en-US');
  }

  #tabOpened(name, byUser) {
    if (name === 'files') {
      this.#choice.openFiles();
    } else if (name === 'card') {
      this.#readme.open();
    } else if (name === 'revisions') {
      this.#revisions.open();
    }
    if (byUser) {
      this.#tell.changed();
      this.#tell.tab();
    }
  }

  #tellNotes(notes) {
    const list = /** @type {HTMLElement} */ (this.#view.querySelector('#notes'));
    list.hidden = notes.length === 0;
    list.replaceChildren(
      ...notes.map(note => {
        const item = document.createElement('li');
        item.append(noteOf(note));
        return item;
      }),
    );
  }
}

function isSameRepo(one, other) {
  return one.type === other.type && one.repo.toLowerCase() === other.repo.toLowerCase();
}

function isSame(one, other) {
  return isSameRepo(one, other) && (one.revision ?? '') === (other.revision ?? '');
}

/** What it resolves to, or null when that takes long. */
function soon(promise) {
  return Promise.race([promise, new Promise(resolve => setTimeout(resolve, MAX_WAIT_MS, null))]);
}
