// The revisions of a repository: which one is shown, and which others there are, asked for when somebody wants to see them.
import { get, repoPath } from '../shared/api.js';
import { revisionsOf } from '../shared/api-model.js';
import { localDate } from '../shared/formats.js';
import { icon } from '../shared/icons.js';
import { write } from '../shared/notices.js';
import { LANGUAGE, text } from '../shared/texts.js';

const SHORT_COMMIT = 8;
const USUAL = 'main';

export class RevisionList {
  #list;
  #field;
  #problem;
  #now;
  #panel;
  #repoView = null;
  #asking = null; // the view whose revisions are being asked for
  #listed = ''; // what the list is of
  #shown = '';

  /**
   * @param {Element} panel
   * @param {Element} now where it is told which one is shown
   * @param chosen called with the revision that somebody wants to see
   */
  constructor(panel, now, chosen) {
    this.#panel = panel;
    this.#now = now;
    this.#list = panel.querySelector('#revision-list');
    this.#field = /** @type {HTMLInputElement} */ (panel.querySelector('#revision'));
    this.#problem = panel.querySelector('#revision-problem');
    const use = () => chosen(this.#field.value.trim());
    this.#list.addEventListener('click', event => {
      const button = /** @type {Element} */ (event.target).closest('button');
      if (button) {
        chosen(button.value);
      }
    });
    panel.querySelector('#use-revision').addEventListener('click', use);
    this.#field.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        use();
      }
    });
  }

  /** @param repoView without a commit when the revision is not there; then those there are can be chosen from */
  show(repoView, revision) {
    this.#repoView = repoView;
    this.#shown = revision;
    this.#now.textContent = revision || USUAL;
    this.#now.title = repoView.commit ?? '';
    this.#field.value = '';
    this.#field.removeAttribute('aria-invalid');
    write(this.#problem, '');
    if (this.#listed !== nameOf(repoView)) {
      this.#list.replaceChildren();
      this.#listed = '';
    }
    this.#mark();
  }

  /** Asks for those there are, unless they are listed already. */
  async open() {
    const repoView = this.#repoView;
    if (this.#listed === nameOf(repoView) || this.#asking === repoView) {
      return;
    }
    this.#asking = repoView;
    this.#panel.setAttribute('aria-busy', 'true');
    try {
      const query = `?revision=${encodeURIComponent(repoView.revision)}`;
      const found = revisionsOf((await get(repoPath('revisions', `${repoView.type}s`, repoView.repo) + query)).body);
      if (repoView === this.#repoView) {
        this.#fill(found);
        this.#listed = nameOf(repoView);
      }
    } catch (failure) {
      if (repoView === this.#repoView) {
        write(this.#problem, failure);
      }
    } finally {
      if (repoView === this.#asking) {
        this.#asking = null;
        this.#panel.removeAttribute('aria-busy');
      }
    }
  }

  /** Beside the field: why the revision cannot be shown that somebody wanted. */
  refuse(revision, failure) {
    this.#field.value = revision;
    write(this.#problem, failure);
    this.#field.setAttribute('aria-invalid', 'true');
  }

  get isRefused() {
    return this.#field.hasAttribute('aria-invalid');
  }

  /** What somebody wrote without having it shown; null when that is nothing. */
  get written() {
    const written = this.#field.value.trim();
    return written && written !== (this.#shown || USUAL) ? written : null;
  }

  focus() {
    this.#field.focus();
  }

  #fill(found) {
    const commits = found.commits.map(commit => ({
      value: commit.value,
      label: commit.value.slice(0, SHORT_COMMIT),
      note: [commit.label, commit.date ? localDate(commit.date) : ''].filter(Boolean).join(' · '),
    }));
    const groups = [
      ['branches', found.branches],
      ['tags', found.tags],
      ['converts', found.converts],
      ['commits', commits],
      ['pullRequests', found.pullRequests],
    ];
    this.#list.replaceChildren(
      ...groups.filter(([, entries]) => entries.length > 0).map(([name, entries]) => groupOf(name, entries)),
    );
    this.#mark();
    if (!this.isRefused) {
      write(
        this.#problem,
        found.refused && LANGUAGE !== 'en' ? text('choosing.revisions.refused') : (found.refused ?? ''),
      );
    }
  }

  #mark() {
    for (const button of this.#list.querySelectorAll('button')) {
      if (button.value === (this.#shown || USUAL)) {
        button.setAttribute('aria-current', 'true');
      } else {
        button.removeAttribute('aria-current');
      }
    }
  }
}

function groupOf(name, entries) {
  const group = document.createElement('section');
  const title = element('h3', '', text(`choosing.revisions.${name}`));
  title.id = `revisions-${name}`;
  const list = element('ul', '', '');
  list.setAttribute('role', 'list');
  list.setAttribute('aria-labelledby', title.id);
  list.append(...entries.map(rowOf));
  group.append(title, list);
  return group;
}

function rowOf({ value, label, note = '' }) {
  const row = document.createElement('li');
  const button = element('button', 'revision', '');
  button.type = 'button';
  button.value = value;
  button.append(icon('check'), element('span', 'revision-name', label), element('span', 'revision-note', note));
  row.append(button);
  return row;
}

/** @returns {any} */
function element(name, className, content) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}

/** The commits are those of one revision. */
function nameOf({ type, repo, revision }) {
  return `${type} ${repo} ${revision}`;
}
