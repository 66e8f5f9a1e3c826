package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.BlockSums;
import io.hfdownloader.files.ContentHash;
import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.OccupiedPlaces;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.library.metadata.VerifiedFiles;
import io.hfdownloader.library.store.TreeStore;
import io.hfdownloader.library.store.VerifiedStore;
import io.hfdownloader.library.swap.FolderLocks;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.library.swap.SwapSteps;
import io.hfdownloader.variant.name.WeightFiles;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Single files of repos, as they are on the disk: how they compare to those of the Hub, which are verified, and how they get
 * their names. Any thread.
 */
public final class RepoFiles {

    private static final Logger LOG = Logger.getLogger(RepoFiles.class);

    private final Function<RepoId, Parts> parts;

    /** What files of one place are worked on with. */
    record Parts(RepoLayout layout, RepoWriter writer, TreeStore trees, VerifiedStore verified, FolderLocks locks) {}

    /** @param parts those of the place that a repo has; does not block for long */
    RepoFiles(Function<RepoId, Parts> parts) {
        this.parts = parts;
    }

    private Parts at(RepoId repo) {
        return parts.apply(repo);
    }

    private RepoLayout layout(RepoId repo) {
        return at(repo).layout();
    }

    private RepoWriter writer(RepoId repo) {
        return at(repo).writer();
    }

    private VerifiedFiles known(RepoId repo) {
        return at(repo).verified().of(repo);
    }

    /** How a file of the Hub compares to the one on disk, without reading its content. Blocks. */
    public FileMatch compare(RepoId repo, RepoFile file) throws IOException {
        Path path = layout(repo).file(repo, file.path());
        BasicFileAttributes found;
        try {
            found = attributes(path);
        } catch (FileSystemException failure) {
            if (failure instanceof NoSuchFileException || OccupiedPlaces.isBelowFile(path)) {
                return FileMatch.MISSING;
            }
            throw failure;
        }
        if (!found.isRegularFile() || found.size() != file.sizeBytes()) {
            return FileMatch.DIFFERENT;
        }
        if (known(repo).knows(file.path(), file.etag(), found)) {
            return FileMatch.SAME_VERIFIED;
        }
        if (known(repo).knowsDamage(file.path(), file.etag(), found)) {
            return FileMatch.DIFFERENT;
        }
        boolean contradicted = writer(repo)
                .validMetadata(repo, file.path())
                .filter(metadata -> !metadata.etag().equals(file.etag()))
                .isPresent();
        return contradicted ? FileMatch.DIFFERENT : FileMatch.SAME_UNCHECKED;
    }

    /** Where a file of the Hub is that is in its place, verified, and has not changed since. Blocks. */
    Optional<Path> verified(RepoId repo, RepoFile file) throws IOException {
        return compare(repo, file) == FileMatch.SAME_VERIFIED
                ? Optional.of(layout(repo).file(repo, file.path()))
                : Optional.empty();
    }

    /** Whether weights are here for which the Hub has an empty file now, as after a mishap there. Blocks. */
    public boolean isEmptied(RepoId repo, RepoFile file) {
        return file.sizeBytes() == 0
                && isEmptied(file, layout(repo).file(repo, file.path()).toFile().length());
    }

    static boolean isEmptied(RepoFile upstream, long bytesHere) {
        return upstream.sizeBytes() == 0 && bytesHere > 0 && WeightFiles.isWeight(upstream.path(), bytesHere);
    }

    /**
     * Whether the metadata beside a file says that its content is this one and nothing has changed since, as it is after a
     * download of the Python client. Blocks.
     */
    public boolean hasMatchingMetadata(RepoId repo, RepoFile file) {
        return writer(repo)
                .validMetadata(repo, file.path())
                .filter(metadata -> metadata.etag().equals(file.etag()))
                .isPresent();
    }

    /** The commit that a file here is of, as the metadata beside it says; empty when it has changed since. Blocks. */
    Optional<String> commitOf(RepoId repo, String path) {
        return writer(repo).validMetadata(repo, path).map(FileMetadata::commit);
    }

    /**
     * Hashes a file that is in place and, when it is the one of this commit, records that. Blocks for as long as reading takes.
     *
     * @param hashedBytes told now and then how many bytes from the start have gone through the hash
     * @return false when its content is another
     * @throws CancellationException when cancelled
     */
    public boolean verify(
            RepoId repo, RepoFile file, String commit, BooleanSupplier cancelled, LongConsumer hashedBytes)
            throws IOException {
        return verify(repo, file, commit, cancelled, hashedBytes, () -> () -> {});
    }

