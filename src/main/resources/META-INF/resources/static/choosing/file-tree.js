// Files in their folders with what is ticked of them, and the patterns that say the same. Nothing of the page.
import { escaped, matcher } from './globs.js';

const MAX_PATTERNS = 1000; // as many as the server takes

export class FileTree {
  root = folder('', '', null);
  #files = [];

  /** @param files each with path, size, onDisk */
  constructor(files) {
    const folders = new Map([['', this.root]]);
    for (const file of files) {
      const cut = file.path.lastIndexOf('/');
      const parent = folderAt(folders, cut < 0 ? '' : file.path.slice(0, cut));
      const node = { ...file, name: file.path.slice(cut + 1), parent, on: false, isFile: true };
      parent.children.push(node);
      this.#files.push(node);
      for (let above = parent; above; above = above.parent) {
        above.total++;
        above.size += file.size;
      }
    }
    folders.forEach(each => each.children.sort(foldersFirst));
  }

  get files() {
    return this.#files;
  }

  /** @returns true, false, or null for some of it */
  state(node) {
    return node.isFile ? node.on : node.ticked === 0 ? false : node.ticked === node.total ? true : null;
  }

  /** Ticks all below that `accepts` a file, or unticks them when they are. */
  toggle(node, accepts = () => true) {
    const files = (node.isFile ? [node] : this.#files.filter(file => isBelow(file, node))).filter(accepts);
    const on = !files.every(file => file.on);
    files.forEach(file => tick(file, on));
  }

  /** Ticks just what the patterns take. */
  tickMatching(include, exclude) {
    const wanted = include.length === 0 ? [() => true] : include.map(matcher);
    const left = exclude.map(matcher);
    const any = (tests, path) => tests.some(test => test(path));
    this.tickOnly(file => any(wanted, file.path) && !any(left, file.path));
  }

  /** Ticks what `accepts` a file, and unticks the rest. */
  tickOnly(accepts) {
    this.#files.forEach(file => tick(file, accepts(file)));
  }

  clear() {
    this.tickOnly(() => false);
  }

  get ticked() {
    return this.root.ticked;
  }

  /**
   * Patterns that take just what is ticked, as `include` or as everything but an `exclude`, whichever is shorter; null when
   * both are more than the server takes.
   */
  patterns() {
    const include = cover(this.root, true);
    if (include.length <= 1) {
      return { include, exclude: [] };
    }
    const exclude = cover(this.root, false);
    if (include.length <= exclude.length || include.length <= MAX_PATTERNS / 10) {
      return include.length <= MAX_PATTERNS ? { include, exclude: [] } : null;
    }
    return exclude.length <= MAX_PATTERNS ? { include: ['*'], exclude } : null;
  }
}

function folder(path, name, parent) {
  return { path, name, parent, children: [], total: 0, size: 0, ticked: 0, isFile: false };
}

function folderAt(folders, path) {
  const known = folders.get(path);
  if (known) {
    return known;
  }
  const cut = path.lastIndexOf('/');
  const parent = folderAt(folders, cut < 0 ? '' : path.slice(0, cut));
  const made = folder(path, path.slice(cut + 1), parent);
  parent.children.push(made);
  folders.set(path, made);
  return made;
}

function foldersFirst(one, other) {
  return one.isFile - other.isFile || (one.name < other.name ? -1 : 1);
}

function isBelow(file, node) {
  return node.path === '' || file.path.startsWith(`${node.path}/`);
}

function tick(file, on) {
  if (file.on === on) {
    return;
  }
  file.on = on;
  for (let above = file.parent; above; above = above.parent) {
    above.ticked += on ? 1 : -1;
  }
}

/** The fewest patterns for all files that are (or are not) ticked: whole folders where all is, else each file. */
function cover(node, on) {
  if (node.isFile) {
    return node.on === on ? [escaped(node.path)] : [];
  }
  const count = on ? node.ticked : node.total - node.ticked;
  if (count === 0) {
    return [];
  }
  if (count === node.total) {
    return [node.path === '' ? '*' : `${escaped(node.path)}/*`];
  }
  return node.children.flatMap(child => cover(child, on));
}
