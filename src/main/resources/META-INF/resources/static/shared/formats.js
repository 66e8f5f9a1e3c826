// The same rules as Formats.java, so that a text does not change its look when the first poll writes it anew.

import { LANGUAGE, LOCALE, text } from './texts.js';

const PREFIXED = ['', 'kB', 'MB', 'GB', 'TB', 'PB'];
const UNKNOWN = '–';
const FULL = 1000;
const NEARLY_FULL = 990;
const OF = text('unit.of');
const PER_SECOND = text('unit.perSecond');
// To make what writes numbers and dates costs more than all else that a page does at first: each is made when it is needed, once.
const counts = numbers('en-US');
const compactCounts = numbers(LANGUAGE, { notation: 'compact', maximumFractionDigits: 1 });
const compactEnglish = numbers('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const minutesOfDay = moments({ hour: '2-digit', minute: '2-digit' });
const secondsOfDay = moments({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortDays = moments({ day: 'numeric', month: 'short' });
const days = moments({ dateStyle: 'medium' });
const daysWithTime = moments({ dateStyle: 'medium', timeStyle: 'short' });
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

/** How large a card or a module is called that has this much memory: it is made in powers of two and sold as GB. */
export function soldMemory(count) {
  const gib = count / 2 ** 30;
  return gib >= 1 || count === 0 ? `${Math.round(gib * 100) / 100} GB` : `${Math.round(count / 2 ** 20)} MB`;
}

/** Tokens of context, which come in powers of two: 8k, 1M. */
export function tokens(count) {
  const kilo = count / 1024;
  return kilo >= 1024 && kilo % 1024 === 0
    ? `${kilo / 1024}M`
    : kilo >= 1
      ? `${Math.round(kilo * 10) / 10}k`
      : String(count);
}

export function exactBytes(count) {
  return `${counts(count)} ${text(count === 1 ? 'unit.byte' : 'unit.bytes')}`;
}

/** A count where its size matters and its last digits do not: 12.3K. */
export function compact(count) {
  return compactCounts(count);
}

/** How large a model is called: 8B, 1.1B, 350M. */
export function parameters(count) {
  return compactEnglish(count);
}

export function part(count, of) {
  return `${bytes(count)} ${OF} ${bytes(of)}`;
}

export function exactPart(count, of) {
  return `${counts(count)} ${OF} ${exactBytes(of)}`;
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

const MINUTE_MS = 60_000;
const MAX_DAYS_AGO = 31;

/** How long ago a moment was, in its largest unit; the day itself where that is more than a month. */
export function ago(iso, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / MINUTE_MS));
  if (minutes === 0) {
    return text('ago.now');
  }
  if (minutes < 60) {
    return text('ago.minutes', { count: minutes });
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return text('ago.hours', { count: hours });
  }
  const days = Math.floor(hours / 24);
  return days < MAX_DAYS_AGO ? text('ago.days', { count: days }) : localDate(iso);
}

/** Tells of all times in `root` how long ago they are; the exact time is their tooltip. */
export function agoTimes(root) {
  const now = Date.now();
  for (const element of root.querySelectorAll('time[datetime]')) {
    const told = ago(element.dateTime, now);
    if (element.textContent !== told) {
      element.textContent = told;
    }
    element.title ||= localTime(element.dateTime);
  }
}

/** How long it may still take: whole minutes where it takes one, as more would change all the time. */
export function roughly(seconds) {
  return duration(seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60);
}

/** Rewrites the server's UTC times in the reader's own time zone. */
export function localTimes(root) {
  for (const element of root.querySelectorAll('time[datetime]')) {
    element.textContent = element.dataset.short ? shortTime(element.dateTime) : localTime(element.dateTime);
  }
}

/** The hour and the minute, or the day unless it is today. */
export function shortTime(iso) {
  const moment = new Date(iso);
  return moment.toDateString() === new Date().toDateString() ? minutesOfDay(moment) : shortDays(moment);
}

/** The time of day, with the date unless it is today's. */
export function localTime(iso) {
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  return today ? secondsOfDay(moment) : daysWithTime(moment);
}

/** The day alone. */
export function localDate(iso) {
  return days(new Date(iso));
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

/** @param {Intl.NumberFormatOptions} [options] */
function numbers(language, options) {
  let format = null;
  return count => {
    format ??= new Intl.NumberFormat(language, options);
    return format.format(count);
  };
}

/** @param {Intl.DateTimeFormatOptions} options */
function moments(options) {
  let format = null;
  return (/** @type {Date} */ moment) => {
    format ??= new Intl.DateTimeFormat(LOCALE, options);
    return Number.isNaN(moment.getTime()) ? UNKNOWN : format.format(moment);
  };
}

/** Of a bar. A full one is for what is completed alone. */
export function thousandths(count, of, completed) {
  if (completed) {
    return FULL;
  }
  return of === 0 ? 0 : Math.min(NEARLY_FULL, Math.floor((count * FULL) / of));
}
