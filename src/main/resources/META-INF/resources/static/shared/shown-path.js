// Where files are, as the reader's programs see it: the server may stand in a container that knows the folder of models by
// another name.

const ANSWER_MS = 10_000;

let dirs = { modelsDir: '', shownDir: '' };
let tellFirst;
const first = new Promise(resolve => {
  tellFirst = resolve;
});

/** To be told what the server said of itself. */
export function keepDirs({ modelsDir, shownDir }) {
  dirs = { modelsDir, shownDir };
  tellFirst();
}

/** The folder of models by the server's own name; empty while the server has not said. */
export function modelsDir() {
  return dirs.modelsDir;
}

/** The same for a click that may come before the server has said it: waits a while for it. */
export async function modelsDirSoon() {
  if (dirs.modelsDir === '') {
    await Promise.race([first, new Promise(resolve => setTimeout(resolve, ANSWER_MS))]);
  }
  return dirs.modelsDir;
}

/** A path of the server as it is shown; what is elsewhere stays as it is. */
export function shownPath(path) {
  const { modelsDir: own, shownDir } = dirs;
  if (!path || !own || !path.startsWith(own) || !/^$|^[/\\]/.test(path.slice(own.length))) {
    return path;
  }
  const rest = path.slice(own.length);
  return shownDir + (/^[^/]*\\[^/]*$/.test(shownDir) ? rest.replaceAll('/', '\\') : rest); // as that system writes them
}
