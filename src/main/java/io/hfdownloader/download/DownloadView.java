package io.hfdownloader.download;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.download.arrival.DownloadResult;
import io.hfdownloader.download.arrival.UpdateChanges;
import io.hfdownloader.download.arrival.UpdateResult;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileCounts;
import io.hfdownloader.progress.Retries;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.Selection;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A download as the API and the pages show it. Sizes are bytes, times are UTC. In JSON all fields of its parts stand in
 * one object, in this order.
 *
 * @param id also the {@code task_id} of the legacy API
 * @param version grows when it changes its state, place or end, so that of two answers the later one is known
 * @param target what it brings
 * @param state where it stands
 * @param waiting why it makes no progress right now, or null
 * @param progress how far it is
 * @param position place in the queue from 0, or null when it does not wait in the queue
 * @param lifecycle when what happened to it
 * @param outcome what came of it
 */
public record DownloadView(
        UUID id,
        int version,
        @JsonUnwrapped Target target,
        DownloadState state,
        @Nullable Waiting waiting,
        @JsonUnwrapped Advance progress,
        @Nullable Integer position,
        @JsonUnwrapped Lifecycle lifecycle,
        @JsonUnwrapped Outcome outcome) {

    /**
     * What a download brings.
     *
     * @param repo id on the Hub, {@code owner/name}
     * @param type {@code model}, {@code dataset} or {@code space}
     * @param folder its folder, as the library names it: {@code owner/name}, or {@code owner/name@revision} beside it
     * @param revision what the user named
     * @param commit what it resolved to, or null before that
     * @param selection labels and globs asked for; {@code quantPattern} is the legacy API's
     * @param update true when it brings a model that is here up to date
     * @param unwritable selected files that are not fetched
     */
    public record Target(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"})
            String type,

            String folder,
            String revision,
            @Nullable String commit,
            @JsonUnwrapped Selection selection,
            boolean update,
            @JsonUnwrapped LeftOut unwritable) {

        static Target of(DownloadRecord.Target kept) {
            return new Target(
                    kept.repo(),
                    kept.type(),
                    kept.repoId().folder(),
                    kept.revision(),
                    kept.commit(),
                    kept.selection(),
                    kept.update(),
                    kept.unwritable());
        }
    }

    /**
     * Selected files that cannot be on this machine under their names. The rest is of use without them.
     *
     * @param filesLeftOut how many they are
     * @param leftOut the first of them
     */
    @RegisterForReflection
    public record LeftOut(int filesLeftOut, List<UnwritableFile> leftOut) {

        static final LeftOut NONE = new LeftOut(0, List.of());
        private static final int MAX_NAMED = 20;

        public LeftOut {
            leftOut = List.copyOf(leftOut);
        }

        static LeftOut of(List<UnwritableFile> files) {
            return new LeftOut(files.size(), files.stream().limit(MAX_NAMED).toList());
        }

        /**
         * One of them.
         *
         * @param path its name in the repo, shown harmlessly
         * @param reason why it is left out, as a part of a sentence
         * @param objection the same, to be told in other words; null where an older version has kept it
         */
        @RegisterForReflection
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record UnwritableFile(
                String path,
                String reason,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                CodedText objection) {

            static UnwritableFile of(String path, CodedText objection) {
                return new UnwritableFile(UntrustedText.name(path), objection.detail(), objection);
            }
        }
    }

    /**
     * How far a download is.
     *
     * @param bytes bytes of its files
     * @param bytesHashed bytes that have gone through the hash so far
     * @param fileCounts its files
     * @param percent whole percents, 100 only when completed
     * @param speed how fast it is
     * @param activity what it does
     * @param retries what had to be tried again since the server began to work on it
     */
    public record Advance(
            @JsonUnwrapped ByteCounts bytes,
            long bytesHashed,
            @JsonUnwrapped FileCounts fileCounts,
            int percent,
            @JsonUnwrapped Speed speed,
            @JsonUnwrapped Activity activity,
            @JsonUnwrapped Retries retries) {}

    /**
     * How fast a download is.
     *
     * @param rate bytes per second, or null when not known
     * @param etaSeconds seconds to the end, or null when not known
     */
    public record Speed(@Nullable Long rate, @Nullable Long etaSeconds) {

        static final Speed UNKNOWN = new Speed(null, null);
    }

    /**
     * What a download does.
     *
     * @param currentFile file that moved last, or empty
     * @param connections connections at work now
     * @param via transports that its bytes came over so far: {@code http}, {@code xet}
     */
    public record Activity(String currentFile, int connections, List<String> via) {}

    /**
     * When what happened to a download.
     *
     * @param failure why it failed, or null; in JSON it is the {@code error} that {@code DownloadJson} adds
     * @param createdAt when it was asked for
     * @param startedAt when it left the queue first, or null
     * @param endedAt when it completed, failed or was cancelled, or null
     * @param notes sentences on what was left out or could not be done
     * @param noted the same, to be told in other words; without those that an older version has kept
     */
    public record Lifecycle(
            @JsonIgnore @Nullable Failure failure,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<String> notes,
            List<CodedText> noted) {

        public Lifecycle {
            notes = List.copyOf(notes);
            noted = List.copyOf(noted);
        }

        static Lifecycle of(DownloadRecord kept) {
            return new Lifecycle(
                    kept.failure(),
                    kept.createdAt(),
                    kept.startedAt(),
                    kept.endedAt(),
                    kept.remarks().notes(),
                    kept.remarks().noted());
        }
    }

    /**
     * What came of a download that completed.
     *
     * @param updateResult what an update has changed; null for what is none, and for one of an older version of this program
     * @param result where what it brought is; null before it has, and when it is there no more
     */
    public record Outcome(
            @Nullable UpdateResult updateResult, @Nullable DownloadResult result) {

        /** Of one that has not completed. */
        public static final Outcome NONE = new Outcome(null, null);

        static Outcome of(DownloadRecord kept, @Nullable DownloadResult result) {
            if (kept.state() != DownloadState.COMPLETED) {
                return NONE;
            }
            UpdateChanges changes = kept.updated();
            return new Outcome(
                    changes == null
                            ? null
                            : UpdateResult.of(
                                    kept.updateFrom(),
                                    changes,
                                    kept.counts().bytes().bytesFetched()),
                    result);
        }
    }
}
