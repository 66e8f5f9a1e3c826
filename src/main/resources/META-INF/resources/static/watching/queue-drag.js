// The order of the queue, by keyboard and by dragging with mouse, pen or finger.

const EDGE_PX = 60;
const SCROLL_PX = 12;

/** @param move called with an id and its new place */
export function queueDrag(list, move) {
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

/**
 * While it is held, nothing else moves the cards: cards.js waits until the pointer is released. The item itself marks the
 * place where the card will fall, the others make way for it, and its card follows the pointer.
 */
function drag(list, card, start, move) {
  const handle = start.target.closest('.handle');
  const article = card.querySelector('article');
  const others = queued(list)
    .filter(other => other !== card)
    .map(other => ({ other, ...extent(other) }));
  const own = extent(card);
  const room = own.height + parseFloat(getComputedStyle(article).marginBottom);
  const from = start.clientY + scrollY;
  const before = queued(list).indexOf(card);
  let place = before;
  handle.setPointerCapture(start.pointerId);
  card.classList.add('dragged');

  const follow = event => {
    if (event.clientY < EDGE_PX) {
      scrollBy(0, -SCROLL_PX);
    } else if (event.clientY > innerHeight - EDGE_PX) {
      scrollBy(0, SCROLL_PX);
    }
    const pointer = event.clientY + scrollY;
    place = others.filter(({ top, height }) => top + height / 2 < pointer).length;
    others.forEach(({ other }, index) => shift(other, makesWay(index) * room));
    const falls =
      place < before ? others[place].top - own.top : place > before ? bottom(others[place - 1]) - bottom(own) : 0;
    shift(card, falls);
    shift(article, pointer - from - falls);
  };
  const makesWay = index => (index >= place && index < before ? 1 : index < place && index >= before ? -1 : 0);
  const end = dropped => {
    handle.removeEventListener('pointermove', follow);
    handle.removeEventListener('pointerup', up);
    handle.removeEventListener('lostpointercapture', lost);
    removeEventListener('keydown', cancel, true);
    card.classList.remove('dragged');
    [card, article, ...others.map(({ other }) => other)].forEach(moved => shift(moved, 0));
    if (dropped && place !== before && card.isConnected) {
      move(card.dataset.id, place);
    }
  };
  const up = () => end(true);
  const lost = () => end(false);
  const cancel = event => event.key === 'Escape' && end(false);
  handle.addEventListener('pointermove', follow);
  handle.addEventListener('pointerup', up);
  handle.addEventListener('lostpointercapture', lost);
  addEventListener('keydown', cancel, true);
}

/** Where it stands in the page while nothing is dragged. */
function extent(card) {
  const { top, height } = card.getBoundingClientRect();
  return { top: top + scrollY, height };
}

function bottom({ top, height }) {
  return top + height;
}

function shift(element, by) {
  element.style.transform = by === 0 ? '' : `translateY(${by}px)`;
}
