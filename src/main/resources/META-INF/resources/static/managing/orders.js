// In which order models are shown, and in which groups.
import { LANGUAGE } from '../shared/texts.js';
import { sum } from './model.js';

const NAMES = new Intl.Collator(LANGUAGE, { numeric: true, sensitivity: 'base' });

/** What a column is sorted by, for a model and for a group of them, and which end is first unless it is turned round. */
const COLUMNS = {
  name: { usual: 'ascending', of: model => model.name, ofGroup: name => name },
  size: { usual: 'descending', of: model => model.bytes, ofGroup: (_, models) => sum(models, 'bytes') },
  date: {
    usual: 'descending',
    of: model => model.updated,
    ofGroup: (_, models) => Math.max(...models.map(each => each.updated)),
  },
};
const REVERSE = { ascending: 'descending', descending: 'ascending' };

export const SORTS = Object.keys(COLUMNS);

/**
 * Which end of a column comes first.
 *
 * @param {string} sort
 * @param {string} order `usual` or `reverse`
 * @returns {string} as aria-sort has it
 */
export function direction(sort, order) {
  const { usual } = COLUMNS[sort];
  return order === 'reverse' ? REVERSE[usual] : usual;
}

/** The models in order; those that are equal by name. */
export function sorted(models, { sort, order }) {
  const compare = comparing(COLUMNS[sort].of, direction(sort, order));
  return [...models].sort((one, other) => compare(one, other) || NAMES.compare(one.name, other.name));
}

/**
 * Groups in the order of the same column, each with its models in order.
 *
 * @param {(model: import('./model.js').Model) => string} groupOf name of a model's group
 * @returns {[string, import('./model.js').Model[]][]}
 */
export function grouped(models, groupOf, { sort, order }) {
  const groups = together(sorted(models, { sort, order }), groupOf);
  const compare = comparing(([name, inIt]) => COLUMNS[sort].ofGroup(name, inIt), direction(sort, order));
  return [...groups].sort((one, other) => compare(one, other) || NAMES.compare(one[0], other[0]));
}

/**
 * What stands in the order of its groups already, by group.
 *
 * @returns {[string, import('./model.js').Model[]][]}
 */
export function together(models, groupOf) {
  const groups = new Map();
  for (const model of models) {
    const name = groupOf(model);
    groups.has(name) ? groups.get(name).push(model) : groups.set(name, [model]);
  }
  return [...groups];
}

function comparing(key, towards) {
  const sign = towards === 'ascending' ? 1 : -1;
  return (one, other) => {
    const [first, second] = [key(one), key(other)];
    return sign * (typeof first === 'string' ? NAMES.compare(first, second) : first - second);
  };
}
