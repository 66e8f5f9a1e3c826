// What is wrong with what stands in the box, told beside it, with what may have been meant.
import { write } from '../shared/notices.js';
import { addressOf } from './result-row.js';

export class ProblemNotice {
  #sentence = document.getElementById('problem');
  #meant = document.getElementById('suggestions');

  /** @param {(repo: { repo: string, type: string }) => void} picked called with what was meant */
  constructor(picked) {
    this.#meant.addEventListener('click', event => {
      const link = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest('a'));
      if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
        event.preventDefault();
        picked({ repo: link.dataset.repo, type: link.dataset.type });
      }
    });
  }

  /**
   * @param problem a text in the page's language, or a failure of api.js; empty for none
   * @param {string} type of what may have been meant
   */
  tell(problem, type = 'model') {
    write(this.#sentence, problem);
    const names = problem?.suggestions ?? [];
    this.#meant.hidden = names.length === 0;
    this.#meant.querySelector('ul').replaceChildren(
      ...names.map(name => {
        const link = document.createElement('a');
        link.href = addressOf({ name, type });
        link.dataset.repo = name;
        link.dataset.type = type;
        link.translate = false;
        link.textContent = name;
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
  }
}
