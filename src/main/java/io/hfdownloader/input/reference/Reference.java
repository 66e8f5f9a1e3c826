package io.hfdownloader.input.reference;

/** What pasted text refers to: a repository, a search, or nothing that can be read. */
public sealed interface Reference permits RepoReference, SearchReference, UnreadableInput {}
