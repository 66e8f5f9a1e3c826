// The only place that knows how the server's JSON is spelled.
import { usualContext } from './usual-context.js';

/** Changes when a row needs other markup; DownloadRow.java makes the same text. */
export function revisionKeyOf(download) {
  return [download.state, download.commit, download.bytesTotal > 0].map(part => part ?? '').join(' ');
}

export function isActive(download) {
  return ['queued', 'resolving', 'downloading', 'verifying'].includes(download.state);
}

/** While a download is not over, even a paused one, its model cannot be deleted. */
export function isOver(download) {
  return ['completed', 'failed', 'cancelled'].includes(download.state);
}

/** The name of a transport that bytes come over. */
export function transportOf(via) {
  return via === 'xet' ? 'Xet' : 'HTTP';
}

export function filesOf(download) {
  return (download.files ?? []).map(fileOf);
}

export function fileOf(file) {
  return {
    path: file.path,
    size: file.size,
    received: file.received,
    state: file.state,
    connections: file.connections ?? 0,
    via: file.via ? transportOf(file.via) : '',
    waitingFor: file.waitingFor ?? null,
    trouble: file.waiting ?? (file.state === 'completed' ? null : (file.lastError ?? file.viaReason)) ?? '',
    cause: file.waiting || file.state === 'completed' ? null : causeOf(file),
  };
}

/** What stands behind a file's trouble, to be told by its code. */
function causeOf({ lastError, lastFailure, viaFailure }) {
  return (lastError ? lastFailure : viaFailure) ?? null;
}

/** Bytes that are here but belong to no whole file: they are lost when the download is forgotten. */
export function lostWith(download) {
  return download.state === 'completed' ? 0 : Math.max(0, download.bytesReceived - download.bytesVerified);
}

/** Type and folder in one word, as in the addresses of the library. */
export function repoOf(download) {
  return `${download.type}s/${download.folder}`;
}

const USUAL_REVISION = 'main';
const MAX_NAMED = 3;

/**
 * Where a download's files are, as run-command.js asks for it; null while that is not known.
 *
 * @param {string} modelsDir the folder of all models, below which they are; empty while it is not known
 */
export function runnableOf(download, modelsDir) {
  const { repo, type, folder, revision, variants, include, exclude, quantPattern, result } = download;
  if (!result?.path && !modelsDir) {
    return null;
  }
  const labels = [...variants, ...(quantPattern?.trim() ? [quantPattern] : [])];
  const isOfOneFile = (result?.format ?? 'gguf') === 'gguf'; // other weights need what stands beside them
  return {
    repo,
    type,
    revision,
    path: result?.path ?? `${modelsDir}/${type === 'model' ? folder : repoOf(download)}`,
    primaryPath: result?.primaryPath ?? null,
    projectorPath: result?.projectorPath ?? null,
    format: result?.format ?? null,
    contextLength: Math.min(usualContext(), result?.contextLength ?? Infinity),
    include: [...(isOfOneFile ? labels : []).map(label => (/[*?]/.test(label) ? label : `*${label}*`)), ...include],
    exclude,
  };
}

/** The repository, and which part of it where that is not all: it may be in the list twice. DownloadRow.java makes the same text. */
export function nameOf({ repo, revision, variants, include, exclude, quantPattern }) {
  const pattern = quantPattern?.trim() ? [quantPattern] : [];
  const parts = [...variants, ...include, ...pattern, ...exclude.map(glob => `!${glob}`)];
  const at = revision === USUAL_REVISION ? '' : `@${/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision}`;
  const more = parts.length > MAX_NAMED ? ', …' : '';
  return `${repo}${at}${parts.length > 0 ? ` (${parts.slice(0, MAX_NAMED).join(', ')}${more})` : ''}`;
}

/** Work on a model that takes a while; `repo` is as in the addresses of the library. */
export function taskOf({ id, kind, state, bytesDone, bytesTotal, result, error, ...rest }) {
  return {
    id,
    kind,
    state,
    repo: repoOf(rest),
    isOver: isOver({ state }),
    percent: bytesTotal > 0 ? Math.min(99, Math.floor((100 * bytesDone) / bytesTotal)) : 0,
    counts: { damaged: 0, missing: 0, changed: 0, repaired: 0, ...result?.counts },
    failure: error,
  };
}

