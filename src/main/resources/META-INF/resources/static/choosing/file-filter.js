// Which of many files a filter lets through, and what of them is in each folder. Nothing of the page.
import { matcher } from './globs.js';

const PATTERN = /[*?[]/;

/** Part of a path in whatever case, or a pattern as `hf --include` has it. */
export class FileFilter {
  text;
  /** Whether it is a pattern, and so can be said to the server as it stands. */
  isPattern;
  #matches;

  /** @param {string} written */
  constructor(written) {
    this.text = written.trim();
    this.isPattern = PATTERN.test(this.text);
    const part = this.text.toLowerCase();
    this.#matches = this.isPattern ? matcher(this.text) : path => path.toLowerCase().includes(part);
  }

  get isEmpty() {
    return this.text === '';
  }

  accepts(file) {
    return this.#matches(file.path);
  }
}

/** How many of these files are in each folder, how large they are, and how many of them are ticked; a file is one of itself. */
export function countsOf(files) {
  const counts = new Map();
  for (const file of files) {
    for (let node = file; node; node = node.parent) {
      const count = counts.get(node) ?? { total: 0, size: 0, ticked: 0 };
      count.total++;
      count.size += file.size;
      count.ticked += file.on ? 1 : 0;
      counts.set(node, count);
    }
  }
  return counts;
}
