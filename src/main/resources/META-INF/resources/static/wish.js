// What the form asks for.

/** Reads the form; understands a pasted address of a repository's page. */
export function wishOf(form) {
  const { repo, type, revision, pattern } = form.elements;
  const named = address(repo.value.trim());
  if (named) {
    repo.value = named.repo;
    type.value = named.type;
    if (named.revision) {
      revision.value = named.revision;
    }
  }
  return {
    repo: repo.value.trim(),
    type: type.value,
    revision: revision.value.trim(),
    pattern: pattern.value.trim(),
  };
}

/** The call that starts it. */
export function requestOf(wish, variants) {
  if (wish.pattern && wish.type === 'model' && !wish.revision) {
    return { path: './download', body: { repo_id: wish.repo, quant_pattern: wish.pattern } };
  }
  const body = { repo: wish.repo, type: wish.type };
  if (wish.revision) {
    body.revision = wish.revision;
  }
  if (variants.length > 0) {
    body.variants = variants;
  } else if (/[*?[]/.test(wish.pattern)) {
    body.include = [wish.pattern];
  } else if (wish.pattern) {
    body.variants = [wish.pattern];
  }
  return { path: './api/v1/downloads', body };
}

function address(text) {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return null;
  }
  const parts = new URL(text).pathname.split('/').filter(Boolean).map(decoded);
  const type = { datasets: 'dataset', spaces: 'space' }[parts[0]];
  if (type) {
    parts.shift();
  }
  const under = parts.findIndex(part => part === 'tree' || part === 'blob' || part === 'resolve');
  const name = parts.slice(0, under < 0 ? 2 : Math.min(under, 2));
  const revision = under < 0 || parts[under + 1] === 'main' ? '' : parts[under + 1] ?? '';
  return { repo: name.join('/'), type: type ?? 'model', revision };
}

/** A text as it stands where its percent signs mean nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
