package io.hfdownloader.input.reference;

/** What a wish means: a repository, a search, or nothing that can be read. */
public sealed interface Reference permits RepoReference, SearchReference, UnreadableInput {}
