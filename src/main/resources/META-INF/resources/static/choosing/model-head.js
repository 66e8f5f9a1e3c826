// The head of the model view: what the repository is called, and what is known of it in one line.

import { compact, localDate, parameters as parameterCount, tokens } from '../shared/formats.js';
import { icon } from '../shared/icons.js';
import { showMonogram } from '../shared/monogram.js';
import { text } from '../shared/texts.js';
import { taskName } from './task-name.js';

const BARE = ['parameters', 'task', 'license'];

export class ModelHead {
  #head;
  #facts;
  #repoView = null;
  #told = new Set();

  /** @param {Element} head */
  constructor(head) {
    this.#head = head;
    this.#facts = head.querySelector('.model-facts');
  }

  /** Its name, when nothing else is known of it yet. */
  showName(repo) {
    const cut = repo.indexOf('/') + 1;
    this.#part('.owner').textContent = repo.slice(0, cut);
    this.#part('.name').textContent = repo.slice(cut);
    showMonogram(this.#part('.monogram'), repo);
    this.#part('#hub-link').hidden = true;
    this.#part('.model-marks').replaceChildren();
    this.#part('.model-counts').replaceChildren();
    this.#facts.replaceChildren();
  }

  /** @param needs what the head of a file tells of the model; null when that may still come */
  show(repoView, needs) {
    this.#repoView = repoView;
    this.showName(repoView.repo);
    const link = this.#part('#hub-link');
    link.hidden = false;
    link.setAttribute('href', repoView.page);
    this.#part('.model-marks').replaceChildren(...marksOf(repoView));
    this.#part('.model-counts').replaceChildren(
      ...[
        ['heart', 'choosing.likes', repoView.likes],
        ['download', 'choosing.downloads', repoView.downloads],
      ]
        .filter(([, , count]) => count != null)
        .map(([symbol, key, count]) => countOf(symbol, text(key, { count: compact(count) }), compact(count))),
    );
    this.#told.clear();
    this.#add(needs ?? {});
  }

  /** What came late is told behind the rest, so that nothing moves. */
  complete(needs) {
    this.#add(needs);
  }

  #add(needs) {
    const known = this.#repoView;
    const parameters = known.parameters ?? needs.parameters;
    const contextLength = known.contextLength ?? needs.contextLength;
    const facts = [
      ['parameters', parameters == null ? null : parameterCount(parameters)],
      ['context', contextLength == null ? null : text('choosing.context', { tokens: tokens(contextLength) })],
      ['task', known.task ? taskName(known.task) : null],
      ['license', known.license],
      ['base', known.baseModels.length > 0 ? baseOf(known.baseModels) : null],
      ['changed', known.changed ? text('choosing.changed', { date: localDate(known.changed) }) : null],
    ];
    for (const [name, value] of facts) {
      if (value != null && !this.#told.has(name)) {
        this.#told.add(name);
        this.#facts.append(fact(name, value));
      }
    }
  }

  /** @returns {HTMLElement} */
  #part(selector) {
    return this.#head.querySelector(selector);
  }
}

function marksOf(repoView) {
  const marks = [
    repoView.type === 'model'
      ? null
      : [text(repoView.type === 'space' ? 'choosing.spaceType' : 'choosing.dataset'), ''],
    repoView.gated ? [text('choosing.gated'), 'warning'] : null,
    repoView.isPrivate ? [text('choosing.private'), ''] : null,
  ].filter(Boolean);
  return marks.map(([words, kind]) => {
    const tag = element('li', words);
    tag.className = 'tag';
    tag.dataset.kind = kind;
    return tag;
  });
}

function countOf(symbol, words, count) {
  const made = element('li', '');
  made.title = words;
  const spoken = element('span', words);
  spoken.className = 'unseen';
  const shown = element('span', count);
  shown.setAttribute('aria-hidden', 'true');
  made.append(icon(symbol), shown, spoken);
  return made;
}

/** The models it was made from, each a link to its own view. */
function baseOf(names) {
  return [
    `${text('choosing.baseModel')} `,
    ...names.flatMap((name, index) => {
      const link = element('a', name);
      link.href = `?${new URLSearchParams({ repo: name })}`;
      link.dataset.repo = name;
      return index === 0 ? [link] : [', ', link];
    }),
  ];
}

/** What does not tell by itself what it is has its name before it for those who hear it, and as its tooltip. */
function fact(name, value) {
  const made = element('li', '');
  made.dataset.fact = name;
  if (BARE.includes(name)) {
    made.title = text(`choosing.fact.${name}`);
    const called = element('span', `${made.title} `);
    called.className = 'unseen';
    made.append(called);
  }
  made.append(...[value].flat());
  return made;
}

/** @returns {any} */
function element(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}
