// How high the bar of actions is that stands at the lower edge of a page: what passes by stands above it.

const bar = /** @type {HTMLElement} */ (document.querySelector('.action-bar, .select-bar'));

if (bar) {
  // Nothing while it is hidden
  const tell = () => document.documentElement.style.setProperty('--foot-bar', `${bar.offsetHeight}px`);
  new ResizeObserver(tell).observe(bar);
}
