package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

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
import io.hfdownloader.library.bin.BinConfig;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.bin.BinWindows;
import io.hfdownloader.library.bin.Bins;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.NameCheck;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.library.layout.ShownPathConfig;
import io.hfdownloader.library.leftover.AllLeftovers;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.move.ModelMove;
import io.hfdownloader.library.root.RememberedRoots;
import io.hfdownloader.library.root.RootRules;
import io.hfdownloader.library.root.RootRulesConfig;
import io.hfdownloader.library.root.RootSetting;
import io.hfdownloader.library.root.RootsConfig;
import io.hfdownloader.library.swap.NewSet;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
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

    private final RepoLeases leases = new RepoLeases();
    private final LibraryRoots roots;
    private final RootModels all;
    private final RootMoves moves;
    private final RepoFiles files;
    private final Bins bins;
    private final AllLeftovers leftovers;
    private volatile long lastJobNanos = System.nanoTime();
    private volatile @Nullable Following following;
    private volatile @Nullable Holding holding;

    /** What came back before anybody was there who knows what folders follow. */
    private final Map<RepoId, String> cameBack = new HashMap<>();

    private final Map<RepoId, String> cameBackHeld = new HashMap<>(); // the same of what was chosen

    private final List<Consumer<RepoId>> deletionListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

    /**
     * Opens the library: makes its folder and keeps other servers out of it; opens further directories that are there. Blocks.
     *
     * @throws LibraryUnavailableException with what to do about it when it cannot be used
     */
    @Inject
    public ModelLibrary(
            LibraryConfig config, BinConfig binConfig, RootsConfig rootsConfig, RootRulesConfig rulesConfig) {
        List<RootSetting> further = further(config, rootsConfig);
        RootRules rules = rules(further, rulesConfig);
        Door door = new Door();
        LibraryRoot main = new LibraryRoot(new RootSetting(RootSetting.MAIN, config.modelsDir()), binConfig, door);
        List<RootSlot> slots = RootSlot.further(
                further,
                new RememberedRoots(main.layout()),
                there -> new LibraryRoot(there, binConfig, door),
                LibraryDisk.ANSWER_TIMEOUT);
        this.roots = new LibraryRoots(main, slots, rules, leases);
        this.all = new RootModels(roots);
        this.files = new RepoFiles(repo -> roots.of(repo).parts());
        this.bins = new Bins(
                main.bin(),
                () -> roots.present().stream().skip(1).map(LibraryRoot::bin).toList(),
                repo -> roots.areSeveral() ? roots.holder(repo).map(slot -> slot.folder(repo)) : Optional.empty());
        this.moves = new RootMoves(roots, leases, bins);
        moves.settleMoves();
        this.leftovers = new AllLeftovers(
                () -> roots.present().stream().map(LibraryRoot::leftovers).toList());
    }

    private static RootRules rules(List<RootSetting> further, RootRulesConfig config) {
        try {
            return RootRules.parse(
                    config.rootFor().orElse(""),
                    Stream.concat(Stream.of(RootSetting.MAIN), further.stream().map(RootSetting::name))
                            .toList());
        } catch (IllegalArgumentException fault) {
            throw new LibraryUnavailableException(String.valueOf(fault.getMessage()));
        }
    }

    private static List<RootSetting> further(LibraryConfig config, RootsConfig roots) {
        try {
            return RootSetting.parse(roots.roots().orElse(""), config.modelsDir());
        } catch (IllegalArgumentException fault) {
            throw new LibraryUnavailableException(String.valueOf(fault.getMessage()));
        }
    }

    /** As the other, without rules. Blocks. */
    public ModelLibrary(LibraryConfig config, BinConfig binConfig, RootsConfig rootsConfig) {
        this(config, binConfig, rootsConfig, Optional::empty);
    }

    /** As the other, with the models directory alone. Blocks. */
    public ModelLibrary(LibraryConfig config, BinConfig binConfig) {
        this(config, binConfig, Optional::empty);
    }

    /** As {@link #ModelLibrary(LibraryConfig, BinConfig)}, with a bin as it is without any setting. Blocks. */
    public ModelLibrary(LibraryConfig config) {
        this(config, BinWindows.DEFAULT);
    }

    /** Where files go: the models directory, and for what belongs to a repo the one of several that it has. */
    public RepoLayout layout() {
        return roots.layout();
    }

    /** What places here are called for users. */
    @Produces
    @Singleton
    ShownPath shownPath(ShownPathConfig config) {
        return new ShownPath(layout().root(), config.shownDir());
    }

    /** Which files of a repo can be here under their names. Blocks briefly. */
    public NameCheck names(RepoId repo) {
        return roots.of(repo).names();
    }

    /** Single files of repos. */
    public RepoFiles files() {
        return files;
    }

    /** Whether the disk of the models directory can be used, and how much room it has. */
    public LibraryDisk disk() {
        return roots.main().disk();
    }

    /**
     * The same for the directory that a repo is in, or would come to. Blocks briefly.
     *
     * @throws DiskException while that is away
     */
    public LibraryDisk disk(RepoId repo) {
        return roots.of(repo).disk();
    }

    /** As {@link LibraryDisk#look}, at the disk that the repo has, so that others wait for nothing that hangs there. */
    public <T> Uni<T> look(RepoId repo, Duration timeout, Callable<T> work) {
        return Uni.createFrom().deferred(() -> roots.diskOf(repo).look(work, timeout));
    }

    /** The same at the disk of a place. */
    public <T> Uni<T> look(Path place, Duration timeout, Callable<T> work) {
        return Uni.createFrom().deferred(() -> roots.diskOf(place).look(work, timeout));
    }

    /** As {@link LibraryDisk#free}, at the disk of a place. */
    public <T> Uni<T> free(Path place, Duration timeout, Callable<T> work) {
        return Uni.createFrom().deferred(() -> roots.diskOf(place).free(work, timeout));
    }

    /**
     * Asks whether the directory that a repo is in is there. Blocks, but not for a disk that does not answer.
     *
     * @throws DiskException with a sentence when it is not
     */
    public void requireThere(RepoId repo) {
        roots.slotOf(repo).requireThere();
    }

    /**
     * The same for the directory of a name.
     *
     * @throws IllegalArgumentException with a sentence when there is none of this name
     */
    public void requireRoot(String name) {
        roots.named(name).requireThere();
    }

    /** Where a repo's files are, or would be; nobody looks whether they are. Blocks briefly. */
    public Path folderOf(RepoId repo) {
        return roots.slotOf(repo).folder(repo);
    }

    /** Whether a repo has no folder here, for certain: not where the disk it was on is away. Blocks briefly. */
    public boolean isGone(RepoId repo) {
        try {
            return Files.notExists(layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS);
        } catch (DiskException away) {
            return false;
        }
    }

    /**
     * One of the directories that models are in.
     *
     * @param name as in the settings; {@code main} for the models directory
     * @param path where it is, or belongs
     * @param away whether it was not there when somebody looked last, so that what is told of it was seen before
     */
    public record Root(String name, Path path, boolean away) {}

    /** All of them, asked whether they are there: one that has just gone is not taken for there. Blocks for seconds at most. */
    public List<Root> rootsNow() {
        roots.requireAnswers();
        return roots();
    }

    /** All of them, the models directory first. From memory. */
    public List<Root> roots() {
        return roots.all().stream().map(ModelLibrary::root).toList();
    }

    /** That of a place. From memory. */
    public Root rootOf(Path place) {
        return root(roots.slotOf(place));
    }

    /**
     * Has a repo that is nowhere come to one of them, if that begins within minutes. Blocks briefly.
     *
     * @throws IllegalArgumentException with a sentence when there is none of this name, or the repo is in another one
     */
    public void choose(RepoId repo, String root) {
        roots.choose(repo, root);
    }

    /** A repo is asked for by a name that it had before: it comes to where that one would have come. Blocks briefly. */
    public void renamed(RepoId before, RepoId now) {
        roots.rename(before, now);
    }

    /**
     * Takes a model to the directory of this name: copies it, compares each file with what was read, publishes all of them as one and
     * removes it where it was. It is whole in one of them whatever happens, and what was copied before a stop need not be copied
     * again. Blocks for as long as the disks take.
     *
     * @param keptFree what stays free on a disk of some size
     * @throws IllegalArgumentException with a sentence when there is no such directory
     * @throws LibraryException when the model is not here, or somebody works in it
     * @throws java.util.concurrent.CancellationException when it was stopped
     */
    public void move(RepoId repo, String root, LongUnaryOperator keptFree, ModelMove.Watch watch) throws IOException {
        moves.move(repo, root, keptFree, watch);
        changeListeners.forEach(Runnable::run);
    }

    /** Gives up a {@link #move} that was stopped: what was copied goes. Blocks briefly. */
    public void abandonMove(RepoId repo) {
        moves.abandonMove(repo);
    }

    private static Root root(RootSlot slot) {
        return new Root(slot.name(), slot.path(), !slot.isSeen());
    }

    /** What the last scan found, by name; from memory, and empty before the first scan. */
    public List<LibraryModel> models() {
        return all.models();
    }

    /** Whether the last scan began after the last job that ended well; from memory. */
    public boolean hasSeenLastJob() {
        return all.areSince(lastJobNanos);
    }

    /** One model as the last scan found it; from memory. */
    public Optional<LibraryModel> model(RepoId repo) {
        return models().stream().filter(model -> repo.equals(model.repo())).findFirst();
    }

    /** Folders in the place of a model that the last scan did not look into, and why; from memory. */
    public List<SkippedFolder> skippedFolders() {
        return all.skippedFolders();
    }

    /** What there is now, not older than a second or the last job that ended well; many callers cost one scan. Blocks. */
    public List<LibraryModel> freshModels() throws IOException {
        long oldest = oldestFresh();
        layout().requireRoot(); // also while the last scan is young
        return all.modelsSince(oldest);
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
            return disk().presence(patience).chain(() -> all.modelsSince(oldest, patience));
        });
    }

    private long oldestFresh() {
        long asked = System.nanoTime();
        return asked - Math.min(MAX_AGE_NANOS, asked - lastJobNanos);
    }

    /** Looks at the disk, whatever the last scan found and when. Blocks. */
    public List<LibraryModel> scan() throws IOException {
        return all.modelsSince(System.nanoTime());
    }

    /**
     * The right to work in a repo's folder, to be closed when done; many may have it at once. Blocks briefly, does not wait.
     *
     * @throws LibraryException while the repo is being deleted
     */
    public RepoLease lease(RepoId repo) {
        return roots.lease(repo);
    }

    /**
     * The same for one who puts there what was found elsewhere, and must be alone. Blocks briefly, does not wait.
     *
     * @throws LibraryException while anybody works there
     */
    public RepoLease leaseToAdopt(RepoId repo) {
        return roots.leaseToAdopt(repo);
    }

    /**
     * Makes the names of published files last through a power failure and saves what was learnt of them; to be called every few
     * seconds. Blocks.
     */
    void flush() throws IOException {
        roots.flush();
    }

    /** As {@link #flush}, at the end of a job: whoever asks for the models from now on sees what it did. Blocks. */
    public void flushAfterJob() throws IOException {
        flush();
        lastJobNanos = System.nanoTime();
        changeListeners.forEach(Runnable::run);
    }

    /** As {@link #flushAfterJob()}, of a job in one repo's folder: fails when what it did there cannot be saved. Blocks. */
    public void flushAfterJob(RepoId repo) throws IOException {
        roots.flush(repo);
        lastJobNanos = System.nanoTime();
        changeListeners.forEach(Runnable::run);
    }

    /** Keeps the tree of a commit, which tells later what a variant must have. Blocks. */
    public void saveTree(RepoTree tree) throws IOException {
        roots.of(tree.repo()).trees().save(tree);
    }

    /** Takes back {@link #saveTree}: what was kept is not to be believed. Blocks. */
    public void forgetTree(RepoTree tree) throws IOException {
        roots.of(tree.repo()).trees().remove(tree.repo(), tree.commit());
    }

    /** The tree kept of a commit. Blocks. */
    public Optional<RepoTree> tree(RepoId repo, String commit) {
        return roots.of(repo).trees().read(repo, commit);
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
        return departed(roots.of(set.tree().repo()).swap(set, beforeFirstMove));
    }

    /**
     * Goes on with a swap of a repo's files that was interrupted, if there is one. To be called by whoever has a {@link #lease} before
     * anything is done there. Blocks for as long as renames take; fails as long as the disk refuses.
     */
    public void completeSwap(RepoId repo) throws IOException {
        roots.of(repo).completeSwap(repo);
    }

    /** Why the files of a repo are partly old and partly new, as a sentence; empty where they are not. From memory. */
    public Optional<String> interruptedSwap(RepoId repo) {
        return roots.present().stream()
                .flatMap(root -> root.interruptedSwap(repo).stream())
                .findFirst();
    }

    /**
     * What {@link #swap} would do to old files once all files of an update are here and verified; changes nothing. Blocks.
     *
     * @param planned the files that the update is about, here or still to come
     */
    public Departed departing(RepoTree upstream, @Nullable String from, Collection<RepoFile> planned)
            throws IOException {
        return departed(roots.of(upstream.repo()).departing(upstream, from, planned));
    }

    private static Departed departed(StaleFiles.Outcome outcome) {
        return new Departed(outcome.removed(), outcome.kept());
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

    /** Who knows what owners of models chose to be told of their updates, which goes and comes with the model. */
    public interface Holding {

        /** As it is to be written down; empty where nothing was chosen. From memory. */
        Optional<String> heldOf(RepoId repo);

        /** The model has come back, and this was written down of it. Does not block. */
        void hold(RepoId repo, String held);
    }

    /** From now on models that go and come back keep what was chosen for them. */
    public void keepHolding(Holding known) {
        holding = known;
        tellWhatCameBackHeld();
    }

    private void tellWhatCameBackHeld() {
        Holding known = holding;
        if (known == null) {
            return;
        }
        Map<RepoId, String> came;
        synchronized (cameBackHeld) {
            came = Map.copyOf(cameBackHeld);
            cameBackHeld.clear();
        }
        came.forEach(known::hold);
    }

    /** Has somebody told, on the thread of the deletion, of each repo's folder that was deleted through us. */
    public void onDeletion(Consumer<RepoId> listener) {
        deletionListeners.add(listener);
    }

    /** Has somebody told, who returns at once, after each job that ended well and each deletion. */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
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
        return roots.of(repo).removeEmptyDownload(repo, since);
    }

    /** What was deleted or replaced and can be taken back. */
    public Bins bin() {
        return bins;
    }

    /** What lies about and is of use to nobody. */
    public AllLeftovers leftovers() {
        return leftovers;
    }

    /**
     * Deletes a repo with all its files for good, partial ones too. It is gone for every reader when this returns; the space is given
     * back soon after. Blocks briefly.
     *
     * @throws LibraryException when it is not there, while a download works on it, or when its folder is a symbolic link
     */
    public void delete(RepoId repo) throws IOException {
        var none = roots.of(repo).delete(repo, Way.FOR_GOOD);
    }

    /**
     * As {@link #delete}, into the bin; for good where there is none. Blocks briefly.
     *
     * @return what tells how to take it back; empty when it cannot be
     * @throws LibraryException as above, and when it lies on another disk than the bin
     */
    public Optional<BinEntry> discard(RepoId repo) throws IOException {
        return roots.of(repo).delete(repo, Way.INTO_BIN);
    }

    /**
     * Deletes the files of one variant for good, whole and partial ones, and leaves the rest. Blocks.
     *
     * @throws LibraryException when there is no such variant, or while a download works on the repo
     */
    public void deleteVariant(RepoId repo, String label) throws IOException {
        var none = roots.of(repo).deleteVariant(repo, label, Way.FOR_GOOD);
    }

    /** As {@link #deleteVariant}, into the bin. Blocks. */
    public Optional<BinEntry> discardVariant(RepoId repo, String label) throws IOException {
        return roots.of(repo).deleteVariant(repo, label, Way.INTO_BIN);
    }

    /**
     * Deletes files of a model for good: all of those named, or none. Blocks.
     *
     * @throws LibraryException when one is not listed, or while a download works on the repo
     */
    public void deleteFiles(RepoId repo, Set<String> paths) throws IOException {
        var none = roots.of(repo).deleteFiles(repo, paths, Way.FOR_GOOD);
    }

    /** As {@link #deleteFiles}, into the bin. Blocks. */
    public Optional<BinEntry> discardFiles(RepoId repo, Set<String> paths) throws IOException {
        return roots.of(repo).deleteFiles(repo, paths, Way.INTO_BIN);
    }

    /**
     * Deletes the model, or the single file, that has this absolute path, for good. Blocks.
     *
     * @throws LibraryException for a path outside the library, or of what is no model and no model's file, when nothing is
     *     there, or while a download works on it
     */
    public void deletePath(String absolutePath) throws IOException {
        var none = rootOf(absolutePath).deletePath(absolutePath, Way.FOR_GOOD);
    }

    /** As {@link #deletePath}, into the bin. Blocks. */
    public Optional<BinEntry> discardPath(String absolutePath) throws IOException {
        return rootOf(absolutePath).deletePath(absolutePath, Way.INTO_BIN);
    }

    private LibraryRoot rootOf(String absolutePath) {
        try {
            return roots.slotOf(Path.of(absolutePath).normalize()).require();
        } catch (InvalidPathException refusedThere) {
            return roots.main();
        }
    }

    /** Saves what is to be saved and lets other servers in. Blocks. */
    @PreDestroy
    public void close() {
        roots.close();
    }

    /** A library that cannot be used is to stop the start, not the first request. */
    void start(@Observes @Priority(1) StartupEvent event) {
        LOG.infof("Models are in %s", layout().root());
        roots().stream().skip(1).forEach(root -> LOG.infof("Further models are in %s (%s)", root.path(), root.name()));
    }

    @Scheduled(
            every = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void rescan() {
        roots.care();
    }

    /** A directory that was away is used again within seconds. */
    @Scheduled(
            every = "3s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void lookForRoots() {
        roots.look(() -> {
            moves.settleMoves();
            changeListeners.forEach(Runnable::run);
        });
    }

    /** By which each directory tells what concerns the whole. */
    private final class Door implements LibraryRoot.Library {

        @Override
        public RepoLeases leases() {
            return leases;
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
        public Optional<String> held(RepoId repo) {
            Holding known = holding;
            return known == null ? Optional.empty() : known.heldOf(repo);
        }

        @Override
        public void hold(RepoId repo, String hold) {
            synchronized (cameBackHeld) {
                cameBackHeld.put(repo, hold);
            }
            tellWhatCameBackHeld();
        }

        @Override
        public boolean isWanted(RepoId repo) {
            return leftovers.isWanted(repo);
        }

        @Override
        public void deleted(RepoId repo) {
            deletionListeners.forEach(listener -> listener.accept(repo));
        }

        @Override
        public void changed() {
            LibraryRoots known = roots;
            if (known != null) { // while the directories are opened nothing is known of them
                known.remember();
            }
            changeListeners.forEach(Runnable::run);
        }
    }
}
