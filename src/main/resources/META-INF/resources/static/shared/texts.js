// What scripts say, in the language of the page. All texts stand in messages/*.properties; those of scripts begin with
// "script" or "both" there, and come as a module for each language.

/** The language of the page, as in `<html lang>`. */
export const LANGUAGE = document.documentElement.lang;
const MODULE = `../texts/${LANGUAGE}.js`;
const TEXTS = (await import(MODULE)).default;

/** The page's language as this reader writes dates in it: en-GB, say; for Intl. */
export const LOCALE = navigator.languages.find(asked => asked.split('-')[0] === LANGUAGE) ?? LANGUAGE;

/**
 * A text with its `{names}` filled in. Where it has a form for one and for more, `count` decides: a key that is an object
 * has the forms of Intl.PluralRules, as `{ one: '{count} file', other: '{count} files' }`.
 */
export function text(key, values = {}) {
  const found = TEXTS[key];
  const form = typeof found === 'object' ? (found[pluralOf(values.count)] ?? found.other) : found;
  return form.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

let plurals = null;

function pluralOf(count) {
  plurals ??= new Intl.PluralRules(LANGUAGE); // dear to make, and not every page counts
  return plurals.select(count);
}

/**
 * Whether there is such a text.
 *
 * @param {object} [values] those that there are: each of its names must have one
 */
export function has(key, values) {
  return (
    key in TEXTS && (!values || [...TEXTS[key].matchAll(/\{(\w+)\}/g)].every(([, name]) => Object.hasOwn(values, name)))
  );
}
