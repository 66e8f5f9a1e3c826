// Whether this browser tells of the end of a download while nobody sees the page.
import { askForNotifications, canNotify, stopNotifications, wantsNotifications } from './notifications.js';
import { say } from './settings-part.js';
import { text } from './texts.js';

export function enable(part) {
  part.hidden = !canNotify();
  const box = part.querySelector('#notify');
  box.addEventListener('change', async () => {
    say(part, '');
    if (!box.checked) {
      stopNotifications();
    } else if (!(await askForNotifications())) {
      box.checked = false;
      say(part, text('notify.denied'), 'error');
    }
  });
  return () => {
    box.checked = wantsNotifications();
  };
}
