// The upper half of the Download page: the box that takes anything, the repository card and the basket.
import { isName, post } from '../shared/api.js';
import { busy, showToast, write } from '../shared/notices.js';
import { ServerStatus } from '../shared/server-status.js';
import { text } from '../shared/texts.js';
import { Basket } from './basket.js';
import { Machines } from './machines.js';
import { MultiLineInput } from './multi-line-input.js';
import { NOTHING, parseReferences, requestOf, typed } from './reference.js';
import { RepoCard } from './repo-card.js';
import { RepoSearch } from './repo-search.js';
import { pushUrl, referenceInUrl, replaceUrl } from './url-state.js';

const form = document.getElementById('new');
const box = form.elements.repo;
const type = form.elements.type;
const problem = document.getElementById('problem');
const lookUpButton = document.getElementById('look-up');
const startButton = document.getElementById('start');
const keepButton = document.getElementById('keep');
const mode = document.getElementById('choosing-for');

const outage = new ServerStatus();
const machines = new Machines(() => offer.machinesChanged());
const offer = new RepoCard(form, () => outage.system, machines, {
  chosen: () => replaceUrl({ ...offer.reference, ...(offer.choice() ?? NOTHING) }),
  revision: (reference, revision) =>
    open({ ...reference, ...NOTHING, revision: revision || null, notes: [] }, { focus: false }),
});
const search = new RepoSearch(
  box,
  document.getElementById('found'),
  document.getElementById('found-count'),
  type,
  found => open({ ...NOTHING, ...found, revision: null, notes: [] }, { focus: true }),
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
  const several = new MultiLineInput(
    document.getElementById('many'),
    document.getElementById('several'),
    references => {
      basket.add(references);
      basket.focus();
    },
  );
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
  if (referenceInUrl()) {
    goBack(); // else what somebody typed meanwhile stays
  }
}

