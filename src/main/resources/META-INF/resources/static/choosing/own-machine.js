// For which machine it is told what fits. Of this browser alone: each of those who share a server sits at one of their own.
import { bestOf } from './memory-fit.js';

const KEPT = 'hf-downloader.machine';

let chosen = kept();
const followers = new Set();

/** The one of these that was chosen last, else the best; null when there is none. */
export function ownMachine(machines) {
  return machines.find(machine => machine.name === chosen) ?? bestOf(machines);
}

/** Calls `changed` whenever another one is chosen, wherever on the page. */
export function followOwnMachine(changed) {
  followers.add(changed);
}

/** @param {string} name of a machine */
export function keepOwnMachine(name) {
  chosen = name;
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // it holds for this page then
  }
  followers.forEach(changed => changed());
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
