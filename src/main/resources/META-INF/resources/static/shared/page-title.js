// How far the downloads are, in the title of the tab.
import { text } from './texts.js';

const usualTitle = document.title;

/** To be called with all downloads when something changed. */
export function showInTitle(downloads) {
  const moving = downloads.filter(
    ({ state, bytesTotal }) => ['downloading', 'verifying'].includes(state) && bytesTotal > 0,
  );
  const total = moving.reduce((sum, download) => sum + download.bytesTotal, 0);
  const received = moving.reduce((sum, download) => sum + download.bytesReceived, 0);
  const title =
    moving.length === 0
      ? usualTitle
      : text('title.percent', { percent: Math.min(99, Math.floor((received * 100) / total)) });
  if (document.title !== title) {
    document.title = title;
  }
}
