package io.hfdownloader.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.move.ModelMove;
import io.hfdownloader.library.move.MoveStage;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * The directories that models are in, and in which of them each repo is: where it is found, the models directory first and the
 * others in the order of the setting; while somebody works there, where it was when they began; one that is nowhere comes to the one
 * with most room. Any thread.
 */
final class LibraryRoots implements Closeable {

    private static final Logger LOG = Logger.getLogger(LibraryRoots.class);
    private static final int MAX_CHOSEN = 10_000;

    /** As long as one looks at a download before it starts; then the disks may be filled otherwise. */
    private static final Duration CHOICE_LIFE = Duration.ofMinutes(10);

    private final RootSlot main;
    private final List<RootSlot> further;
    private final RepoLeases leases;
    private final RepoLayout layout;
    private final Map<RepoId, Pin> pins = new HashMap<>();
    private final LruCache<RepoId, Choice> chosen = new LruCache<>(MAX_CHOSEN);
    private volatile Merged merged = new Merged(List.of(), List.of(), List.of());

    /** Where a repo stays as long as somebody works there. */
    private record Pin(RootSlot slot, int count) {}

    private record Choice(RootSlot slot, long nanos) {}

    private record Merged(List<List<LibraryModel>> of, List<LibraryModel> models, List<SkippedFolder> hidden) {}

    /** @param further those beside the models directory, in their order */
    LibraryRoots(LibraryRoot main, List<RootSlot> further, RepoLeases leases) {
        this.main = RootSlot.main(main);
        this.further = List.copyOf(further);
        this.leases = leases;
        this.layout = further.isEmpty() ? main.layout() : main.layout().with(repo -> of(repo).layout());
    }

    /** Where files go: for what belongs to a repo, in the directory that it has. */
    RepoLayout layout() {
        return layout;
    }

    /** The models directory. */
    LibraryRoot main() {
        return main.require();
    }

    /** Whether there is more than the models directory. */
    boolean areSeveral() {
        return !further.isEmpty();
    }

    /** All, the models directory first. */
    List<RootSlot> all() {
        List<RootSlot> all = new ArrayList<>(List.of(main));
        all.addAll(further);
        return all;
    }

    /** The models directory, and others that were there when somebody looked last. */
    List<LibraryRoot> present() {
        return Stream.concat(
                        Stream.of(main()),
                        further.stream().filter(slot -> !slot.isAway()).flatMap(slot -> slot.opened().stream()))
                .toList();
    }

    // --- where a repo is ---------------------------------------------------------------------------------------

    /**
     * The directory that a repo is in, or would come to. Blocks briefly.
     *
     * @throws DiskException when that one has not been there since the start
     */
    LibraryRoot of(RepoId repo) {
        return slotOf(repo).require();
    }

    RootSlot slotOf(RepoId repo) {
        if (further.isEmpty()) {
            return main;
        }
        synchronized (pins) {
            Pin pin = pins.get(repo);
            if (pin != null) {
                return pin.slot();
            }
        }
        return holder(repo).orElseGet(() -> choice(repo));
    }

    /** The directory that has a folder of the repo; empty where none has. Blocks briefly. */
    Optional<RootSlot> holder(RepoId repo) {
        return all().stream()
                .filter(slot -> slot.knows(repo))
                .findFirst()
                .or(() -> all().stream().filter(slot -> slot.holds(repo)).findFirst());
    }

    private RootSlot choice(RepoId repo) {
        long now = System.nanoTime();
        Optional<RootSlot> before = chosen.get(repo)
                .or(() -> chosen.get(repo.onHub()))
                .filter(choice -> now - choice.nanos() < CHOICE_LIFE.toNanos())
                .map(Choice::slot)
                .filter(slot -> !slot.isAway());
        if (before.isPresent()) {
            return before.get();
        }
        RootSlot best = main;
        long most = -1;
        Set<Volume> disks = new HashSet<>(); // of two on one disk, the first: its room changes between two looks
        for (RootSlot slot : all()) {
            Optional<Volume> disk = slot.disk();
            long free = disk.map(LibraryRoots::freeBytes).orElse(-1L);
            if (disk.isPresent() && disks.add(disk.get()) && free > most) {
                most = free;
                best = slot;
            }
        }
        chosen.put(repo, new Choice(best, now));
        return best;
    }

    private static long freeBytes(Volume disk) {
        try {
            return disk.freeBytes();
        } catch (IOException untold) {
            return -1;
        }
    }

