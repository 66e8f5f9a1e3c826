package io.hfdownloader.download;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.download.arrival.UpdateChanges;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileCounts;
import io.hfdownloader.progress.Progress;
import io.hfdownloader.variant.Selection;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a download on the disk, one small JSON file each.
 *
 * @param id its name
 * @param target what it brings; its fields stand in the file's one object
 * @param state where it stands; an active one is taken up again after a restart
 * @param order place in the queue: smaller is earlier
 * @param failure why it failed, or null
 * @param times when what happened to it; its fields stand in the file's one object
 * @param counts how far it was when this was written
 * @param remarks what was left out or could not be done, of a result that is none the less one; its fields stand in the file's one
 *     object
 * @param updated what an update has changed; null before its end, and in older files
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record DownloadRecord(
        UUID id,
        @JsonUnwrapped Target target,
        DownloadState state,
        long order,
        @Nullable Failure failure,
        @JsonUnwrapped Times times,
        Counts counts,
        @JsonUnwrapped Notes remarks,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UpdateChanges updated) {

    /**
     * What there is to say of it.
     *
     * @param notes sentences
     * @param noted the same, to be told in other words; older files lack it
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Notes(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CodedText> noted) {

        static final Notes NONE = new Notes(List.of(), List.of());
        private static final int MAX = 20;

        Notes {
            notes = notes == null ? List.of() : List.copyOf(notes);
            noted = noted == null ? List.of() : List.copyOf(noted);
        }

        private Notes with(CodedText note) {
            return notes.contains(note.detail()) || notes.size() >= MAX
                    ? this
                    : new Notes(joined(notes, note.detail()), joined(noted, note));
        }

        private static <T> List<T> joined(List<T> all, T one) {
            return Stream.concat(all.stream(), Stream.of(one)).toList();
        }
    }

    /**
     * What a download brings.
     *
     * @param repoId the repo, and which of its folders; in the file its kind ({@code type}), its id on the Hub
     *     ({@code repo}) and what tells a folder beside that of the repo apart ({@code beside})
     * @param revision what the user named
     * @param commit what it resolved to once and for all, or null before that
     * @param selection which files
     * @param update whether it brings what is here up to date
     * @param updateFrom the commit that an update found here when it was bound to its own, or null
     * @param weights paths of the files that the labels of the selection meant when it was bound, as labels may change; null
     *     before that, and in older files
     * @param manner how it goes about it; in the file only where that is not the usual one
     * @param unwritable selected files that it does not bring; in the file {@code filesLeftOut} and {@code leftOut}
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonPropertyOrder({
        "type",
        "repo",
        "revision",
        "commit",
        "selection",
        "update",
        "updateFrom",
        "weights",
        "beside",
        "manner"
    })
    record Target(
            @JsonIgnore RepoId repoId,
            String revision,
            @Nullable String commit,
            Selection selection,
            boolean update,
            @Nullable String updateFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> weights,

            @JsonIgnore DownloadRequest.Manner manner,
            @JsonIgnore LeftOut unwritable) {

        /** @throws IllegalArgumentException when the repo cannot be one, or its kind is none */
        @JsonCreator
        static Target read(
                @JsonProperty("type") @Nullable String type,
                @JsonProperty("repo") @Nullable String repo,
                @JsonProperty("revision") String revision,
                @JsonProperty("commit") @Nullable String commit,
                @JsonProperty("selection") Selection selection,
                @JsonProperty("update") boolean update,
                @JsonProperty("updateFrom") @Nullable String updateFrom,
                @JsonProperty("weights") @Nullable List<String> weights,
                @JsonProperty("filesLeftOut") int filesLeftOut,
                @JsonProperty("leftOut") @Nullable List<LeftOut.UnwritableFile> leftOut,
                @JsonProperty("beside") @Nullable String beside,
                @JsonProperty("manner") @Nullable String manner) {
            if (type == null || repo == null) {
                throw new IllegalArgumentException("a field is missing");
            }
            RepoType kind = RepoType.of(type)
                    .orElseThrow(() -> new IllegalArgumentException("the type is none of model, dataset and space"));
            LeftOut missing =
                    leftOut == null ? LeftOut.NONE : new LeftOut(filesLeftOut, leftOut); // older files lack it
            RepoId onHub = RepoId.parse(kind, repo);
            RepoId folder = new RepoId(kind, onHub.namespace(), onHub.name(), beside);
            return new Target(
                    folder,
                    revision,
                    commit,
                    selection,
                    update,
                    updateFrom,
                    weights,
                    DownloadRequest.Manner.kept(manner),
                    missing);
        }

        static Target of(RepoId repo, DownloadRequest request) {
            return new Target(
                    repo,
                    request.revision(),
                    null,
                    request.selection(),
                    request.update(),
                    null,
                    null,
                    request.manner(),
                    LeftOut.NONE);
        }

        @JsonProperty
        String type() {
            return repoId.type().word();
        }

        @JsonProperty
        String repo() {
            return repoId.id();
        }

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String beside() {
            return repoId.beside();
        }

        @JsonProperty("manner")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String mannerWord() {
            return manner.word();
        }

        /** Null for none, as files have it that know of none. */
        @JsonProperty("filesLeftOut")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Integer countLeftOut() {
            return unwritable.filesLeftOut() == 0 ? null : unwritable.filesLeftOut();
        }

        @JsonProperty("leftOut")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<LeftOut.UnwritableFile> namesLeftOut() {
            return unwritable.leftOut();
        }

        Target at(
                RepoId canonical,
                String resolved,
                @Nullable List<String> meant,
                @Nullable String from,
                LeftOut missing) {
            return new Target(canonical, revision, resolved, selection, update, from, meant, manner, missing);
        }

        /** The same files of the same commit, as far as that is known. */
        boolean isSameAs(Target other) {
            return repoId.equals(other.repoId)
                    && selection.equals(other.selection)
                    && update == other.update
                    && (commit != null && other.commit != null
                            ? commit.equals(other.commit)
                            : revision.equals(other.revision));
        }
    }

    /**
     * When what happened to a download.
     *
     * @param createdAt when it was asked for
     * @param startedAt when its files began to arrive first, or null
     * @param endedAt when it ended, or null
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Times(
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {

        /** One that is taken up again after its end begins anew: the time between is no time it took. */
        private Times at(DownloadState before, DownloadState next, Instant now) {
            Instant began = startedAt == null && next == DownloadState.DOWNLOADING ? now : startedAt;
            return new Times(
                    createdAt, before.hasEnded() && !next.hasEnded() ? null : began, next.hasEnded() ? now : null);
        }
    }

    /**
     * Bytes and files as last counted.
     *
     * @param via the transports that bytes have come over in any of its runs, sorted
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Counts(
            @JsonUnwrapped ByteCounts bytes, @JsonUnwrapped FileCounts files, List<String> via) {

        static final Counts NONE = new Counts(ByteCounts.NONE, FileCounts.NONE, List.of());

        Counts {
            via = via == null ? List.of() : List.copyOf(via); // older files lack it
        }

        /** What a run counts now, of a download that stood here before it. */
        static Counts of(Progress progress, Counts before) {
            return new Counts(
                    progress.bytes(),
                    progress.files(),
                    Stream.concat(before.via.stream(), progress.via().stream())
                            .distinct()
                            .sorted()
                            .toList());
        }
    }

    static DownloadRecord queued(UUID id, RepoId repo, DownloadRequest request, long order, Instant now) {
        return new DownloadRecord(
                id,
                Target.of(repo, request),
                DownloadState.QUEUED,
                order,
                null,
                new Times(now, null, null),
                Counts.NONE,
                Notes.NONE,
                null);
    }

    // --- what it brings ----------------------------------------------------------------------------------------

    RepoId repoId() {
        return target.repoId();
    }

    /** Its repo's id on the Hub, for sentences. */
    String repo() {
        return target.repo();
    }

    String revision() {
        return target.revision();
    }

    @Nullable
    String commit() {
        return target.commit();
    }

    Selection selection() {
        return target.selection();
    }

    boolean update() {
        return target.update();
    }

    DownloadRequest.Manner manner() {
        return target.manner();
    }

    @Nullable
    String updateFrom() {
        return target.updateFrom();
    }

    @Nullable
    List<String> weights() {
        return target.weights();
    }

    DownloadRequest request() {
        return new DownloadRequest(repoId(), revision(), selection(), update(), manner());
    }

    /** The same files of the same commit, as far as that is known. */
    boolean isDuplicateOf(DownloadRecord other) {
        return target.isSameAs(other.target);
    }

    // --- when --------------------------------------------------------------------------------------------------

    Instant createdAt() {
        return times.createdAt();
    }

    @Nullable
    Instant startedAt() {
        return times.startedAt();
    }

    @Nullable
    Instant endedAt() {
        return times.endedAt();
    }

    // --- the same, but for one thing ---------------------------------------------------------------------------

    /** The same, in another state; an end is dated, a new start forgets the end and its reason. */
    DownloadRecord withState(DownloadState next, @Nullable Failure why, Instant now) {
        return new DownloadRecord(id, target, next, order, why, times.at(state, next, now), counts, remarks, updated);
    }

    /** The same, found by other words: what was taken for a variant may be a branch. */
    DownloadRecord asking(DownloadRequest request) {
        Target asked = new Target(
                target.repoId(),
                request.revision(),
                target.commit(),
                request.selection(),
                target.update(),
                target.updateFrom(),
                target.weights(),
                target.manner(),
                target.unwritable());
        return new DownloadRecord(id, asked, state, order, failure, times, counts, remarks, updated);
    }

    /** The same, going about it in another way. */
    DownloadRecord in(DownloadRequest.Manner manner) {
        Target changed = new Target(
                target.repoId(),
                target.revision(),
                target.commit(),
                target.selection(),
                target.update(),
                target.updateFrom(),
                target.weights(),
                manner,
                target.unwritable());
        return new DownloadRecord(id, changed, state, order, failure, times, counts, remarks, updated);
    }

    /** Bound to the commit, and an update to what it started from, once and for all. */
    DownloadRecord boundTo(
            RepoId canonical, String resolved, @Nullable List<String> weights, @Nullable String from, LeftOut leftOut) {
        Target bound = target.at(canonical, resolved, weights, from, leftOut);
        return new DownloadRecord(id, bound, state, order, failure, times, counts, remarks, updated);
    }

    DownloadRecord withCounts(Counts now) {
        return new DownloadRecord(id, target, state, order, failure, times, now, remarks, updated);
    }

    /** With one more note, unless it is there. */
    DownloadRecord withNote(CodedText note) {
        return new DownloadRecord(id, target, state, order, failure, times, counts, remarks.with(note), updated);
    }

    /** With what it has changed here. */
    DownloadRecord withUpdated(UpdateChanges changes) {
        return new DownloadRecord(id, target, state, order, failure, times, counts, remarks, changes);
    }

    DownloadRecord withOrder(long newOrder) {
        return new DownloadRecord(id, target, state, newOrder, failure, times, counts, remarks, updated);
    }
}
