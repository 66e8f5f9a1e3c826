// The only place that knows how the server's JSON is spelled.

/** Changes when a card needs other markup; DownloadRow.java makes the same text. */
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
  };
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

/** The repository, and which part of it where that is not all: it may be in the list twice. DownloadRow.java makes the same text. */
export function nameOf({ repo, revision, variants, include, exclude, quantPattern }) {
  const pattern = quantPattern?.trim() ? [quantPattern] : [];
  const parts = [...variants, ...include, ...pattern, ...exclude.map(glob => `!${glob}`)];
  const at = revision === USUAL_REVISION ? '' : `@${/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision}`;
  const more = parts.length > MAX_NAMED ? ', …' : '';
  return `${repo}${at}${parts.length > 0 ? ` (${parts.slice(0, MAX_NAMED).join(', ')}${more})` : ''}`;
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
  return answer.wishes;
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
    totalBytes: system.totalBytes,
    modelsDir: system.modelsDir,
    endpoint: system.endpoint,
    tokenPresent: system.tokenPresent,
    bandwidthLimit: system.limits.bandwidthLimit ?? '',
    now: system.now,
    unsaved: system.unsaved ?? null,
    hub: system.hub ?? { reachable: true },
  };
}

/** The bandwidth limit as it was written; empty for none. */
export function limitOf(answer) {
  return answer?.limit ?? '';
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

/** The sentence for the user in an error of either API. */
export function detailOf(answer) {
  return answer?.detail ?? answer?.error ?? answer?.title;
}
