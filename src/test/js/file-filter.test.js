import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsOf, FileFilter } from '../../main/resources/META-INF/resources/static/choosing/file-filter.js';
import { FileTree } from '../../main/resources/META-INF/resources/static/choosing/file-tree.js';

const PATHS = ['a/One.txt', 'a/two.bin', 'b/c/three.txt'];
const through = written => PATHS.filter(path => new FileFilter(written).accepts({ path }));

test('a filter is a part of a path in whatever case, or a pattern', () => {
  assert.deepEqual(through(''), PATHS);
  assert.deepEqual(through(' ONE '), ['a/One.txt']);
  assert.deepEqual(through('*.txt'), ['a/One.txt', 'b/c/three.txt']);
  assert.deepEqual(through('?.txt'), []);
  assert.equal(new FileFilter('one').isPattern, false);
  assert.equal(new FileFilter('[ab]/*').isPattern, true);
  assert.equal(new FileFilter(' ').isEmpty, true);
});

test('folders count what the filter lets through', () => {
  const tree = new FileTree(PATHS.map((path, index) => ({ path, size: 10 ** index, onDisk: false })));
  tree.toggle(tree.files[0]);
  const counts = countsOf(tree.files.filter(file => new FileFilter('.txt').accepts(file)));
  assert.deepEqual(counts.get(tree.root), { total: 2, size: 101, ticked: 1 });
  assert.deepEqual(counts.get(tree.root.children[0]), { total: 1, size: 1, ticked: 1 });
  assert.equal(counts.get(tree.files[1]), undefined);
});
