// The same rules as Formats.java, so that a text does not change its look when the first poll writes it anew.

import { LANGUAGE, LOCALE, text } from './texts.js';

const PREFIXED = ['', 'kB', 'MB', 'GB', 'TB', 'PB'];
const UNKNOWN = '–';
const COUNT = new Intl.NumberFormat('en-US');
const OF = text('unit.of');
const PER_SECOND = text('unit.perSecond');
const [SECONDS, MINUTES, HOURS, DAYS] = ['seconds', 'minutes', 'hours', 'days'].map(unit => text(`unit.${unit}`));

export function bytes(count) {
  if (count < 1000) {
    return exactBytes(count);
  }
  let unit = 0;
  let size = 1;
  while (unit < PREFIXED.length - 1 && Math.floor(count / size) >= 1000) {
    size *= 1000;
    unit++;
  }
  return `${digits(Math.floor(count / (size / 100)))} ${PREFIXED[unit]}`;
}

/** Memory, which is made and sold in powers of two, so that a card of 24 reads as 24. */
export function memory(count) {
  const gib = count / 2 ** 30;
  return gib >= 1 || count === 0 ? `${Math.round(gib * 100) / 100} GiB` : `${Math.ceil(count / 2 ** 20)} MiB`;
}

export function exactBytes(count) {
  return `${COUNT.format(count)} ${text(count === 1 ? 'unit.byte' : 'unit.bytes')}`;
}

const COMPACT = new Intl.NumberFormat(LANGUAGE, { notation: 'compact', maximumFractionDigits: 1 });

/** A count where its size matters and its last digits do not: 12.3K. */
export function compact(count) {
  return COMPACT.format(count);
}

export function part(count, of) {
  return `${bytes(count)} ${OF} ${bytes(of)}`;
}

export function exactPart(count, of) {
  return `${COUNT.format(count)} ${OF} ${exactBytes(of)}`;
}

export function rate(bytesPerSecond) {
  return bytesPerSecond == null ? UNKNOWN : `${bytes(bytesPerSecond)}${PER_SECOND}`;
}

export function duration(seconds) {
  if (seconds == null || seconds < 0) {
    return UNKNOWN;
  }
  if (seconds < 60) {
    return `${seconds} ${SECONDS}`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return two(minutes, MINUTES, seconds % 60, SECONDS);
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? two(hours, HOURS, minutes % 60, MINUTES) : two(Math.floor(hours / 24), DAYS, hours % 24, HOURS);
}

/** Rewrites the server's UTC times in the reader's own time zone. */
export function localTimes(root) {
  for (const element of root.querySelectorAll('time[datetime]')) {
    element.textContent = localTime(element.dateTime);
  }
}

/** The time of day, with the date unless it is today's. */
export function localTime(iso) {
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  return today
    ? moment.toLocaleTimeString(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : moment.toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The day alone. */
export function localDate(iso) {
  return new Date(iso).toLocaleDateString(LOCALE, { dateStyle: 'medium' });
}

function digits(hundredths) {
  if (hundredths >= 10000) {
    return String(Math.floor(hundredths / 100));
  }
  const whole = Math.floor(hundredths / 100);
  return hundredths >= 1000
    ? `${whole}.${Math.floor(hundredths / 10) % 10}`
    : `${whole}.${String(hundredths % 100).padStart(2, '0')}`;
}

function two(large, largeUnit, small, smallUnit) {
  return `${large} ${largeUnit}${small === 0 ? '' : ` ${small} ${smallUnit}`}`;
}
