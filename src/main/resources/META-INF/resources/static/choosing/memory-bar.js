// What a variant needs, drawn against the memory of a machine: SVG, as a page of ours may not style by attributes.
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120; // of which the memory is 100: what is beyond it stands out by as much as there is room for
const MEMORY = 100;
const HEIGHT = 10;

/**
 * @param need as `needOf` of memory-fit.js gives it
 * @param machine whose video memory it is drawn against, or its plain memory where it has none
 */
export function memoryBar(need, machine) {
  const capacity = machine.vramBytes || machine.ramBytes;
  const svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.classList.add('memory-bar');
  svg.append(rect('memory', 0, MEMORY));
  let start = 0;
  for (const part of ['weights', 'projector', 'cache']) {
    const end = start + need[part];
    const [from, to] = [start, end].map(bytes => Math.min(WIDTH, (bytes / capacity) * MEMORY));
    if (to > from) {
      svg.append(rect(part, from, to));
    }
    start = end;
  }
  svg.append(rect('limit', MEMORY - 0.75, MEMORY + 0.75));
  return svg;
}

function rect(className, from, to) {
  const made = shape('rect', { x: from.toFixed(2), y: 0, width: (to - from).toFixed(2), height: HEIGHT });
  made.classList.add(className);
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  return made;
}
