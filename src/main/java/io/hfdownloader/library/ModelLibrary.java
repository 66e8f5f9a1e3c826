package io.hfdownloader.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.NameCheck;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.library.layout.ShownPathConfig;
import io.hfdownloader.library.swap.FolderLocks;
import io.hfdownloader.library.swap.MovingFolders;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.library.swap.OldFiles;
import io.hfdownloader.library.swap.SwapJournal;
import io.hfdownloader.library.swap.Swaps;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
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
    private final RepoFiles files;
    private final LibraryDisk disk;
    private final Trash trash;
    private final LibraryDeletion deletion;
    private final EmptyDownloadCleanup emptyDownloads;
    private final LibraryIndex index;
    private final FolderLocks locks = new FolderLocks();
    private final MovingFolders moving;
    private final Swaps swaps;
    private volatile long lastJobNanos = System.nanoTime();
    private volatile String careFailure = "";
    private final NameCheck names;
    private final List<Consumer<RepoId>> deletionListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

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
        this.files = new RepoFiles(layout, writer, trees, verified, locks);
        this.disk = new LibraryDisk(layout);
        this.deletion = new LibraryDeletion(layout, writer, leases, trash, this::tellDeleted);
        this.emptyDownloads = new EmptyDownloadCleanup(layout, writer, leases);
        this.moving = new MovingFolders(layout.root());
        this.swaps = new Swaps(layout, locks, files.swapSteps(), OldFiles.LOST, moving);
        this.index = new LibraryIndex(layout, moving);
        completeSwaps();
    }

    /** Where files go. */
    public RepoLayout layout() {
        return layout;
    }

    /** What places here are called for users. */
    @Produces
    @Singleton
    ShownPath shownPath(ShownPathConfig config) {
        return new ShownPath(layout.root(), config.shownDir());
    }

    /** Which files can be here under their names. */
    public NameCheck names() {
        return names;
    }

    /** Single files of repos. */
    public RepoFiles files() {
        return files;
    }

    /** Whether the disk can be used, and how much room it has. */
    public LibraryDisk disk() {
        return disk;
    }

    /** What the last scan found, by name; from memory, and empty before the first scan. */
    public List<LibraryModel> models() {
        return index.models();
    }

    /** Whether the last scan began after the last job that ended well; from memory. */
    public boolean hasSeenLastJob() {
        return index.isSince(lastJobNanos);
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
        long oldest = oldestFresh();
        layout.requireRoot(); // also while the last scan is young
        return index.modelsSince(oldest);
    }

    /**
     * As {@link #freshModels()}, for many; nobody blocks, and all who ask at the same time wait for one look. Fails when the
     * models directory is not there or its disk does not answer.
     *
     * @param patience how long the disk may take for one answer
     */
    public Uni<List<LibraryModel>> freshModels(Duration patience) {
        return Uni.createFrom().deferred(() -> {
            long oldest = oldestFresh();
            return disk.presence(patience).chain(() -> index.modelsSince(oldest, patience));
        });
    }

    private long oldestFresh() {
        long asked = System.nanoTime();
        return asked - Math.min(MAX_AGE_NANOS, asked - lastJobNanos);
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
        changeListeners.forEach(Runnable::run);
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
     * What became of files that came from the Hub and are there no more.
     *
     * @param removed paths of those that were removed
     * @param kept paths of those that stay because nothing takes their place
     */
    public record Departed(List<String> removed, List<String> kept) {}

    /**
     * Puts a set of files in its place, as one: whatever happens, the old files are here or the new ones, never some of each. What came
     * from the Hub and is there no more goes with the old ones, if the set {@link NewSet#replacesOld}; never what was put here by other
     * means, and no weights that have no verified successor of the same variant. Blocks for as long as renames take.
     *
     * @param beforeFirstMove called when all is looked at and nothing has changed: what it throws ends the swap; after it, the swap
     *     is carried through, by {@link #completeSwap} if not now
     * @throws NoSuchFileException when a file of the set is not here any more
     */
    public Departed swap(NewSet set, Runnable beforeFirstMove) throws IOException {
        RepoId repo = set.tree().repo();
        try (FolderLocks.Held held = locks.lock(repo)) {
            swaps.complete(repo);
            RepoFiles.Sorted sorted = files.sort(set);
            StaleFiles.Outcome stale = set.replacesOld() ? stale(set, sorted) : StaleFiles.Outcome.NOTHING;
            Set<String> commits = new HashSet<>(stale.keptCommits());
            commits.add(set.tree().commit());
            SwapJournal journal = new SwapJournal(
                    repo,
                    set.from(),
                    set.tree().commit(),
                    List.copyOf(sorted.arriving()),
                    sorted.staying(),
                    stale.renamed(),
                    stale.removed(),
                    set.replacesOld() ? commits : null);
            if (!journal.isEmpty()) {
                files.forceBeside(repo, sorted.arriving());
                beforeFirstMove.run();
                swaps.carryOut(journal);
            } else if (set.replacesOld()) {
                trees.removeAllBut(repo, commits);
            }
            return new Departed(stale.removed(), stale.kept());
        }
    }

    private StaleFiles.Outcome stale(NewSet set, RepoFiles.Sorted sorted) throws IOException {
        return StaleFiles.find(layout, set.tree(), set.from(), sorted.arriving(), new StaleFiles.Verified() {
            @Override
            public boolean holds(RepoFile file) throws IOException {
                return contentOf(file).isPresent();
            }

            @Override
            public Optional<Path> contentOf(RepoFile file) throws IOException {
                RepoId repo = set.tree().repo();
                return sorted.holds(file) ? Optional.of(layout.partialFile(repo, file)) : files.verified(repo, file);
            }
        });
    }

    /**
     * Goes on with a swap of a repo's files that was interrupted, if there is one. To be called by whoever has a {@link #lease} before
     * anything is done there. Blocks for as long as renames take; fails as long as the disk refuses.
     */
    public void completeSwap(RepoId repo) throws IOException {
        swaps.complete(repo);
    }

    /** Why the files of a repo are partly old and partly new, as a sentence; empty where they are not. From memory. */
    public Optional<String> interruptedSwap(RepoId repo) {
        return moving.stuck(repo);
    }

    /** What a disk refused, or a process before this one did not finish, is tried again. Blocks briefly. */
    private void completeSwaps() {
        swaps.recover();
        for (RepoId repo : moving.allStuck()) {
            try (RepoLease lease = lease(repo)) {
                swaps.complete(repo);
            } catch (IOException | RuntimeException told) {
                LOG.debugf(told, "The files of %s are not all in their places yet", repo);
            }
        }
    }

    /**
     * What {@link #swap} would do to old files once all files of an update are here and verified; changes nothing. Blocks.
     *
     * @param planned the files that the update is about, here or still to come
     */
    public Departed departing(RepoTree upstream, @Nullable String from, Collection<RepoFile> planned)
            throws IOException {
        Set<RepoFile> then = Set.copyOf(planned);
        StaleFiles.Outcome outcome = StaleFiles.find(layout, upstream, from, then, new StaleFiles.Verified() {
            @Override
            public boolean holds(RepoFile file) throws IOException {
                return then.contains(file) || contentOf(file).isPresent();
            }

            @Override
            public Optional<Path> contentOf(RepoFile file) throws IOException {
                return files.verified(upstream.repo(), file);
            }
        });
        return new Departed(outcome.removed(), outcome.kept());
    }

    /** Has somebody told, on the thread of the deletion, of each repo's folder that was deleted through us. */
    public void onDeletion(Consumer<RepoId> listener) {
        deletionListeners.add(listener);
    }

    /** Has somebody told, who returns at once, after each job that ended well and each deletion. */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    private void tellDeleted(RepoId repo) {
        swaps.forget(repo);
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
        completeSwaps();
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
        completeSwaps();
        deletion.deletePath(absolutePath, scan());
        refreshAfterChange();
    }

    /** Saves what is to be saved and lets other servers in. Blocks. */
    @PreDestroy
    public void close() {
        try (lock;
                Closeable marker = layout::release) {
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
            keepOthersOut(); // first: in what another server has taken there is nothing to be done
            emptyTrash();
            completeSwaps();
            index.refresh(System.nanoTime());
            flush();
            careFailure = "";
        } catch (IOException | RuntimeException e) {
            String reason = DiskException.within(e)
                    .map(disk -> DiskException.of("The models directory cannot be looked after", disk)
                            .detail())
                    .orElse(
                            e instanceof DiskException away
                                    ? away.detail()
                                    : e instanceof LibraryUnavailableException taken
                                            ? String.valueOf(taken.getMessage())
                                            : e.toString());
            if (!reason.equals(careFailure)) { // it is tried again and again, and told once
                LOG.warn(reason);
                careFailure = reason;
            }
        }
    }

    /** Who removes the lock file, as left behind by a server that is no more, lets no second one in while this one runs. */
    private void keepOthersOut() throws IOException {
        try {
            if (!layout.hold()) {
                throw LibraryLock.taken("the marker of the directory was replaced");
            }
            lock.renew();
            layout.setTaken(false);
        } catch (LibraryUnavailableException taken) {
            layout.setTaken(true);
            throw taken;
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
        changeListeners.forEach(Runnable::run);
        emptyTrash();
    }

    /** What is left when the server ends is found by the next one. */
    private void emptyTrash() {
        if (!trash.isEmpty()) {
            Infrastructure.getDefaultWorkerPool().execute(trash::empty);
        }
    }
}