/** What the Hub has of a repository, as the form offers it. */
export function repoViewOf(repo) {
  return {
    repo: repo.repo,
    type: repo.type,
    revision: repo.revision,
    commit: repo.commit,
    gated: repo.gated,
    isPrivate: repo.isPrivate,
    page: repo.page,
    license: repo.license,
    task: repo.task,
    library: repo.libraryName,
    downloads: repo.downloads,
    likes: repo.likes,
    changed: repo.lastModified,
    baseModels: repo.baseModels,
    parameters: repo.parameters,
    contextLength: repo.contextLength,
    architecture: repo.architecture,
    bytes: repo.sizeBytes,
    companions: repo.companions,
    files: repo.files.map(file => ({ path: file.path, size: file.size, onDisk: file.onDisk })),
    variants: repo.variants.map(variant => ({
      label: variant.label,
      format: variant.format,
      bytes: variant.sizeBytes,
      shards: variant.shards,
      shardsExpected: variant.shardsExpected,
      complete: variant.complete,
      duplicate: variant.duplicate,
      bitsPerWeight: variant.bitsPerWeight,
      onDisk: variant.onDisk,
      paths: variant.files,
      projector: repo.files.find(file => file.path === variant.projector) ?? null,
    })),
  };
}

/** What a model needs in memory. */
export function needsOf(shape) {
  return {
    architecture: shape.architecture,
    parameters: shape.parameters,
    contextLength: shape.contextLength,
    cacheBytesPerToken: shape.cacheBytesPerToken,
    layers: shape.layers,
    keyLength: shape.keyLength,
    valueLength: shape.valueLength,
    latentLength: shape.latentLength,
    kvHeads: shape.kvHeads,
  };
}

/** Which revisions there are, in groups. */
export function revisionsOf(answer) {
  const named = refs => refs.map(ref => ({ value: ref.name, label: ref.name }));
  return {
    branches: named(answer.branches),
    tags: named(answer.tags),
    converts: named(answer.converts),
    pullRequests: named(answer.pullRequests),
    commits: answer.commits.map(commit => ({ value: commit.commit, label: commit.title, date: commit.date })),
    refused: answer.commitsRefused,
  };
}

/** The machines on which models are to run. */
export function machinesOf(answer) {
  return { machines: answer.machines, contextLength: answer.contextLength };
}

/** What a pasted text asks for. */
export function referencesOf(answer) {
  return answer.wishes.map(wish => ({ ...wish, notes: wish.noted ?? wish.notes }));
}

/** The largest models on this machine's disk. */
export function largestOf(models, most) {
  return [...models]
    .sort((one, other) => other.sizeBytes - one.sizeBytes)
    .slice(0, most)
    .map(model => ({ name: model.repo, size: model.sizeBytes }));
}

/** What the Hub's search found. */
export function foundOf(found) {
  return found.map(repo => ({
    name: repo.repo,
    type: repo.type,
    downloads: repo.downloads,
    likes: repo.likes,
    changed: repo.lastModified,
    gated: repo.gated,
    isPrivate: repo.isPrivate,
    task: repo.task,
    license: repo.license,
    formats: repo.formats,
    parameters: repo.parameters,
    parametersGuessed: repo.parametersGuessed,
    contextLength: repo.contextLength,
    estimatedBytes: repo.estimatedBytes,
    onDisk: repo.onDisk,
  }));
}

/** What a download would do. */
export function planOf(plan) {
  return {
    gated: plan.gated,
    page: plan.page,
    revision: plan.revision,
    folderBeside: plan.folder === plan.repo ? null : plan.folder,
    paths: plan.files.map(file => file.path),
    files: plan.filesTotal,
    total: plan.bytesTotal,
    toFetch: plan.bytesToFetch,
    here: plan.bytesHere,
    fits: plan.fits,
    everFits: plan.everFits,
    missing: plan.missingBytes,
    freeAfter: plan.freeAfterBytes,
    free: plan.freeBytes - plan.promisedBytes,
    couldGo: plan.couldGo,
    seconds: plan.etaSeconds,
    underWay: plan.underWay !== null,
    leftOutCount: plan.filesLeftOut,
    leftOut: plan.leftOut,
  };
}

