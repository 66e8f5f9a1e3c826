// What of a repository is on the disk, looked at again when a download of it has ended.
import { get, repoPath } from '../shared/api.js';
import { offerOf } from '../shared/api-model.js';

/**
 * @param shown gives the offer that is shown now, or null
 * @param changed called with its variants as they are now
 */
export function followLocalPresence(shown, changed) {
  document.addEventListener('download-ended', async event => {
    const { type, repo } = /** @type {CustomEvent} */ (event).detail;
    const offer = shown();
    if (offer?.type !== type || offer.repo !== repo) {
      return;
    }
    const query = `?revision=${encodeURIComponent(offer.commit)}`;
    const answer = await get(repoPath('repos', `${type}s`, repo) + query).catch(() => null);
    if (answer && shown() === offer) {
      changed(offerOf(answer.body).variants);
    }
  });
}
