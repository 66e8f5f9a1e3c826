// A page that the server could not show: asks for it now and then, and shows it when it is there.
const EVERY_MS = 3000;
const TIMEOUT_MS = 10000;

async function look() {
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
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
