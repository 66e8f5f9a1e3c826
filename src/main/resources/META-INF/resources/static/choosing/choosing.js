// The upper half of the Download page: the box that takes anything, the repository card and the basket.
import { isName, post } from '../shared/api.js';
import { busy, news, write } from '../shared/notices.js';
import { Outage } from '../shared/server-status.js';
import { text } from '../shared/texts.js';
import { Basket } from './basket.js';
import { Machines } from './machines.js';
import { SeveralLines } from './multi-line-input.js';
import { NOTHING, readWishes, requestOf, typed } from './reference.js';
import { Offer } from './repo-card.js';
import { Search } from './repo-search.js';
import { goTo, stayAt, wishInAddress } from './url-state.js';

const form = document.getElementById('new');
const box = form.elements.repo;
const type = form.elements.type;
const problem = document.getElementById('problem');
const lookUpButton = document.getElementById('look-up');
const startButton = document.getElementById('start');
const keepButton = document.getElementById('keep');
const mode = document.getElementById('choosing-for');

const outage = new Outage();
const machines = new Machines(() => offer.machinesChanged());
const offer = new Offer(form, () => outage.system, machines, {
  chosen: () => stayAt({ ...offer.wish, ...(offer.choice() ?? NOTHING) }),
  revision: (wish, revision) => open({ ...wish, ...NOTHING, revision: revision || null, notes: [] }, { focus: false }),
});
const search = new Search(box, document.getElementById('found'), document.getElementById('found-count'), type, found =>
  open({ ...NOTHING, ...found, revision: null, notes: [] }, { focus: true }),
);
let tellStarted = () => {};
let basket;
let asked = 0;
let opening = 0; // the number of the question whose answer the busy button waits for, whatever is asked meanwhile
let read = null; // what the text in the box was read as
let choosingFor = null; // the row of the basket that the card is open for

/** Makes it live; `started` is called after something was asked for. */
export function choosing({ started }) {
  tellStarted = started;
  basket = new Basket(document.getElementById('basket'), {
    choose,
    started,
    system: () => outage.system,
    gone: row => chooseFor(row === choosingFor ? null : choosingFor),
  });
  const several = new SeveralLines(document.getElementById('many'), document.getElementById('several'), wishes => {
    basket.add(wishes);
    basket.focus();
  });
  box.addEventListener('paste', event => several.pasted(event));
  box.addEventListener('input', () => {
    asked++; // an answer to what stood there before must not overwrite what is being typed
    chooseFor(null); // what is looked up next is not what the row of the basket asked for
    closeCard();
    write(problem, '');
  });
  mode.querySelector('button').addEventListener('click', stopChoosing);
  lookUpButton.addEventListener('click', () => lookUp('look'));
  box.addEventListener('change', () => lookUp('leave'));
  type.addEventListener('change', () => {
    chooseFor(null);
    closeCard();
    lookUp('leave');
  });
  box.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      lookUp('look');
    }
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(startButton, start);
  });
  keepButton.addEventListener('click', () => busy(keepButton, toBasket));
  form.querySelector('.base-models').addEventListener('click', event => follow(event));
  addEventListener('popstate', goBack);
  form.querySelectorAll('button[disabled]').forEach(button => {
    button.disabled = false;
  }); // no click before was lost
  if (wishInAddress()) {
    goBack(); // else what somebody typed meanwhile stays
  }
}

/** Shows the card of a wish; returns its offer, or null when it was overtaken or the page says why not. */
async function open(wish, { focus, step = true }) {
  const number = ++asked;
  search.close();
  box.value = wish.repo;
  type.value = wish.type;
  read = { text: wish.repo, type: wish.type, wish };
  opening = number;
  lookUpButton.setAttribute('aria-busy', 'true');
  write(problem, '');
  try {
    const found = await offer.open(wish);
    if (number !== asked) {
      return null;
    }
    keepButton.hidden = choosingFor !== null || !offer.wish;
    if (!found) {
      revisionRefused(step);
      return null;
    }
    if (step === 'same') {
      stayAt({ ...offer.wish, ...(offer.choice() ?? NOTHING) });
    } else if (step) {
      goTo({ ...offer.wish, ...(offer.choice() ?? NOTHING) });
    }
    if (focus) {
      offer.focus();
    }
    return found;
  } catch (failure) {
    if (number === asked) {
      refuse(failure, focus ? box : null);
      outage.look();
    }
    return null;
  } finally {
    if (number === opening) {
      opening = 0;
      lookUpButton.removeAttribute('aria-busy');
    }
  }
}

