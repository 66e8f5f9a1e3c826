import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileTree } from '../../main/resources/META-INF/resources/static/choosing/file-tree.js';
import { matcher } from '../../main/resources/META-INF/resources/static/choosing/globs.js';

const PATHS = ['a/b.txt', 'a/c.txt', 'a[1]/d?.txt', 'a[1]/e*.txt', 'a1/f.txt', 'x/y/z/1', 'x/y/z/2', 'x/y/w', 'top'];
const tree = (paths = PATHS) => new FileTree(paths.map(path => ({ path, size: 2, onDisk: false })));
const find = (node, path) => (node.path === path ? node : node.children?.map(child => find(child, path)).find(Boolean));
const takenBy = ({ include, exclude }, paths) => {
  const any = (patterns, path) => patterns.some(pattern => matcher(pattern)(path));
  return paths.filter(path => any(include, path) && !any(exclude, path));
};

test('patterns take just what is ticked, whatever that is', () => {
  for (let mask = 0; mask < 1 << PATHS.length; mask++) {
    const some = tree();
    some.files.forEach((file, at) => (mask >> at) & 1 && some.toggle(file));
    assert.deepEqual(
      takenBy(some.patterns(), PATHS),
      PATHS.filter((_, at) => (mask >> at) & 1),
    );
  }
});

test('all of it is one pattern, and so is a folder', () => {
  const all = tree();
  all.toggle(all.root);
  assert.deepEqual(all.patterns(), { include: ['*'], exclude: [] });
  all.clear();
  all.toggle(find(all.root, 'x/y'));
  assert.deepEqual(all.patterns(), { include: ['x/*'], exclude: [] });
});

test('a folder is ticked, unticked or in between', () => {
  const some = tree();
  const folder = find(some.root, 'x');
  assert.equal(some.state(folder), false);
  some.toggle(find(some.root, 'x/y/w'));
  assert.equal(some.state(folder), null);
  some.toggle(folder);
  assert.equal(some.state(folder), true);
  assert.equal(some.ticked, 3);
  some.toggle(folder);
  assert.equal(some.state(folder), false);
});

test('what a filter leaves out is not ticked', () => {
  const some = tree();
  some.toggle(some.root, file => file.path.endsWith('.txt'));
  assert.equal(some.ticked, 5);
  assert.equal(some.state(some.root), null);
});

test('folders know how much is in them and stand before files', () => {
  const { root } = tree();
  assert.equal(root.total, PATHS.length);
  assert.equal(root.size, 2 * PATHS.length);
  assert.deepEqual(
    root.children.map(node => node.name),
    ['a', 'a1', 'a[1]', 'x', 'top'],
  );
});

test('patterns that came along tick what they take', () => {
  const some = tree();
  some.tickMatching(['a*'], ['*.txt']);
  assert.equal(some.ticked, 0);
  some.tickMatching([], ['x/']);
  assert.equal(some.ticked, PATHS.length - 3);
  some.tickMatching(['x/y/z/?'], []);
  assert.deepEqual(
    some.files.filter(file => file.on).map(file => file.path),
    ['x/y/z/1', 'x/y/z/2'],
  );
});

test('all but a few of many is said by what is left out', () => {
  const paths = Array.from({ length: 2000 }, (_, index) => `file-${index}`);
  const many = tree(paths);
  many.toggle(many.root);
  many.toggle(many.files[7]);
  assert.deepEqual(many.patterns(), { include: ['*'], exclude: ['file-7'] });
});

test('what is too scattered cannot be said', () => {
  const paths = Array.from({ length: 4000 }, (_, index) => `file-${index}`);
  const many = tree(paths);
  many.files.forEach((file, index) => index % 2 === 0 && many.toggle(file));
  assert.equal(many.patterns(), null);
});
