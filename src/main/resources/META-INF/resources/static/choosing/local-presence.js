// What of a repository is on the disk, looked at again when a download of it has ended.
import { get, repoPath } from '../shared/api.js';
import { repoViewOf } from '../shared/api-model.js';

/**
 * @param shown gives the view of the repository that is shown now, or null
 * @param changed called with what the server says of it now
 */
export function followLocalPresence(shown, changed) {
  document.addEventListener('download-ended', async event => {
    const { type, repo } = /** @type {CustomEvent} */ (event).detail;
    const repoView = shown();
    if (repoView?.type !== type || repoView.repo !== repo) {
      return;
    }
    const query = `?revision=${encodeURIComponent(repoView.commit)}`;
    const answer = await get(repoPath('repos', `${type}s`, repo) + query).catch(() => null);
    if (answer && shown() === repoView) {
      changed(repoViewOf(answer.body));
    }
  });
}
