package io.hfdownloader.download;

import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.hub.RepoId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a download would do, before it is asked for. Nothing was written to find it out. In JSON all fields of its parts
 * stand in one object, in this order.
 *
 * @param source what was asked for
 * @param content the files it has
 * @param space room on the disk
 * @param etaSeconds how long it would take at the recent rate, or null when nothing was fetched lately
 * @param underWay the download that fetches just this already, or null
 */
@Schema(name = "PlanView")
public record PlanView(
        @JsonUnwrapped Source source,
        @JsonUnwrapped Content content,
        @JsonUnwrapped Space space,
        @Nullable Long etaSeconds,
        @Nullable String underWay) {

    /**
     * What was asked for.
     *
     * @param repo id under its canonical name
     * @param type {@code model}, {@code dataset} or {@code space}
     * @param folder its folder, as the library names it: {@code owner/name}, or {@code owner/name@revision} where another
     *     revision has that one
     * @param revision what was asked
     * @param commit what it resolved to
     * @param gated whether a licence must have been accepted on the repo's page
     * @param page the repo's page on the Hub
     */
    public record Source(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"})
            String type,

            String folder,
            String revision,
            String commit,
            boolean gated,
            String page) {

        static Source of(Plan plan, String revision, String page) {
            RepoId repo = plan.tree().repo();
            return new Source(
                    repo.id(),
                    repo.type().word(),
                    repo.folder(),
                    revision,
                    plan.tree().commit(),
                    plan.gated(),
                    page);
        }
    }

    /**
     * The files of a download.
     *
     * @param files the selected files
     * @param filesTotal how many they are
     * @param bytesTotal their size in bytes
     * @param bytesHere bytes of them that are on the disk already
     * @param bytesToFetch bytes that would come over the network
     * @param unwritable selected files that would not be fetched
     */
    public record Content(
            List<PlannedFile> files,
            int filesTotal,
            long bytesTotal,
            long bytesHere,
            long bytesToFetch,
            @JsonUnwrapped DownloadView.LeftOut unwritable) {

        static Content of(Plan plan) {
            long bytesTotal = plan.items().stream()
                    .mapToLong(item -> item.file().sizeBytes())
                    .sum();
            return new Content(
                    new MappedList<>(plan.items(), PlannedFile::of),
                    plan.items().size(),
                    bytesTotal,
                    bytesTotal - plan.bytesToFetch(),
                    plan.bytesToFetch(),
                    plan.leftOut());
        }
    }

    /**
     * Room on the disk where the files go.
     *
     * @param freeBytes room there now
     * @param promisedBytes what downloads at work and in the queue are still going to write
     * @param freeAfterBytes room that would be left when all of them are done; negative when it does not fit
     * @param fits whether there is room for it beside all others; where there is not, it would wait in the queue until there is
     * @param everFits false where the disk is too small for it however much is deleted; it would be refused
     * @param missingBytes room that is missing; 0 when it fits
     * @param keepFreeBytes what stays free there
     * @param couldGo what could be deleted to make room, largest first; empty when it fits
     */
    public record Space(
            long freeBytes,
            long promisedBytes,
            long freeAfterBytes,
            boolean fits,
            boolean everFits,
            long missingBytes,
            long keepFreeBytes,
            List<RemovableModel> couldGo) {

        static Space of(Room room, Supplier<List<RemovableModel>> couldGo) {
            boolean fits = room.missingBytes() == 0;
            return new Space(
                    room.freeBytes(),
                    room.promisedBytes(),
                    room.freeAfterBytes(),
                    fits,
                    room.everFits(),
                    room.missingBytes(),
                    room.keptBytes(),
                    fits ? List.of() : couldGo.get());
        }
    }

    /**
     * One selected file.
     *
     * @param path path in the repo
     * @param size its size in bytes
     * @param here bytes of it that are on the disk
     * @param verified whether it is whole and its hash was checked before
     */
    public record PlannedFile(String path, long size, long here, boolean verified) {

        static PlannedFile of(PlanItem item) {
            return new PlannedFile(item.file().path(), item.file().sizeBytes(), item.localBytes(), item.verified());
        }
    }

    /**
     * A model on this machine.
     *
     * @param name its id
     * @param path its folder
     * @param size its size in bytes
     */
    public record RemovableModel(String name, String path, long size) {}
}
