package io.hfdownloader.transfer;

import java.nio.file.Path;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;

/**
 * One file to be brought here.
 *
 * @param repo the repo under its canonical name
 * @param commit 40 hex digits
 * @param file path, size and etag as listed at that commit
 * @param partial where the bytes are gathered; bound to the file's etag by its name
 * @param ranges the sidecar that names the ranges which are safely in the partial file
 */
public record TransferRequest(RepoId repo, String commit, RepoFile file, Path partial, Path ranges) {}
