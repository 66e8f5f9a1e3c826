// The larger box for several lines, which closes when they are read.
import { busy } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { parseReferences } from './reference.js';

export class MultiLineInput {
  #area;
  #opener;
  #lines;
  #button;
  #tell;

  /**
   * @param {HTMLElement} area
   * @param {HTMLElement} opener
   * @param tell `read` is called with the references that were read, `problem` with what is wrong, which is empty for nothing
   */
  constructor(area, opener, tell) {
    this.#area = area;
    this.#opener = opener;
    this.#lines = area.querySelector('textarea');
    this.#button = area.querySelector('#read-lines');
    this.#tell = tell;
    opener.addEventListener('click', () => {
      this.#open(area.hidden);
      tell.problem('');
    });
    area.querySelector('#one-only').addEventListener('click', () => this.#close());
    this.#button.addEventListener('click', () => this.#read());
    this.#lines.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#read();
      } else if (event.key === 'Escape') {
        this.#close();
      }
    });
  }

  /** Reads lines that were pasted elsewhere; only where that fails they are to be seen. */
  take(lines) {
    this.#lines.value = lines;
    this.#read();
  }

  #open(open) {
    this.#area.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open) {
      this.#lines.focus();
    }
  }

  #close() {
    this.#open(false);
    this.#opener.focus();
  }

  #read() {
    return busy(this.#button, async () => {
      const given = this.#lines.value;
      this.#tell.problem('');
      try {
        const references = await parseReferences(given);
        if (references.length === 0) {
          this.#tell.problem(text('choosing.noLines'));
          this.#open(true);
        } else if (this.#lines.value === given) {
          await this.#tell.read(references);
          this.#lines.value = '';
          this.#open(false);
        }
      } catch (failure) {
        this.#tell.problem(failure);
        this.#open(true);
      }
    });
  }
}
