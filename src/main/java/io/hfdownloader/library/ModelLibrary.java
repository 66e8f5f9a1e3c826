package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.files.WriteProbe;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.NameCheck;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The models on this machine: what there is, and every change to it. All methods may be called from any thread; those that
 * touch the disk say so by "Blocks".
 */
@ApplicationScoped
public class ModelLibrary {

    private static final Logger LOG = Logger.getLogger(ModelLibrary.class);
    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RepoLayout layout;
    private final LibraryLock lock;
    private final RepoWriter writer;
    private final TreeStore trees;
    private final RepoLeases leases = new RepoLeases();
    private final VerifiedStore verified;
    private final Trash trash;
    private final LibraryDeletion deletion;
    private final EmptyDownloadCleanup emptyDownloads;
    private final LibraryIndex index;
    private volatile long lastJobNanos = System.nanoTime();
    private volatile String careFailure = "";
    private final NameCheck names;
    private final List<Consumer<RepoId>> deletionListeners = new CopyOnWriteArrayList<>();

    /**
     * Opens the library: makes its folder and keeps other servers out of it. Blocks.
     *
     * @throws LibraryUnavailableException with what to do about it when it cannot be used
     */
    public ModelLibrary(LibraryConfig config) {
        OpenedLibrary opened = OpenedLibrary.open(config.modelsDir());
        this.layout = opened.layout();
        this.lock = opened.lock();
        this.trash = opened.trash();
        this.names = new NameCheck(layout, opened.caseFolding());
        this.writer = new RepoWriter(layout);
        this.trees = new TreeStore(layout);
        this.verified = new VerifiedStore(layout);
        this.deletion = new LibraryDeletion(layout, writer, leases, trash, this::tellDeleted);
        this.emptyDownloads = new EmptyDownloadCleanup(layout, writer, leases);
        this.index = new LibraryIndex(layout);
    }

    /** Where files go. */
    public RepoLayout layout() {
        return layout;
    }

    /** Which files can be here under their names. */
    public NameCheck names() {
        return names;
    }

    /** What the last scan found, by name; from memory, and empty before the first scan. */
    public List<LibraryModel> models() {
        return index.models();
    }

    /** One model as the last scan found it; from memory. */
    public Optional<LibraryModel> model(RepoId repo) {
        return models().stream().filter(model -> repo.equals(model.repo())).findFirst();
    }

    /** Folders in the place of a model that the last scan did not look into, and why; from memory. */
    public List<SkippedFolder> skippedFolders() {
        return index.skippedFolders();
    }

    /** What there is now, not older than a second or the last job that ended well; many callers cost one scan. Blocks. */
    public List<LibraryModel> freshModels() throws IOException {
        long asked = System.nanoTime();
        layout.requireRoot(); // also while the last scan is young
        return index.modelsSince(asked - Math.min(MAX_AGE_NANOS, asked - lastJobNanos));
    }

    /** Looks at the disk, whatever the last scan found and when. Blocks. */
    public List<LibraryModel> scan() throws IOException {
        return index.modelsSince(System.nanoTime());
    }

    /**
     * The right to work in a repo's folder, to be closed when done; many may have it at once. Blocks briefly, does not wait.
     *
     * @throws LibraryException while the repo is being deleted
     */
    public RepoLease lease(RepoId repo) {
        return leases.takeShared(layout.repoFolder(repo), repo.folder());
    }

    /** How a file of the Hub compares to the one on disk, without reading its content. Blocks. */
    public FileMatch compare(RepoId repo, RepoFile file) throws IOException {
        BasicFileAttributes found;
        try {
            found = attributes(layout.file(repo, file.path()));
        } catch (NoSuchFileException e) {
            return FileMatch.MISSING;
        }
        if (!found.isRegularFile() || found.size() != file.sizeBytes()) {
            return FileMatch.DIFFERENT;
        }
        if (verified.of(repo).knows(file.path(), file.etag(), found)) {
            return FileMatch.SAME_VERIFIED;
        }
        boolean contradicted = writer.validMetadata(repo, file.path())
                .filter(metadata -> !metadata.etag().equals(file.etag()))
                .isPresent();
        return contradicted ? FileMatch.DIFFERENT : FileMatch.SAME_UNCHECKED;
    }

