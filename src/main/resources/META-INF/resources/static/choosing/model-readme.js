// What its authors say of a model: the README at the commit that is shown, which the server makes HTML of.
import { fragment } from '../shared/api.js';
import { write } from '../shared/notices.js';

export class ModelReadme {
  #panel;
  #place;
  #problem;
  #repoView = null;
  #shown = null; // the view whose README is there, or on its way

  constructor(panel) {
    this.#panel = panel;
    this.#place = panel.querySelector('#model-readme');
    this.#problem = panel.querySelector('.notice');
  }

  /** Of which repository it is; nothing is asked for before somebody wants to read. */
  show(repoView) {
    this.#repoView = repoView;
    this.#shown = null;
    this.#place.replaceChildren();
    write(this.#problem, '');
  }

  async open() {
    const repoView = this.#repoView;
    if (this.#shown === repoView) {
      return;
    }
    this.#shown = repoView;
    write(this.#problem, '');
    this.#panel.setAttribute('aria-busy', 'true');
    const { repo, type, commit } = repoView;
    try {
      const html = await fragment(`./fragments/model-card?${new URLSearchParams({ repo, type, revision: commit })}`);
      if (repoView === this.#repoView) {
        for (const wide of html.querySelectorAll('pre, table')) {
          wide.setAttribute('tabindex', '0'); // so that it is scrolled by keys, too
        }
        this.#place.replaceChildren(...html.childNodes);
      }
    } catch (failure) {
      if (repoView === this.#repoView) {
        this.#shown = null; // whoever opens it again asks again
        write(this.#problem, failure);
      }
    } finally {
      if (repoView === this.#repoView) {
        this.#panel.removeAttribute('aria-busy');
      }
    }
  }
}
