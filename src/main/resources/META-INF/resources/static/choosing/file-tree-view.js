// The files of a repository to tick. Only the rows in sight are in the page, so thousands of files cost no more than twenty.

import { bytes, exactBytes } from '../shared/formats.js';
import { text } from '../shared/texts.js';
import { countsOf, FileFilter } from './file-filter.js';

const ROW_PX = 36; // as in file-tree.css
const MORE_ROWS = 6;

export class FileTreeView {
  #box;
  #inner;
  #input;
  #only;
  #none;
  #changed;
  #tree = null;
  #filter = new FileFilter('');
  #counts = null; // of what the filter lets through; null without one
  #open = new Set();
  #rows = [];
  #active = 0;
  #drawing = false;

  /** @param changed called after somebody ticked something, with the patterns that say it, or null */
  constructor(panel, changed) {
    this.#box = panel.querySelector('#tree-rows');
    this.#inner = this.#box.firstElementChild;
    this.#input = panel.querySelector('#tree-filter');
    this.#only = panel.querySelector('#tree-only');
    this.#none = panel.querySelector('#tree-none');
    this.#changed = changed;
    this.#box.addEventListener('scroll', () => this.#later());
    this.#box.addEventListener('keydown', event => this.#key(event));
    this.#box.addEventListener('click', event => this.#click(event));
    this.#input.addEventListener('input', () => this.#filterBy(this.#input.value));
    this.#input.addEventListener('keydown', event => event.key === 'Enter' && event.preventDefault());
    this.#only.addEventListener('click', () => this.#tickOnly());
  }

  show(tree) {
    this.#tree = tree;
    this.#open = new Set([tree.root]);
    this.#active = 0;
    this.#box.scrollTop = 0;
    this.#filterBy('');
  }

  /** Shows no tree. */
  clear() {
    this.#tree = null;
    this.#rows = [];
    this.#input.value = '';
    this.#inner.replaceChildren();
  }

  /** After other files were ticked, or when there is room to be seen in. */
  refresh() {
    this.#count();
    this.#draw();
  }

