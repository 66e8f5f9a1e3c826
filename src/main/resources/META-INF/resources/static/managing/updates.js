// Updates of models: started here, and told with what came of them when they are done.
import { post } from '../shared/api.js';
import { isOver, repoOf, updateResultOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { showToast } from '../shared/notices.js';
import { failureOf } from '../shared/problem-text.js';
import { text } from '../shared/texts.js';
import { addressOf } from './model.js';

/** What the server has not named for so long after it was started is not there any more. */
const UNSEEN_MS = 30_000;

export class Updates {
  #batches = new Map(); // by the ids of their downloads
  #asked = new Set(); // repositories whose update was asked for and not answered yet: it may be over before the answer
  #results = new Map();
  #downloads = [];
  #show;

  /** @param show leads the reader to a model's line, by its name */
  constructor(show) {
    this.#show = show;
  }

  /**
   * Brings models up to date; fails only where nothing could be started.
   *
   * @param {{ fileByFile?: boolean }} wish
   */
  async start(models, wish = {}) {
    const { fileByFile = false } = wish;
    const batch = { asked: models.length, names: [], left: 0, updated: 0, same: 0, failed: 0, isStarting: true };
    const refusals = models.filter(({ repo }) => !repo).map(({ name }) => new Error(text('update.local', { name })));
    for (const model of models.filter(({ repo }) => repo)) {
      this.#asked.add(model.repo);
      try {
        const { body } = await post(`${addressOf(model)}/update${fileByFile ? '?fileByFile=true' : ''}`);
        this.#batches.set(body.id, { batch, model, isSeen: false, since: Date.now() });
        this.#results.delete(model.repo);
        batch.names.push(model.name);
        batch.left++;
      } catch (failure) {
        refusals.push(failure);
      }
      this.#asked.delete(model.repo);
    }
    batch.isStarting = false;
    batch.failed = refusals.length;
    const refused =
      refusals.length > 0 ? text('update.refused', { count: refusals.length, reason: refusals[0].message }) : '';
    if (batch.left === 0) {
      throw refusals.length === 1 ? refusals[0] : new Error(refused);
    }
    const [name] = batch.names;
    const told = text(batch.left === 1 ? 'update.started' : 'update.startedMany', { name, count: batch.left });
    showToast([told, refused].filter(Boolean).join('. '), refused ? 'error' : 'info', {
      actions: [{ label: text('update.show'), href: './#downloads' }],
    });
    this.heard(this.#downloads);
  }

  /** Whether it was started here, so that its end is told here too. */
  tells(download) {
    return this.#batches.has(download.id) || this.#asked.has(repoOf(download));
  }

  /** Tells of those that are over by now; those that were removed meanwhile count no more. */
  heard(downloads) {
    this.#downloads = downloads;
    const known = new Map(downloads.map(download => [download.id, download]));
    for (const [id, started] of this.#batches) {
      if (started.batch.isStarting) {
        continue; // it is told once all of them are counted
      }
      const download = known.get(id);
      if (download && isOver(download)) {
        this.#batches.delete(id);
        this.#ended(started, download);
      } else if (download) {
        started.isSeen = true;
      } else if (started.isSeen || Date.now() - started.since > UNSEEN_MS) {
        this.#batches.delete(id);
        this.#ended(started, { state: 'cancelled' });
      }
    }
  }

  #ended({ batch, model }, download) {
    batch.left--;
    const result = download.state === 'completed' ? updateResultOf(download) : null;
    if (result) {
      result.upToDate ? batch.same++ : batch.updated++;
      this.#results.set(model.repo, result);
    } else if (download.state === 'failed') {
      batch.failed++;
    }
    if (batch.asked === 1) {
      this.#tell(model, download, result);
    } else if (batch.left === 0) {
      showToast(text('update.several', batch), batch.failed > 0 ? 'error' : 'info');
    }
  }

  #tell({ name }, download, result) {
    if (result) {
      const told = result.upToDate
        ? text('update.same', { name })
        : text('update.done', { name, changes: changes(result) });
      showToast(told, 'info', { actions: [{ label: text('update.show'), run: () => this.#show(name) }] });
    } else if (download.state === 'failed') {
      showToast(text('update.failed', { name, reason: failureOf(download.error) }), 'error');
    }
  }

  /** Writes into the lines what came of them. */
  show(models) {
    for (const { item, repo } of models) {
      const result = this.#results.get(repo);
      const place = item.querySelector('[data-field=result]');
      const told = result
        ? result.upToDate
          ? text('update.rowSame')
          : text('update.rowDone', { changes: changes(result) })
        : '';
      if (place.textContent !== told) {
        place.textContent = told;
        place.dataset.kind = 'good';
      }
      place.hidden = told === '';
    }
  }
}

/** What an update changed: "3 files, 2.1 MB". */
function changes({ changed, removed, fetched }) {
  const came = changed > 0 ? text('update.changed', { count: changed, size: bytes(fetched) }) : '';
  const went = removed > 0 ? text('update.removed', { count: removed }) : '';
  return [came, went].filter(Boolean).join(text('update.and'));
}
