// The list of the Manage page: find, update and delete what is on the server.
import { get, post, remove } from '../shared/api.js';
import { isActive, isOver, repoOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { busy, confirmed, showToast } from '../shared/notices.js';
import { showInTitle } from '../shared/page-title.js';
import { poll } from '../shared/poll.js';
import { text } from '../shared/texts.js';
import { ModelList } from './model-list.js';
import { keepViewState } from './view-state.js';

const REFRESH_EVERY_MS = 30000;

export class LibraryPage {
  #models;
  #polling;
  #refreshed = Date.now();
  #lastEnd = null;
  #actions = {
    update: item => this.#update(item),
    delete: item => this.#deleteModel(item),
    'delete-variant': (item, variant) => this.#deleteVariant(item, variant),
    'delete-file': (item, file) => this.#deleteFile(item, file),
  };

  /** @param view the form with filter, group and sort */
  constructor(library, view) {
    keepViewState(view, () => this.#models.arrange());
    this.#models = new ModelList(library, view);
    this.#polling = poll(() => this.#look());
    library.addEventListener('click', event => {
      const button = event.target.closest('[data-action]');
      if (button) {
        busy(button, () => this.#act(button, button.closest('[data-id]').dataset));
      }
    });
  }

  /** Watches the downloads: when one has ended, however quickly, what is on the disk has changed. */
  async #look() {
    const all = (await get('./api/v1/downloads', { timeoutMs: 10000 })).body;
    showInTitle(all);
    const newestEnd = newest(all.map(download => download.endedAt ?? ''));
    const ended = this.#lastEnd !== null && newestEnd !== this.#lastEnd;
    this.#lastEnd = newestEnd;
    if (ended || Date.now() - this.#refreshed > REFRESH_EVERY_MS) {
      await this.#refresh();
    }
    const underWay = all.filter(download => !isOver(download));
    this.#tellActivity(underWay);
    return underWay.some(isActive);
  }

  #tellActivity(downloads) {
    const states = new Map(
      downloads.map(download => [repoOf(download), text(`activity.${download.state}`, { percent: download.percent })]),
    );
    for (const item of this.#models.items) {
      const activity = item.querySelector('[data-field=activity]');
      const told = states.get(item.dataset.repo) ?? '';
      if (activity.textContent !== told) {
        activity.textContent = told;
      }
      const held = told !== '';
      item.querySelector('[data-field=held]').hidden = !held;
      for (const button of item.querySelectorAll('[data-action^=delete]')) {
        button.disabled = held;
      }
    }
  }

  /** While the disk is away, which is told above the list, the list stays as it was and each look tries again. After any other failure it has its time. */
  async #refresh() {
    this.#refreshed = Date.now();
    try {
      await this.#models.refresh();
    } catch (failure) {
      if (!failure.kind?.startsWith('disk-')) {
        throw failure;
      }
      this.#refreshed = 0;
    }
  }

  async #act(button, item) {
    try {
      await this.#actions[button.dataset.action](item, button.dataset);
    } catch (failure) {
      showToast(failure, 'error');
    }
  }

  async #update({ name, repo }) {
    await post(`${addressOf(repo)}/update`);
    showToast(text('update.started', { name }));
    await this.#polling.now();
  }

  async #deleteModel({ name, repo, path, files, bytes: size }) {
    const what = text(Number(files) === 0 ? 'delete.unfinished' : 'delete.files', { count: Number(files), path });
    if (await agreed(name, what, bytes(Number(size)))) {
      await remove(repo ? addressOf(repo) : addressOfPath(path));
      await this.#deleted(name);
    }
  }

  async #deleteVariant({ name, repo }, { variant, size, count }) {
    const what = text('delete.variantOf', { variant, name });
    if (await agreed(what, text('delete.variant', { count: Number(count) }), size)) {
      await remove(`${addressOf(repo)}?variant=${encodeURIComponent(variant)}`);
      await this.#deleted(what);
    }
  }

  async #deleteFile({ repo }, { path, file, size }) {
    if (await agreed(path, text('delete.file'), size)) {
      await remove(repo ? `${addressOf(repo)}?path=${encodeURIComponent(file)}` : addressOfPath(path));
      await this.#deleted(path);
    }
  }

  async #deleted(what) {
    showToast(text('delete.done', { what }));
    await this.#refresh();
  }
}

/** The latest of these times, as text; empty for none. */
function newest(times) {
  return times.sort().at(-1) ?? '';
}

function agreed(what, question, size) {
  return confirmed(
    text('delete.title', { what }),
    text('delete.frees', { what: question, size }),
    text('delete.yes', { size }),
  );
}

/** Type and folder, as the server wrote them: a folder beside that of a repository has another name than one on the Hub. */
function addressOf(repo) {
  return `./api/v1/library/${repo.split('/').map(encodeURIComponent).join('/')}`;
}

/** What has no place on the Hub is named by its path on the server. */
function addressOfPath(path) {
  return `./api/v1/library?path=${encodeURIComponent(path)}`;
}
