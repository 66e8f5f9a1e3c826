// The form in which machines are named: the usual ones from a list, any other by its memory.
import { Machines } from './machines.js';
import { bytesOf, MAX_BYTES, printed, unified } from './memory-sizes.js';
import { busy } from './notices.js';
import { complain, forgive, say } from './settings-part.js';
import { fromTemplate } from './template.js';
import { text } from './texts.js';

export function enable(part) {
  const machines = new Machines();
  const form = part.querySelector('form');
  const list = form.querySelector('.machines');
  const preset = form.querySelector('#machine-preset');
  let shown = '[]'; // what the form showed before somebody changed it

  form.querySelector('#add-machine').addEventListener('click', () => {
    const { value, selectedOptions } = preset;
    add(list, value === '' ? {} : machineOf(selectedOptions[0]));
    const row = list.lastElementChild;
    const [name] = inputs(row);
    (inputs(row).find(input => input.value === '') ?? name).focus();
    offerToSave();
  });
  list.addEventListener('click', event => {
    const button = event.target.closest('[data-do=remove]');
    if (button) {
      const row = button.closest('li');
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector('input') ?? preset).focus();
      offerToSave();
    }
  });
  list.addEventListener('input', event => {
    forgive(part, event.target);
    offerToSave();
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form.querySelector('[type=submit]'), save);
  });

  function offerToSave() {
    const isTouched = entries(list) !== shown;
    form.querySelector('.actions').hidden = !isTouched;
    if (isTouched && part.querySelector('[aria-invalid=true]') === null) {
      say(part, '');
    }
    return isTouched;
  }

  async function save() {
    const rows = [...list.children].filter(row => inputs(row).some(input => input.value.trim() !== ''));
    list.querySelectorAll('[aria-invalid]').forEach(input => input.removeAttribute('aria-invalid'));
    const wrong = faultIn(rows);
    if (wrong) {
      complain(part, wrong.sentence, wrong.input);
      return;
    }
    try {
      await machines.save(rows.map(written));
      show();
      preset.focus(); // what had the focus has gone
      say(part, text('machine.saved'));
    } catch (failure) {
      say(part, failure, 'error');
    }
  }

  function show() {
    list.replaceChildren();
    machines.known.machines.forEach(machine => add(list, machine));
    shown = entries(list);
    offerToSave();
  }

  /** What somebody has begun to write stays. */
  return async () => {
    say(part, '');
    try {
      await machines.refresh();
      if (!offerToSave()) {
        show();
      }
    } catch (failure) {
      say(part, failure, 'error');
    }
  };
}

/** The machine that an option stands for. */
function machineOf({ dataset, textContent }) {
  const name = dataset.name ?? textContent.trim();
  return dataset.unified
    ? { name, ...unified(Number(dataset.unified)) }
    : { name, vramBytes: bytesOf(dataset.vram ?? ''), ramBytes: bytesOf(dataset.ram ?? '') };
}

function add(list, { name = '', vramBytes = 0, ramBytes = 0 }) {
  const row = fromTemplate('machine');
  field(row, 'name').value = name === '' ? '' : free(name, list);
  field(row, 'vram').value = printed(vramBytes);
  field(row, 'ram').value = printed(ramBytes);
  list.append(row);
}

/** Two of the same kind have names of their own. */
function free(name, list) {
  const taken = new Set([...list.children].map(row => field(row, 'name').value.trim().toLowerCase()));
  let candidate = name;
  for (let number = 2; taken.has(candidate.toLowerCase()); number++) {
    candidate = `${name} (${number})`;
  }
  return candidate;
}

function written(row) {
  return {
    name: field(row, 'name').value.trim(),
    vramBytes: bytesOf(field(row, 'vram').value),
    ramBytes: bytesOf(field(row, 'ram').value),
  };
}

function entries(list) {
  return JSON.stringify([...list.children].map(row => inputs(row).map(input => input.value)));
}

/** The first field that cannot be kept as it is, and why; null when all can. */
function faultIn(rows) {
  const seen = new Set();
  for (const row of rows) {
    const name = field(row, 'name');
    const called = name.value.trim();
    if (called === '') {
      return { input: name, sentence: text('machine.noName') };
    }
    if (seen.has(called.toLowerCase())) {
      return { input: name, sentence: text('machine.twice', { name: called }) };
    }
    seen.add(called.toLowerCase());
    const memory = [field(row, 'vram'), field(row, 'ram')];
    const odd = memory.find(input => Number.isNaN(bytesOf(input.value)));
    if (odd) {
      return { input: odd, sentence: text('machine.noNumber', { given: odd.value.trim() }) };
    }
    const large = memory.find(input => bytesOf(input.value) > MAX_BYTES);
    if (large) {
      return { input: large, sentence: text('machine.tooMuch', { given: large.value.trim() }) };
    }
    if (memory.every(input => bytesOf(input.value) === 0)) {
      return { input: memory[0], sentence: text('machine.noMemory', { name: called }) };
    }
  }
  return null;
}

/** @returns {HTMLInputElement[]} */
function inputs(row) {
  return [...row.querySelectorAll('input')];
}

/** @returns {HTMLInputElement} */
function field(row, name) {
  return row.querySelector(`[name=${name}]`);
}
