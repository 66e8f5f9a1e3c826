// What of a repository is on the disk and in the downloads, looked at again when that may have changed.
import { get, repoPath } from '../shared/api.js';
import { repoViewOf } from '../shared/api-model.js';
import { oneAtATime } from '../shared/one-at-a-time.js';

const LIBRARY = 'hf-downloader.library'; // as in library-page.js: it tells what was deleted

/**
 * @param shown gives the view of the repository that is shown now, or null
 * @param tell `moved` is called when a download of it goes on otherwise, `changed` with what the server says of it when there
 *   may be other files of it on the disk
 */
export function followLocalPresence(shown, tell) {
  const look = oneAtATime(() => lookAgain(shown, tell));
  document.addEventListener('download-changed', event => {
    const { type, repo, isOver } = /** @type {CustomEvent} */ (event).detail;
    const repoView = shown();
    if (repoView?.type !== type || repoView.repo !== repo) {
      return;
    }
    if (isOver) {
      look();
    } else {
      tell.moved();
    }
  });
  new BroadcastChannel(LIBRARY).addEventListener('message', look);
  document.addEventListener('visibilitychange', () => document.hidden || look()); // another browser may have deleted it
}

async function lookAgain(shown, tell) {
  const repoView = shown();
  if (repoView === null) {
    return;
  }
  const { type, repo, commit } = repoView;
  const query = `?revision=${encodeURIComponent(commit)}`;
  const answer = await get(repoPath('repos', `${type}s`, repo) + query).catch(() => null);
  if (shown() !== repoView) {
    return;
  }
  if (answer) {
    tell.changed(repoViewOf(answer.body));
  } else {
    tell.moved();
  }
}
