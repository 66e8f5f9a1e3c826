// The order of the queue, by keyboard and by dragging with mouse, pen or finger.
import '../shared/core.js';
import { scrollerOf } from '../shared/scroller.js';

const EDGE_PX = 60;
const SCROLL_PX = 12;

/** @param move called with an id and its new place */
export function queueDrag(list, move) {
  list.addEventListener('keydown', event => {
    if (event.target.closest('input, select, textarea, .files')) {
      return; // these keys mean something there
    }
    const row = event.target.closest('li[data-state=queued]');
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!row || !step || !(event.altKey || event.target.closest('.handle'))) {
      return;
    }
    event.preventDefault();
    const place = queued(list).indexOf(row) + step;
    if (place >= 0 && place < queued(list).length && !row.dataset.moving) {
      row.dataset.moving = 'yes';
      move(row.dataset.id, place).finally(() => delete row.dataset.moving);
    }
  });
  list.addEventListener('pointerdown', event => {
    const row = event.target.closest('.handle') && event.target.closest('li[data-state=queued]');
    if (row && event.isPrimary && event.button === 0) {
      drag(list, row, event, move);
    }
  });
}

function queued(list) {
  return [...list.querySelectorAll(':scope > li[data-state=queued]')];
}

/**
 * While it is held, nothing else moves the rows: transfer-rows.js waits until the pointer is released. The item itself marks
 * the place where the row will fall, the others make way for it, and what is in it follows the pointer.
 */
function drag(list, row, start, move) {
  const handle = start.target.closest('.handle');
  const held = row.querySelector('.transfer');
  const scroller = scrollerOf(list);
  const others = queued(list)
    .filter(other => other !== row)
    .map(other => ({ other, ...extent(other, scroller) }));
  const own = extent(row, scroller);
  const from = start.clientY + scroller.scrollTop;
  const before = queued(list).indexOf(row);
  let place = before;
  handle.setPointerCapture(start.pointerId);
  row.classList.add('dragged');

  const follow = event => {
    scrollAtTheEdge(scroller, event.clientY);
    const pointer = event.clientY + scroller.scrollTop;
    place = others.filter(({ top, height }) => top + height / 2 < pointer).length;
    others.forEach(({ other }, index) => shift(other, makesWay(index) * own.height));
    const falls =
      place < before ? others[place].top - own.top : place > before ? bottom(others[place - 1]) - bottom(own) : 0;
    shift(row, falls);
    shift(held, pointer - from - falls);
  };
  const makesWay = index => (index >= place && index < before ? 1 : index < place && index >= before ? -1 : 0);
  const end = dropped => {
    handle.removeEventListener('pointermove', follow);
    handle.removeEventListener('pointerup', up);
    handle.removeEventListener('lostpointercapture', lost);
    removeEventListener('keydown', cancel, true);
    row.classList.remove('dragged');
    [row, held, ...others.map(({ other }) => other)].forEach(moved => shift(moved, 0));
    if (dropped && place !== before && row.isConnected) {
      move(row.dataset.id, place);
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

function scrollAtTheEdge(scroller, pointer) {
  const isPage = scroller === document.scrollingElement;
  const { top, bottom: low } = isPage ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
  if (pointer < top + EDGE_PX) {
    scroller.scrollTop -= SCROLL_PX;
  } else if (pointer > low - EDGE_PX) {
    scroller.scrollTop += SCROLL_PX;
  }
}

/** Where it stands in what is scrolled while nothing is dragged. */
function extent(row, scroller) {
  const { top, height } = row.getBoundingClientRect();
  return { top: top + scroller.scrollTop, height };
}

function bottom({ top, height }) {
  return top + height;
}

function shift(element, by) {
  element.style.transform = by === 0 ? '' : `translateY(${by}px)`;
}
