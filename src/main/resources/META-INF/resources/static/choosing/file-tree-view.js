// The files of a repository to tick. Only the rows in sight are in the page, so thousands of files cost no more than twenty.

import { bytes, exactBytes } from '../shared/formats.js';
import { text } from '../shared/texts.js';

const ROW_PX = 36; // as in file-tree.css
const MORE_ROWS = 6;

export class FileTreeView {
  #box;
  #inner;
  #filter;
  #none;
  #changed;
  #tree = null;
  #open = new Set();
  #rows = [];
  #active = 0;
  #drawing = false;

  /** @param changed called after somebody ticked something */
  constructor(details, changed) {
    this.#box = details.querySelector('#tree-rows');
    this.#inner = this.#box.firstElementChild;
    this.#filter = details.querySelector('#tree-filter');
    this.#none = details.querySelector('#tree-none');
    this.#changed = changed;
    this.#box.addEventListener('scroll', () => this.#later());
    this.#box.addEventListener('keydown', event => this.#key(event));
    this.#box.addEventListener('click', event => this.#click(event));
    this.#filter.addEventListener('input', () => this.#list());
    this.#filter.addEventListener('keydown', event => event.key === 'Enter' && event.preventDefault());
    details.addEventListener('toggle', () => this.#draw());
  }

  show(tree) {
    this.#tree = tree;
    this.#open = new Set([tree.root]);
    this.#active = 0;
    this.#filter.value = '';
    this.#box.scrollTop = 0;
    this.#list();
  }

  refresh() {
    this.#draw();
  }

  #accepts(file) {
    return file.path.toLowerCase().includes(this.#filter.value.trim().toLowerCase());
  }

  #list() {
    const active = this.#rows[this.#active]?.node;
    const filtered = this.#filter.value.trim() !== '';
    const shown = filtered ? withFolders(this.#tree.files.filter(file => this.#accepts(file))) : null;
    this.#rows = [];
    this.#addRows([this.#tree.root], 1, shown);
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
    const state = this.#tree.state(node);
    row.id = `tree-${index}`;
    row.className = 'tree-row';
    row.setAttribute('role', 'treeitem');
    row.setAttribute('aria-level', level);
    row.setAttribute('aria-posinset', position);
    row.setAttribute('aria-setsize', of);
    row.setAttribute('aria-checked', state === null ? 'mixed' : String(state));
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
      part('tree-name', node.parent === null ? text('choosing.allFiles') : node.name),
      part(
        'tree-note',
        node.isFile ? (node.onDisk ? text('choosing.onDisk') : '') : text('choosing.files', { count: node.total }),
      ),
      part('tree-size', bytes(node.size)),
    );
    row.title = `${node.path}${node.path ? ', ' : ''}${exactBytes(node.size)}`;
    return row;
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
    this.#tree.toggle(node, file => this.#accepts(file));
    this.#draw();
    this.#changed();
  }
}

function withFolders(files) {
  const all = new Set(files);
  files.forEach(file => {
    for (let above = file.parent; above && !all.has(above); above = above.parent) {
      all.add(above);
    }
  });
  return all;
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