    /** As the other one, but leaves beside the file what stands there of its commit. Blocks for as long as reading takes. */
    public boolean verify(RepoId repo, RepoFile file, BooleanSupplier cancelled, LongConsumer hashedBytes)
            throws IOException {
        return verify(repo, file, null, cancelled, hashedBytes, () -> () -> {});
    }

    /**
     * The same for whoever has no right to work in the folder while the file is read, so that it may be deleted meanwhile.
     *
     * @param commit null to leave beside the file what stands there
     * @param right asked for while something is recorded
     */
    public boolean verify(
            RepoId repo,
            RepoFile file,
            @Nullable String commit,
            BooleanSupplier cancelled,
            LongConsumer hashedBytes,
            Supplier<RepoLease> right)
            throws IOException {
        Path path = layout(repo).file(repo, file.path());
        BasicFileAttributes before = attributes(path);
        BlockSums sums = sumsToMake(repo, file);
        if (before.size() != file.sizeBytes()
                || !ContentHash.matches(path, file.etag(), sums, cancelled, hashedBytes)) {
            known(repo).forget(file.path(), file.etag());
            return false;
        }
        try (RepoLease lease = right.get();
                FolderLocks.Held held = at(repo).locks().lock(repo)) { // what an update puts there is not what was read
            if (!isSame(before, attributes(path))) {
                known(repo).forget(file.path(), file.etag());
                return false;
            }
            known(repo).put(file.path(), file.etag(), before);
            if (commit != null) {
                writer(repo).confirm(repo, file, commit);
            }
            if (sums != null) {
                keepSums(repo, file, sums);
            }
        }
        return true;
    }

    /** Null where there are some, or the file is too small for them to be of use. */
    private @Nullable BlockSums sumsToMake(RepoId repo, RepoFile file) {
        return file.sizeBytes() < BlockSums.MIN_FILE_BYTES
                        || blockSums(repo, file).isPresent()
                ? null
                : BlockSums.of(file.sizeBytes());
    }

    /** They only spare bytes, should the file be damaged one day. */
    private void keepSums(RepoId repo, RepoFile file, BlockSums sums) {
        try {
            Path place = layout(repo).blockSums(repo, file.etag());
            layout(repo).makeFolder(layout(repo).blockSumsFolder(repo));
            try (OpenFolder folder = layout(repo).rootFolder().openParent(place)) {
                AtomicFile.writeUnforced(folder, folder.name(file.etag()), sums.toBytes());
            }
        } catch (LibraryException | IOException refused) {
            LOG.debugf(refused, "The sums of %s are not kept", file.path());
        }
    }

    /** The sums of a file as the Hub has it, which were made when it was verified; empty where none were. Blocks. */
    public Optional<BlockSums> blockSums(RepoId repo, RepoFile file) {
        return BlockSums.read(layout(repo).blockSums(repo, file.etag()), file.sizeBytes());
    }