    /**
     * Whether the metadata beside a file says that its content is this one and nothing has changed since, as it is after a
     * download of the Python client. Blocks.
     */
    public boolean hasMatchingMetadata(RepoId repo, RepoFile file) {
        return writer.validMetadata(repo, file.path())
                .filter(metadata -> metadata.etag().equals(file.etag()))
                .isPresent();
    }

    /** The commit that a file here is of, as the metadata beside it says; empty when it has changed since. Blocks. */
    Optional<String> commitOf(RepoId repo, String path) {
        return writer.validMetadata(repo, path).map(FileMetadata::commit);
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
        Path path = layout.file(repo, file.path());
        BasicFileAttributes before = attributes(path);
        if (before.size() != file.sizeBytes()
                || !ContentHash.matches(path, file.etag(), cancelled, hashedBytes)
                || !isSame(before, attributes(path))) {
            verified.of(repo).forget(file.path());
            return false;
        }
        verified.of(repo).put(file.path(), file.etag(), before);
        writer.confirm(repo, file, commit);
        return true;
    }

    /**
     * Records that a file which is {@link FileMatch#SAME_VERIFIED} is also the one of this commit, so that the Python client need
     * not ask. Blocks.
     */
    public void confirm(RepoId repo, RepoFile file, String commit) throws IOException {
        writer.confirm(repo, file, commit);
    }

    /**
     * Makes a whole and verified file visible under its final name in place of an older one, then records where it came from. A
     * reader sees the old file or the new one. A power failure before the next {@link #flush} may take a new name back, not an
     * old file's new content. Blocks.
     *
     * @return the final place
     */
    public Path publish(RepoId repo, RepoFile file, String commit, Path partial) throws IOException {
        Path target = writer.publish(repo, file, commit, partial);
        verified.of(repo).put(file.path(), file.etag(), attributes(target));
        verified.of(repo).forget(stagedName(partial));
        return target;
    }

    /**
     * Records that the partial data of a file is whole and verified, though another file stands in its place for now. Blocks.
     */
    public void stage(RepoId repo, RepoFile file) throws IOException {
        Path partial = layout.partialFile(repo, file);
        verified.of(repo).put(stagedName(partial), file.etag(), attributes(partial));
    }