/** Shows the card of a reference; returns its offer, or null when it was overtaken or the page says why not. */
async function open(reference, { focus, step = true }) {
  const number = ++asked;
  search.close();
  box.value = reference.repo;
  type.value = reference.type;
  read = { text: reference.repo, type: reference.type, reference };
  opening = number;
  lookUpButton.setAttribute('aria-busy', 'true');
  write(problem, '');
  try {
    const found = await offer.open(reference);
    if (number !== asked) {
      return null;
    }
    keepButton.hidden = choosingFor !== null || !offer.reference;
    if (!found) {
      revisionRefused(step);
      return null;
    }
    if (step === 'same') {
      replaceUrl({ ...offer.reference, ...(offer.choice() ?? NOTHING) });
    } else if (step) {
      pushUrl({ ...offer.reference, ...(offer.choice() ?? NOTHING) });
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
  if (offer.reference) {
    read = { text: box.value.trim(), type: type.value, reference: offer.reference };
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
  const reference = await referenceInBox(how);
  const isShown = offer.reference !== null && reference === read?.reference;
  return (
    reference &&
    open(
      isShown ? { ...reference, ...(offer.choice() ?? NOTHING) } : reference, // what is ticked stays ticked
      { focus: how === 'look' },
    )
  );
}

/** The reference for one repository that stands in the box; null when there is none, and then the page says so. */
async function referenceInBox(how) {
  const number = ++asked;
  search.close();
  const given = box.value.trim();
  if (!given) {
    return how === 'leave' ? null : refuse(text('choosing.nameFirst'), box);
  }
  if (read?.text === given && read.type === type.value) {
    return read.reference;
  }
  try {
    const references = await parseReferences(given);
    return number === asked ? await meant(references, given, how) : null;
  } catch (failure) {
    return number === asked ? refuse(failure) : null;
  }
}

async function meant(references, given, how) {
  const [reference] = references;
  if (references.length !== 1) {
    if (how !== 'leave' && references.length > 1) {
      box.value = '';
      basket.add(references);
      basket.focus();
    }
    return null;
  }
  if (reference.kind === 'repo') {
    return typed(reference, given, type.value);
  }
  if (reference.kind === 'unreadable') {
    return refuse(reference.reason, how === 'look' ? box : null);
  }
  if (how !== 'leave') {
    box.focus();
    const found = await search.now(reference.words, reference.type === 'model' ? type.value : reference.type);
    if (found?.length === 0) {
      refuse(text('choosing.nothingFound', { words: reference.words }), box);
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
  const { reference, choice, pattern } = wanted;
  const { path, body } = requestOf(reference, choice, pattern);
  const shown = offer.reference;
  try {
    const answer = await post(path, body);
    const underWay = answer.status === 200 && path === './api/v1/downloads';
    showToast(text(underWay ? 'choosing.underWay' : 'choosing.added', { repo: reference.repo }));
    if (offer.reference === shown) {
      // else somebody went on to another repository, and chooses there
      form.elements.pattern.value = '';
      if (shown) {
        offer.unchoose();
        replaceUrl({ ...reference, ...NOTHING });
      }
    }
    tellStarted();
  } catch (failure) {
    if (offer.reference === shown) {
      refuse(failure);
    } else {
      showToast(failure, 'error');
    }
  }
}

async function toBasket() {
  const wanted = await ready();
  if (wanted) {
    intoBasket(wanted);
  }
}

function intoBasket({ reference, choice, pattern }) {
  const row = choosingFor;
  const { body } = requestOf({ ...reference, revision: reference.revision || 'main' }, choice, pattern); // with a revision it is never the older call
  chooseFor(null);
  closeCard();
  box.value = '';
  read = null;
  form.elements.pattern.value = '';
  pushUrl(null);
  basket.take(row, { ...NOTHING, notes: [], ...body, revision: reference.revision });
}

/** What is wanted in full; null when it is not, and then the page says what is missing. Nobody gets all of a repository unasked. */
async function ready() {
  write(problem, '');
  const other = offer.otherRevision;
  if (other !== null) {
    // written and not shown yet: it is what is wanted
    const reference = { ...offer.reference, ...(offer.choice() ?? NOTHING), revision: other || null, notes: [] };
    if (!(await open(reference, { focus: false }))) {
      return null;
    }
  }
  const pattern = form.elements.pattern.value.trim();
  if (pattern) {
    const reference = offer.reference ?? (await referenceInBox('start'));
    return reference && { reference, choice: NOTHING, pattern };
  }
  const found = offer.reference ? true : await lookUp('start');
  if (!found) {
    return null;
  }
  const choice = offer.choice();
  if (!choice) {
    offer.refuse(sentence => refuse(sentence));
    return null;
  }
  return { reference: offer.reference, choice, pattern };
}

/** Opens the card, or the search, for a row of the basket. */
function choose(row) {
  chooseFor(row);
  if (row.reference.kind === 'search') {
    box.value = row.reference.words;
    type.value = row.reference.type;
    read = null;
    closeCard();
    lookUp('look');
  } else {
    open(row.reference, { focus: true });
  }
}

/** Says for which row the card is open; null for none. */
function chooseFor(row) {
  choosingFor = row;
  mode.hidden = row === null;
  const sentence =
    row === null
      ? ''
      : text('choosing.forLine', { line: basket.lineOf(row), name: row.reference.repo ?? row.reference.words });
  if (mode.firstElementChild.textContent !== sentence) {
    // or screen readers would hear it again
    mode.firstElementChild.textContent = sentence;
  }
  startButton.textContent = text(row ? 'choosing.takeIntoBasket' : 'choosing.start');
  keepButton.hidden = row !== null || !offer.reference;
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
  pushUrl(null);
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
  const reference = referenceInUrl();
  write(problem, '');
  chooseFor(null);
  if (!reference) {
    asked++;
    search.close();
    closeCard();
    box.value = '';
  } else if (isName(reference.repo)) {
    await open(reference, { focus: false, step: false });
  } else {
    await readAddress(reference);
  }
}

/** An address names what the box takes; what it says beside that goes before. */
async function readAddress({ repo: given, type: saidType, revision, ...parts }) {
  closeCard();
  box.value = given;
  type.value = saidType;
  const number = ++asked;
  try {
    const references = await parseReferences(given);
    if (number !== asked) {
      return;
    }
    const [reference] = references;
    if (references.length === 1 && reference.kind === 'repo') {
      const said = [...parts.variants, ...parts.include, ...parts.exclude].length > 0 ? parts : {};
      await open(
        {
          ...typed(reference, given, saidType),
          ...said,
          revision: revision ?? reference.revision,
          notes: reference.notes ?? [],
        },
        { focus: false, step: 'same' },
      );
    } else if (references.length !== 1) {
      refuse(text(references.length > 1 ? 'choosing.oneInAddress' : 'choosing.nameFirst'));
    } else {
      await meant(references, given, 'look');
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
