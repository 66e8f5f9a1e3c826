// Whether a model stands in the page, and how far it has come.

/**
 * @param {HTMLElement} view where the model stands
 * @param {'' | 'loading' | 'shown' | 'lacking'} state empty for nothing at all
 */
export function showModelState(view, state) {
  view.hidden = state === '';
  const place = view.closest('.choosing');
  place.toggleAttribute('data-model', state !== '');
  if (state !== '') {
    place.removeAttribute('data-refused');
  }
  view.dataset.state = state;
  view.setAttribute('aria-busy', String(state === 'loading'));
}
