// The way to the settings, light enough for every page: the dialog's own scripts and style come when it is opened first.
import { onDemand } from './on-demand.js';

/** In an address: `#settings`, or with the name of one of its parts, `#settings-token`. */
export const SETTINGS = /^#settings(?:-([a-z]+))?$/;

/**
 * Opens the settings.
 *
 * @param {string} [section] the part to show, as `token` or `machines`; the beginning where there is no such part
 */
export async function openSettings(section = '') {
  const { showSettings } = await onDemand(fetchSettings);
  await showSettings(section);
}

/** Fetches what the dialog is made of, without opening it. */
export function fetchSettings() {
  return import('./settings-dialog.js');
}
