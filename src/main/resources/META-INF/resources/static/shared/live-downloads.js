// The downloads on pages that only tell of them: kept up to date by the events, and by asking while none come.
import { Announcements } from './announcements.js';
import { getList } from './api.js';
import { isActive } from './api-model.js';
import { DownloadStore } from './download-store.js';
import { EventFeed } from './event-feed.js';
import { poll } from './poll.js';

const TIMEOUT_MS = 10000;

export class LiveDownloads {
  #store = new DownloadStore();
  #announcements;
  #feed;
  #polling;
  #changed;
  #changes = 0;

  /**
   * @param changed called with all downloads when something changed
   * @param {(download: any) => boolean} [isToldElsewhere] whether the page itself tells in passing how a download ended
   */
  constructor(changed = _downloads => {}, isToldElsewhere = undefined) {
    this.#announcements = new Announcements(null, isToldElsewhere);
    this.#changed = changed;
    this.#feed = new EventFeed((name, data) => {
      if (name === 'snapshot') {
        this.#store.replace(data.downloads);
      } else {
        this.#store.change(data.downloads, data.removed);
      }
      this.#tell();
    });
    this.#polling = poll(() => (this.#feed.live ? false : this.#ask()));
  }

  /** Asks at once where no events come. */
  now() {
    this.#polling.now();
  }

  async #ask() {
    const before = this.#changes;
    const downloads = await getList('./api/v1/downloads', { timeoutMs: TIMEOUT_MS });
    if (before === this.#changes) {
      // else something newer came meanwhile
      this.#store.replace(downloads);
      this.#tell();
    }
    return downloads.some(isActive);
  }

  #tell() {
    this.#changes++;
    this.#announcements.tell(this.#store.list);
    this.#changed(this.#store.list);
  }
}
