// Patterns on paths as `hf --include` has them: fnmatch of Python, where * also matches a slash.

/** The pattern that matches this text alone. */
export function escaped(text) {
  return text.replace(/[[*?]/g, '[$&]');
}

/** A test for paths; takes time in proportion to pattern times path at most, as Glob.java does. */
export function matcher(pattern) {
  const given = withSlashes(pattern);
  const steps = stepsOf(given.endsWith('/') ? `${given}*` : given);
  return path => matches(steps, [...withSlashes(path)]);
}

/** As Windows writes paths, they mean the same. */
function withSlashes(text) {
  return text.replaceAll('\\', '/');
}

function matches(steps, text) {
  let step = 0;
  let at = 0;
  let lastStar = -1;
  let afterStar = 0;
  while (at < text.length) {
    if (steps[step] === '*') {
      lastStar = step++;
      afterStar = at;
    } else if (step < steps.length && steps[step](text[at])) {
      step++;
      at++;
    } else if (lastStar >= 0) {
      step = lastStar + 1;
      at = ++afterStar;
    } else {
      return false;
    }
  }
  while (steps[step] === '*') {
    step++;
  }
  return step === steps.length;
}

function stepsOf(pattern) {
  const signs = [...pattern];
  const steps = [];
  for (let at = 0; at < signs.length; at++) {
    const end = signs[at] === '[' ? endOfSet(signs, at) : -1;
    if (end > 0) {
      steps.push(set(signs.slice(at + 1, end)));
      at = end;
    } else if (signs[at] === '*') {
      steps.push('*');
    } else {
      const sign = signs[at];
      steps.push(sign === '?' ? () => true : other => other === sign);
    }
  }
  return steps;
}

/** Where the set closes; a bracket in its first place belongs to it, and an unclosed one is a plain sign. */
function endOfSet(signs, open) {
  const first = open + (signs[open + 1] === '!' ? 2 : 1);
  return signs.indexOf(']', first + 1);
}

function set(signs) {
  const negated = signs[0] === '!';
  const ranges = [];
  for (let at = negated ? 1 : 0; at < signs.length; at++) {
    const isRange = signs[at + 1] === '-' && at + 2 < signs.length;
    ranges.push([signs[at], signs[isRange ? at + 2 : at]].map(sign => sign.codePointAt(0)));
    at += isRange ? 2 : 0;
  }
  return sign => ranges.some(([low, high]) => sign.codePointAt(0) >= low && sign.codePointAt(0) <= high) !== negated;
}
