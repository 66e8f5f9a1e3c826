// The cards of the Download page: fresh markup for a download that came or changed its state, else numbers only.
import { fragment } from '../shared/api.js';
import { revisionKeyOf } from '../shared/api-model.js';
import { localTimes } from '../shared/formats.js';
import { released } from '../shared/pointer.js';
import { arrange, holdFocus } from '../shared/reconcile.js';
import { writeNumbers } from './card-numbers.js';
import { inLists } from './download-order.js';

const PAST_SHOWN = 50; // as in DownloadRows.java
const MORE = 100;
const ASKED_AT_ONCE = 50;

export class Cards {
  #root;
  #lists;
  #store;
  #replaced;
  #cards = new Map();
  #written = new Map();
  #maxPast = PAST_SHOWN;
  #framed = false;
  #shows = 0;
  #showing = null;

  /** @param replaced called with (old, new) when a card gets other markup */
  constructor(root, store, replaced) {
    this.#root = root;
    this.#store = store;
    this.#replaced = replaced;
    this.#lists = { current: root.querySelector('#current'), past: root.querySelector('#ended') };
    for (const card of root.querySelectorAll('.cards > li')) {
      this.#cards.set(card.dataset.id, card);
    }
    localTimes(root);
  }

  /** Ended ones that were not shown are. */
  more() {
    this.#maxPast += MORE;
    return this.show();
  }

  /** Shows what is known now; what comes while markup is fetched is shown after it. */
  show() {
    this.#shows++;
    this.#showing ??= this.#work().finally(() => {
      this.#showing = null;
    });
    return this.#showing;
  }

  /** False when some card could not get its markup. */
  get isWhole() {
    const wanted = this.#wanted();
    return [...wanted.current, ...wanted.past].every(download => this.#fits(download));
  }

  async #work() {
    for (let seen = -1; seen !== this.#shows; ) {
      seen = this.#shows;
      const wanted = this.#wanted();
      const stale = [...wanted.current, ...wanted.past].filter(download => !this.#fits(download));
      if (stale.length > 0 || this.#stand(wanted) || !this.#framed) {
        const fresh = await this.#fetch(stale.map(download => download.id));
        await released();
        this.#place(fresh);
      } else {
        this.#write(wanted.current);
      }
    }
  }

  #wanted() {
    const { current, past } = inLists(this.#store.list);
    return { current, past: past.slice(0, this.#maxPast), older: past.length > this.#maxPast };
  }

  #fits(download) {
    return this.#cards.get(download.id)?.dataset.revisionKey === revisionKeyOf(download);
  }

  /** True when some card stands elsewhere than it should. */
  #stand(wanted) {
    return ['current', 'past'].some(name => {
      const cards = this.#lists[name].children;
      return (
        cards.length !== wanted[name].length ||
        wanted[name].some((download, index) => cards[index].dataset.id !== download.id)
      );
    });
  }

  async #fetch(ids) {
    const fresh = [];
    for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
      const query = ids
        .slice(from, from + ASKED_AT_ONCE)
        .map(id => `id=${encodeURIComponent(id)}`)
        .join('&');
      fresh.push(...(await fragment(`./fragments/downloads?${query}`)).querySelectorAll('[data-id]'));
    }
    return fresh;
  }

  /** All at once: no frame shows a card twice or not at all. */
  #place(fresh) {
    const wanted = this.#wanted();
    holdFocus(this.#root, () => {
      for (const card of fresh) {
        localTimes(card);
        const old = this.#cards.get(card.dataset.id);
        if (old) {
          this.#replaced(old, card);
        }
        this.#cards.set(card.dataset.id, card);
        this.#written.delete(card.dataset.id);
      }
      for (const name of ['current', 'past']) {
        arrange(
          this.#lists[name],
          wanted[name].flatMap(download => this.#cards.get(download.id) ?? []),
        );
      }
      const shown = new Set([...wanted.current, ...wanted.past].map(download => download.id));
      for (const id of [...this.#cards.keys()].filter(known => !shown.has(known))) {
        this.#cards.delete(id);
        this.#written.delete(id);
      }
      this.#frame(wanted);
    });
    this.#write(wanted.current);
  }

  #frame({ current, past, older }) {
    this.#framed = true;
    this.#root.querySelector('.empty').hidden = current.length > 0;
    this.#root.querySelector('#past').hidden = past.length === 0;
    this.#root.querySelector('#older').hidden = !older;
    const queued = current.filter(download => download.state === 'queued');
    for (const download of queued) {
      const card = this.#cards.get(download.id);
      edge(card, ['first', 'up'], download === queued[0]);
      edge(card, ['down'], download === queued[queued.length - 1]);
    }
  }

  /** Only those of which something is new; the objects of the others are the very same. */
  #write(current) {
    for (const download of current) {
      if (this.#written.get(download.id) !== download && this.#fits(download)) {
        this.#written.set(download.id, download);
        writeNumbers(this.#cards.get(download.id), download);
      }
    }
  }
}

/** Not disabled: that would take the focus away. */
function edge(card, actions, is) {
  for (const action of actions) {
    card?.querySelector(`[data-action=${action}]`)?.setAttribute('aria-disabled', String(is));
  }
}
