// "Choose files instead": what is ticked in the tree, or the patterns that came with a reference.
import { text } from '../shared/texts.js';
import { FileTree } from './file-tree.js';
import { FileTreeView } from './file-tree-view.js';

export class FileChoice {
  #details;
  #count;
  #view;
  #tree = null;
  #given = null;

  /** @param changed called after somebody ticked something */
  constructor(details, changed) {
    this.#details = details;
    this.#count = details.querySelector('#tree-count');
    this.#view = new FileTreeView(details, () => {
      this.#given = null;
      this.#tell();
      changed();
    });
  }

  /** @param reference its patterns are ticked to begin with */
  show(repoView, { include, exclude }) {
    this.#tree = new FileTree(repoView.files);
    this.#given = include.length + exclude.length > 0 ? { include, exclude } : null;
    if (this.#given) {
      this.#tree.tickMatching(include, exclude);
    }
    this.#details.hidden = repoView.files.length === 0;
    this.#details.open = this.#given !== null;
    this.#view.show(this.#tree);
    this.#tell();
  }

  get isUsed() {
    return this.#given !== null || this.#tree?.ticked > 0;
  }

  /** As include and exclude; null when it is too scattered to be said. */
  choice() {
    return this.#given ?? this.#tree.patterns();
  }

  clear() {
    this.#given = null;
    this.#tree?.clear();
    this.#view.refresh();
    this.#tell();
  }

  #tell() {
    const files = this.#tree?.files ?? [];
    const ticked = this.#tree?.ticked ?? 0;
    this.#count.textContent =
      ticked === 0 ? text('choosing.noneTicked') : text('choosing.ticked', { count: ticked, of: files.length });
  }
}