    /** Whether a file's content was found to be another than the Hub's, and nothing has changed since. Blocks. */
    public boolean isDamaged(RepoId repo, RepoFile file) throws IOException {
        try {
            return known(repo)
                    .knowsDamage(
                            file.path(), file.etag(), attributes(layout(repo).file(repo, file.path())));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /**
     * Records that a file's content is not the Hub's, though its size and time say that nobody has changed it. Blocks.
     *
     * @param read what the file was when its content was read
     * @return false when another one stands there by now
     */
    public boolean recordDamage(RepoId repo, String path, String etag, BasicFileAttributes read) throws IOException {
        try (FolderLocks.Held held = at(repo).locks().lock(repo)) {
            boolean same = isSame(read, attributes(layout(repo).file(repo, path)));
            if (same) {
                known(repo).putDamaged(path, etag, read);
            }
            return same;
        }
    }

    /**
     * Whether a file has the time that it had when its content was known: when it was hashed here, else when the metadata beside it
     * was written. Blocks.
     */
    public boolean isUntouched(RepoId repo, String path, String etag) throws IOException {
        BasicFileAttributes found = attributes(layout(repo).file(repo, path));
        return known(repo)
                .hasSameTime(path, etag, found)
                .orElseGet(() -> writer(repo)
                        .validMetadata(repo, path)
                        .filter(metadata -> metadata.etag().equals(etag))
                        .isPresent());
    }

    /** When a file's content was read last and what came of it, if it has not changed since. Blocks. */
    public Optional<VerifiedFiles.Verdict> verdict(RepoId repo, String path) throws IOException {
        try {
            BasicFileAttributes found = attributes(layout(repo).file(repo, path));
            return known(repo).verdict(path, found.size(), found.lastModifiedTime());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /**
     * Records that a file which is {@link FileMatch#SAME_VERIFIED} is also the one of this commit, so that the Python client need
     * not ask. Blocks.
     */
    public void confirm(RepoId repo, RepoFile file, String commit) throws IOException {
        writer(repo).confirm(repo, file, commit);
    }

    /**
     * Makes a whole and verified file visible under its final name in place of an older one, then records where it came from. A
     * reader sees the old file or the new one. A power failure before the next {@link ModelLibrary#flushAfterJob} may take a new name back, not an
     * old file's new content. Blocks.
     *
     * @return the final place
     */
    public Path publish(RepoId repo, RepoFile file, String commit, Path partial) throws IOException {
        try (FolderLocks.Held held = at(repo).locks().lock(repo)) {
            Path target = writer(repo).publish(repo, file, commit, partial);
            known(repo).put(file.path(), file.etag(), attributes(target));
            known(repo).forget(stagedName(partial));
            return target;
        }
    }

    /** Brings a file from elsewhere. */
    @FunctionalInterface
    public interface Arrival {
        /** Makes it be there, where nothing is, unless it is there already. Blocks. */
        void at(Path place) throws IOException;
    }

    /**
     * Has a file brought whose content is known to be this one, and records where it came from. What was noted of another file in its
     * place is removed before, so that it vouches for this one at no moment. Blocks.
     */
    public void adopt(RepoId repo, RepoFile file, String commit, Arrival arrival) throws IOException {
        try (FolderLocks.Held held = at(repo).locks().lock(repo)) {
            Path place = writer(repo).makePlace(repo, file);
            if (compare(repo, file) != FileMatch.SAME_VERIFIED) {
                arrival.at(place);
                BasicFileAttributes found = attributes(place);
                if (!found.isRegularFile() || found.size() != file.sizeBytes()) {
                    throw new NoSuchFileException(place.toString());
                }
                known(repo).put(file.path(), file.etag(), found);
            }
            writer(repo).confirm(repo, file, commit);
        }
    }

    /**
     * Records that the partial data of a file is whole and verified, though another file stands in its place for now. Blocks.
     */
    public void stage(RepoId repo, RepoFile file) throws IOException {
        Path partial = layout(repo).partialFile(repo, file);
        known(repo).put(stagedName(partial), file.etag(), attributes(partial));
    }

    /** Whether {@link #stage} was recorded and nothing has changed since. Blocks. */
    public boolean isStaged(RepoId repo, RepoFile file) throws IOException {
        Path partial = layout(repo).partialFile(repo, file);
        try {
            BasicFileAttributes found = attributes(partial);
            return found.size() == file.sizeBytes() && known(repo).knows(stagedName(partial), file.etag(), found);
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** Where the files of a set are: beside their places, or in them with a note of another commit. */
    record Sorted(Set<RepoFile> arriving, List<RepoFile> staying) {

        boolean holds(RepoFile file) {
            return arriving.contains(file);
        }
    }

    /**
     * Sorts the files of a set. Blocks.
     *
     * @throws NoSuchFileException when one is neither in its place nor beside it, or not any more as it was verified
     */
    Sorted sort(NewSet set) throws IOException {
        RepoId repo = set.tree().repo();
        Optional<String> commit = Optional.of(set.tree().commit());
        Set<RepoFile> arriving = new LinkedHashSet<>();
        List<RepoFile> staying = new ArrayList<>();
        for (RepoFile file : set.files()) {
            if (compare(repo, file) == FileMatch.SAME_VERIFIED) {
                if (!commitOf(repo, file.path()).equals(commit)) {
                    staying.add(file);
                }
            } else if (isStaged(repo, file)) {
                arriving.add(file);
            } else {
                throw new NoSuchFileException(
                        layout(repo).file(repo, file.path()).toString());
            }
        }
        return new Sorted(arriving, staying);
    }

    /** Makes what lies beside its place, and what is known of it, last through a power failure. Blocks. */
    void forceBeside(RepoId repo, Set<RepoFile> files) throws IOException {
        for (RepoFile file : files) {
            writer(repo).forceBeside(repo, file);
        }
        writer(repo).forcePartials(repo);
        at(repo).verified().flush();
    }

    /** What a swap does to the files of the repos of one place. */
    SwapSteps swapSteps(Parts own) {
        return new Steps(own);
    }

    private final class Steps implements SwapSteps {

        private final Parts own;

        Steps(Parts own) {
            this.own = own;
        }

        @Override
        public Place placeOf(RepoId folder, RepoFile file) throws IOException {
            if (compare(folder, file) == FileMatch.SAME_VERIFIED) {
                return Place.ARRIVED;
            }
            if (isStaged(folder, file)) {
                return Place.BESIDE;
            }
            return isMoved(folder, file) ? Place.ARRIVED : Place.LOST;
        }

        /** What was verified beside its place is known by size and time; a rename changes neither. */
        private boolean isMoved(RepoId folder, RepoFile file) throws IOException {
            String staged = stagedName(layout(folder).partialFile(folder, file));
            try {
                BasicFileAttributes found = attributes(layout(folder).file(folder, file.path()));
                if (found.isRegularFile() && known(folder).knows(staged, file.etag(), found)) {
                    known(folder).put(file.path(), file.etag(), found);
                    return true;
                }
                return false;
            } catch (NoSuchFileException gone) {
                return false;
            }
        }

        @Override
        public boolean isTaken(RepoId folder, String path) {
            return Files.exists(layout(folder).file(folder, path), LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void publish(RepoId folder, RepoFile file, String commit) throws IOException {
            Path partial = layout(folder).partialFile(folder, file);
            Path published = RepoFiles.this.publish(folder, file, commit, partial);
        }

        @Override
        public void confirm(RepoId folder, RepoFile file, String commit) throws IOException {
            writer(folder).confirm(folder, file, commit);
        }

        @Override
        public void removeNote(RepoId folder, String path) throws IOException {
            layout(folder).rootFolder().delete(layout(folder).metadata(folder, path));
        }

        @Override
        public boolean isOfHub(RepoId folder, String path) throws IOException {
            try {
                var modified = attributes(layout(folder).file(folder, path)).lastModifiedTime();
                return FileMetadata.require(layout(folder).metadata(folder, path))
                        .filter(note -> note.isValidFor(modified))
                        .isPresent();
            } catch (NoSuchFileException gone) {
                return true;
            }
        }

        @Override
        public void remove(RepoId folder, List<String> paths) throws IOException {
            writer(folder).remove(folder, paths);
            paths.forEach(known(folder)::forget);
        }

        @Override
        public void tidy(RepoId folder, List<RepoFile> files) throws IOException {
            if (!files.isEmpty()) {
                writer(folder).removePartials(folder, files);
            }
            files.forEach(file -> known(folder).forget(stagedName(layout(folder).partialFile(folder, file))));
        }

        @Override
        public void keepTrees(RepoId folder, Set<String> commits) throws IOException {
            at(folder).trees().removeAllBut(folder, commits);
            removeSumsOfOthers(folder);
        }

        /** Of files that are replaced nobody needs the sums. */
        private void removeSumsOfOthers(RepoId folder) throws IOException {
            Path sums = layout(folder).blockSumsFolder(folder);
            List<Path> names =
                    Files.isDirectory(sums) ? layout(folder).rootFolder().names(sums) : List.of();
            if (names.isEmpty()) {
                return;
            }
            Set<String> etags = new HashSet<>();
            at(folder).trees().all(folder).forEach(tree -> tree.files().forEach(file -> etags.add(file.etag())));
            for (Path name : names) {
                if (!etags.contains(name.toString())) {
                    layout(folder).rootFolder().delete(sums.resolve(name));
                }
            }
        }

        @Override
        public void force() throws IOException {
            own.writer().forceFolders();
            own.verified().flush();
        }
    }

    /** No file of a repo may have such a path. */
    private static String stagedName(Path partial) {
        return RepoLayout.CACHE + "/" + partial.getFileName();
    }

    /**
     * Files of a repo that are here, verified, and known to the Hub's content-addressed storage: as they are on the disk
     * now, whatever commit they belong to. Blocks.
     */
    public List<StoredCopy> storedCopies(RepoId repo) throws IOException {
        Map<String, StoredCopy> copies = new LinkedHashMap<>();
        for (RepoTree tree : at(repo).trees().all(repo)) {
            for (RepoFile file : tree.files()) {
                copy(repo, file).ifPresent(copy -> copies.putIfAbsent(file.path(), copy));
            }
        }
        return List.copyOf(copies.values());
    }

    /** Nothing where it cannot be read: nobody fails for a hint. */
    private Optional<StoredCopy> copy(RepoId repo, RepoFile file) {
        String hash = file.xetHash();
        if (hash == null) {
            return Optional.empty();
        }
        try {
            return compare(repo, file) == FileMatch.SAME_VERIFIED
                    ? Optional.of(
                            new StoredCopy(file.path(), layout(repo).file(repo, file.path()), hash, file.sizeBytes()))
                    : Optional.empty();
        } catch (LibraryException | IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        return one.size() == other.size() && one.lastModifiedTime().equals(other.lastModifiedTime());
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
