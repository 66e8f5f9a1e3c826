package io.hfdownloader.catalog;

import io.hfdownloader.hub.search.RepoSearchResult;

/**
 * A repo that a search has found, and what is known of it here.
 *
 * @param told what the Hub tells
 * @param size how large the model is
 * @param onDisk whether files of it are in the library
 */
public record FoundRepo(RepoSearchResult told, ModelSize size, boolean onDisk) {}
