// What scrolls the list of downloads: on a wide screen a column of its own, else the page.

/** @param {Element} within */
export function scrollerOf(within) {
  for (let element = within.parentElement; element && element !== document.body; element = element.parentElement) {
    if (['auto', 'scroll'].includes(getComputedStyle(element).overflowY)) {
      return element;
    }
  }
  return document.scrollingElement;
}
