// What the server says about itself, kept up to date: its room, and whether the Hub can be reached.
import { localTime } from './formats.js';
import { showSpace } from './space.js';
import { write } from './talk.js';
import { text } from './texts.js';

const EVERY_MS = 30000;
const WHILE_OUT_MS = 3000;

export class Outage {
  #notice = document.getElementById('hub');
  #last = null;
  #asking = null;
  #timer = 0;

  constructor() {
    this.look();
    document.addEventListener('visibilitychange', () => document.hidden || this.look());
  }

  /** What the server said last; asks when it said nothing so far. */
  get system() {
    return this.#last ?? this.look();
  }

  /** Asks now; the promise has the answer, or an empty object. */
  look() {
    this.#asking ??= showSpace().then(system => {
      this.#asking = null;
      this.#last = system.endpoint ? system : this.#last;
      this.#show(this.#last?.hub);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => document.hidden || this.look(), this.#last?.hub.reachable === false ? WHILE_OUT_MS : EVERY_MS);
      return system;
    });
    return this.#asking;
  }

  #show(hub) {
    const sentence = !hub || hub.reachable !== false ? '' : [
      hub.since
        ? text('choosing.hubOutSince', { endpoint: this.#last.endpoint, time: localTime(hub.since) })
        : text('choosing.hubOut', { endpoint: this.#last.endpoint }),
      hub.reason ?? '',
      text('choosing.hubOutWhat'),
    ].filter(Boolean).join(' ');
    if (this.#notice.textContent !== sentence) { // or screen readers would hear it again and again
      write(this.#notice, sentence);
    }
  }
}
