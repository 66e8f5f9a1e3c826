package io.hfdownloader.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryDeletion.Way;
import io.hfdownloader.library.bin.Bin;
import io.hfdownloader.library.bin.BinConfig;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.bin.BinHost;
import io.hfdownloader.library.bin.BinReason;
import io.hfdownloader.library.bin.BinWindows;
import io.hfdownloader.library.foreign.ForeignFolders;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.NameCheck;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.library.layout.ShownPathConfig;
import io.hfdownloader.library.leftover.Leftovers;
import io.hfdownloader.library.leftover.LeftoversHost;
import io.hfdownloader.library.leftover.ModelFolder;
import io.hfdownloader.library.metadata.VerifiedFiles;
import io.hfdownloader.library.swap.FolderLocks;
import io.hfdownloader.library.swap.MovingFolders;
import io.hfdownloader.library.swap.NewSet;
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
    private final Bin bin;
    private final Leftovers leftovers;
    private final LibraryDeletion deletion;
    private final EmptyDownloadCleanup emptyDownloads;
    private final LibraryIndex index;
    private final FolderLocks locks = new FolderLocks();
    private final MovingFolders moving;
    private final Swaps swaps;
    private volatile long lastJobNanos = System.nanoTime();
    private volatile String careFailure = "";
    private final NameCheck names;
    private volatile @Nullable Following following;

    /** What came back before anybody was there who knows what folders follow. */
    private final Map<RepoId, String> cameBack = new HashMap<>();

    private final List<Consumer<RepoId>> deletionListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

    /**
     * Opens the library: makes its folder and keeps other servers out of it. Blocks.
     *
     * @throws LibraryUnavailableException with what to do about it when it cannot be used
     */
    @Inject
    public ModelLibrary(LibraryConfig config, BinConfig binConfig) {
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
        this.bin = openBin(binConfig);
        this.deletion = new LibraryDeletion(layout, writer, leases, trash, bin, this::tellDeleted);
        this.emptyDownloads = new EmptyDownloadCleanup(layout, writer, leases);
        this.moving = new MovingFolders(layout.root());
        this.swaps = new Swaps(layout, locks, files.swapSteps(), this::keepReplaced, moving);
        this.index = new LibraryIndex(layout, moving, verified);
        this.leftovers = new Leftovers(layout, binConfig.leftoversWindow(), new HostOfLeftovers());
        completeSwaps();
    }

    /** As {@link #ModelLibrary(LibraryConfig, BinConfig)}, with a bin as it is without any setting. Blocks. */
    public ModelLibrary(LibraryConfig config) {
        this(config, BinWindows.DEFAULT);
    }

    private Bin openBin(BinConfig config) {
        try {
            return new Bin(layout, config, new HostOfBin());
        } catch (IOException | RuntimeException unreadable) {
            close();
            throw new LibraryUnavailableException(DiskException.within(unreadable)
                    .map(disk -> DiskException.of("The bin of the models directory cannot be read", disk))
                    .map(disk -> disk.detail())
                    .orElse("The bin of the models directory cannot be read: " + unreadable));
        }
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

    /**
     * What lies on a disk of its own is not kept: nobody has asked for it, and its successor is here. Nor is what was found damaged:
     * nobody wants it back.
     */
    private void keepReplaced(RepoId repo, List<String> paths) throws IOException {
        List<String> sound = new ArrayList<>();
        for (String path : paths) {
            if (!files.verdict(repo, path)
                    .filter(VerifiedFiles.Verdict::damaged)
                    .isPresent()) {
                sound.add(path);
            }
        }
        if (sound.isEmpty()) {
            return;
        }
        try {
            var kept = bin.keep(repo, sound, BinReason.REPLACED);
        } catch (LibraryException otherDisk) {
            LOG.debugf("%s", otherDisk.getMessage());
        }
    }

    /** Who knows which revision each folder follows, which goes and comes with it. */
    public interface Following {

        /** From memory. */
        Optional<String> revisionOf(RepoId repo);

        /** The folder has come back and followed this before. Blocks briefly. */
        void follow(RepoId repo, String revision);
    }

    /** From now on the folders that go and come back keep what they follow. Blocks briefly. */
    public void keepFollowing(Following known) {
        following = known;
        tellWhatCameBack();
    }

    private void tellWhatCameBack() {
        Following known = following;
        if (known == null) {
            return;
        }
        Map<RepoId, String> came;
        synchronized (cameBack) {
            came = Map.copyOf(cameBack);
            cameBack.clear();
        }
        came.forEach(known::follow);
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

    /** What was deleted or replaced and can be taken back. */
    public Bin bin() {
        return bin;
    }

    /** What lies about and is of use to nobody. */
    public Leftovers leftovers() {
        return leftovers;
    }

    /**
     * Deletes a repo with all its files for good, partial ones too. It is gone for every reader when this returns; the space is given
     * back soon after. Blocks briefly.
     *
     * @throws LibraryException when it is not there, while a download works on it, or when its folder is a symbolic link
     */
    public void delete(RepoId repo) throws IOException {
        var none = delete(repo, Way.FOR_GOOD);
    }

    /**
     * As {@link #delete}, into the bin; for good where there is none. Blocks briefly.
     *
     * @return what tells how to take it back; empty when it cannot be
     * @throws LibraryException as above, and when it lies on another disk than the bin
     */
    public Optional<BinEntry> discard(RepoId repo) throws IOException {
        return delete(repo, Way.INTO_BIN);
    }

    private Optional<BinEntry> delete(RepoId repo, Way way) throws IOException {
        if (way == Way.INTO_BIN) { // a mixture is not worth keeping
            completeSwaps();
        }
        Optional<LibraryModel> model = scan().stream()
                .filter(candidate -> repo.equals(candidate.repo()))
                .findFirst();
        boolean isListed = LibraryScan.isRepo(layout.repoFolder(repo))
                || model.filter(LibraryModel::wholeFolder).isPresent();
        return changed(deletion.deleteRepo(repo, model.orElse(null), isListed, way));
    }

    /**
     * Deletes the files of one variant for good, whole and partial ones, and leaves the rest. Blocks.
     *
     * @throws LibraryException when there is no such variant, or while a download works on the repo
     */
    public void deleteVariant(RepoId repo, String label) throws IOException {
        var none = changed(deletion.deleteVariant(repo, scanned(repo), label, Way.FOR_GOOD));
    }

    /** As {@link #deleteVariant}, into the bin. Blocks. */
    public Optional<BinEntry> discardVariant(RepoId repo, String label) throws IOException {
        return changed(deletion.deleteVariant(repo, scanned(repo), label, Way.INTO_BIN));
    }

    /**
     * Deletes files of a model for good: all of those named, or none. Blocks.
     *
     * @throws LibraryException when one is not listed, or while a download works on the repo
     */
    public void deleteFiles(RepoId repo, Set<String> paths) throws IOException {
        var none = changed(deletion.deleteFiles(repo, scanned(repo), paths, Way.FOR_GOOD));
    }

    /** As {@link #deleteFiles}, into the bin. Blocks. */
    public Optional<BinEntry> discardFiles(RepoId repo, Set<String> paths) throws IOException {
        return changed(deletion.deleteFiles(repo, scanned(repo), paths, Way.INTO_BIN));
    }

    private LibraryModel scanned(RepoId repo) throws IOException {
        completeSwaps();
        return scan().stream()
                .filter(candidate -> repo.equals(candidate.repo()))
                .findFirst()
                .orElseThrow(() -> LibraryException.notFound(repo.folder() + " is not in the library."));
    }

    /**
     * Deletes the model, or the single file, that has this absolute path, for good. Blocks.
     *
     * @throws LibraryException for a path outside the library, or of what is no model and no model's file, when nothing is
     *     there, or while a download works on it
     */
    public void deletePath(String absolutePath) throws IOException {
        completeSwaps();
        var none = changed(deletion.deletePath(absolutePath, scan(), Way.FOR_GOOD));
    }

    /** As {@link #deletePath}, into the bin. Blocks. */
    public Optional<BinEntry> discardPath(String absolutePath) throws IOException {
        completeSwaps();
        return changed(deletion.deletePath(absolutePath, scan(), Way.INTO_BIN));
    }

    private Optional<BinEntry> changed(Optional<BinEntry> kept) throws IOException {
        refreshAfterChange();
        return kept;
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
            bin.care(Instant.now());
            emptyTrash();
            completeSwaps();
            index.refresh(System.nanoTime());
            leftovers.care(Instant.now());
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

    /** What the bin asks of the library. */
    private final class HostOfBin implements BinHost {

        @Override
        public Lease lease(Path folder, String name) {
            return leases.takeExclusive(folder, name)::close;
        }

        /** Before they are known, at the start, all that was interrupted may still be. */
        @Override
        public boolean hasSwapped(RepoId repo) {
            return moving != null && interruptedSwap(repo).isEmpty();
        }

        @Override
        public void remove(Path folder) throws IOException {
            trash.add(folder);
        }

        @Override
        public void free() {
            trash.emptyNow();
        }

        @Override
        public void freeSoon() {
            emptyTrash();
        }

        @Override
        public void saveVerified(RepoId repo, Predicate<String> paths, Path target) throws IOException {
            verified.of(repo).copyTo(target, paths);
        }

        @Override
        public void restoreVerified(RepoId repo, Path source) throws IOException {
            verified.of(repo).addFrom(source);
            verified.flush();
        }

        @Override
        public Optional<String> followed(RepoId repo) {
            Following known = following;
            return known == null ? Optional.empty() : known.revisionOf(repo);
        }

        @Override
        public void follow(RepoId repo, String revision) {
            synchronized (cameBack) {
                cameBack.put(repo, revision);
            }
            tellWhatCameBack();
        }

        @Override
        public void changed() throws IOException {
            refreshAfterChange();
        }
    }

    /** What is needed of the library to find what is left in it. */
    private final class HostOfLeftovers implements LeftoversHost {

        @Override
        public List<ModelFolder> folders() {
            List<ModelFolder> folders = new ArrayList<>();
            for (LibraryModel model : models()) {
                RepoId repo = model.repo();
                if (repo != null
                        && model.wholeFolder()
                        && interruptedSwap(repo).isEmpty()) { // whose files are on their way
                    folders.add(new ModelFolder(repo, model.folder(), commits(model, repo)));
                }
            }
            return folders;
        }

        private Set<String> commits(LibraryModel model, RepoId repo) {
            Set<String> commits = new HashSet<>();
            commits.add(model.commit());
            model.files().forEach(file -> commits.add(file.commit()));
            bin.entries().stream()
                    .filter(entry -> repo.equals(entry.repo()))
                    .forEach(entry -> commits.add(entry.commit()));
            commits.remove(null);
            return commits;
        }

        @Override
        public boolean isForeign(Path model, Path inside) {
            return ForeignFolders.isIn(model, inside);
        }

        @Override
        public Lease lease(ModelFolder folder) {
            return leases.takeExclusive(folder.folder(), folder.repo().folder())::close;
        }
    }
}
