// The same rules as Formats.java, so that a text does not change its look when the first poll writes it anew.

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
const UNKNOWN = '–';
const COUNT = new Intl.NumberFormat('en-US');

export function bytes(count) {
  if (count < 1000) {
    return `${count} ${count === 1 ? 'byte' : 'bytes'}`;
  }
  let unit = 0;
  let size = 1;
  while (unit < UNITS.length - 1 && Math.floor(count / size) >= 1000) {
    size *= 1000;
    unit++;
  }
  return `${digits(Math.floor(count / (size / 100)))} ${UNITS[unit]}`;
}

export function exactBytes(count) {
  return `${COUNT.format(count)} ${count === 1 ? 'byte' : 'bytes'}`;
}

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** A count where its size matters and its last digits do not: 12.3K. */
export function compact(count) {
  return COMPACT.format(count);
}

export function part(count, of) {
  return `${bytes(count)} of ${bytes(of)}`;
}

export function exactPart(count, of) {
  return `${COUNT.format(count)} of ${exactBytes(of)}`;
}

export function rate(bytesPerSecond) {
  return bytesPerSecond == null ? UNKNOWN : `${bytes(bytesPerSecond)}/s`;
}

export function duration(seconds) {
  if (seconds == null || seconds < 0) {
    return UNKNOWN;
  }
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return two(minutes, 'min', seconds % 60, 's');
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? two(hours, 'h', minutes % 60, 'min') : two(Math.floor(hours / 24), 'd', hours % 24, 'h');
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
    ? moment.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : moment.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** The day alone. */
export function localDate(iso) {
  return new Date(iso).toLocaleDateString([], { dateStyle: 'medium' });
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
