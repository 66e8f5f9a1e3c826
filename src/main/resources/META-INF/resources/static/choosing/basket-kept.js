// The references in the list, kept over a reload of the page.
import { isReference } from './reference.js';

const KEPT = 'hf-downloader.basket';

export function keep(references) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(references));
  } catch {
    // then a reload empties the list
  }
}

/** What was there before a reload. Other pages of this address, or an older version, may have left something else. */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(found) ? found.filter(isReference) : [];
  } catch {
    return [];
  }
}
