// The cards of the Download page: fresh markup when a download came, went or changed its state, else numbers only.
import { get, fragment } from './api.js';
import { downloadsOf, inOrder, isActive, shapeOf } from './answers.js';
import { writeNumbers } from './fields.js';
import { FileList } from './files.js';
import { localTimes } from './formats.js';
import { arrange, holdFocus, renew } from './merge.js';
import { news } from './talk.js';

const ENDINGS = { completed: 'is complete.', failed: 'stopped; its card says why.' };

export class Cards {
  #root;
  #list;
  #files = new WeakMap();
  #picture;
  #newest = [];
  #shows = 0;
  #showing = null;

  constructor(root, picture) {
    this.#root = root;
    this.#picture = picture;
    this.#list = root.querySelector('.cards');
    localTimes(root);
    root.addEventListener('toggle', event => this.#toggled(event.target), true);
  }

  /** One look at the server; true while something is under way. */
  async look() {
    const before = this.#shows;
    const downloads = downloadsOf((await get('./api/status', { patience: 10000 })).body);
    if (before === this.#shows) { // else something newer came meanwhile
      this.#picture.replace(downloads);
      await this.show();
    }
    await this.showFiles();
    return downloads.some(isActive);
  }

  /** What else there is to do while the server tells of changes by itself; true while files are looked at. */
  async keepUp() {
    if (!this.#sameShapes(this.#newest)) { // their markup did not come when they changed
      await this.show();
    }
    return this.showFiles();
  }

  /** Shows what is known now; a later call overtakes one that waits for markup. */
  async show() {
    this.#shows++;
    this.#newest = inOrder(this.#picture.list);
    this.#showing ??= this.#showNewest().finally(() => { this.#showing = null; });
    await this.#showing;
  }

  async #showNewest() {
    for (let shown = null; shown !== this.#newest;) {
      shown = this.#newest;
      if (!this.#sameShapes(shown)) {
        await this.#fetchAnew();
      }
      if (this.#sameShapes(this.#newest)) {
        shown = this.#newest;
        shown.forEach((download, index) => writeNumbers(this.#list.children[index], download));
      }
    }
  }

  #sameShapes(downloads) {
    const cards = this.#list.children;
    return cards.length === downloads.length
      && downloads.every((download, index) =>
        cards[index].dataset.id === download.id && cards[index].dataset.shape === shapeOf(download));
  }

  async #fetchAnew() {
    const fresh = await fragment('./fragments/downloads');
    localTimes(fresh);
    holdFocus(this.#root, () => {
      const cards = [...fresh.querySelector('.cards').children];
      arrange(this.#list, renew([...this.#list.children], cards, (old, card) => this.#keep(old, card)));
    });
    this.#root.querySelector('.empty').hidden = fresh.querySelector('.empty').hidden;
  }

  /** The list of files is the reader's: it stays open, where it was scrolled to. */
  #keep(old, card) {
    const details = old.querySelector('details');
    const scroll = details.querySelector('.files').scrollTop;
    card.querySelector('details').replaceWith(details);
    details.querySelector('.files').scrollTop = scroll;
    this.#files.get(details)?.outdated();
    if (old.dataset.state !== card.dataset.state && ENDINGS[card.dataset.state]) {
      news(`${card.dataset.repo} ${ENDINGS[card.dataset.state]}`, card.dataset.state === 'failed' ? 'error' : 'info');
    }
  }

  #toggled(details) {
    if (details.open) {
      this.#fileList(details).look();
    }
  }

  /** Looks at the files of cards that are open; true while there are such. */
  async showFiles() {
    const open = [...this.#list.querySelectorAll('details[open]')];
    await Promise.all(open.map(details => this.#fileList(details).look()));
    return open.length > 0;
  }

  #fileList(details) {
    if (!this.#files.has(details)) {
      this.#files.set(details, new FileList(details));
    }
    return this.#files.get(details);
  }
}
