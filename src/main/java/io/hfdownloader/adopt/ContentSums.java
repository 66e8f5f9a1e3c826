package io.hfdownloader.adopt;

import io.hfdownloader.hub.RepoFile;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Hashes of a file's content, by which the Hub may name it.
 *
 * @param sha256 64 hex digits
 * @param gitBlob 40 hex digits; empty for a file that is too large to be kept in git
 */
@RegisterForReflection
record ContentSums(String sha256, String gitBlob) {

    boolean isOf(RepoFile file) {
        String etag = file.etag();
        return etag.equals(sha256) || !gitBlob.isEmpty() && etag.equals(gitBlob);
    }
}
