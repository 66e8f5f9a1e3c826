// How a model that is here is run or fetched elsewhere: commands for a shell, made of what is known of its files. Names come
// from strangers: each stands in a command as one word, whatever is in it.

/**
 * What is here.
 *
 * @typedef {object} Runnable
 * @property {string} repo its name on the Hub; empty for what did not come from there
 * @property {string} type `model`, `dataset` or `space`
 * @property {string} [revision]
 * @property {string} path its folder
 * @property {string | null} [primaryPath] the file that a program is pointed at, the first of several parts
 * @property {string | null} [projectorPath] the file of its vision projector
 * @property {string | null} [format] as the API calls it: `gguf`, `safetensors`, …
 * @property {string[]} [include] globs and labels of what was asked for
 * @property {string[]} [exclude]
 * @property {number} contextLength in tokens
 */

const USUAL_REVISION = 'main';
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;
const PART = /-00001-of-(\d{5})(?=\.\w+$)/;
/** What no terminal shows as it is: control characters, and those that turn the direction of a line or hide in it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The tools by the format of the weights; what is fetched elsewhere is so for all. */
const BY_FORMAT = {
  gguf: { 'llama-server': llamaServer, ollama },
  safetensors: { vllm },
};

/** What is put into a program's field for a file: the file itself, else the folder. */
export function pathOf(what) {
  return what.format === 'gguf' ? (what.primaryPath ?? what.path) : what.path;
}

/**
 * The commands that there are for it, what fits best first.
 *
 * @param {Runnable} what
 * @returns {{ tool: string, command: string }[]}
 */
export function commandsOf(what) {
  const tools = what.type === 'model' ? (BY_FORMAT[what.format] ?? {}) : {};
  return Object.entries({ ...tools, hf }).flatMap(([tool, make]) => {
    const command = make(what);
    return command ? [{ tool, command }] : [];
  });
}

function llamaServer({ primaryPath, projectorPath, contextLength }) {
  return (
    primaryPath &&
    words(
      'llama-server',
      '-m',
      primaryPath,
      ...(projectorPath ? ['--mmproj', projectorPath] : []),
      '-c',
      String(contextLength),
    )
  );
}

function vllm({ path }) {
  return words('vllm', 'serve', path);
}

/** It makes a model of its own of one file; of a model in parts it cannot, so that it fetches it anew by its name. */
function ollama({ primaryPath, projectorPath, repo }) {
  if (!primaryPath || PART.test(primaryPath)) {
    return repo && words('ollama', 'run', `hf.co/${repo}`);
  }
  const paths = [primaryPath, ...(projectorPath ? [projectorPath] : [])];
  if (paths.some(path => UNSEEN.test(path))) {
    return null; // a line of its own in the file would be an instruction
  }
  const name = nameOf(primaryPath);
  return `${words('printf', 'FROM %s\\n', ...paths)} > Modelfile && ${words('ollama', 'create', name, '-f', 'Modelfile')} && ${words('ollama', 'run', name)}`;
}

/** The same files on another machine. */
function hf(what) {
  if (!what.repo) {
    return null;
  }
  const { repo, type, revision = USUAL_REVISION, exclude = [] } = what;
  // a file of another format is of no use without those beside it
  const names = what.format === 'gguf' ? [what.primaryPath, what.projectorPath] : [];
  const files = names.flatMap(path => within(what.path, path));
  const parts = files.some(file => PART.test(file));
  const globs = files.length > 0 ? (parts ? files.map(allParts) : []) : (what.include ?? []);
  return words(
    'hf',
    'download',
    repo,
    ...(type === 'model' ? [] : ['--repo-type', type]),
    ...(revision === USUAL_REVISION ? [] : ['--revision', revision]),
    ...globs.flatMap(glob => ['--include', glob]),
    ...exclude.flatMap(glob => ['--exclude', glob]),
    ...(parts || files.length === 0 ? [] : named(files)),
  );
}

/** Files by their names, none of which is taken for an option. */
function named(files) {
  return files.some(file => file.startsWith('-')) ? ['--', ...files] : files;
}

/** The path of a file in its repository; none where it is elsewhere or unknown. */
function within(folder, path) {
  return path && (path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
    ? [path.slice(folder.length + 1).replaceAll('\\', '/')]
    : [];
}

/** All parts of a file, as a glob in which nothing else is one. */
function allParts(file) {
  return file.replace(/[*?[]/g, '[$&]').replace(PART, '-*-of-$1');
}

/** A name that Ollama takes, of that of a file. */
function nameOf(path) {
  const stem = path.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');
  return (
    stem
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '') || 'model'
  );
}

function words(...all) {
  return all.map(quoted).join(' ');
}

/** One word for a POSIX shell, and for PowerShell where it holds no quotes. */
export function quoted(word) {
  if (PLAIN.test(word)) {
    return word;
  }
  if (UNSEEN.test(word)) {
    const inside = [...word].map(escaped).join('');
    return `$'${inside}'`;
  }
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function escaped(character) {
  if (character === "'" || character === '\\') {
    return `\\${character}`;
  }
  const code = character.codePointAt(0);
  return UNSEEN.test(character) ? `\\U${code.toString(16).padStart(8, '0')}` : character;
}
