// The revision of a repository: which one is shown, and which others there are, asked for when somebody wants to see them.
import { get, repoPath } from '../shared/api.js';
import { revisionsOf } from '../shared/api-model.js';
import { localDate } from '../shared/formats.js';
import { write } from '../shared/notices.js';
import { text } from '../shared/texts.js';

const SHORT_COMMIT = 8;

export class RevisionPicker {
  #details;
  #list;
  #field;
  #problem;
  #repoView = null;
  #asking = null; // the view whose revisions are being asked for
  #listed = ''; // what the list is of
  #shown = '';

  /** @param chosen called with the revision that somebody wants to see */
  constructor(details, chosen) {
    this.#details = details;
    this.#list = details.querySelector('select');
    this.#field = details.querySelector('input');
    this.#problem = details.querySelector('.notice');
    const use = () => chosen(this.#field.value.trim());
    details.addEventListener('toggle', () => details.open && this.#load());
    this.#list.addEventListener('change', () => {
      // what is picked is what is shown, and so what is fetched
      this.#field.value = this.#list.value;
      use();
    });
    details.querySelector('button').addEventListener('click', use);
    this.#field.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        use();
      }
    });
  }

  /** @param repoView without a commit when the revision is not there; then those there are can be chosen from */
  show(repoView, revision) {
    const same = this.#repoView?.repo === repoView.repo && this.#repoView.type === repoView.type;
    this.#repoView = repoView;
    this.#details.querySelector('#revision-now').textContent = repoView.commit
      ? `${revision || 'main'} (${repoView.commit.slice(0, SHORT_COMMIT)})`
      : revision;
    this.#field.value = revision;
    this.#shown = revision;
    this.#field.removeAttribute('aria-invalid');
    write(this.#problem, '');
    if (!same) {
      this.#details.open = false;
      this.#list.replaceChildren();
      this.#listed = '';
    }
    this.#choose();
    if (this.#details.open) {
      this.#load();
    }
  }

  /** Beside the field: why the revision cannot be shown that somebody wanted. */
  refuse(revision, failure) {
    this.#field.value = revision;
    this.#details.open = true;
    write(this.#problem, failure);
    this.#field.setAttribute('aria-invalid', 'true');
  }

  /** What somebody wrote without having it shown; null when it is what is shown. */
  get written() {
    const written = this.#field.value.trim();
    return this.#details.open && (written || 'main') !== (this.#shown || 'main') ? written : null;
  }

  focus() {
    this.#field.focus();
  }

  async #load() {
    const repoView = this.#repoView;
    if (this.#listed === nameOf(repoView) || this.#asking === repoView) {
      return;
    }
    this.#asking = repoView;
    this.#list.setAttribute('aria-busy', 'true');
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
        this.#list.removeAttribute('aria-busy');
      }
    }
  }

  #fill(found) {
    const commits = found.commits.map(commit => ({
      value: commit.value,
      label: [commit.value.slice(0, SHORT_COMMIT), commit.label, commit.date ? localDate(commit.date) : '']
        .filter(Boolean)
        .join(' · '),
    }));
    const groups = [
      ['branches', found.branches],
      ['tags', found.tags],
      ['converts', found.converts],
      ['commits', commits],
      ['pullRequests', found.pullRequests],
    ];
    this.#list.replaceChildren(
      ...groups
        .filter(([, entries]) => entries.length > 0)
        .map(([name, entries]) => {
          const group = document.createElement('optgroup');
          group.label = text(`choosing.${name}`);
          group.append(...entries.map(({ value, label }) => new Option(label, value)));
          return group;
        }),
    );
    this.#choose();
    if (!this.#field.hasAttribute('aria-invalid')) {
      write(this.#problem, found.refused ?? '');
    }
  }

  #choose() {
    this.#list.value = this.#field.value || 'main';
  }
}

/** The commits are those of one revision. */
function nameOf({ type, repo, revision }) {
  return `${type} ${repo} ${revision}`;
}
