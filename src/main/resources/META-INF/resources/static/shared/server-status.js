// What the server says about itself, kept up to date: its room, its disk, its updates, and whether the Hub can be reached.

import { showUpdates } from './app-bar.js';
import { DiskNotice } from './disk-notice.js';
import { showSpace } from './disk-space.js';
import { HubNotice } from './hub-notice.js';

const EVERY_MS = 5000;
const WHILE_OUT_MS = 3000;

export class ServerStatus {
  #hub = new HubNotice();
  #disk = new DiskNotice();
  #last = null;
  #asking = null;
  #timer = 0;
  #told = [];

  constructor() {
    this.look();
    document.addEventListener('visibilitychange', () => document.hidden || this.look());
  }

  /** What the server said last; asks when it said nothing so far. */
  get system() {
    return this.#last ?? this.look();
  }

  /** Calls `told` with what the server said last, if it has said anything, and with each answer from now on. */
  follow(told) {
    this.#told.push(told);
    if (this.#last) {
      told(this.#last);
    }
  }

  /** Asks now; the promise has the answer, or an empty object. */
  look() {
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  async #ask() {
    let isOut = true;
    try {
      const system = /** @type {any} */ (await showSpace());
      isOut = Boolean(system.failure);
      this.#show(system);
      return system;
    } finally {
      // whatever went wrong while it was shown: the next answer is looked at, too
      this.#asking = null;
      clearTimeout(this.#timer);
      const pause = isOut || this.#last?.hub.reachable === false ? WHILE_OUT_MS : EVERY_MS;
      this.#timer = setTimeout(() => document.hidden || this.look(), pause);
    }
  }

  #show(system) {
    this.#disk.show(system);
    if (system.endpoint) {
      this.#last = system;
      this.#hub.show(system);
      showUpdates(system.updatesAvailable);
      for (const told of this.#told) {
        try {
          told(system);
        } catch (failure) {
          console.error(failure); // the others are told all the same
        }
      }
    }
  }
}
