package io.hfdownloader.catalog;

import java.util.Optional;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;

/** What a model is called in our own files: kind and folder, such as {@code model/acme/tiny}. */
final class RepoKey {

    private RepoKey() {}

    static String of(RepoId repo) {
        return repo.type().word() + "/" + repo.folder();
    }

    /** Empty for what cannot be read. */
    static Optional<RepoId> parse(String key) {
        int slash = key.indexOf('/');
        try {
            return slash < 0
                    ? Optional.empty()
                    : RepoType.of(key.substring(0, slash)).map(type -> RepoId.ofFolder(type, key.substring(slash + 1)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
