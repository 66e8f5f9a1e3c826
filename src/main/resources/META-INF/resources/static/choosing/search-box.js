// The box that takes anything: what is done with its keys, and a sign at it while the server is asked.
const AFTER_MS = 300;

export class SearchBox {
  #part;
  #input;
  #timer = 0;
  #asking = new Set();

  /**
   * @param {HTMLElement} part
   * @param tell `typed` is called when another text stands in it, `paused` when no key was pressed for a while, `entered` when
   *   it is to be opened, `pasted` with a text of one line that stands there now, `lines` with one of several lines that does
   *   not, `down` when the keys lead to what was found
   */
  constructor(part, tell) {
    this.#part = part;
    this.#input = part.querySelector('input');
    this.#input.addEventListener('input', event => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) {
        this.#changed(/** @type {InputEvent} */ (event).inputType, tell);
      }
    });
    this.#input.addEventListener('compositionend', () => this.#changed('', tell)); // half a character finds nothing
    this.#input.addEventListener('paste', event => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (/[\r\n]/.test(text.trim())) {
        event.preventDefault(); // it has no room in one line
        tell.lines(text.trim());
      }
    });
    this.#input.addEventListener('keydown', event => {
      if (event.isComposing) {
        return;
      }
      if (event.key === 'Enter') {
        event.preventDefault();
        clearTimeout(this.#timer);
        tell.entered();
      } else if (event.key === 'ArrowDown' && tell.down()) {
        event.preventDefault();
      }
    });
  }

  get text() {
    return this.#input.value.trim();
  }

  /** Puts a text there, which is nobody's typing. */
  set text(text) {
    clearTimeout(this.#timer);
    this.#input.value = text;
  }

  focus() {
    this.#input.focus();
  }

  /**
   * @param {string} what is being asked for
   * @param {boolean} isAsking whether it is, still
   */
  asking(what, isAsking) {
    this.#asking[isAsking ? 'add' : 'delete'](what);
    this.#part.setAttribute('aria-busy', String(this.#asking.size > 0));
  }

  #changed(inputType, tell) {
    clearTimeout(this.#timer);
    tell.typed();
    if (inputType === 'insertFromPaste' || inputType === 'insertFromDrop') {
      tell.pasted();
    } else {
      this.#timer = setTimeout(tell.paused, AFTER_MS);
    }
  }
}
