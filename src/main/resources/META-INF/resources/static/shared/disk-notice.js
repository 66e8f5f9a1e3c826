// That the models directory cannot be used, or that something of the server's own state is not on its disk.
import { LANGUAGE, text } from './texts.js';
import { english } from './wait-reasons.js';

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
    const parts = failure ? away(failure) : unsaved ? [text('disk.unsaved'), english(unsaved), text('disk.tried')] : [];
    this.#notice.replaceChildren(...parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part])));
    this.#notice.hidden = parts.length === 0;
  }
}

function away({ kind, message, english: isEnglish = false }) {
  const what = LANGUAGE === 'en' || !isEnglish ? [message] : [text(`problem.${kind}`), english(message)];
  return [...what, text('disk.goesOn')];
}