    /**
     * Has a repo that is nowhere come to a directory of this name, if that begins within minutes. Blocks briefly.
     *
     * @throws IllegalArgumentException with a sentence when there is no such directory, or the repo is in another one
     */
    void choose(RepoId repo, String name) {
        RootSlot wanted = named(name);
        Optional<RootSlot> holder = holder(repo);
        if (holder.isPresent() && holder.get() != wanted) {
            throw new IllegalArgumentException(repo.folder() + " is in \""
                    + holder.get().name() + "\" already; what is added to it goes there, too.");
        }
        if (wanted.isAway()) {
            throw new IllegalArgumentException("\"" + name + "\" is away now. Choose another one, or mount it first.");
        }
        chosen.put(repo, new Choice(wanted, System.nanoTime()));
    }

    /** That of a place; the models directory for what is in none. */
    RootSlot slotOf(Path place) {
        return further.stream()
                .filter(slot -> place.startsWith(slot.path()))
                .findFirst()
                .orElse(main);
    }

    /** See {@link ModelLibrary#lease}. */
    RepoLease lease(RepoId repo) {
        return lease(repo, folder -> leases.takeShared(folder, repo.folder()));
    }

    /** See {@link ModelLibrary#leaseAlone}. */
    RepoLease leaseAlone(RepoId repo) {
        return lease(repo, folder -> leases.takeExclusive(folder, repo.folder()));
    }

