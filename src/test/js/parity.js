// Cases that the tests in Java read, too: both sides follow one rule.
import { readFileSync } from 'node:fs';

/** The rows of a table in src/test/resources/parity, as objects of texts. */
export function cases(name) {
  const [head, ...rows] = readFileSync(new URL(`../resources/parity/${name}.csv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => line.split('|'));
  return rows.map(row => Object.fromEntries(head.map((column, index) => [column, row[index]])));
}
