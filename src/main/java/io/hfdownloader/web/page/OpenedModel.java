package io.hfdownloader.web.page;

import io.hfdownloader.hub.RepoId;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * The repository that the address of a page names: its view stands there before its script has asked for anything, so that
 * nothing moves when it is filled in.
 *
 * @param owner with a slash behind it; empty for none
 * @param name its name
 */
@TemplateData
record OpenedModel(String owner, String name) {

    /** Of what the address says; null where that is no plain name: what else it may be, the script finds out. */
    static @Nullable OpenedModel of(@Nullable String repo) {
        try {
            RepoId id = RepoId.model(repo == null ? "" : repo.strip());
            return new OpenedModel(id.namespace() == null ? "" : id.namespace() + "/", id.name());
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }
}