    private RepoLease lease(RepoId repo, Function<Path, RepoLease> taking) {
        if (further.isEmpty()) {
            return taking.apply(layout.repoFolder(repo));
        }
        RootSlot slot = pin(repo);
        try {
            RepoLease taken = taking.apply(slot.folder(repo));
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                if (open.getAndSet(false)) {
                    taken.close();
                    unpin(repo);
                }
            };
        } catch (RuntimeException busy) {
            unpin(repo);
            throw busy;
        }
    }

    private RootSlot pin(RepoId repo) {
        RootSlot found = slotOf(repo); // looks at disks, which nobody else is to wait for
        synchronized (pins) {
            Pin pin = pins.get(repo);
            RootSlot slot = pin == null ? found : pin.slot();
            pins.put(repo, new Pin(slot, pin == null ? 1 : pin.count() + 1));
            return slot;
        }
    }

    private void unpin(RepoId repo) {
        synchronized (pins) {
            pins.computeIfPresent(repo, (key, pin) -> pin.count() == 1 ? null : new Pin(pin.slot(), pin.count() - 1));
        }
    }

    // --- what is in them ---------------------------------------------------------------------------------------

    /** What the last scans found, by name; of two of one name the first. From memory. */
    List<LibraryModel> models() {
        return further.isEmpty() ? main().index().models() : merged().models();
    }

    /** See {@link ModelLibrary#skippedFolders}. */
    List<SkippedFolder> skippedFolders() {
        List<SkippedFolder> skipped = main().index().skippedFolders();
        if (further.isEmpty()) {
            return skipped;
        }
        List<SkippedFolder> all = new ArrayList<>(skipped);
        present().stream().skip(1).forEach(root -> all.addAll(root.index().skippedFolders()));
        all.addAll(merged().hidden());
        return List.copyOf(all);
    }

    private Merged merged() {
        List<List<LibraryModel>> lists = all().stream().map(RootSlot::models).toList();
        Merged last = merged;
        if (isSame(last.of(), lists)) {
            return last;
        }
        Set<String> names = new HashSet<>();
        List<LibraryModel> models = new ArrayList<>();
        List<SkippedFolder> hidden = new ArrayList<>();
        for (List<LibraryModel> list : lists) {
            for (LibraryModel model : list) {
                if (names.add(model.name())) {
                    models.add(model);
                } else {
                    hidden.add(SkippedFolder.inAnotherRoot(model.repo(), model.name(), model.folder()));
                }
            }
        }
        models.sort(Comparator.comparing(LibraryModel::name));
        Merged now = new Merged(lists, List.copyOf(models), List.copyOf(hidden));
        merged = now;
        return now;
    }

    /** A scan makes a list of its own. */
    private static boolean isSame(List<List<LibraryModel>> some, List<List<LibraryModel>> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** What there is, not older than this {@link System#nanoTime}; of directories that do not answer what was known. Blocks. */
    List<LibraryModel> modelsSince(long nanoTime) throws IOException {
        List<LibraryModel> own = main().index().modelsSince(nanoTime);
        if (further.isEmpty()) {
            return own;
        }
        List<CompletableFuture<List<LibraryModel>>> looks = new ArrayList<>();
        for (LibraryRoot root : present().stream().skip(1).toList()) {
            looks.add(scanned(root, nanoTime, LibraryDisk.ANSWER_TIMEOUT)
                    .subscribeAsCompletionStage()
                    .toCompletableFuture());
        }
        for (CompletableFuture<List<LibraryModel>> look : looks) {
            waitFor(look);
        }
        return models();
    }

    private static void waitFor(CompletableFuture<?> look) {
        try {
            var models = look.get(2 * LibraryDisk.ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            LOG.debugf("A further directory of models does not answer: %s", silent.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the other, for many: nobody blocks. Fails when the models directory itself does not answer. */
    Uni<List<LibraryModel>> modelsSince(long nanoTime, Duration patience) {
        Uni<List<LibraryModel>> own = main().index().modelsSince(nanoTime, patience);
        if (further.isEmpty()) {
            return own;
        }
        List<Uni<List<LibraryModel>>> looks = new ArrayList<>();
        for (LibraryRoot root : present().stream().skip(1).toList()) {
            looks.add(scanned(root, nanoTime, patience));
        }
        Uni<Void> others = looks.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(looks).andFailFast().replaceWithVoid();
        return Uni.combine().all().unis(own, others).with((found, done) -> models());
    }

    private static Uni<List<LibraryModel>> scanned(LibraryRoot root, long nanoTime, Duration patience) {
        return root.index()
                .modelsSince(nanoTime, patience)
                .onFailure()
                .invoke(away -> LOG.debugf(
                        "What was known of %s stands: %s", root.layout().root(), away.getMessage()))
                .onFailure()
                .recoverWithItem(() -> root.index().models());
    }

    /** Whether all that are there have been looked at since. From memory. */
    boolean areSince(long nanoTime) {
        return present().stream().allMatch(root -> root.index().isSince(nanoTime));
    }

    // --- moves -------------------------------------------------------------------------------------------------

    private RootSlot named(String name) {
        return all().stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no directory for models of this name; there are "
                                + all().stream().map(RootSlot::name).collect(Collectors.joining(", ")) + "."));
    }

    /** See {@link ModelLibrary#move}. */
    void move(RepoId repo, String name, LongUnaryOperator keptFree, ModelMove.Watch watch) throws IOException {
        settleMoves();
        LibraryRoot to = named(name).require();
        RootSlot source =
                holder(repo).orElseThrow(() -> LibraryException.notFound(repo.folder() + " is not in the library."));
        LibraryRoot from = source.require();
        if (from == to) {
            return;
        }
        try (RepoLease here = leases.takeToMove(from.layout().repoFolder(repo), repo.folder());
                RepoLease there = leases.takeToMove(to.layout().repoFolder(repo), repo.folder())) {
            from.requireMovable(repo);
            if (Files.exists(to.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS)) {
                throw LibraryException.inUse(
                        repo.folder(),
                        "move-taken",
                        repo.folder() + " cannot be moved: a folder of that name is in its way there.");
            }
            ModelMove move = new ModelMove(repo, from.layout(), to.layout(), watch);
            requireRoom(repo, to, move.bytes() - move.bytesThere(), keptFree);
            move.copy(source.name(), from.hashes(repo));
            to.layout().requireRoot();
            to.learnFrom(from, repo, move::copyOf);
            move.publish();
            finish(repo, from, to);
        }
    }

    private static void requireRoom(RepoId repo, LibraryRoot to, long bytes, LongUnaryOperator keptFree)
            throws IOException {
        Volume disk = Volume.of(to.layout().root());
        long lacking = bytes + keptFree.applyAsLong(disk.totalBytes()) - disk.freeBytes();
        if (lacking > 0 && (to.bin().bytes(disk) < lacking || to.bin().giveWay(disk, lacking) < lacking)) {
            throw DiskException.of(
                    repo.folder() + " cannot be moved to " + to.layout().root(),
                    new IOException("No space left on device"));
        }
    }

    /** It is whole in both: what is read of the one is known before the other goes. */
    private void finish(RepoId repo, LibraryRoot from, LibraryRoot to) throws IOException {
        to.index().refresh(System.nanoTime());
        to.layout().requireRoot();
        if (!ModelMove.isSame(from.layout().repoFolder(repo), to.layout().repoFolder(repo))) {
            throw LibraryException.inUse(
                    repo.folder(),
                    "move-changing",
                    "Files of " + repo.folder() + " changed while they were copied; it is in both directories now.");
        }
        from.removeMoved(repo);
        to.removeStage(MoveStage.of(to.layout(), repo));
        remember();
    }

    private void remember() {
        further.forEach(LibraryRoots::remember);
    }

    /** What a move left that ended between its last two steps, and what has no files in it, is brought to an end. Blocks briefly. */
    void settleMoves() {
        if (further.isEmpty()) {
            return;
        }
        for (LibraryRoot to : present()) {
            try {
                for (MoveStage stage : MoveStage.all(to.layout())) {
                    settle(to, stage);
                }
            } catch (IOException | DiskException | LibraryException later) {
                LOG.debugf(
                        later,
                        "Whether a move to %s was interrupted is told later",
                        to.layout().root());
            }
        }
    }

    private void settle(LibraryRoot to, MoveStage stage) throws IOException {
        Optional<MoveStage.Origin> origin = stage.origin();
        if (stage.holdsFiles()) { // whoever asked for it goes on, or gives it up
            return;
        }
        if (origin.isEmpty()) {
            to.removeStage(stage);
            return;
        }
        RepoId repo = origin.get().repo();
        Optional<LibraryRoot> from = all().stream()
                .filter(slot -> slot.name().equals(origin.get().root()) && !slot.isAway())
                .flatMap(slot -> slot.opened().stream())
                .findFirst();
        if (from.isEmpty()) { // when it is there
            return;
        }
        Path old = from.get().layout().repoFolder(repo);
        Path now = to.layout().repoFolder(repo);
        try (RepoLease here = leases.takeToMove(old, repo.folder());
                RepoLease there = leases.takeToMove(now, repo.folder())) {
            if (!stage.exists() || stage.holdsFiles()) {
                return;
            }
            boolean isInBoth = Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)
                    && Files.isDirectory(now, LinkOption.NOFOLLOW_LINKS);
            if (isInBoth && ModelMove.isSame(old, now)) {
                finish(repo, from.get(), to);
            } else {
                to.removeStage(stage);
            }
        }
    }

    /** Gives up a move of a model that was stopped before its last step. Blocks briefly. */
    void abandonMove(RepoId repo) {
        for (LibraryRoot to : present()) {
            try (RepoLease there = leases.takeToMove(to.layout().repoFolder(repo), repo.folder())) {
                MoveStage stage = MoveStage.of(to.layout(), repo);
                if (stage.holdsFiles()) {
                    to.removeStage(stage);
                }
            } catch (IOException | DiskException | LibraryException busy) {
                LOG.debugf(
                        busy,
                        "What was copied of %s stays in %s",
                        repo,
                        to.layout().root());
            }
        }
    }

    // --- care --------------------------------------------------------------------------------------------------

    /** What is due now and then, each disk on a thread of its own. Blocks for the models directory's. */
    void care() {
        for (RootSlot slot : further) {
            slot.care(() -> {
                if (!slot.isAway()) {
                    slot.require().care();
                    remember(slot);
                }
            });
        }
        main().care();
    }

    private static void remember(RootSlot slot) {
        try {
            slot.remember();
        } catch (IOException | RuntimeException unwritable) {
            LOG.warnf("What is in \"%s\" cannot be noted: %s", slot.name(), unwritable.getMessage());
        }
    }

    /** Looks which of them are there; tells when that has changed. Does not block. */
    void look(Runnable changed) {
        further.forEach(slot -> slot.lookOnWorker(() -> lookAt(slot, changed)));
    }

    private void lookAt(RootSlot slot, Runnable changed) {
        if (!slot.look()) {
            return;
        }
        if (!slot.isAway()) {
            try {
                slot.require().index().refresh(System.nanoTime());
                remember(slot);
                settleMoves();
            } catch (IOException | RuntimeException gone) {
                LOG.debugf(gone, "What is in \"%s\" is told by the next scan", slot.name());
            }
        }
        changed.run();
    }

    /** Saves what was learnt; what cannot be saved in a further directory concerns none but those who work there. Blocks. */
    void flush() throws IOException {
        main().flush();
        for (LibraryRoot root : present().stream().skip(1).toList()) {
            try {
                root.flush();
            } catch (IOException | DiskException | LibraryException later) {
                LOG.debugf(
                        later,
                        "What was verified in %s is saved later",
                        root.layout().root());
            }
        }
    }

    @Override
    public void close() {
        for (RootSlot slot : further) {
            remember(slot);
            slot.opened().ifPresent(LibraryRoot::close);
        }
        main().close();
    }
}