/** The card says why, beside the revision; the box means what the card shows. */
function revisionRefused(asksNow) {
  if (offer.wish) {
    read = { text: box.value.trim(), type: type.value, wish: offer.wish };
  }
  if (asksNow) {
    offer.focus();
  }
  outage.look();
}

/**
 * Reads the box and shows what it names. `how`: somebody asked to look it up, wants to start it, or only left the box.
 *
 * @returns the offer, or null
 */
async function lookUp(how) {
  const isAsked = read?.text === box.value.trim() && read.type === type.value;
  if (how === 'leave' && isAsked && (offer.isOpen || opening > 0)) {
    return null; // nobody asked for anything else, and what was just clicked must not vanish
  }
  const wish = await wishInBox(how);
  const isShown = offer.wish !== null && wish === read?.wish;
  return (
    wish &&
    open(
      isShown ? { ...wish, ...(offer.choice() ?? NOTHING) } : wish, // what is ticked stays ticked
      { focus: how === 'look' },
    )
  );
}

/** The wish for one repository that stands in the box; null when there is none, and then the page says so. */
async function wishInBox(how) {
  const number = ++asked;
  search.close();
  const given = box.value.trim();
  if (!given) {
    return how === 'leave' ? null : refuse(text('choosing.nameFirst'), box);
  }
  if (read?.text === given && read.type === type.value) {
    return read.wish;
  }
  try {
    const wishes = await readWishes(given);
    return number === asked ? await meant(wishes, given, how) : null;
  } catch (failure) {
    return number === asked ? refuse(failure) : null;
  }
}

async function meant(wishes, given, how) {
  const [wish] = wishes;
  if (wishes.length !== 1) {
    if (how !== 'leave' && wishes.length > 1) {
      box.value = '';
      basket.add(wishes);
      basket.focus();
    }
    return null;
  }
  if (wish.kind === 'repo') {
    return typed(wish, given, type.value);
  }
  if (wish.kind === 'unreadable') {
    return refuse(wish.reason, how === 'look' ? box : null);
  }
  if (how !== 'leave') {
    box.focus();
    const found = await search.now(wish.words, wish.type === 'model' ? type.value : wish.type);
    if (found?.length === 0) {
      refuse(text('choosing.nothingFound', { words: wish.words }), box);
    } else if (found?.every(repo => repo.name === given)) {
      // one that has no owner: its name is a mere word
      return { ...NOTHING, repo: found[0].name, type: found[0].type, revision: null, notes: [] };
    } else if (found) {
      write(problem, how === 'start' ? text('choosing.chooseFound') : '');
    }
  }
  return null;
}

async function start() {
  const wanted = await ready();
  if (!wanted) {
    return;
  }
  if (choosingFor) {
    intoBasket(wanted);
    return;
  }
  const { wish, choice, pattern } = wanted;
  const { path, body } = requestOf(wish, choice, pattern);
  const shown = offer.wish;
  try {
    const answer = await post(path, body);
    const underWay = answer.status === 200 && path === './api/v1/downloads';
    news(text(underWay ? 'choosing.underWay' : 'choosing.added', { repo: wish.repo }));
    if (offer.wish === shown) {
      // else somebody went on to another repository, and chooses there
      form.elements.pattern.value = '';
      if (shown) {
        offer.unchoose();
        stayAt({ ...wish, ...NOTHING });
      }
    }
    tellStarted();
  } catch (failure) {
    if (offer.wish === shown) {
      refuse(failure);
    } else {
      news(failure, 'error');
    }
  }
}

async function toBasket() {
  const wanted = await ready();
  if (wanted) {
    intoBasket(wanted);
  }
}

function intoBasket({ wish, choice, pattern }) {
  const row = choosingFor;
  const { body } = requestOf({ ...wish, revision: wish.revision || 'main' }, choice, pattern); // with a revision it is never the older call
  chooseFor(null);
  closeCard();
  box.value = '';
  read = null;
  form.elements.pattern.value = '';
  goTo(null);
  basket.take(row, { ...NOTHING, notes: [], ...body, revision: wish.revision });
}

