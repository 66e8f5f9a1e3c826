package io.hfdownloader.adopt.shape;

import java.util.Optional;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/**
 * A repository that a name on the disk stands for, or may stand for.
 *
 * @param commit what the name tells of the commit; null for nothing
 */
public record RepoHint(RepoId repo, @Nullable String commit) {

    /** The one with this id; empty where no repository can be called so. */
    static Optional<RepoHint> of(RepoType type, String id, @Nullable String commit) {
        try {
            return Optional.of(new RepoHint(RepoId.parse(type, id), commit));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    static Optional<RepoHint> model(String id) {
        return of(RepoType.MODEL, id, null);
    }
}
