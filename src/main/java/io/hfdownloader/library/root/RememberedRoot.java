package io.hfdownloader.library.root;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a directory while its disk is away.
 *
 * @param id that of its marker
 * @param models those that were in it when it was looked at last
 */
@RegisterForReflection
public record RememberedRoot(String id, List<Model> models) {

    public RememberedRoot {
        models = models == null ? List.of() : List.copyOf(models);
    }

    /**
     * A model that was in it.
     *
     * @param name its folder below the directory, with {@code /}
     * @param commit the commit of the newest download; null when nothing came from the Hub
     * @param sizeBytes sum of its files' sizes
     * @param complete whether it could be used as it was
     */
    @RegisterForReflection
    public record Model(String name, @Nullable String commit, long sizeBytes, boolean complete) {}
}
