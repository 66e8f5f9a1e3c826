#!/usr/bin/env node
// How soon the pages of a running service are of use on a slow processor: from the navigation to the first input that is answered.
// Chromium slows its own processor down, on a line without delay. Nothing of the page tells when it is ready: keys and clicks go
// in, as from somebody impatient, until one has the effect that it is meant to have. Needs node and a Chromium, nothing from npm.
// `/?repo=acme/quants-GGUF` is a model of the demo, of which some has to be in the library.
//
//   .ci/usable.mjs http://127.0.0.1:5000/ [--slower 4] [--looks 5] [--most 1000] [--trace FOLDER]
//
// Ends with status 1 where the median of the looks at a view is above `most` milliseconds.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [service, ...rest] = process.argv.slice(2);
const option = (name, usual) => (rest.includes(`--${name}`) ? rest[rest.indexOf(`--${name}`) + 1] : usual);
if (!service) {
  console.error('usable: the address of the service, with a slash at its end');
  process.exit(2);
}
const slower = Number(option('slower', 4));
const looks = Number(option('looks', 5));
const most = Number(option('most', 1000));
const traces = option('trace', null);

const FORMS = {
  desktop: { width: 1350, height: 940, deviceScaleFactor: 1, mobile: false },
  phone: { width: 390, height: 844, deviceScaleFactor: 2, mobile: true },
};
/**
 * What is done until it is answered: `at` is what the input goes to, once it is to be seen; `key` is pressed in it, or else it is
 * clicked; `answered` is true as soon as the page has done what that asks for.
 */
const VIEWS = {
  '': {
    at: '#repo', // a letter, and Enter: it looks for that
    key: 'q',
    answered: `location.search !== ''`,
  },
  '?repo=acme/quants-GGUF': {
    at: '#tab-files',
    answered: `document.querySelector('#tab-files')?.ariaSelected === 'true'`,
  },
  manage: {
    at: '[data-action=open]',
    answered: `document.querySelector('[data-action=open]')?.ariaExpanded === 'true'`,
  },
  '#settings': {
    at: '#settings[open] [data-close]',
    answered: `document.querySelector('#settings') && !document.querySelector('#settings').open && document.body.dataset.wasOpen`,
  },
};
const EVERY_MS = 25;
const GIVE_UP_MS = 20_000;

// --- Chromium, over a pipe: no port, no library -------------------------------

const chromium =
  process.env.CHROME_PATH ??
  ['chromium', 'chromium-headless-shell', 'google-chrome'].find(name => spawnSync('which', [name]).status === 0);
