// What a line of the table says of its model: for sorting, grouping and filtering, which look at all lines at once.

/**
 * @typedef {object} Model
 * @property {HTMLElement} item its line
 * @property {string} id its folder
 * @property {string} name
 * @property {string} repo type and folder as in the addresses of the library; empty for what has no place on the Hub
 * @property {string} path
 * @property {string} type
 * @property {string[]} formats
 * @property {string} group its owner
 * @property {string} search
 * @property {number} bytes all of it
 * @property {number} partial bytes of files that are not complete
 * @property {number} files
 * @property {number} updated seconds
 * @property {string} state
 * @property {boolean} behind whether the Hub has an update
 */

/**
 * @param {HTMLElement} item
 * @returns {Model}
 */
export function modelOf(item) {
  const { id, name, repo, path, type, formats, group, search, bytes, partial, files, updated, state, behind } =
    item.dataset;
  return {
    item,
    id,
    name,
    repo,
    path,
    type,
    formats: formats.split(' '),
    group,
    search,
    bytes: Number(bytes),
    partial: Number(partial),
    files: Number(files),
    updated: Number(updated),
    state,
    behind: behind === 'true',
  };
}

/** Whether a download that is not over keeps it from being deleted; changes while the line stays. */
export function isHeld(model) {
  return model.item.dataset.held === 'true';
}

/** Whether it can be deleted as one. */
export function isDeletable(model) {
  return model.item.dataset.deletable === 'true';
}

/** @param {'bytes' | 'partial' | 'files'} field */
export function sum(models, field) {
  return models.reduce((total, model) => total + model[field], 0);
}

/** Address of its place in the API; what has no place on the Hub is named by its path on the server. */
export function addressOf({ repo, path }) {
  return repo
    ? `./api/v1/library/${repo.split('/').map(encodeURIComponent).join('/')}`
    : `./api/v1/library?path=${encodeURIComponent(path)}`;
}