    /** Whether {@link #stage} was recorded and nothing has changed since. Blocks. */
    public boolean isStaged(RepoId repo, RepoFile file) throws IOException {
        Path partial = layout.partialFile(repo, file);
        try {
            BasicFileAttributes found = attributes(partial);
            return found.size() == file.sizeBytes() && verified.of(repo).knows(stagedName(partial), file.etag(), found);
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** No file of a repo may have such a path. */
    private static String stagedName(Path partial) {
        return RepoLayout.CACHE + "/" + partial.getFileName();
    }

    /**
     * Makes the names of published files last through a power failure and saves what was learnt of them; to be called every few
     * seconds. Blocks.
     */
    void flush() throws IOException {
        writer.forceFolders();
        verified.flush();
    }

    /** As {@link #flush}, at the end of a job: whoever asks for the models from now on sees what it did. Blocks. */
    public void flushAfterJob() throws IOException {
        flush();
        lastJobNanos = System.nanoTime();
    }

    /** Keeps the tree of a commit, which tells later what a variant must have. Blocks. */
    public void saveTree(RepoTree tree) throws IOException {
        trees.save(tree);
    }

    /** Takes back {@link #saveTree}: what was kept is not to be believed. Blocks. */
    public void forgetTree(RepoTree tree) throws IOException {
        trees.remove(tree.repo(), tree.commit());
    }

    /** The tree kept of a commit. Blocks. */
    public Optional<RepoTree> tree(RepoId repo, String commit) {
        return trees.read(repo, commit);
    }

    /**
     * Files of a repo that are here, verified, and known to the Hub's content-addressed storage: as they are on the disk
     * now, whatever commit they belong to. Blocks.
     */
    public List<StoredCopy> storedCopies(RepoId repo) throws IOException {
        Map<String, StoredCopy> copies = new LinkedHashMap<>();
        for (RepoTree tree : trees.all(repo)) {
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
                    ? Optional.of(new StoredCopy(file.path(), layout.file(repo, file.path()), hash, file.sizeBytes()))
                    : Optional.empty();
        } catch (LibraryException | IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * What became of files that came from the Hub and are there no more.
     *
     * @param removed paths of those that were removed
     * @param kept paths of those that stay because nothing takes their place
     */
    public record Departed(List<String> removed, List<String> kept) {}

    /**
     * Removes files which came from the Hub and are there no more; never one that was put here by other means, and no
     * weights that have no verified successor of the same variant. Trees of commits of which no file is left go as well. To
     * be called when all else of an update is done. Blocks.
     *
     * @param from the commit that the update found here; weights of another one, or where it is not known, are not its to remove
     */
    public Departed removeStale(RepoTree upstream, @Nullable String from) throws IOException {
        RepoId repo = upstream.repo();
        StaleFiles.Outcome outcome = StaleFiles.remove(
                layout, writer, upstream, from, file -> compare(repo, file) == FileMatch.SAME_VERIFIED);
        outcome.removed().forEach(verified.of(repo)::forget);
        Set<String> commits = new HashSet<>(outcome.keptCommits());
        commits.add(upstream.commit());
        trees.removeAllBut(repo, commits);
        return new Departed(outcome.removed(), outcome.kept());
    }

    /** Has somebody told, on the thread of the deletion, of each repo's folder that was deleted through us. */
    void onDeletion(Consumer<RepoId> listener) {
        deletionListeners.add(listener);
    }

    private void tellDeleted(RepoId repo) {
        deletionListeners.forEach(listener -> listener.accept(repo));
    }

    /**
     * Removes what a download left that ended before its first byte came, so that no empty model stays. What was there before it,
     * has a byte in it, or is the beginning of a file is kept, and then all else, too. Blocks.
     *
     * @param since when the download was asked for
     * @return false when there was something to be kept, or nothing at all
     * @throws LibraryException while anybody but the caller, who holds a {@link #lease}, works there
     */
    public boolean removeEmptyDownload(RepoId repo, Instant since) throws IOException {
        boolean removed = emptyDownloads.remove(repo, since);
        if (removed) {
            tellDeleted(repo);
            refreshAfterChange();
        }
        return removed;
    }

    /**
     * Deletes a repo with all its files, partial ones too. It is gone for every reader when this returns; the space is given back
     * soon after. Blocks briefly.
     *
     * @throws LibraryException when it is not there, while a download works on it, or when its folder is a symbolic link
     */
    public void delete(RepoId repo) throws IOException {
        deletion.deleteRepo(repo, LibraryScan.isRepo(layout.repoFolder(repo)) || isListedAsWhole(repo));
        refreshAfterChange();
    }

    private boolean isListedAsWhole(RepoId repo) throws IOException {
        return scan().stream().anyMatch(model -> repo.equals(model.repo()) && model.wholeFolder());
    }

    /**
     * Deletes the files of one variant, whole and partial ones, and leaves the rest. Blocks.
     *
     * @throws LibraryException when there is no such variant, or while a download works on the repo
     */
    public void deleteVariant(RepoId repo, String label) throws IOException {
        LibraryModel model = scan().stream()
                .filter(candidate -> repo.equals(candidate.repo()))
                .findFirst()
                .orElseThrow(() -> LibraryException.notFound(repo.folder() + " is not in the library."));
        deletion.deleteVariant(repo, model, label);
        refreshAfterChange();
    }

    /**
     * Deletes the model, or the single file, that has this absolute path. Blocks.
     *
     * @throws LibraryException for a path outside the library, or of what is no model and no model's file, when nothing is
     *     there, or while a download works on it
     */
    public void deletePath(String absolutePath) throws IOException {
        deletion.deletePath(absolutePath, scan());
        refreshAfterChange();
    }

    /** False when nothing can be written any more: the disk is full, read-only, or was taken away. Blocks: only a write tells. */
    public boolean writable() {
        return layout.absence().isEmpty() && WriteProbe.succeedsIn(layout.stateFolder());
    }

    /** Why the models directory cannot be used now, as a sentence; empty when it is there. Blocks. */
    public Optional<DiskException> absence() {
        return layout.absence();
    }

    /** Whether so many bytes can be written in a repo's folder, and a few in the program's own. Blocks: only a write tells. */
    public boolean takesBytes(RepoId repo, long bytes) {
        Path folder = layout.downloadFolder(repo);
        return WriteProbe.succeedsIn(layout.stateFolder())
                && (!Files.isDirectory(folder) || WriteProbe.succeedsIn(folder, bytes));
    }

    /** Whether the models directory is there, and the disk of a repo's folder answers. Blocks. */
    public boolean isReachable(RepoId repo) {
        if (layout.absence().isPresent()) {
            return false;
        }
        try {
            return attributes(layout.downloadFolder(repo)).isDirectory();
        } catch (NoSuchFileException none) {
            return true;
        } catch (IOException failure) {
            return DiskException.of("", failure).kind() != DiskException.Kind.DISCONNECTED;
        }
    }

    /** Room on the disk. Blocks. */
    public DiskSpace space() throws IOException {
        layout.requireRoot();
        FileStore disk = Files.getFileStore(layout.root());
        return new DiskSpace(disk.getUsableSpace(), disk.getTotalSpace());
    }

    /** Saves what is to be saved and lets other servers in. Blocks. */
    @PreDestroy
    public void close() {
        try (lock) {
            flush();
        } catch (DiskException away) {
            LOG.warnf("What was verified could not be saved and will be hashed again: %s", away.detail());
        } catch (IOException e) {
            LOG.warn(DiskException.of("What was verified could not be saved and will be hashed again", e)
                    .detail());
        }
    }

    /** A library that cannot be used is to stop the start, not the first request. */
    void start(@Observes @Priority(1) StartupEvent event) {
        LOG.infof("Models are in %s", layout.root());
    }

    @Scheduled(
            every = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void rescan() {
        try {
            emptyTrash();
            index.refresh(System.nanoTime());
            flush();
            careFailure = "";
        } catch (IOException | RuntimeException e) {
            String reason = DiskException.within(e)
                    .map(disk -> DiskException.of("The models directory cannot be looked after", disk)
                            .detail())
                    .orElse(e instanceof DiskException away ? away.detail() : e.toString());
            if (!reason.equals(careFailure)) { // it is tried again and again, and told once
                LOG.warn(reason);
                careFailure = reason;
            }
        }
    }

    /** Deleted is what is in the trash; nobody waits until the disk has got its space back, which takes long for a large model. */
    private void refreshAfterChange() throws IOException {
        verified.forgetMissing();
        try {
            index.refresh(System.nanoTime());
        } catch (IOException e) {
            LOG.debugf(e, "The next scan will tell what was deleted");
        }
        emptyTrash();
    }

    /** What is left when the server ends is found by the next one. */
    private void emptyTrash() {
        if (!trash.isEmpty()) {
            Infrastructure.getDefaultWorkerPool().execute(trash::empty);
        }
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        return one.size() == other.size() && one.lastModifiedTime().equals(other.lastModifiedTime());
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
