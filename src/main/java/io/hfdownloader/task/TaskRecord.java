package io.hfdownloader.task;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.download.Failure;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task on the disk, one small JSON file each.
 *
 * @param id its name
 * @param kind what it does
 * @param type kind of the repo; null for a task that is of none
 * @param folder the repo's folder, without what tells its kind; null as above
 * @param paths files that are meant; empty for all
 * @param bytesPerSecond how much it may read in a second; 0 for no limit
 * @param plan under which id its work keeps the rest of what is asked, or null
 * @param root name of the directory that it goes to, or null
 * @param state where it stands; one that runs is taken up again after a restart
 * @param byDownload whether a download of the same id does the work, and tells where it stands
 * @param bytesDone how far it was when this was written
 * @param bytesTotal of how much
 * @param result what came of it, or null
 * @param failure why it failed, or null
 * @param createdAt when it was asked for
 * @param startedAt when it began first, or null
 * @param endedAt when it ended, or null
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record TaskRecord(
        UUID id,
        TaskKind kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String type,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String folder,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> paths,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long bytesPerSecond,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID plan,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String root,
        TaskState state,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byDownload,
        long bytesDone,
        long bytesTotal,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TaskResult result,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Failure failure,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant startedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt) {

    TaskRecord {
        paths = paths == null ? List.of() : List.copyOf(paths);
    }

    static TaskRecord of(UUID id, TaskRequest request, boolean byDownload, Instant now) {
        RepoId repo = request.repo();
        return new TaskRecord(
                id,
                request.kind(),
                repo == null ? null : repo.type().word(),
                repo == null ? null : repo.folder(),
                request.paths(),
                request.bytesPerSecond(),
                request.plan(),
                request.root(),
                TaskState.QUEUED,
                byDownload,
                0,
                0,
                null,
                null,
                now,
                null,
                null);
    }

    /** @throws IllegalArgumentException when the file was edited, and is not sound any more */
    void check() {
        if (id == null || kind == null || state == null || createdAt == null || bytesDone < 0 || bytesTotal < 0) {
            throw new IllegalArgumentException("a field is missing");
        }
        if (request().paths().size() > TaskRequest.MAX_PATHS) {
            throw new IllegalArgumentException("it names too many paths");
        }
    }

    @JsonIgnore
    TaskRequest request() {
        if (kind == TaskKind.ADOPT && folder == null) {
            return new TaskRequest(kind, null, paths, bytesPerSecond, plan, root);
        }
        RepoType kindOfRepo = RepoType.of(String.valueOf(type))
                .orElseThrow(() -> new IllegalArgumentException("the type is none of model, dataset and space"));
        return new TaskRequest(
                kind, RepoId.ofFolder(kindOfRepo, String.valueOf(folder)), paths, bytesPerSecond, plan, root);
    }

    /** What it is, in a sentence. */
    String words() {
        return folder == null ? kind.word() : kind.word() + " of " + folder;
    }

    TaskRecord at(TaskState next, Instant now) {
        return new TaskRecord(
                id,
                kind,
                type,
                folder,
                paths,
                bytesPerSecond,
                plan,
                root,
                next,
                byDownload,
                bytesDone,
                bytesTotal,
                result,
                next.hasEnded() ? failure : null,
                createdAt,
                startedAt == null && next == TaskState.RUNNING ? now : startedAt,
                next.hasEnded() ? now : null);
    }

    TaskRecord counting(long done, long total) {
        return new TaskRecord(
                id,
                kind,
                type,
                folder,
                paths,
                bytesPerSecond,
                plan,
                root,
                state,
                byDownload,
                done,
                total,
                result,
                failure,
                createdAt,
                startedAt,
                endedAt);
    }

    TaskRecord with(@Nullable TaskResult came, @Nullable Failure why) {
        return new TaskRecord(
                id,
                kind,
                type,
                folder,
                paths,
                bytesPerSecond,
                plan,
                root,
                state,
                byDownload,
                bytesDone,
                bytesTotal,
                came,
                why,
                createdAt,
                startedAt,
                endedAt);
    }
}