export function systemOf(system) {
  return {
    freeBytes: system.freeBytes,
    binBytes: system.binBytes,
    binWindowSeconds: system.binWindowSeconds,
    totalBytes: system.totalBytes,
    keepFreeBytes: system.keepFreeBytes ?? 0,
    modelsDir: system.modelsDir,
    shownDir: system.shownDir ?? system.modelsDir,
    endpoint: system.endpoint,
    tokenPresent: system.tokenPresent,
    bandwidthLimit: system.limits.bandwidthLimit ?? '',
    updatesAvailable: system.updatesAvailable,
    now: system.now,
    unsaved: system.unsaved ?? null,
    hub: system.hub ?? { reachable: true },
  };
}

/** The bandwidth limit as it was written, empty for none, and whether it is switched on. */
export function limitOf(answer) {
  return { limit: answer?.limit ?? '', enabled: answer?.enabled !== false };
}

/** What there is to tell of the token for the Hub. */
export function tokenOf(answer) {
  return {
    present: answer.present,
    source: answer.source,
    sourceName: answer.sourceName,
    user: answer.name,
    canChange: answer.canChange,
  };
}

/** The stable name of what is wrong; null in an error of the legacy API. */
export function kindOf(answer) {
  return answer?.type?.replace(/^.*:/, '') ?? null;
}

/** What could have been meant, in an error that is a choice; else nothing. */
export function choicesOf(answer) {
  return answer?.choices ?? [];
}

/** What the sentence of an error names. */
export function parametersOf(answer) {
  return answer?.parameters ?? {};
}

/** Names of repositories that may have been meant by one that there is not. */
export function suggestionsOf(answer) {
  return answer?.suggestions ?? [];
}

/** The query of what comes after a part of a list, as its header says; null at the end. */
export function nextOf(link) {
  return link?.match(/<[^<>?]*(\?[^<>?]+)>; rel="next"/)?.[1] ?? null;
}

/** The sentence for the user in an error of either API. */
export function detailOf(answer) {
  return answer?.detail ?? answer?.error ?? answer?.title;
}

/** How the last look for updates of all models went. */
export function checkOf(answer) {
  return {
    running: answer.running,
    checkedAt: answer.checkedAt ?? null,
    updates: answer.updates,
    failure: answer.error ?? null,
  };
}

/** What the look for an update of one model found. */
export function modelCheckOf(answer) {
  return { behind: answer.updateAvailable === true, upstream: answer.upstream ?? null };
}

/** What an update would change. */
export function updatePreviewOf(answer) {
  const files = list => list.map(({ path, bytes, weights }) => ({ path, size: bytes, weights }));
  return {
    hold: answer.hold,
    isSameCommit: answer.fromCommit === answer.toCommit,
    isUnchanged: answer.upToDate,
    weights: answer.weightsChanged,
    changed: files(answer.changed),
    added: files(answer.added),
    removed: files(answer.removed),
    kept: files(answer.kept),
    toFetch: answer.bytesToFetch,
    reusable: answer.bytesReusable,
    reuseKnown: answer.reuseKnown,
    toCheck: answer.bytesToCheck,
    room: {
      fits: answer.fits,
      needed: answer.neededBytes,
      free: answer.freeBytes,
      missing: answer.missingBytes,
      fitsByFile: answer.fitsFileByFile,
      neededByFile: answer.neededFileByFile,
    },
    commits: answer.commits,
    here: answer.from,
    commitsWhole: answer.commitsWhole,
  };
}

/** What an update that completed has changed; null for what is none. */
export function updateResultOf({ updateResult }) {
  return updateResult
    ? {
        upToDate: updateResult.upToDate,
        changed: updateResult.filesChanged,
        removed: updateResult.filesRemoved,
        fetched: updateResult.bytesFetched,
      }
    : null;
}
