package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpdateHold;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.foreign.SkippedFolder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine, in JSON. All fields of its parts stand in one object, in this order.
 *
 * @param place what it is and where
 * @param holding which models directory has it, and how
 * @param commit commit of the newest download, or null when it did not come from the Hub
 * @param sizes how large it is
 * @param complete whether it can be used as it is: nothing of a variant is missing, and not all weights are, as far as known
 * @param state where it stands, with the downloads that are not over: {@code arriving} and {@code paused} while one brings what is
 *     missing, {@code incomplete} when none does, {@code no-weights} when there is nothing but what describes it; null for what was
 *     passed over
 * @param updateAvailable whether there is an update to tell of: the Hub has another commit, or files here are older than theirs,
 *     and {@code hold} does not keep it back; null when that is not known
 * @param hold whether its updates are told: {@code none} keeps none back, {@code until-weights} those that change no weights that
 *     are held, {@code always} all; null for what was passed over
 * @param checkedAt when the Hub told that last; null when it never did
 * @param updatedAt last change of a file, or null
 * @param content what it consists of
 * @param passedOver why its folder was not looked into, so that nothing else is known of it; null for all others
 * @param interruptedUpdate why the files of an update are partly in their places and partly not, as a sentence; they are put there
 *     as soon as the disk lets them be. Null where all are of one commit, or none is on its way
 */
