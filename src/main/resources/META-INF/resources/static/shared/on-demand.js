// Parts of the pages that come when somebody asks for them. One that does not come is told in a notice that the server has put
// into each page: what would word it may be what is missing.

/** A part of the page did not come, which the page has told. */
export class MissingPart extends Error {
  isTold = true;
}

/**
 * Fetches a part; where it does not come, because the server is away or has another version by now, the reader is told and can
 * load the page anew.
 *
 * @template T
 * @param {() => Promise<T>} part an `import()` with its own address, which the build follows
 * @returns {Promise<T>} fails with a MissingPart
 */
export async function onDemand(part) {
  const notice = document.getElementById('missing-part');
  try {
    const came = await part();
    notice.hidden = true;
    return came;
  } catch (cause) {
    notice.querySelector('button').onclick = () => location.reload();
    notice.hidden = false;
    throw new MissingPart('A part of the page is missing', { cause });
  }
}

/**
 * Fetches a style sheet, unless the page has it already. What is shown before it is there would flash.
 *
 * @param {URL} address
 * @returns {Promise<void>} kept also where it did not come: what it is for can be used without it
 */
export function styled({ href }) {
  const coming = styles.get(href) ?? fetchedStyle(href);
  styles.set(href, coming);
  return coming;
}

/** By their addresses; one that somebody has begun to fetch is not there yet. @type {Map<string, Promise<void>>} */
const styles = new Map();

/**
 * @param {string} href
 * @returns {Promise<void>}
 */
function fetchedStyle(href) {
  if (document.querySelector(`link[rel=stylesheet][href$="/${nameOf(href)}"]`)) {
    return Promise.resolve();
  }
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  return new Promise(resolve => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      styles.delete(href); // asked for again the next time
      resolve();
    });
    document.head.append(link);
  });
}

function nameOf(address) {
  return address.slice(address.lastIndexOf('/') + 1);
}