  #filterBy(written) {
    this.#filter = new FileFilter(written);
    if (this.#tree) {
      this.#list();
    }
  }

  #count() {
    const accepted = this.#filter.isEmpty ? null : this.#tree.files.filter(file => this.#filter.accepts(file));
    this.#counts = accepted && countsOf(accepted);
    this.#only.hidden = !accepted || accepted.length === 0;
    this.#only.textContent = accepted ? text('choosing.onlyThese', { count: accepted.length }) : '';
  }

  #list() {
    this.#count();
    const active = this.#rows[this.#active]?.node;
    this.#rows = [];
    this.#addRows([this.#tree.root], 1, this.#counts);
    this.#active = Math.max(
      0,
      this.#rows.findIndex(row => row.node === active),
    );
    this.#none.textContent = this.#rows.length === 0 ? text('choosing.noFileMatches') : '';
    this.#box.hidden = this.#rows.length === 0;
    this.#inner.style.height = `${this.#rows.length * ROW_PX}px`;
    this.#draw();
  }

  #addRows(nodes, level, shown) {
    const seen = shown ? nodes.filter(node => shown.has(node)) : nodes;
    seen.forEach((node, index) => {
      const open = !node.isFile && (shown !== null || this.#open.has(node));
      this.#rows.push({ node, level, open, position: index + 1, of: seen.length });
      if (open) {
        this.#addRows(node.children, level + 1, shown);
      }
    });
  }

  #later() {
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        this.#draw();
      });
    }
  }

  #draw() {
    if (!this.#tree || this.#box.clientHeight === 0) {
      return;
    }
    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW_PX) - MORE_ROWS);
    const last = Math.min(
      this.#rows.length,
      Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / ROW_PX) + MORE_ROWS,
    );
    const rows = [];
    for (let index = first; index < last; index++) {
      rows.push(this.#element(this.#rows[index], index));
    }
    this.#inner.replaceChildren(...rows);
    if (this.#active >= first && this.#active < last) {
      this.#box.setAttribute('aria-activedescendant', `tree-${this.#active}`);
    } else {
      this.#box.removeAttribute('aria-activedescendant');
    }
  }

  #element({ node, level, open, position, of }, index) {
    const row = document.createElement('div');
    const { total, size, ticked } = this.#countOf(node);
    const state = ticked === 0 ? 'false' : ticked === total ? 'true' : 'mixed';
    row.id = `tree-${index}`;
    row.className = 'tree-row';
    row.setAttribute('role', 'treeitem');
    row.setAttribute('aria-level', level);
    row.setAttribute('aria-posinset', position);
    row.setAttribute('aria-setsize', of);
    row.setAttribute('aria-checked', state);
    row.dataset.path = node.path;
    row.dataset.index = index;
    row.style.top = `${index * ROW_PX}px`;
    row.style.paddingInlineStart = `${Math.min(level - 1, 8)}rem`;
    row.classList.toggle('active', index === this.#active);
    if (!node.isFile) {
      row.setAttribute('aria-expanded', String(open));
    }
    row.append(
      part('twisty', node.isFile ? '' : open ? '▾' : '▸', true),
      part('box', '', true),
      part('tree-name', node.parent === null ? this.#rootName() : node.name),
      part(
        'tree-note',
        node.isFile ? (node.onDisk ? text('choosing.here.yes') : '') : text('choosing.files', { count: total }),
      ),
      part('tree-size', bytes(size)),
    );
    row.title = `${node.path}${node.path ? ', ' : ''}${exactBytes(size)}`;
    return row;
  }

  /** Under a filter a tick means those that it lets through, and so do the counts beside it. */
  #countOf(node) {
    return (
      this.#counts?.get(node) ?? {
        total: node.isFile ? 1 : node.total,
        size: node.size,
        ticked: node.isFile ? Number(node.on) : node.ticked,
      }
    );
  }

  #rootName() {
    return text(this.#counts ? 'choosing.allMatching' : 'choosing.allFiles');
  }

  #click(event) {
    const row = event.target.closest('.tree-row');
    if (!row) {
      return;
    }
    this.#active = Number(row.dataset.index);
    const { node } = this.#rows[this.#active];
    if (event.target.closest('.twisty') && !node.isFile) {
      this.#setOpen(node, !this.#open.has(node));
    } else {
      this.#toggle(node);
    }
  }

  #key(event) {
    const row = this.#rows[this.#active];
    const page = Math.max(1, Math.floor(this.#box.clientHeight / ROW_PX) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (!row || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key in moves) {
      this.#go(this.#active + moves[event.key]);
    } else if (event.key === 'ArrowRight' && !row.node.isFile) {
      row.open ? this.#go(this.#active + 1) : this.#setOpen(row.node, true);
    } else if (event.key === 'ArrowLeft') {
      row.open && this.#open.has(row.node)
        ? this.#setOpen(row.node, false)
        : this.#go(this.#rows.findIndex(other => other.node === row.node.parent));
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.#toggle(row.node);
    } else {
      return;
    }
    event.preventDefault();
  }

  #go(index) {
    this.#active = Math.min(this.#rows.length - 1, Math.max(0, index));
    const top = this.#active * ROW_PX;
    if (top < this.#box.scrollTop) {
      this.#box.scrollTop = top;
    } else if (top + ROW_PX > this.#box.scrollTop + this.#box.clientHeight) {
      this.#box.scrollTop = top + ROW_PX - this.#box.clientHeight;
    }
    this.#draw();
  }

  #setOpen(node, open) {
    open ? this.#open.add(node) : this.#open.delete(node);
    this.#list();
  }

  #toggle(node) {
    this.#tree.toggle(node, file => this.#filter.accepts(file));
    this.refresh();
    this.#changed(null);
  }

  /** A pattern stays what is asked for: files that come to the repository later are meant by it, too. */
  #tickOnly() {
    this.#tree.tickOnly(file => this.#filter.accepts(file));
    this.refresh();
    this.#changed(this.#filter.isPattern ? { include: [this.#filter.text], exclude: [] } : null);
  }
}

function part(name, content, hidden = false) {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = content;
  if (hidden) {
    element.setAttribute('aria-hidden', 'true');
  }
  return element;
}
