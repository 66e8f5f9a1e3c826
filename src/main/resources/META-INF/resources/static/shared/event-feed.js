// The server's changes as they come. While nobody can listen, the page polls.

const TICK = 'tick';
const AGAIN_MS = 5000;
const SILENT_MS = 25000; // the server says at least every ten seconds that it is there

/** Tells what the server says; `live` tells whether it can be relied upon to say it. */
export class EventFeed {
  #tell;
  #source = null;
  #timer = 0;
  #heard = 0;
  live = false;

  /** @param tell called with ('snapshot' or 'changes', data) */
  constructor(tell) {
    this.#tell = tell;
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
    source.addEventListener('snapshot', event => this.#hear(event));
    source.addEventListener('changes', event => this.#hear(event));
    // while it sends changes of tasks, which nobody here needs, the server does not say that it is there
    for (const sign of ['alive', 'tasks']) {
      source.addEventListener(sign, () => {
        this.#heard = Date.now();
      });
    }
    source.addEventListener('error', () => {
      this.live = false;
      if (source.readyState === EventSource.CLOSED) {
        // refused for good, as by a proxy; else the browser tries again
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

  /** A connection may be dead without anybody having said so. */
  #renewWhenSilent() {
    if (this.live && Date.now() - this.#heard > SILENT_MS) {
      this.#close();
      this.#open();
    }
  }

  #hear(event) {
    this.#heard = Date.now();
    this.live = true;
    const start = performance.now();
    const data = JSON.parse(event.data);
    this.#tell(event.type, data);
    if (event.type === 'changes' && data.bandwidthLimit !== null) {
      document.dispatchEvent(new CustomEvent('limit-changed'));
    }
    performance.measure(TICK, { start }); // for whoever observes; kept, they would pile up
    performance.clearMeasures(TICK);
  }
}
