// The larger box for several lines at once.
import { busy, write } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { parseReferences } from './reference.js';

export class MultiLineInput {
  #area;
  #opener;
  #lines;
  #button;
  #problem = document.getElementById('problem');
  #read;

  /** @param read called with the references that were read */
  constructor(area, opener, read) {
    this.#area = area;
    this.#opener = opener;
    this.#lines = area.querySelector('textarea');
    this.#button = area.querySelector('#read-lines');
    this.#read = read;
    opener.addEventListener('click', () => this.#open(area.hidden));
    area.querySelector('#one-only').addEventListener('click', () => {
      this.#open(false);
      opener.focus();
    });
    this.#button.addEventListener('click', () => this.#ask());
    this.#lines.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#ask();
      }
    });
  }

  /** A text of several lines has no room in the small box. */
  pasted(event) {
    const given = event.clipboardData?.getData('text') ?? '';
    if (given.trim().split(/\r\n|\r|\n/).length > 1) {
      event.preventDefault();
      this.#open(true);
      this.#lines.value = given.trim();
      this.#ask();
    }
  }

  #open(open) {
    this.#area.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open) {
      this.#lines.focus();
    }
  }

  #ask() {
    return busy(this.#button, async () => {
      const given = this.#lines.value;
      write(this.#problem, '');
      try {
        const references = await parseReferences(given);
        if (references.length === 0) {
          write(this.#problem, text('choosing.noLines'));
          this.#lines.focus();
          return;
        }
        if (references.every(reference => reference.kind !== 'unreadable') && this.#lines.value === given) {
          this.#lines.value = ''; // else it stays to be corrected
          this.#open(false);
        }
        this.#read(references);
      } catch (failure) {
        write(this.#problem, failure);
      }
    });
  }
}
