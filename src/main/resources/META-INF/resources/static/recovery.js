// A page that the server could not show: asks for it now and then, less and less often, and shows it when it is there.
const FIRST_AFTER_MS = 3000;
const MAX_AFTER_MS = 30000;
const TIMEOUT_MS = 10000;

async function look(afterMs) {
  try {
    const answer = await fetch(location.href, {
      headers: { Accept: 'text/html' },
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) {
      location.reload();
      return;
    }
  } catch {
    // the server itself is away
  }
  lookAfter(Math.min(afterMs * 1.5, MAX_AFTER_MS));
}

function lookAfter(ms) {
  setTimeout(() => look(ms), ms);
}

lookAfter(FIRST_AFTER_MS);
