// The head of the repository card: what is known of it, in a place that does not move when the rest comes late.

import { compact, localDate } from '../shared/formats.js';
import { text } from '../shared/texts.js';

const LATE = '…';
const UNKNOWN = '–';

export class RepoFacts {
  #card;
  #list;
  #repoView = null;

  constructor(card) {
    this.#card = card;
    this.#list = card.querySelector('.repo-facts');
  }

  /** @param more whether parameters, context and architecture may still come */
  show(repoView, more) {
    this.#repoView = repoView;
    const title = this.#card.querySelector('#card-title a');
    title.textContent = repoView.repo;
    title.href = repoView.page;
    this.#marks(repoView);
    this.#baseModels(repoView);
    this.#write(repoView, more ? LATE : UNKNOWN);
  }

  /** Fills in what the head of a file tells, or that nothing is known. */
  complete(needs) {
    const known = this.#repoView;
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

  #write(repoView, otherwise) {
    const isModel = repoView.type === 'model';
    const facts = [
      [
        'parameters',
        repoView.parameters == null ? null : compact(repoView.parameters).replace(/(?=[A-Z]$)/, ' '),
        isModel,
      ],
      [
        'context',
        repoView.contextLength == null
          ? null
          : text('choosing.tokens', { count: repoView.contextLength.toLocaleString('en-US') }),
        isModel,
      ],
      ['architecture', repoView.architecture, isModel],
      ['license', repoView.license],
      ['task', repoView.task],
      ['library', repoView.library],
      ['downloads', repoView.downloads == null ? null : compact(repoView.downloads)],
      ['likes', repoView.likes == null ? null : compact(repoView.likes)],
      ['changed', repoView.changed ? localDate(repoView.changed) : null],
    ];
    this.#list.replaceChildren(
      ...facts
        .filter(([, value, always]) => always || value != null)
        .map(([name, value]) => fact(name, value ?? otherwise)),
    );
  }

  #marks(repoView) {
    const marks = [
      repoView.type === 'model' ? null : text(repoView.type === 'space' ? 'choosing.spaceType' : 'choosing.dataset'),
      repoView.gated ? text('choosing.gated') : null,
      repoView.isPrivate ? text('choosing.private') : null,
    ].filter(Boolean);
    this.#card.querySelector('.marks').replaceChildren(...marks.map(mark => element('li', mark)));
  }

  #baseModels(repoView) {
    const line = this.#card.querySelector('.base-models');
    line.hidden = repoView.baseModels.length === 0;
    line.replaceChildren(
      `${text('choosing.baseModels')} `,
      ...repoView.baseModels.flatMap((name, index) => {
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
