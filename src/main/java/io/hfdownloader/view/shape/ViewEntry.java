package io.hfdownloader.view.shape;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * One file or link of a view.
 *
 * @param path where in the view, with {@code /}
 * @param type what it is
 * @param repo the folder of the repo that it is of, as {@code models/org/name}
 * @param source the file of the library; null for others
 * @param text target of a link, content of a note; null for others
 * @param sizeBytes length of the library's file, else 0
 * @param modified last change of the library's file; null for others
 * @param made what it was when it was made; null before that
 * @param replaces the same of what it takes the place of, until it is made
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ViewEntry(
        String path,
        Type type,
        String repo,
        @Nullable String source,
        @Nullable String text,
        long sizeBytes,
        @Nullable Instant modified,
        @Nullable Made made,
        @Nullable Made replaces) {

    /** What it is. */
    @RegisterForReflection
    public enum Type {
        /** A file of the library, by the method of the view. */
        FILE,
        /** A relative link within the view. */
        LINK,
        /** A small file of our own words. */
        NOTE
    }

    /** How a file was found right after it was made, by which one that another program has written is told apart. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Made(long sizeBytes, Instant modified) {}

    public ViewEntry {
        Objects.requireNonNull(path);
        Objects.requireNonNull(type);
        Objects.requireNonNull(repo);
    }

    /** A file of the library. */
    static ViewEntry file(String path, String repo, String source, long sizeBytes, Instant modified) {
        return new ViewEntry(path, Type.FILE, repo, source, null, sizeBytes, modified, null, null);
    }

    static ViewEntry link(String path, String repo, String target) {
        return new ViewEntry(path, Type.LINK, repo, null, target, 0, null, null, null);
    }

    static ViewEntry note(String path, String repo, String content) {
        return new ViewEntry(path, Type.NOTE, repo, null, content, 0, null, null, null);
    }

    /** The same, as it was made. */
    public ViewEntry made(Made now) {
        return new ViewEntry(path, type, repo, source, text, sizeBytes, modified, now, null);
    }

    /** The same, to be made in place of what stands there: a kill may leave either. */
    public ViewEntry inPlaceOf(@Nullable ViewEntry before) {
        Made old = before == null ? null : before.made() == null ? before.replaces() : before.made();
        return new ViewEntry(path, type, repo, source, text, sizeBytes, modified, null, old);
    }

    /** The folder of the repo that it is of; empty where a file that somebody edited names none. */
    public Optional<RepoId> repoId() {
        int slash = repo.indexOf('/');
        try {
            return RepoType.of(repo.substring(0, Math.max(slash, 0)))
                    .map(type -> RepoId.ofFolder(type, repo.substring(slash + 1)));
        } catch (IllegalArgumentException edited) {
            return Optional.empty();
        }
    }

    /** The model's name, as people write it. */
    public String model() {
        return repo.startsWith("models/") ? repo.substring("models/".length()) : repo;
    }

    /** Whether it is of the same content from the same place, whoever it is of. */
    public boolean isSame(ViewEntry other) {
        return type == other.type
                && Objects.equals(source, other.source)
                && Objects.equals(text, other.text)
                && sizeBytes == other.sizeBytes
                && Objects.equals(modified, other.modified);
    }
}
