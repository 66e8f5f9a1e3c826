// For which row of the list something is chosen, and where that is told.
import { text } from '../shared/texts.js';

export class RowChoice {
  #mode = document.getElementById('choosing-for');
  #row = null;
  #tell;

  /**
   * @param tell `line` gives the number of a row in the list, `changed` is called when it is for a row that something is
   *   chosen, or no longer, and `stopped` when somebody wants the row to stay as it was
   */
  constructor(tell) {
    this.#tell = tell;
    this.#mode.querySelector('button').addEventListener('click', tell.stopped);
  }

  /** The row, or null. */
  get row() {
    return this.#row;
  }

  /** @param row the one that something is chosen for; null for none */
  show(row) {
    this.#row = row;
    this.#mode.hidden = row === null;
    const sentence =
      row === null
        ? ''
        : text('choosing.forLine', { line: this.#tell.line(row), name: row.reference.repo ?? row.reference.words });
    const place = this.#mode.firstElementChild;
    if (place.textContent !== sentence) {
      place.textContent = sentence; // only then, or screen readers would hear it again
    }
    this.#tell.changed(row !== null);
  }
}
