// Notifications of the browser: whether they can be had here, are wanted, and how one is shown.
const NAME = 'HF Downloader';
const KEPT = 'hf-downloader.notify';
const ICON = new URL('../icon.svg', import.meta.url).href;

/** Browsers let only pages notify that came over TLS or from this very machine; others have the word, but refuse. */
export function canNotify() {
  return isSecureContext && typeof Notification !== 'undefined';
}

/** Whether they were asked for, and are allowed. */
export function wantsNotifications() {
  return canNotify() && kept() && Notification.permission === 'granted';
}

/** Asks the browser for its permission; whether it was given. */
export async function askForNotifications() {
  const granted = (await Notification.requestPermission()) === 'granted';
  keep(granted);
  return granted;
}

export function stopNotifications() {
  keep(false);
}

/** Shows it when it is wanted and nobody sees the page. */
export function notify(sentence) {
  try {
    if (document.hidden && wantsNotifications()) {
      new Notification(NAME, { body: sentence, icon: ICON }).onclick = () => window.focus();
    }
  } catch {
    keep(false); // some browsers allow them to service workers only
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT) === 'yes';
  } catch {
    return false;
  }
}

function keep(is) {
  try {
    localStorage.setItem(KEPT, is ? 'yes' : 'no');
  } catch {
    // without storage it holds for this page
  }
}
