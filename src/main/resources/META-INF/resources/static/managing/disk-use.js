// A bar of what takes how much room on the disk, with its parts told in words.
import { bytes, exactBytes } from '../shared/formats.js';
import { text } from '../shared/texts.js';
import { partsOf, widthsOf } from './disk-parts.js';
import { sum } from './model.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 1000;
const HEIGHT = 16;
const LEAST = 4;

export class DiskUse {
  #root = document.getElementById('disk-use');
  #sizes = { models: [], rest: { bytes: 0, partial: 0, count: 0 } };
  #disk = null;
  #shown = '';

  /** @param server what the server says about itself */
  constructor(server) {
    server.follow(system => {
      this.#disk = system;
      this.#show();
    });
  }

  /** @param sizes the models that may be named, and what others take */
  show(sizes) {
    this.#sizes = sizes;
    this.#show();
  }

  #show() {
    if (!this.#disk) {
      return;
    }
    const { models, rest } = this.#sizes;
    const parts = partsOf(models, this.#disk, rest);
    const shown = JSON.stringify(parts);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#root.querySelector('.disk-use-sum').textContent = text('diskUse.sum', {
      used: bytes(sum(models, 'bytes') + rest.bytes),
      free: bytes(this.#disk.freeBytes),
    });
    this.#root.querySelector('.disk-use-bar').replaceChildren(...rectangles(parts));
    this.#root.querySelector('ul').replaceChildren(...parts.map(entry));
  }
}

/** From left to right, with a gap between each two. */
function rectangles(parts) {
  const widths = widthsOf(parts, WIDTH, LEAST);
  let at = 0;
  return parts.map((part, index) => {
    const rect = document.createElementNS(SVG, 'rect');
    rect.setAttribute('x', String(at));
    rect.setAttribute('width', String(Math.max(1, widths[index] - 2)));
    rect.setAttribute('height', String(HEIGHT));
    rect.dataset.part = shade(part, index);
    const title = document.createElementNS(SVG, 'title');
    title.textContent = `${nameOf(part)} ${bytes(part.bytes)}`;
    rect.append(title);
    at += widths[index];
    return rect;
  });
}

function entry(part, index) {
  const item = document.createElement('li');
  item.dataset.part = shade(part, index);
  item.title = exactBytes(part.bytes);
  const name = document.createElement('span');
  name.textContent = nameOf(part);
  name.translate = part.kind !== 'model';
  const size = document.createElement('span');
  size.className = 'number';
  size.textContent = bytes(part.bytes);
  item.append(name, ' ', size);
  return item;
}

/** Named models differ in their shade. */
function shade(part, index) {
  return part.kind === 'model' ? `model-${index}` : part.kind;
}

function nameOf({ kind, name, count }) {
  return kind === 'model' ? name.slice(name.lastIndexOf('/') + 1) : text(`diskUse.${kind}`, { count });
}
