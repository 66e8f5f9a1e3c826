// What the server says about itself, kept up to date: its room, its disk, and whether the Hub can be reached.

import { DiskNotice } from './disk-notice.js';
import { showSpace } from './disk-space.js';
import { localTime } from './formats.js';
import { text } from './texts.js';
import { english } from './wait-reasons.js';

const EVERY_MS = 5000;
const WHILE_OUT_MS = 3000;
const SLOW_SECONDS = 5;

export class ServerStatus {
  #notice = document.getElementById('hub');
  #disk = new DiskNotice();
  #last = null;
  #asking = null;
  #timer = 0;

  #what;
  #told = [];

  /** @param what key of the text that says what follows for this page */
  constructor(what = 'choosing.hubOutWhat') {
    this.#what = what;
    this.look();
    document.addEventListener('visibilitychange', () => document.hidden || this.look());
  }

  /** What the server said last; asks when it said nothing so far. */
  get system() {
    return this.#last ?? this.look();
  }

  /** Calls `told` with each answer of the server from now on. */
  follow(told) {
    this.#told.push(told);
  }

  /** Asks now; the promise has the answer, or an empty object. */
  look() {
    this.#asking ??= showSpace().then(system => {
      this.#asking = null;
      this.#last = system.endpoint ? system : this.#last;
      this.#show(this.#last?.hub);
      this.#disk.show(system);
      if (system.endpoint) {
        this.#told.forEach(told => told(system));
      }
      clearTimeout(this.#timer);
      this.#timer = setTimeout(
        () => document.hidden || this.look(),
        system.failure || this.#last?.hub.reachable === false ? WHILE_OUT_MS : EVERY_MS,
      );
      return system;
    });
    return this.#asking;
  }

  #show(hub) {
    const parts = hub?.reachable === false ? this.#outage(hub) : this.#slowness(hub);
    const line = document.createElement('p');
    line.append(...parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part])));
    if (this.#notice.textContent !== line.textContent) {
      // or screen readers would hear it again and again
      this.#notice.replaceChildren(...line.childNodes);
      this.#notice.hidden = parts.length === 0;
    }
  }

  #outage(hub) {
    const { endpoint } = this.#last;
    return [
      hub.since
        ? text('choosing.hubOutSince', { endpoint, time: localTime(hub.since) })
        : text('choosing.hubOut', { endpoint }),
      ...(hub.reason ? [english(hub.reason)] : []),
      text(this.#what),
    ];
  }

  /** A Hub that takes its time is not out of reach. */
  #slowness(hub) {
    return (hub?.silentSeconds ?? 0) < SLOW_SECONDS
      ? []
      : [text('hub.slow', { endpoint: this.#last.endpoint, seconds: SLOW_SECONDS })];
  }
}
