// The server's changes as they come. While nobody can listen, the page polls.

const AGAIN_MS = 5000;
const SILENT_MS = 25000; // the server says at least every ten seconds that it is there

/** Keeps a picture of all downloads and shows it when it changes; `live` tells whether it can be relied upon. */
export class Feed {
  #show;
  #source = null;
  #downloads = [];
  #timer = 0;
  #heard = 0;
  live = false;

  /** @param show called with all downloads, newest first */
  constructor(show) {
    this.#show = show;
    // a page in the background gives its connection to others: browsers have few of them for each server
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.#open()));
    addEventListener('offline', () => this.#close());
    addEventListener('online', () => this.#open());
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', () => this.#open());
    setInterval(() => this.#renewWhenSilent(), AGAIN_MS);
    this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    if (this.#source || document.hidden || !navigator.onLine) {
      return;
    }
    const source = new EventSource('./api/v1/events');
    this.#source = source;
    source.addEventListener('snapshot', event => this.#tell(JSON.parse(event.data).downloads));
    source.addEventListener('changes', event => this.#tell(this.#merged(JSON.parse(event.data))));
    source.addEventListener('alive', () => { this.#heard = Date.now(); });
    source.addEventListener('error', () => {
      this.live = false;
      if (source.readyState === EventSource.CLOSED) { // refused for good, as by a proxy; else the browser tries again
        this.#close();
        this.#timer = setTimeout(() => this.#open(), AGAIN_MS);
      }
    });
  }

  #close() {
    clearTimeout(this.#timer);
    this.live = false;
    this.#source?.close();
    this.#source = null;
  }

  #merged({ downloads, removed }) {
    const changed = new Map(downloads.map(download => [download.id, download]));
    const gone = new Set(removed);
    const known = this.#downloads
      .filter(download => !gone.has(download.id))
      .map(download => changed.get(download.id) ?? download);
    const before = new Set(this.#downloads.map(download => download.id));
    return [...downloads.filter(download => !before.has(download.id)), ...known];
  }

  /** A connection may be dead without anybody having said so. */
  #renewWhenSilent() {
    if (this.live && Date.now() - this.#heard > SILENT_MS) {
      this.#close();
      this.#open();
    }
  }

  #tell(downloads) {
    this.#heard = Date.now();
    this.#downloads = downloads;
    this.live = true;
    this.#show(downloads);
  }
}
