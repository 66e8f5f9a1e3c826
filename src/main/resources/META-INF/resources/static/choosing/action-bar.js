// The bar that stays in sight: what is chosen, what it costs, and the one button that starts it, which is there only with a
// choice that can be started.
import { post } from '../shared/api.js';
import { busy, showToast, write } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { AfterOutage } from './after-outage.js';
import { askPlan, beside, costOf, exactCostOf, leftOut, roomFor, waitsForRoom } from './plan-line.js';
import { bodyOf } from './reference.js';

const AFTER_MS = 200; // a plan is not asked for at each step of an arrow key
const MAX_LABELS = 3;

export class ActionBar {
  #bar;
  #line;
  #notes;
  #problem;
  #gate;
  #start;
  #keep;
  #view;
  #tell;
  #isForRow = false;
  #tokenPresent = null;
  #number = 0;
  #timer = 0;
  #outage;
  #isUncounted = false;

  /**
   * @param {HTMLFormElement} form
   * @param view the model view, which is what is chosen from
   * @param server what the server says about itself
   * @param tell `started` is called with what was asked for and with a text about it, `kept` with what goes into the list instead, `reopen`
   *   with a reference that has to be shown anew before it can be started; that one gives the view or null
   */
  constructor(form, view, server, tell) {
    const bar = /** @type {HTMLElement} */ (form.querySelector('#action-bar'));
    this.#bar = bar;
    this.#view = view;
    this.#tell = tell;
    this.#outage = new AfterOutage(server);
    this.#line = /** @type {HTMLElement} */ (bar.querySelector('#chosen'));
    this.#notes = /** @type {HTMLElement} */ (bar.querySelector('#chosen-notes'));
    this.#problem = bar.querySelector('#start-problem');
    this.#gate = /** @type {HTMLElement} */ (bar.querySelector('#gate'));
    this.#start = /** @type {HTMLButtonElement} */ (bar.querySelector('#start'));
    this.#keep = /** @type {HTMLButtonElement} */ (bar.querySelector('#keep'));
    form.addEventListener('submit', () => {
      if (!this.#bar.hidden && !this.#start.hidden) {
        busy(this.#start, () => this.#go());
      }
    });
    this.#keep.addEventListener('click', () => busy(this.#keep, () => this.#goIntoList()));
    server.follow(({ tokenPresent }) => {
      const other = this.#tokenPresent !== tokenPresent;
      this.#tokenPresent = tokenPresent;
      if (other) {
        this.update();
      }
    });
  }

  /** Says anew what is chosen and what it costs. */
  update() {
    clearTimeout(this.#timer);
    const number = ++this.#number;
    this.#outage.forget();
    const { reference } = this.#view;
    this.#bar.hidden = reference === null;
    if (reference === null) {
      return;
    }
    const { choice, repoView } = this.#view;
    const isGated = repoView.gated && this.#tokenPresent === false && !this.#isForRow;
    write(this.#problem, '');
    this.#notes.replaceChildren();
    this.#line.title = '';
    this.#gate.hidden = !isGated;
    this.#gate.querySelector('a').href = repoView.page;
    this.#offer(choice !== null && !isGated);
    if (isGated) {
      this.#say([{ name: 'gated', words: text('choosing.cost.gated') }]);
    } else if (choice === null) {
      this.#say([{ name: 'lack', words: this.#view.lack }]);
    } else {
      const body = bodyOf({ ...reference, ...choice });
      this.#say([
        { name: 'label', words: labelOf(choice, null) },
        { name: 'cost', words: text('choosing.counting') },
      ]);
      this.#timer = setTimeout(() => this.#count(body, choice, number), AFTER_MS);
    }
  }

  /** Counts anew what is chosen; what was told of it stays meanwhile. */
  renew() {
    const { reference } = this.#view;
    const choice = reference && this.#view.choice;
    if (choice && this.#gate.hidden) {
      clearTimeout(this.#timer);
      const number = ++this.#number;
      this.#timer = setTimeout(() => this.#count(bodyOf({ ...reference, ...choice }), choice, number), AFTER_MS);
    }
  }

  /** Whether what is chosen goes into a row of the list that was opened for it. */
  set isForRow(isForRow) {
    if (isForRow === this.#isForRow) {
      return;
    }
    this.#isForRow = isForRow;
    this.#start.querySelector('span').textContent = text(isForRow ? 'choosing.saveChoice' : 'choosing.start');
    this.update();
  }

  /** Goes to the button that starts it. @returns whether it is there */
  focus() {
    this.#start.focus();
    return document.activeElement === this.#start;
  }

  async #count(body, choice, number) {
    let plan;
    try {
      plan = await askPlan(body);
    } catch (failure) {
      if (number === this.#number) {
        this.#say([{ name: 'label', words: labelOf(choice, null) }]);
        this.#notes.replaceChildren();
        write(this.#problem, failure);
        this.#isUncounted = true;
        this.#offer(failure.kind === 'variant-ambiguous'); // that one is asked about by the button
        this.#outage.failed(failure, () => this.renew());
      }
      return;
    }
    if (number !== this.#number) {
      return; // something else is chosen now
    }
    if (this.#isUncounted) {
      this.#isUncounted = false;
      write(this.#problem, ''); // what kept it from being started stays
    }
    this.#say([{ name: 'label', words: labelOf(choice, plan) }, ...costOf(plan)]);
    this.#line.title = exactCostOf(plan);
    this.#notes.replaceChildren(
      ...beside(plan),
      ...leftOut(plan),
      ...waitsForRoom(plan),
      ...roomFor(plan.couldGo, plan.fits),
    );
    this.#notes.title = this.#notes.textContent.trim();
    this.#offer(this.#isForRow || (plan.everFits && plan.toFetch > 0 && !plan.underWay));
  }

  #offer(canStart) {
    if (!canStart && document.activeElement instanceof HTMLElement && this.#bar.contains(document.activeElement)) {
      this.#view.focusTitle(); // the button where the focus is goes away
    }
    this.#start.hidden = !canStart;
    this.#keep.hidden = !canStart || this.#isForRow;
  }

  #say(parts) {
    this.#line.replaceChildren(
      ...parts
        .filter(part => part.words !== '' || part.strong)
        .flatMap((part, index) => [...(index === 0 ? [] : [' ']), partOf(part)]),
    );
  }

  async #go() {
    const wanted = await this.#ready();
    if (wanted && this.#isForRow) {
      await this.#tell.kept(wanted);
    } else if (wanted) {
      await this.#ask(wanted);
    }
  }

  async #goIntoList() {
    const wanted = await this.#ready();
    if (wanted) {
      await this.#tell.kept(wanted);
    }
  }

  async #ask({ reference, choice }) {
    const isShown = () => this.#view.reference === reference; // else somebody went on to another repository
    try {
      const answer = await post('./api/v1/downloads', bodyOf({ ...reference, ...choice }));
      const told = text(answer.status === 200 ? 'choosing.underWay' : 'choosing.added', { repo: reference.repo });
      if (isShown()) {
        this.update();
      }
      this.#tell.started(answer.body, told);
    } catch (failure) {
      if (isShown() && failure.kind === 'variant-ambiguous') {
        await this.#tell.reopen({ ...reference, ...choice }); // which asks which one
      } else if (isShown()) {
        write(this.#problem, failure);
      } else {
        showToast(failure, 'error');
      }
    }
  }

  /** What is wanted in full; null when it is not, and then the page says what is missing. */
  async #ready() {
    const other = this.#view.otherRevision;
    if (other !== null) {
      // written and not shown yet: it is what is wanted
      if (!(await this.#tell.reopen({ ...this.#view.reference, ...this.#view.state, revision: other, notes: [] }))) {
        return null;
      }
    }
    const { reference, choice } = this.#view;
    return reference && choice && { reference, choice };
  }
}

/** What is chosen, in few words; of files only the server knows how many they are. */
function labelOf({ variants, include, exclude }, plan) {
  if (variants.length > 0) {
    return variants.slice(0, MAX_LABELS).join(', ') + (variants.length > MAX_LABELS ? ', …' : '');
  }
  if (plan !== null) {
    return text('choosing.files', { count: plan.files });
  }
  return include.length + exclude.length > 0 ? '' : text('choosing.allFiles');
}

function partOf({ name, words, strong, after }) {
  const element = document.createElement('span');
  element.dataset.part = name;
  element.append(words);
  if (strong) {
    const size = document.createElement('strong');
    size.textContent = strong;
    element.append(size, after);
  }
  return element;
}
