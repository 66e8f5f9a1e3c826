// What is wrong with what stands in the box, told beside it, with what may have been meant.
import { write } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { NOTHING } from './reference.js';
import { addressOf } from './result-row.js';

const TYPES = ['model', 'dataset', 'space'];

export class ProblemNotice {
  #sentence = document.getElementById('problem');
  #meant = document.getElementById('suggestions');
  #types = document.getElementById('other-types');
  #reference = null;

  /**
   * @param tell `otherwise` is called with the reference that was refused, of the repository or the type that was meant
   */
  constructor(tell) {
    const follow = (place, told) =>
      place.addEventListener('click', event => {
        const link = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest('a'));
        if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
          event.preventDefault();
          told(link.dataset);
        }
      });
    follow(this.#meant, ({ repo, type }) =>
      tell.otherwise({ ...NOTHING, revision: null, notes: [], ...this.#reference, repo, type }),
    );
    follow(this.#types, ({ type }) => tell.otherwise({ ...this.#reference, type }));
  }

  /**
   * @param problem a text in the page's language, or a failure of api.js; empty for none. One that was told elsewhere
   *   (on-demand.js) is not told here
   * @param reference the one that was refused, or null
   */
  tell(problem, reference = null) {
    write(this.#sentence, problem.isTold ? '' : problem);
    this.#reference = reference;
    const type = reference?.type ?? 'model';
    const names = problem?.suggestions ?? [];
    fill(
      this.#meant,
      names.map(name => linkTo({ name, type }, name)),
    );
    const others = reference && problem?.kind === 'repo-not-found' ? TYPES.filter(each => each !== type) : [];
    fill(
      this.#types,
      others.map(other => linkTo({ name: reference.repo, type: other }, null)),
    );
  }
}

function fill(place, links) {
  place.hidden = links.length === 0;
  place.querySelector('ul').replaceChildren(
    ...links.map(link => {
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
}

/**
 * @param {{ name: string, type: string }} repo
 * @param {string | null} words null for what that type is called
 */
function linkTo({ name, type }, words) {
  const link = document.createElement('a');
  link.href = addressOf({ name, type });
  link.dataset.repo = name;
  link.dataset.type = type;
  link.translate = words === null;
  link.textContent = words ?? text(`search.kind.${type}`);
  return link;
}
