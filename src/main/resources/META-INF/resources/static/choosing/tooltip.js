// The arithmetic behind a word, shown beside it for the mouse, the keyboard and the finger alike.

const BOX = document.getElementById('tooltip');
let shownFor = null;

/** Lets the buttons with a description in `root` show it. */
export function showTooltips(root) {
  root.addEventListener('pointerover', event => show(event.target.closest('.why')));
  root.addEventListener('pointerout', event => event.target.closest('.why') && hide());
  root.addEventListener('focusin', event => show(event.target.closest('.why')));
  root.addEventListener('focusout', hide);
  root.addEventListener('click', event => show(event.target.closest('.why')));
  root.addEventListener('keydown', event => event.key === 'Escape' && hide());
  addEventListener('scroll', hide, { passive: true, capture: true });
}

function show(button) {
  if (!button || button === shownFor) {
    return;
  }
  shownFor = button;
  BOX.textContent = document.getElementById(button.getAttribute('aria-describedby')).textContent;
  BOX.showPopover();
  const at = button.getBoundingClientRect();
  const box = BOX.getBoundingClientRect();
  const below = at.bottom + 4 + box.height <= innerHeight;
  BOX.style.top = `${below ? at.bottom + 4 : Math.max(4, at.top - box.height - 4)}px`;
  BOX.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.width - 8))}px`;
}

function hide() {
  if (shownFor) {
    shownFor = null;
    BOX.hidePopover();
  }
}
