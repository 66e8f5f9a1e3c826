// Which models are shown.

/** What the chips stand for. */
const SHOWN = {
  all: () => true,
  updates: model => model.behind,
  unfinished: model => model.partial > 0 || ['arriving', 'paused', 'incomplete'].includes(model.state),
  gguf: model => model.formats.includes('gguf'),
  safetensors: model => model.formats.includes('safetensors'),
  datasets: model => model.type === 'dataset',
};

/** Those with all of these words, of the kind that a chip stands for. */
export function matching(models, { filter, show }) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(model => SHOWN[show](model) && words.every(word => model.search.includes(word)));
}

/** How many models each chip stands for. */
export function counts(models) {
  return Object.fromEntries(Object.entries(SHOWN).map(([name, has]) => [name, models.filter(has).length]));
}
