package io.hfdownloader.task;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hfdownloader.download.Failure;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API and the pages show it. Sizes are bytes, times are UTC.
 *
 * @param id of a download that of the download
 * @param version grows when it changes its state, so that of two answers the later one is known
 * @param kind what it does
 * @param state where it stands
 * @param repo id on the Hub; null for a task that is of no one model
 * @param type kind of the repo; null as above
 * @param folder its folder, as the library names it; null as above
 * @param paths files of it that are meant; empty for all, and for a download; not told
 * @param bytesDone how far it is
 * @param bytesTotal of how much; 0 before that is known
 * @param rate bytes per second, or null when not known
 * @param etaSeconds seconds to the end, or null when not known
 * @param waiting why it makes no progress right now, as a sentence, or null
 * @param result what came of it, or null
 * @param failure why it failed, or null; in JSON it is the {@code error} beside this
 * @param createdAt when it was asked for
 * @param startedAt when it left the queue first, or null
 * @param endedAt when it ended, or null
 */
public record TaskView(
        UUID id,
        int version,
        TaskKind kind,
        TaskState state,
        @Nullable String repo,

        @Schema(enumeration = {"model", "dataset", "space"}) @Nullable
        String type,

        @Nullable String folder,
        @JsonIgnore List<String> paths,
        long bytesDone,
        long bytesTotal,
        @Nullable Long rate,
        @Nullable Long etaSeconds,
        @Nullable String waiting,
        @Nullable TaskResult result,
        @JsonIgnore @Nullable Failure failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
