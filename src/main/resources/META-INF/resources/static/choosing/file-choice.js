// The files tab: what of the tree is ticked, be it what the chosen variants mean, patterns that came with a reference, or
// what somebody ticked.
import { text } from '../shared/texts.js';
import { FileTree } from './file-tree.js';
import { FileTreeView } from './file-tree-view.js';

export class FileChoice {
  #count;
  #view;
  #files = [];
  #tree = null; // made when somebody wants to see it: of 70,000 files it takes a while
  #given = null; // patterns that say what is ticked
  #touched = false;

  /**
   * @param {Element} panel
   * @param changed called after somebody ticked something
   */
  constructor(panel, changed) {
    this.#count = panel.querySelector('#tree-count');
    this.#view = new FileTreeView(panel, given => {
      this.#given = given;
      this.#touched = true;
      this.#tell();
      changed();
    });
  }

  /** @param reference whose patterns are what is chosen to begin with */
  show(repoView, { include, exclude }) {
    this.#files = repoView.files;
    this.#tree = null;
    this.#given = include.length + exclude.length > 0 ? { include, exclude } : null;
    this.#touched = false;
    this.#view.clear();
  }

  /**
   * Shows the tree.
   *
   * @param {(file: any) => boolean} meant whether a file is ticked as long as nobody chose among files
   */
  open(meant) {
    const isNew = this.#tree === null;
    this.#tree ??= new FileTree(this.#files);
    if (this.#given) {
      this.#tree.tickMatching(this.#given.include, this.#given.exclude);
    } else if (!this.#touched) {
      this.#tree.tickOnly(meant);
    }
    if (isNew) {
      this.#view.show(this.#tree);
    } else {
      this.#view.refresh();
    }
    this.#tell();
  }

  /** Whether it is files that are chosen here, or that nothing is to be. */
  get isUsed() {
    return this.#given !== null || this.#touched;
  }

  /** Whether what is chosen is no file. */
  get isEmpty() {
    return this.#given === null && this.#tree?.ticked === 0;
  }

  /** As include and exclude; null when it is nothing, or too scattered to be said. */
  choice() {
    return this.#given ?? (this.isEmpty ? null : this.#tree.patterns());
  }

  /** Forgets what was chosen here; `open` shows what is meant then. */
  clear() {
    this.#given = null;
    this.#touched = false;
  }

  #tell() {
    const { ticked } = this.#tree;
    this.#count.textContent =
      ticked === 0
        ? text('choosing.noFiles')
        : text('choosing.ticked', { count: ticked, of: this.#tree.files.length.toLocaleString('en-US') });
  }
}