/** What is wanted in full; null when it is not, and then the page says what is missing. Nobody gets all of a repository unasked. */
async function ready() {
  write(problem, '');
  const other = offer.otherRevision;
  if (other !== null) {
    // written and not shown yet: it is what is wanted
    const wish = { ...offer.wish, ...(offer.choice() ?? NOTHING), revision: other || null, notes: [] };
    if (!(await open(wish, { focus: false }))) {
      return null;
    }
  }
  const pattern = form.elements.pattern.value.trim();
  if (pattern) {
    const wish = offer.wish ?? (await wishInBox('start'));
    return wish && { wish, choice: NOTHING, pattern };
  }
  const found = offer.wish ? true : await lookUp('start');
  if (!found) {
    return null;
  }
  const choice = offer.choice();
  if (!choice) {
    offer.refuse(sentence => refuse(sentence));
    return null;
  }
  return { wish: offer.wish, choice, pattern };
}

/** Opens the card, or the search, for a row of the basket. */
function choose(row) {
  chooseFor(row);
  if (row.wish.kind === 'search') {
    box.value = row.wish.words;
    type.value = row.wish.type;
    read = null;
    closeCard();
    lookUp('look');
  } else {
    open(row.wish, { focus: true });
  }
}

/** Says for which row the card is open; null for none. */
function chooseFor(row) {
  choosingFor = row;
  mode.hidden = row === null;
  const sentence =
    row === null ? '' : text('choosing.forLine', { line: basket.lineOf(row), name: row.wish.repo ?? row.wish.words });
  if (mode.firstElementChild.textContent !== sentence) {
    // or screen readers would hear it again
    mode.firstElementChild.textContent = sentence;
  }
  startButton.textContent = text(row ? 'choosing.takeIntoBasket' : 'choosing.start');
  keepButton.hidden = row !== null || !offer.wish;
}

/** The row stays as it was. */
function stopChoosing() {
  const row = choosingFor;
  asked++;
  search.close();
  chooseFor(null);
  closeCard();
  write(problem, '');
  box.value = '';
  form.elements.pattern.value = '';
  goTo(null);
  basket.focus(row);
}

function closeCard() {
  read = null;
  offer.clear();
  keepButton.hidden = true;
  opening = 0;
  lookUpButton.removeAttribute('aria-busy');
}

function follow(event) {
  const link = event.target.closest('a[data-repo]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    chooseFor(null);
    open({ ...NOTHING, repo: link.dataset.repo, type: 'model', revision: null, notes: [] }, { focus: true });
  }
}

/** Shows what stands in the address, which somebody may have written by hand. */
async function goBack() {
  const wish = wishInAddress();
  write(problem, '');
  chooseFor(null);
  if (!wish) {
    asked++;
    search.close();
    closeCard();
    box.value = '';
  } else if (isName(wish.repo)) {
    await open(wish, { focus: false, step: false });
  } else {
    await readAddress(wish);
  }
}

/** An address names what the box takes; what it says beside that goes before. */
async function readAddress({ repo: given, type: saidType, revision, ...parts }) {
  closeCard();
  box.value = given;
  type.value = saidType;
  const number = ++asked;
  try {
    const wishes = await readWishes(given);
    if (number !== asked) {
      return;
    }
    const [wish] = wishes;
    if (wishes.length === 1 && wish.kind === 'repo') {
      const said = [...parts.variants, ...parts.include, ...parts.exclude].length > 0 ? parts : {};
      await open(
        { ...typed(wish, given, saidType), ...said, revision: revision ?? wish.revision, notes: wish.notes ?? [] },
        { focus: false, step: 'same' },
      );
    } else if (wishes.length !== 1) {
      refuse(text(wishes.length > 1 ? 'choosing.oneInAddress' : 'choosing.nameFirst'));
    } else {
      await meant(wishes, given, 'look');
    }
  } catch (failure) {
    if (number === asked) {
      refuse(failure);
    }
  }
}

function refuse(sentence, field) {
  write(problem, sentence);
  field?.focus();
  return null;
}
