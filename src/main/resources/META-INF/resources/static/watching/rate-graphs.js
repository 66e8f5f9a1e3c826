// The small graphs of the last two minutes. The server gives what was before the page came; the page goes on from there.
import { rate } from '../shared/formats.js';
import { text } from '../shared/texts.js';

const SAMPLES = 120;
const STEP_MS = 1000;
const HEIGHT = 40;
const SAY_EACH = 15; // samples; a label that changes each second would be read out each second

export class RateGraphs {
  #root;
  #store;
  #rates = new Map();
  #count = 0;

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    setInterval(() => this.#step(), STEP_MS);
  }

  /** The first snapshot, or the first after a break. */
  begin(downloads) {
    this.#rates = new Map(
      downloads.filter(download => download.rates?.length > 0).map(download => [download.id, [...download.rates]]),
    );
    this.draw(true);
  }

  #step() {
    const running = new Set();
    for (const download of this.#store.list) {
      if (download.state === 'downloading' && download.rate != null) {
        running.add(download.id);
        const rates = this.#rates.get(download.id) ?? [];
        rates.push(download.rate);
        this.#rates.set(download.id, rates.slice(-SAMPLES));
      }
    }
    for (const id of [...this.#rates.keys()].filter(known => !this.#store.find(known))) {
      this.#rates.delete(id);
    }
    this.draw(this.#count++ % SAY_EACH === 0);
  }

  /** Draws those that are in the page. */
  draw(say = false) {
    if (document.hidden) {
      return;
    }
    for (const figure of this.#root.querySelectorAll('.graph')) {
      const rates = this.#rates.get(figure.closest('[data-id]').dataset.id) ?? [];
      drawOne(figure, rates, say || !figure.dataset.drawn);
    }
  }
}

function drawOne(figure, rates, say) {
  const most = Math.max(1, ...rates);
  const left = SAMPLES - rates.length;
  const points = rates.map(
    (value, index) => `${left + index} ${(HEIGHT - 1 - (value / most) * (HEIGHT - 3)).toFixed(1)}`,
  );
  const line = points.length > 0 ? `M${points.join('L')}` : '';
  figure.querySelector('.line').setAttribute('d', line);
  figure.querySelector('.area').setAttribute('d', line && `${line}L${SAMPLES - 1} ${HEIGHT}L${left} ${HEIGHT}Z`);
  if (rates.length === 0) {
    return;
  }
  figure.querySelector('.most').textContent = rates.some(Boolean) ? text('graph.most', { rate: rate(most) }) : '';
  if (say) {
    figure.dataset.drawn = 'yes';
    figure.querySelector('svg').setAttribute(
      'aria-label',
      text('graph.label', {
        now: rate(rates[rates.length - 1]),
        least: rate(Math.min(...rates)),
        most: rate(Math.max(...rates)),
      }),
    );
  }
}
