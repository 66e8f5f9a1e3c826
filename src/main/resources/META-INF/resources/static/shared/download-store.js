// What is known of all downloads. It comes by events, by polling and in the answers to what was asked for; of two words
// on one download the later one stands.

const TIMEOUT_MS = 10000;

export class DownloadStore {
  #downloads = [];
  #forgotten = new Set();
  #tellFirst;
  #first = new Promise(resolve => {
    this.#tellFirst = resolve;
  });

  /** All downloads, newest first. One that did not change is the very same object as before. */
  get list() {
    return this.#downloads;
  }

  find(id) {
    return this.#downloads.find(download => download.id === id);
  }

  /** The same for a click on a row of the server's own markup, which is there before the first word on the downloads. */
  async findSoon(id) {
    const known = this.find(id);
    if (known) {
      return known;
    }
    const timeoutMs = new Promise(resolve => {
      setTimeout(resolve, TIMEOUT_MS);
    });
    await Promise.race([this.#first, timeoutMs]);
    return this.find(id);
  }

  /** Everything there is. */
  replace(downloads) {
    this.#downloads = downloads.filter(download => !this.#forgotten.has(download.id));
    this.#tellFirst();
  }

  /** Those that are new or have changed, and the ids of those that are gone. */
  change(downloads, removed) {
    const changed = new Map(downloads.map(download => [download.id, download]));
    const gone = new Set(removed);
    const before = new Set(this.#downloads.map(download => download.id));
    const known = this.#downloads
      .filter(download => !gone.has(download.id))
      .map(download => later(download, changed.get(download.id)));
    const added = downloads.filter(download => !before.has(download.id));
    // of very many, older ones are told after the newest
    this.replace(added.length ? [...added, ...known].sort(newestFirst) : known);
  }

  /** The answer to what was asked for one; it came by another way than the events and may overtake them. */
  adopt(download) {
    this.change([download], []);
    this.#placeInQueue(this.find(download.id));
  }

  /** It was removed: events that were under way meanwhile do not bring it back. */
  drop(id) {
    this.#forgotten.add(id);
    this.replace(this.#downloads);
    this.#placeInQueue(null);
  }

  /** The places of the others follow by themselves, as they will on the server. */
  #placeInQueue(moved) {
    const queue = this.#downloads
      .filter(download => download.position !== null && download !== moved)
      .sort((one, other) => one.position - other.position);
    if (moved && moved.position !== null) {
      queue.splice(moved.position, 0, moved);
    }
    const places = new Map(queue.map((download, index) => [download.id, index]));
    this.#downloads = this.#downloads.map(download => {
      const position = places.get(download.id) ?? null;
      return position === download.position ? download : { ...download, position };
    });
  }
}

function newestFirst(one, other) {
  return Date.parse(other.createdAt) - Date.parse(one.createdAt) || 0;
}

function later(known, told) {
  return told && told.version >= known.version ? told : known;
}
