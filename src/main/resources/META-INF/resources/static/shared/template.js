// What the page's markup keeps for scripts to fill in.

/**
 * A copy of what a template of the page holds.
 *
 * @param {string} id
 * @returns {any} an element; which one stands in the markup, where types are not known
 */
export function fromTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return template.content.firstElementChild.cloneNode(true);
}
