// The rows of the Download page: fresh markup for a download that came or changed its state, else numbers only.
import { fragment } from '../shared/api.js';
import { revisionKeyOf } from '../shared/api-model.js';
import { localTimes } from '../shared/formats.js';
import { released } from '../shared/pointer.js';
import { arrange, holdFocus } from '../shared/reconcile.js';
import { DownloadOrder } from './download-order.js';
import { keepBar } from './progress-bar.js';
import { writeNumbers } from './row-numbers.js';

const SHOWN = { queue: 50, past: 30 }; // as in DownloadRows.java
const MORE = 100;
const ASKED_AT_ONCE = 50;
const LISTS = { running: '#running', queue: '#queue', past: '#ended' };

export class TransferRows {
  #root;
  #lists;
  #store;
  #changed;
  #order = new DownloadOrder();
  #rows = new Map();
  #open = new Set();
  #written = new Map();
  #most = { ...SHOWN };
  #framed = false;
  #shows = 0;
  #showing = null;

  /**
   * @param changed `replaced` is called with (old, new) before a row gets other markup, `placed` with the rows that got it
   *     once they stand in the page
   */
  constructor(root, store, changed) {
    this.#root = root;
    this.#store = store;
    this.#changed = changed;
    this.#lists = Object.fromEntries(Object.entries(LISTS).map(([name, list]) => [name, root.querySelector(list)]));
    const rows = [...root.querySelectorAll('.transfers > li')];
    for (const row of rows) {
      this.#rows.set(row.dataset.id, row);
    }
    localTimes(root);
    changed.placed(rows);
  }

  /** More of those that are not shown are; `list` is `queue` or `past`. */
  more(list) {
    this.#most[list] += MORE;
    return this.show();
  }

  /** The row of this download once it is in the page, whatever its place is; undefined where there is no such download. */
  async bring(id) {
    const lists = this.#order.lists(this.#store.list);
    for (const name of Object.keys(SHOWN)) {
      this.#most[name] = Math.max(this.#most[name], lists[name].findIndex(download => download.id === id) + 1);
    }
    await this.show();
    return this.#rows.get(id);
  }

  /** Opens or closes the details of a row. The promise tells when they are there. */
  async toggle(id, open = !this.#open.has(id)) {
    if (open) {
      this.#open.add(id);
      await this.show().catch(failure => {
        this.#open.delete(id);
        throw failure;
      });
    } else {
      this.#open.delete(id);
      close(this.#rows.get(id));
    }
    this.#changed.placed([]);
  }

  /** Shows what is known now; what comes while markup is fetched is shown after it. */
  show() {
    this.#shows++;
    this.#showing ??= this.#work().finally(() => {
      this.#showing = null;
    });
    return this.#showing;
  }

  /** False when some row could not get its markup. */
  get isWhole() {
    return all(this.#wanted()).every(download => this.#fits(download));
  }

  async #work() {
    for (let seen = -1; seen !== this.#shows; ) {
      seen = this.#shows;
      const wanted = this.#wanted();
      const stale = all(wanted).filter(download => !this.#fits(download));
      if (stale.length > 0 || this.#stand(wanted) || !this.#framed) {
        const fresh = await this.#fetch(stale.map(download => download.id));
        await released();
        this.#place(fresh);
      } else {
        this.#frame(wanted);
        this.#write(wanted);
      }
    }
  }

  /** What is to be shown of each list, and how long it is. */
  #wanted() {
    const { running, queue, past } = this.#order.lists(this.#store.list);
    return {
      running: { count: running.length, shown: running },
      queue: { count: queue.length, shown: queue.slice(0, this.#most.queue) },
      past: { count: past.length, shown: past.slice(0, this.#most.past) },
    };
  }

  #fits(download) {
    const row = this.#rows.get(download.id);
    return (
      row?.dataset.revisionKey === revisionKeyOf(download) &&
      (row.dataset.open === 'yes') === this.#open.has(download.id)
    );
  }

  /** True when some row stands elsewhere than it should. */
  #stand(wanted) {
    return Object.entries(wanted).some(([name, { shown }]) => {
      const rows = this.#lists[name].children;
      return rows.length !== shown.length || shown.some((download, index) => rows[index].dataset.id !== download.id);
    });
  }

  async #fetch(ids) {
    const fresh = [];
    for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
      const some = ids.slice(from, from + ASKED_AT_ONCE);
      const query = new URLSearchParams([
        ...some.map(id => ['id', id]),
        ...some.filter(id => this.#open.has(id)).map(id => ['open', id]),
      ]);
      fresh.push(...(await fragment(`./fragments/downloads?${query}`)).querySelectorAll('[data-id]'));
    }
    return fresh;
  }

  /** All at once: no frame shows a row twice or not at all. */
  #place(fresh) {
    const wanted = this.#wanted();
    holdFocus(this.#root, () => {
      for (const row of fresh) {
        const { id } = row.dataset;
        localTimes(row);
        const old = this.#rows.get(id);
        if (old) {
          keepBar(old, row);
          this.#changed.replaced(old, row);
        }
        this.#rows.set(id, row);
        this.#written.delete(id);
      }
      for (const [name, { shown }] of Object.entries(wanted)) {
        arrange(
          this.#lists[name],
          shown.flatMap(download => this.#rows.get(download.id) ?? []),
        );
      }
      this.#forget(new Set(all(wanted).map(download => download.id)));
      this.#frame(wanted);
    });
    this.#write(wanted);
    this.#changed.placed(fresh);
  }

  #forget(shown) {
    for (const id of [...this.#rows.keys()].filter(known => !shown.has(known))) {
      this.#rows.delete(id);
      this.#written.delete(id);
    }
    for (const id of [...this.#open].filter(known => !this.#store.find(known))) {
      this.#open.delete(id);
    }
  }

  #frame({ running, queue, past }) {
    this.#framed = true;
    hide(this.#root.querySelector('.empty'), running.count + queue.count + past.count > 0);
    hide(this.#root.querySelector('#queued'), queue.count === 0);
    hide(this.#root.querySelector('#past'), past.count === 0);
    hide(this.#root.querySelector('[data-more=queue]'), queue.count <= queue.shown.length);
    hide(this.#root.querySelector('[data-more=past]'), past.count <= past.shown.length);
    const count = this.#root.querySelector('#queue-count');
    if (count.textContent !== String(queue.count)) {
      count.textContent = String(queue.count);
    }
  }

  /** Only those of which something is new; the objects of the others are the very same. */
  #write(wanted) {
    for (const download of all(wanted)) {
      if (this.#written.get(download.id) !== download && this.#fits(download)) {
        this.#written.set(download.id, download);
        writeNumbers(this.#rows.get(download.id), download);
      }
    }
  }
}

/** What is wanted of all lists together. */
function all(wanted) {
  return Object.values(wanted).flatMap(({ shown }) => shown);
}

/** Closing needs no other markup. */
function close(row) {
  if (row) {
    delete row.dataset.open;
    row.querySelector('.transfer-details')?.remove();
    const toggle = row.querySelector('.toggle');
    toggle.setAttribute('aria-expanded', 'false');
    toggle.removeAttribute('aria-controls');
  }
}

function hide(element, is) {
  if (element.hidden !== is) {
    element.hidden = is;
  }
}
