// For how much context a model is run, as long as nobody says otherwise: more of it costs memory.

/** In tokens; the server knows how many, and writes it into each page. */
export function usualContext() {
  return Number(document.body.dataset.context);
}
