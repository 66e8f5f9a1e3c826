// The order of the queue, by keyboard and by dragging with mouse, pen or finger.

const EDGE_PX = 60;
const SCROLL_PX = 12;

/** @param move called with an id and its new place */
export function ordering(list, move) {
  list.addEventListener('keydown', event => {
    if (event.target.closest('input, select, textarea, .files')) {
      return; // these keys mean something there
    }
    const card = event.target.closest('li[data-state=queued]');
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!card || !step || !(event.altKey || event.target.closest('.handle'))) {
      return;
    }
    event.preventDefault();
    const place = queued(list).indexOf(card) + step;
    if (place >= 0 && place < queued(list).length && !card.dataset.moving) {
      card.dataset.moving = 'yes';
      move(card.dataset.id, place).finally(() => delete card.dataset.moving);
    }
  });
  list.addEventListener('pointerdown', event => {
    const card = event.target.closest('.handle') && event.target.closest('li[data-state=queued]');
    if (card && event.isPrimary && event.button === 0) {
      drag(list, card, event, move);
    }
  });
}

function queued(list) {
  return [...list.querySelectorAll(':scope > li[data-state=queued]')];
}

/** While it is held, nothing else moves the cards: cards.js waits until the pointer is released. */
function drag(list, card, start, move) {
  const handle = start.target.closest('.handle');
  const others = queued(list).filter(other => other !== card);
  const from = start.clientY + scrollY;
  let place = queued(list).indexOf(card);
  const before = place;
  handle.setPointerCapture(start.pointerId);
  card.classList.add('dragged');

  const follow = event => {
    if (event.clientY < EDGE_PX) {
      scrollBy(0, -SCROLL_PX);
    } else if (event.clientY > innerHeight - EDGE_PX) {
      scrollBy(0, SCROLL_PX);
    }
    card.style.transform = `translateY(${event.clientY + scrollY - from}px)`;
    place = others.filter(other => middle(other) < event.clientY).length;
    others.forEach((other, index) => {
      other.classList.toggle('drop-before', index === place && place !== before);
      other.classList.toggle('drop-after', index === place - 1 && place === others.length && place !== before);
    });
  };
  const end = dropped => {
    handle.removeEventListener('pointermove', follow);
    handle.removeEventListener('pointerup', up);
    handle.removeEventListener('lostpointercapture', lost);
    removeEventListener('keydown', escape, true);
    card.classList.remove('dragged');
    card.style.transform = '';
    others.forEach(other => other.classList.remove('drop-before', 'drop-after'));
    if (dropped && place !== before && card.isConnected) {
      move(card.dataset.id, place);
    }
  };
  const up = () => end(true);
  const lost = () => end(false);
  const escape = event => event.key === 'Escape' && end(false);
  handle.addEventListener('pointermove', follow);
  handle.addEventListener('pointerup', up);
  handle.addEventListener('lostpointercapture', lost);
  addEventListener('keydown', escape, true);
}

function middle(card) {
  const box = card.getBoundingClientRect();
  return box.top + box.height / 2;
}
