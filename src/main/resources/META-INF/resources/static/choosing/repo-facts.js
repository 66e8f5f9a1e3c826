// The head of the repository card: what is known of it, in a place that does not move when the rest comes late.

import { compact, localDate } from '../shared/formats.js';
import { text } from '../shared/texts.js';

const LATE = '…';
const UNKNOWN = '–';

export class RepoFacts {
  #card;
  #list;
  #offer = null;

  constructor(card) {
    this.#card = card;
    this.#list = card.querySelector('.repo-facts');
  }

  /** @param more whether parameters, context and architecture may still come */
  show(offer, more) {
    this.#offer = offer;
    const title = this.#card.querySelector('#card-title a');
    title.textContent = offer.repo;
    title.href = offer.page;
    this.#marks(offer);
    this.#baseModels(offer);
    this.#write(offer, more ? LATE : UNKNOWN);
  }

  /** Fills in what the head of a file tells, or that nothing is known. */
  complete(needs) {
    const known = this.#offer;
    this.#write(
      {
        ...known,
        parameters: known.parameters ?? needs.parameters,
        contextLength: known.contextLength ?? needs.contextLength,
        architecture: known.architecture ?? needs.architecture,
      },
      UNKNOWN,
    );
  }

  /** Of a repository of which nothing else can be told. */
  showName({ repo }) {
    const title = this.#card.querySelector('#card-title a');
    title.textContent = repo;
    title.removeAttribute('href');
  }

  #write(offer, otherwise) {
    const isModel = offer.type === 'model';
    const facts = [
      ['parameters', offer.parameters == null ? null : compact(offer.parameters).replace(/(?=[A-Z]$)/, ' '), isModel],
      [
        'context',
        offer.contextLength == null
          ? null
          : text('choosing.tokens', { count: offer.contextLength.toLocaleString('en-US') }),
        isModel,
      ],
      ['architecture', offer.architecture, isModel],
      ['license', offer.license],
      ['task', offer.task],
      ['library', offer.library],
      ['downloads', offer.downloads == null ? null : compact(offer.downloads)],
      ['likes', offer.likes == null ? null : compact(offer.likes)],
      ['changed', offer.changed ? localDate(offer.changed) : null],
    ];
    this.#list.replaceChildren(
      ...facts
        .filter(([, value, always]) => always || value != null)
        .map(([name, value]) => fact(name, value ?? otherwise)),
    );
  }

  #marks(offer) {
    const marks = [
      offer.type === 'model' ? null : text(offer.type === 'space' ? 'choosing.spaceType' : 'choosing.dataset'),
      offer.gated ? text('choosing.gated') : null,
      offer.isPrivate ? text('choosing.private') : null,
    ].filter(Boolean);
    this.#card.querySelector('.marks').replaceChildren(...marks.map(mark => element('li', mark)));
  }

  #baseModels(offer) {
    const line = this.#card.querySelector('.base-models');
    line.hidden = offer.baseModels.length === 0;
    line.replaceChildren(
      `${text('choosing.baseModels')} `,
      ...offer.baseModels.flatMap((name, index) => {
        const link = element('a', name);
        link.href = `?${new URLSearchParams({ repo: name })}`;
        link.dataset.repo = name;
        return index === 0 ? [link] : [', ', link];
      }),
    );
  }
}

function fact(name, value) {
  const pair = document.createElement('div');
  pair.dataset.fact = name;
  pair.title = value;
  pair.append(element('dt', text(`choosing.fact.${name}`)), element('dd', value));
  return pair;
}

function element(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}
