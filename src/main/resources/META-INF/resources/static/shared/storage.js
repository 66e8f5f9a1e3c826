// What this browser keeps of a reader's habits. Where it keeps nothing, because its owner forbids it, all pages work without.
const PREFIX = 'hf-downloader.';

/** Null where nothing is kept. */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // it holds for this page then
  }
}
