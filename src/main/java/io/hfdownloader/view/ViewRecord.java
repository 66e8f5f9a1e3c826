package io.hfdownloader.view;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.view.shape.LeftOut;
import io.hfdownloader.view.shape.ViewEntry;
import io.hfdownloader.view.shape.ViewKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A view as it is kept: what it is to be, and all that is ours in its folder. What is about to be made stands here before it is
 * made, and what was removed until after it was; so a kill leaves nothing that nobody knows.
 *
 * @param madeFolder whether its folder was not there before it
 * @param removing whether it is to be removed: a start goes on with that
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ViewRecord(
        UUID id,
        ViewKind kind,
        String path,
        @Nullable String repo,
        ViewMethod method,
        boolean madeFolder,
        boolean removing,
        Instant createdAt,
        List<ViewEntry> entries,
        List<LeftOut> leftOut,
        int leftOutCount) {

    ViewRecord {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(path);
        Objects.requireNonNull(method);
        Objects.requireNonNull(createdAt);
        entries = entries == null ? List.of() : List.copyOf(entries);
        leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
    }

    ViewRecord with(Collection<ViewEntry> all, List<LeftOut> out, int outCount) {
        return new ViewRecord(
                id, kind, path, repo, method, madeFolder, removing, createdAt, List.copyOf(all), out, outCount);
    }

    ViewRecord removed() {
        return new ViewRecord(
                id, kind, path, repo, method, madeFolder, true, createdAt, entries, leftOut, leftOutCount);
    }

    View shown(View.State state, @Nullable String error) {
        List<ViewEntry> files = entries.stream()
                .filter(entry -> entry.type() == ViewEntry.Type.FILE)
                .toList();
        long size = files.stream().mapToLong(ViewEntry::sizeBytes).sum();
        return new View(
                id,
                kind,
                path,
                repo,
                method,
                state,
                (int) files.stream().map(ViewEntry::repo).distinct().count(),
                files.size(),
                size,
                method == ViewMethod.COPY ? size : 0,
                leftOut,
                leftOutCount,
                error,
                createdAt);
    }
}