public record LibraryJson(
        @JsonUnwrapped Place place,
        @JsonUnwrapped Holding holding,
        @Nullable String commit,
        @JsonUnwrapped Sizes sizes,
        boolean complete,

        @Schema(enumeration = {"complete", "arriving", "paused", "incomplete", "no-weights"}) @Nullable
        String state,

        @Nullable Boolean updateAvailable,

        @Schema(enumeration = {"none", "until-weights", "always"}) @Nullable
        String hold,

        @Nullable Instant checkedAt,
        @Nullable Instant updatedAt,
        @JsonUnwrapped Content content,
        @Nullable String passedOver,
        @Nullable String interruptedUpdate) {

    /**
     * What it is and where.
     *
     * @param repo id on the Hub, or the folder's name where no repo can be meant
     * @param type {@code model}, {@code dataset}, {@code space}, or null where no repo can be meant
     * @param folder what the API's addresses name it by: {@code owner/name}, or {@code owner/name@revision} for another
     *     revision beside it
     * @param revision the branch, tag or commit that it came from and that an update follows; null when it did not come from
     *     the Hub
     * @param path where it is
     * @param upstream why the Hub does not give it any more, as far as that is known: {@code gone}, {@code revision-gone},
     *     {@code gated}, {@code forbidden} or {@code disabled}; else null. What is here stays
     */
    public record Place(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"}) @Nullable
            String type,

            String folder,
            @Nullable String revision,
            String path,

            @Schema(enumeration = {"gone", "revision-gone", "gated", "forbidden", "disabled"}) @Nullable
            String upstream) {

        private static Place of(
                @Nullable RepoId repo,
                String name,
                @Nullable String revision,
                Path path,
                @Nullable UpstreamStatus upstream) {
            return repo == null
                    ? new Place(name, null, name, null, path.toString(), null)
                    : new Place(
                            repo.id(),
                            repo.type().word(),
                            repo.folder(),
                            revision,
                            path.toString(),
                            upstream == null ? null : upstream.word());
        }
    }

    /**
     * Which of the directories for models has it, and how.
     *
     * @param root name of the directory; {@code main} is the models directory
     * @param away whether the directory's disk is not there now, so that what is told was seen when it was there
     * @param kept whether it is kept here; false for what another program lends
     */
    public record Holding(String root, boolean away, boolean kept) {

        static Holding of(ModelLibrary.Root root) {
            return new Holding(root.name(), root.away(), true);
        }
    }

    /**
     * How large it is.
     *
     * @param sizeBytes size of its files
     * @param partialBytes bytes that have come of files that are not complete, and those that the Python client has left
     */
    public record Sizes(long sizeBytes, long partialBytes) {}

    /**
     * What it consists of. The lists are made while they are sent.
     *
     * @param contextLength tokens it was trained for; null when its files do not tell
     * @param variants what can be deleted by itself: those that are here, then those of which only a beginning is
     * @param files all files
     */
    public record Content(@Nullable Long contextLength, List<VariantJson> variants, List<FileJson> files) {}

    /**
     * One variant on this machine.
     *
     * @param sizeBytes size of its files that are complete
     * @param complete whether all of its files are
     * @param goneUpstream whether the Hub has it no more; no update removes it
     * @param files its complete files
     * @param state where it stands, as with the model; a complete one stays so while an update of it comes
     * @param primaryPath where its first weight file is; null where it is not complete
     * @param projectorPath where the vision projector is that goes with it; null for none
     * @param progress how much is here of what was begun, in partial files too; null where nothing was, or it is not known
     */
    public record VariantJson(
            String label,
            String format,
            long sizeBytes,
            boolean complete,
            boolean goneUpstream,
            List<String> files,

            @Schema(enumeration = {"complete", "arriving", "paused", "incomplete"})
            String state,

            @Nullable String primaryPath,
            @Nullable String projectorPath,
            @Nullable ProgressJson progress) {

        static VariantJson of(ModelStatus.VariantStatus variant) {
            LibraryVariant here = variant.here();
            return new VariantJson(
                    variant.label(),
                    variant.format(),
                    here == null ? 0 : here.sizeBytes(),
                    here != null && here.complete(),
                    here != null && here.goneUpstream(),
                    here == null ? List.of() : new MappedList<>(here.files(), LibraryFile::path),
                    variant.state().word(),
                    here == null || !here.complete()
                            ? null
                            : here.files().get(0).absolutePath().toString(),
                    here == null || here.projector() == null
                            ? null
                            : here.projector().absolutePath().toString(),
                    ProgressJson.of(variant.progress()));
        }
    }

    /**
     * How much of a variant is here.
     *
     * @param percent whole percents, never 100
     * @param bytes bytes that have come
     * @param bytesTotal bytes of all its files
     */
    public record ProgressJson(int percent, long bytes, long bytesTotal) {

        static @Nullable ProgressJson of(ModelStatus.@Nullable Progress progress) {
            return progress == null
                    ? null
                    : new ProgressJson(progress.percent(), progress.bytes(), progress.bytesTotal());
        }
    }

    /**
     * One file on this machine.
     *
     * @param verifiedAt when its content was read last and compared with what the Hub has, as it is now; null when it never was, or
     *     not since it changed, or nobody noted when
     * @param damaged whether it was another then, though nobody had changed the file
     */
    public record FileJson(
            String path,
            long size,
            Instant modified,
            @Nullable String commit,
            @Nullable String etag,
            @Nullable Instant verifiedAt,
            boolean damaged) {

        static FileJson of(LibraryFile file) {
            return new FileJson(
                    file.path(),
                    file.sizeBytes(),
                    file.modified(),
                    file.commit(),
                    file.etag(),
                    file.verifiedAt(),
                    file.damaged());
        }
    }

    /**
     * What is known of what the Hub has.
     *
     * @param revision that an update follows, or null
     * @param available whether there is one to tell of, or null
     * @param hold whether it is told
     * @param checkedAt when the Hub told, or null
     * @param upstream why the Hub does not give it any more, or null
     */
    record Updates(
            @Nullable String revision,
            @Nullable Boolean available,
            UpdateHold hold,
            @Nullable Instant checkedAt,
            @Nullable UpstreamStatus upstream) {

        static Updates of(LibraryModel model, UpdateChecker updates) {
            RepoId repo = model.repo();
            return repo == null
                    ? new Updates(null, null, UpdateHold.NONE, null, null)
                    : new Updates(
                            model.commit() == null ? null : updates.revisionOf(repo),
                            updates.isBehind(model).orElse(null),
                            updates.holdOf(repo),
                            updates.checkedAt(repo).orElse(null),
                            updates.upstream(repo).orElse(null));
        }
    }

    static LibraryJson of(LibraryModel model, ModelLibrary.Root root, ModelStatus status, Updates updates) {
        return new LibraryJson(
                Place.of(model.repo(), model.name(), updates.revision(), model.folder(), updates.upstream()),
                Holding.of(root),
                model.commit(),
                new Sizes(model.sizeBytes(), model.partialBytes()),
                model.complete(),
                status.state().word(),
                updates.available(),
                updates.hold().word(),
                updates.checkedAt(),
                model.updatedAt(),
                new Content(
                        model.contextLength(),
                        new MappedList<>(status.variants(), VariantJson::of),
                        new MappedList<>(model.files(), FileJson::of)),
                null,
                null);
    }

    /** The same, of whose update not all files are in their places. */
    LibraryJson interrupted(Optional<String> reason) {
        return new LibraryJson(
                place,
                holding,
                commit,
                sizes,
                complete,
                state,
                updateAvailable,
                hold,
                checkedAt,
                updatedAt,
                content,
                passedOver,
                reason.orElse(null));
    }

    static LibraryJson of(SkippedFolder folder, ModelLibrary.Root root) {
        return new LibraryJson(
                Place.of(folder.repo(), folder.name(), null, folder.folder(), null),
                Holding.of(root),
                null,
                new Sizes(0, 0),
                false,
                null,
                null,
                null,
                null,
                null,
                new Content(null, List.of(), List.of()),
                folder.reason(),
                null);
    }
}
