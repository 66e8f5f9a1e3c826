// A letter where others have a picture; Monogram.java makes the same.
const HUES = 8;
const HUE = /^hue-\d$/;

/**
 * Shows the first letter of a repository's name in the colour of its owner.
 *
 * @param {Element} element with the class `monogram`
 * @param {string} repo
 */
export function showMonogram(element, repo) {
  const [owner, name = owner] = repo.split('/');
  element.textContent = name.match(/[\p{L}\p{Nd}]/u)?.[0] ?? '·';
  element.classList.remove(...[...element.classList].filter(each => HUE.test(each)));
  element.classList.add(`hue-${((hashOf(owner) % HUES) + HUES) % HUES}`);
}

/** As Java hashes texts. */
function hashOf(text) {
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  }
  return hash;
}
