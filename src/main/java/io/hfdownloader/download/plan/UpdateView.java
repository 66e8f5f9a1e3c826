package io.hfdownloader.download.plan;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.catalog.CommitHistory;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an update would do, for exactly what is held, whether or not it is told. Nothing was written to find it out. In JSON all
 * fields of its parts stand in one object, in this order.
 *
 * @param source what would be updated
 * @param history what happened on the Hub in between
 * @param files what would change here
 * @param bytes what would come
 * @param space room for it on the disk
 */
@Schema(name = "UpdateView")
public record UpdateView(
        @JsonUnwrapped Source source,
        @JsonUnwrapped History history,
        @JsonUnwrapped Files files,
        @JsonUnwrapped Bytes bytes,
        @JsonUnwrapped Space space) {

    /**
     * What would be updated.
     *
     * @param repo id under its canonical name
     * @param type {@code model}, {@code dataset} or {@code space}
     * @param folder its folder, as the library names it
     * @param revision the branch, tag or commit that is followed
     * @param fromCommit the commit that is here, or null where files of several are, or that is not known
     * @param toCommit the commit that the revision is at
     * @param hold whether its updates are told: {@code none}, {@code until-weights} or {@code always}
     */
    public record Source(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"})
            String type,

            String folder,
            String revision,
            @Nullable String fromCommit,
            String toCommit,

            @Schema(enumeration = {"none", "until-weights", "always"})
            String hold) {

        static Source of(RepoId repo, String revision, @Nullable String from, String to, String hold) {
            return new Source(repo.id(), repo.type().word(), repo.folder(), revision, from, to, hold);
        }
    }

    /**
     * What happened on the Hub in between.
     *
     * @param commits the commits after {@code fromCommit}, up to {@code toCommit} and with it, the newest first; the newest
     *     hundred at most
     * @param from the commit that is here; null where the Hub does not tell of it
     * @param commitsWhole whether these are all; false when {@code fromCommit} was not found among the newest hundred, as when
     *     the history was written anew
     * @param commitsRefused why there are none, a sentence; null when they were told
     */
    public record History(
            List<Commit> commits,
            @Nullable Commit from,
            boolean commitsWhole,
            @Nullable String commitsRefused) {

        static History of(CommitHistory.Between between) {
            RepoCommit from = between.from();
            return new History(
                    between.commits().stream().map(Commit::of).toList(),
                    from == null ? null : Commit.of(from),
                    between.whole(),
                    between.refused());
        }
    }

    /**
     * One commit.
     *
     * @param id 40 hex digits
     * @param title first line of its message
     * @param date when it was made, or null
     */
    public record Commit(String id, String title, @Nullable Instant date) {

        static Commit of(RepoCommit commit) {
            return new Commit(commit.commit(), commit.title(), commit.date());
        }
    }

    /**
     * What would change here.
     *
     * @param upToDate whether no file would change: where the commits differ, an update would do no more than note the new one
     * @param weightsChanged whether weights would change, come or go; false when it is about words only
     * @param changed files that would come in another version, with the size of that
     * @param added files that would come new
     * @param removed files that would go, as the Hub has them no more and they have a successor or need none
     * @param kept files that the Hub has no more and that stay: only their owner deletes what nothing takes the place of
     */
    public record Files(
            boolean upToDate,
            boolean weightsChanged,
            List<File> changed,
            List<File> added,
            List<File> removed,
            List<File> kept) {

        static Files of(FileChanges changes) {
            return new Files(
                    changes.isEmpty(),
                    changes.weights(),
                    listed(changes.changed()),
                    listed(changes.added()),
                    listed(changes.removed()),
                    listed(changes.kept()));
        }

        private static List<File> listed(List<FileChanges.Change> changes) {
            return new MappedList<>(changes, change -> new File(change.path(), change.sizeBytes(), change.isWeights()));
        }
    }

    /**
     * A file.
     *
     * @param path path in the repo
     * @param bytes its size
     * @param weights whether it is weights, or a vision projector
     */
    public record File(String path, long bytes, boolean weights) {}

    /**
     * What would come.
     *
     * @param bytesToFetch bytes of the changed and added files, without what is here already of an update that was begun
     * @param bytesReusable how many of these need not come over the network: the storage of the Hub (Xet) names the same chunks
     *     for them as for files that are here. Counted by how the storage puts the files together, without reading them; of
     *     a range of chunks that is here in part, by the usual length of one. Other files come whole
     * @param reuseKnown whether that was found out for all of them; when not, more may be reused than is told
     * @param bytesToCheck bytes of files here of which nobody knows yet whether they are those of the commit: they are read first,
     *     and come as well when they are others
     */
    public record Bytes(long bytesToFetch, long bytesReusable, boolean reuseKnown, long bytesToCheck) {}

    /**
     * Room on the disk where the files go: an update's new set arrives beside the old one.
     *
     * @param fits whether there is room for both sets beside what others are going to write; where there is not, it would wait in the
     *     queue until there is
     * @param neededBytes what it would write
     * @param freeBytes room there now, with what the bin would give back
     * @param promisedBytes what other downloads are still going to write there
     * @param keepFreeBytes what stays free there
     * @param missingBytes room that is missing; 0 when it fits
     * @param fitsFileByFile whether it would fit if each file took the place of the old one before the next one comes, which update
     *     does when it is asked to
     * @param neededFileByFile the most that it would need then at one time
     */
    public record Space(
            boolean fits,
            long neededBytes,
            long freeBytes,
            long promisedBytes,
            long keepFreeBytes,
            long missingBytes,
            boolean fitsFileByFile,
            long neededFileByFile) {}
}
