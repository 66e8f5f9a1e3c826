// Where files are, as the reader's programs see it: the server may stand in a container that knows the folder of models by
// another name.

let dirs = { modelsDir: '', shownDir: '' };

/** To be told what the server said of itself. */
export function keepDirs({ modelsDir, shownDir }) {
  dirs = { modelsDir, shownDir };
}

/** The folder of models by the server's own name. */
export function modelsDir() {
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