if (!chromium) {
  console.error('usable: needs a Chromium');
  process.exit(2);
}
const profile = mkdtempSync(join(tmpdir(), 'usable-'));
const browser = spawn(
  chromium,
  [
    '--headless=new',
    '--no-sandbox',
    '--no-first-run',
    '--disable-extensions',
    '--disable-background-networking',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    'about:blank',
  ],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
);
process.on('exit', () => {
  browser.kill('SIGKILL');
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

const [, , , toBrowser, fromBrowser] = /** @type {any[]} */ (browser.stdio);
const waiting = new Map();
const listeners = new Set();
let last = 0;
let text = '';
fromBrowser.setEncoding('utf8');
fromBrowser.on('data', part => {
  text += part;
  const messages = text.split('\0');
  text = messages.pop();
  for (const message of messages.map(each => JSON.parse(each))) {
    if (message.id) {
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    } else {
      for (const listener of listeners) {
        listener(message);
      }
    }
  }
});

function send(method, params = {}, sessionId = undefined) {
  const id = ++last;
  toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// --- one look ----------------------------------------------------------------

/** Notes the moment at which the answer is on the screen, and where the input has to go. */
const watcher = ({ at, answered }) => `{
  const look = () => {
    if (location.protocol === 'about:') return;
    const place = document.querySelector(${JSON.stringify(at)});
    if (place?.checkVisibility()) {
      globalThis.firstSeen ??= performance.now();
      if (document.querySelector('#settings')?.open) document.body.dataset.wasOpen = 'yes';
    }
    if (document.body && (${answered})) {
      globalThis.answeredAt = performance.now();
      performance.mark('usable');
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

async function look(view, form, name) {
  const { browserContextId } = await send('Target.createBrowserContext');
  const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  const wanted = VIEWS[view];
  const shift = `globalThis.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) globalThis.shifted += entry.value; })).observe({ type: 'layout-shift', buffered: true });`;
  try {
    await page('Page.enable');
    await page('Emulation.setDeviceMetricsOverride', FORMS[form]);
    if (FORMS[form].mobile) {
      await page('Emulation.setTouchEmulationEnabled', { enabled: true });
    }
    await page('Emulation.setCPUThrottlingRate', { rate: slower });
    await page('Page.addScriptToEvaluateOnNewDocument', { source: shift + watcher(wanted) });
    const events = [];
    const heard = message => message.method === 'Tracing.dataCollected' && events.push(...message.params.value);
    if (name) {
      listeners.add(heard);
      await page('Tracing.start', {
        transferMode: 'ReportEvents',
        traceConfig: {
          includedCategories: [
            'devtools.timeline',
            'blink.user_timing',
            'v8',
            'disabled-by-default-v8.compile',
            'disabled-by-default-v8.cpu_profiler',
            'loading',
          ],
        },
      });
    }
    const begun = Date.now();
    page('Page.navigate', { url: service + view }).catch(console.error);
    let told = {};
    while (told.answered === undefined && Date.now() - begun < GIVE_UP_MS) {
      await pause(EVERY_MS);
      told = await now(page, wanted.at).catch(() => ({}));
      if (told.answered === undefined && told.x !== undefined) {
        await press(page, told, wanted.key);
        told = await now(page, wanted.at).catch(() => ({})); // a second click may take back what the first has done
      }
    }
    if (name) {
      await pause(500);
      const done = new Promise(resolve =>
        listeners.add(message => message.method === 'Tracing.tracingComplete' && resolve()),
      );
      await page('Tracing.end');
      await done;
      listeners.delete(heard);
      writeFileSync(join(traces, `${name}.json`), JSON.stringify({ traceEvents: events }));
    }
    return told;
  } finally {
    await send('Target.disposeBrowserContext', { browserContextId });
  }
}

/** Where the input goes, and when it was answered. */
async function now(page, at) {
  const { result } = await page('Runtime.evaluate', {
    returnByValue: true,
    expression: `(() => {
      const place = globalThis.firstSeen === undefined ? null : document.querySelector(${JSON.stringify(at)});
      const box = place?.getBoundingClientRect();
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      return { answered: globalThis.answeredAt, paint: paint?.startTime, shifted: globalThis.shifted,
        x: box && box.x + box.width / 2, y: box && box.y + box.height / 2 };
    })()`,
  });
  return result.value ?? {};
}

/** Fire and forget: the page may be busy, and what is asked next waits for it. */
async function press(page, { x, y }, key) {
  const button = { x, y, button: 'left', clickCount: 1 };
  const sent = [
    page('Input.dispatchMouseEvent', { ...button, type: 'mousePressed' }),
    page('Input.dispatchMouseEvent', { ...button, type: 'mouseReleased' }),
  ];
  if (key) {
    sent.push(page('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key }));
    sent.push(page('Input.dispatchKeyEvent', { type: 'keyUp', key }));
    sent.push(
      page('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }),
    );
    sent.push(
      page('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }),
    );
  }
  await Promise.all(sent);
}

// --- all of them -------------------------------------------------------------

const median = numbers => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
let failed = 0;
for (const view of Object.keys(VIEWS)) {
  for (const form of Object.keys(FORMS)) {
    const told = [];
    for (let i = 0; i < looks; i++) {
      told.push(
        await look(view, form, traces && i === looks - 1 ? `${view.replace(/\W+/g, '-') || 'home'}-${form}` : null),
      );
    }
    const answered = told.map(each => each.answered ?? GIVE_UP_MS);
    const usable = median(answered);
    const isOk = usable <= most;
    failed ||= isOk ? 0 : 1;
    const paint = median(told.map(each => each.paint ?? GIVE_UP_MS));
    const shifted = median(told.map(each => each.shifted ?? 0));
    console.log(
      `${isOk ? 'ok   ' : 'FAIL '} /${view} on a ${form}: usable after ${Math.round(usable)} ms (${Math.round(Math.min(...answered))} to ${Math.round(
        Math.max(...answered),
      )}), first paint ${Math.round(paint)} ms, layout shift ${shifted.toFixed(3)}`,
    );
  }
}
process.exit(failed);
