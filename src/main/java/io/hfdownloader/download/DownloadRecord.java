package io.hfdownloader.download;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.progress.Progress;
import io.hfdownloader.variant.Selection;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a download on the disk, one small JSON file each.
 *
 * @param id its name
 * @param type {@code model}, {@code dataset} or {@code space}
 * @param repo id on the Hub
 * @param revision what the user named
 * @param commit what it resolved to once and for all, or null before that
 * @param selection which files
 * @param update whether it brings what is here up to date
 * @param updateFrom the commit that an update found here when it was bound to its own, or null
 * @param state where it stands; an active one is taken up again after a restart
 * @param order place in the queue: smaller is earlier
 * @param failure why it failed, or null
 * @param createdAt when it was asked for
 * @param startedAt when its files began to arrive first, or null
 * @param endedAt when it ended, or null
 * @param counts how far it was when this was written
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record DownloadRecord(
        UUID id,
        String type,
        String repo,
        String revision,
        @Nullable String commit,
        Selection selection,
        boolean update,
        @Nullable String updateFrom,
        DownloadState state,
        long order,
        @Nullable Failure failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Counts counts) {

    /**
     * Bytes and files as last counted.
     *
     * @param via the paths that bytes have come by in any of its runs, sorted
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Counts(
            long bytesTotal,
            long bytesReceived,
            long bytesVerified,
            long bytesReused,
            int filesTotal,
            int filesDone,
            List<String> via) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, List.of());

        Counts {
            via = via == null ? List.of() : List.copyOf(via); // older files lack it
        }

        /** What a run counts now, of a download that stood here before it. */
        static Counts of(Progress progress, Counts before) {
            return new Counts(
                    progress.bytesTotal(),
                    progress.bytesReceived(),
                    progress.bytesVerified(),
                    progress.bytesReused(),
                    progress.filesTotal(),
                    progress.filesDone(),
                    Stream.concat(before.via.stream(), progress.via().stream())
                            .distinct()
                            .sorted()
                            .toList());
        }
    }

    static DownloadRecord queued(UUID id, RepoId repo, DownloadRequest request, long order, Instant now) {
        return new DownloadRecord(
                id,
                repo.type().word(),
                repo.id(),
                request.revision(),
                null,
                request.selection(),
                request.update(),
                null,
                DownloadState.QUEUED,
                order,
                null,
                now,
                null,
                null,
                Counts.NONE);
    }

    RepoId repoId() {
        return RepoId.parse(RepoType.of(type).orElse(RepoType.MODEL), repo);
    }

    /** The same files of the same commit, as far as that is known. */
    boolean isDuplicateOf(DownloadRecord other) {
        return repo.equals(other.repo)
                && type.equals(other.type)
                && selection.equals(other.selection)
                && update == other.update
                && (commit != null && other.commit != null
                        ? commit.equals(other.commit)
                        : revision.equals(other.revision));
    }

    DownloadRequest request() {
        return new DownloadRequest(repoId(), revision, selection, update);
    }

    /** The same, in another state; an end is dated, a new start forgets the end and its reason. */
    DownloadRecord withState(DownloadState next, @Nullable Failure why, Instant now) {
        return new DownloadRecord(
                id,
                type,
                repo,
                revision,
                commit,
                selection,
                update,
                updateFrom,
                next,
                order,
                why,
                createdAt,
                startedIn(next, now),
                next.hasEnded() ? now : null,
                counts);
    }

    /** One that is taken up again after its end begins anew: the time between is no time it took. */
    private @Nullable Instant startedIn(DownloadState next, Instant now) {
        if (state.hasEnded() && !next.hasEnded()) {
            return null;
        }
        return startedAt == null && next == DownloadState.DOWNLOADING ? now : startedAt;
    }

    /** Bound to the commit, and an update to what it started from, once and for all. */
    DownloadRecord boundTo(RepoId canonical, String resolved, @Nullable String from) {
        return new DownloadRecord(
                id,
                canonical.type().word(),
                canonical.id(),
                revision,
                resolved,
                selection,
                update,
                from,
                state,
                order,
                failure,
                createdAt,
                startedAt,
                endedAt,
                counts);
    }

    DownloadRecord withCounts(Counts now) {
        return new DownloadRecord(
                id,
                type,
                repo,
                revision,
                commit,
                selection,
                update,
                updateFrom,
                state,
                order,
                failure,
                createdAt,
                startedAt,
                endedAt,
                now);
    }

    DownloadRecord withOrder(long newOrder) {
        return new DownloadRecord(
                id,
                type,
                repo,
                revision,
                commit,
                selection,
                update,
                updateFrom,
                state,
                newOrder,
                failure,
                createdAt,
                startedAt,
                endedAt,
                counts);
    }
}
