// That the models directory cannot be used, or that something of the server's own state is not on its disk.

import { english } from './problem-text.js';
import { LANGUAGE, text } from './texts.js';

export class DiskNotice {
  #notice = document.getElementById('disk');
  #shown = null;

  /**
   * Shows what the server said last; silence says nothing of its disk.
   *
   * @param {{ unsaved?: string | null, failure?: { kind: string | null, message: string, english?: boolean } }} system
   */
  show({ unsaved, failure }) {
    if (failure && !failure.kind?.startsWith('disk-')) {
      return;
    }
    const said = failure ? `${failure.kind} ${failure.message}` : (unsaved ?? '');
    if (said === this.#shown) {
      return; // or screen readers would hear it again and again
    }
    this.#shown = said;
    const parts = failure ? [partOf(failure), text('disk.goesOn')] : unsaved ? unsavedParts(unsaved) : [];
    const gap = text('choosing.gap');
    this.#notice.replaceChildren(...parts.flatMap((part, index) => (index === 0 ? [part] : [gap, part])));
    this.#notice.hidden = parts.length === 0;
  }
}

function partOf({ message, english: isEnglish = false }) {
  return isEnglish && LANGUAGE !== 'en' ? english(message) : message;
}

/** What it is and why, the server tells in English alone. */
function unsavedParts(unsaved) {
  return [text('disk.unsaved'), ...(LANGUAGE === 'en' ? [unsaved] : []), text('disk.tried')];
}
