// Symbols of the sprite in layout.html.
const SVG = 'http://www.w3.org/2000/svg';

/**
 * A symbol, which says nothing to screen readers: the button that it stands in has a label.
 *
 * @param {string} name without its `i-`
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.classList.add('icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}
