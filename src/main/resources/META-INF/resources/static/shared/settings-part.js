// What parts of the settings have in common: a line that says what came of it, which a passing message could not, as it would
// lie below the dialog.
import { write } from './notices.js';

/**
 * Says it in the part's line.
 *
 * @param {Element} part
 * @param said as for `write` of notices.js; empty for nothing
 * @param {'good' | 'warning' | 'error'} [kind]
 */
export function say(part, said, kind = 'good') {
  const line = /** @type {HTMLElement} */ (part.querySelector('.outcome'));
  line.dataset.kind = kind;
  write(line, said);
}

/** Says what is wrong, and that it is this field's value. */
export function complain(part, failure, field) {
  say(part, failure, 'error');
  field.setAttribute('aria-invalid', 'true');
  field.focus();
}

/** What was wrong with it is being mended. */
export function forgive(part, field) {
  if (field.getAttribute('aria-invalid') === 'true') {
    field.removeAttribute('aria-invalid');
    say(part, '');
  }
}
