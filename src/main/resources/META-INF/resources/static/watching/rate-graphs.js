// The small graphs of the last two minutes. The server gives what was before the page came; the page goes on from there.
import { duration, rate } from '../shared/formats.js';
import { text } from '../shared/texts.js';

const SAMPLES = 120;
const STEP_MS = 1000;
const [WIDTH, HEIGHT] = [120, 40]; // as in transfer-details.html
const SAY_EACH = 15; // samples; a label that changes each second would be read out each second
const CAPTION_STEP = 10; // seconds, until the two minutes are full

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
    for (const download of this.#store.list) {
      if (download.state === 'downloading' && download.rate != null) {
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
      if (rates.length > 1) {
        drawOne(figure, rates);
        tell(figure, rates, say || !figure.dataset.told);
      }
    }
  }
}

function drawOne(figure, rates) {
  const { line, area } = pathsOf(rates);
  figure.querySelector('.line').setAttribute('d', line);
  figure.querySelector('.area').setAttribute('d', area);
}

/** Over all of the width, however short the time is that there is. */
export function pathsOf(rates) {
  const most = Math.max(1, ...rates);
  const step = WIDTH / (rates.length - 1);
  const line = `M${rates
    .map((value, index) => `${round(index * step)} ${round(HEIGHT - 1 - (value / most) * (HEIGHT - 3))}`)
    .join('L')}`;
  return { line, area: `${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z` };
}

function round(number) {
  return Number(number.toFixed(1));
}

function tell(figure, rates, say) {
  const seconds = rates.length < SAMPLES ? Math.ceil(rates.length / CAPTION_STEP) * CAPTION_STEP : SAMPLES;
  const [time, most] = [duration(seconds), Math.max(...rates)];
  const caption = figure.querySelector('figcaption');
  const told = text('graph.caption', { time, rate: rate(most) });
  if (caption.textContent !== told) {
    caption.textContent = told;
  }
  if (say) {
    figure.dataset.told = 'yes';
    figure.querySelector('svg').setAttribute(
      'aria-label',
      text('graph.label', {
        time,
        now: rate(rates[rates.length - 1]),
        least: rate(Math.min(...rates)),
        most: rate(most),
      }),
    );
  }
}
