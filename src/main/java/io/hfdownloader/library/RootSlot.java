package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.root.RememberedRoot;
import io.hfdownloader.library.root.RememberedRoots;
import io.hfdownloader.library.root.RootMarker;
import io.hfdownloader.library.root.RootProbe;
import io.hfdownloader.library.root.RootSetting;
import io.hfdownloader.library.unfinished.Unfinished;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LibraryRoot} that may not be there. While its disk is away, or does not answer, what is remembered of it stands for it,
 * and nothing is written where it belongs: a directory that was there once is known by its marker, and an empty mount point has
 * none. Any thread.
 */
final class RootSlot {

    private static final Logger LOG = Logger.getLogger(RootSlot.class);

    private final RootSetting setting;
    private final @Nullable RememberedRoots remembered;
    private final Function<RootSetting, LibraryRoot> opener;
    private final RootProbe probe;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean caring = new AtomicBoolean();
    private final List<LibraryModel> before;
    private volatile @Nullable LibraryRoot opened;
    private volatile String reason = "its disk does not answer";
    private volatile boolean away;
    private volatile boolean told;
    private volatile Known known = new Known(List.of(), Set.of());

    private record Known(List<LibraryModel> models, Set<RepoId> repos) {}

    private RootSlot(
            RootSetting setting,
            @Nullable RememberedRoots remembered,
            Function<RootSetting, LibraryRoot> opener,
            @Nullable LibraryRoot opened,
            Duration patience) {
        this.setting = setting;
        this.remembered = remembered;
        this.opener = opener;
        this.probe = new RootProbe("root-" + setting.name(), patience);
        this.opened = opened;
        this.away = opened == null;
        this.before = earlier().map(this::models).orElse(List.of());
    }

    /** The models directory itself. */
    static RootSlot main(LibraryRoot opened) {
        RootSetting setting = new RootSetting(RootSetting.MAIN, opened.layout().root());
        return new RootSlot(setting, null, itself -> opened, opened, LibraryDisk.ANSWER_TIMEOUT);
    }

    /**
     * Further ones, which are opened if they are there: all at a time. Blocks, but not for disks that do not answer.
     *
     * @param patience a disk that has not answered for so long is away until it does
     */
    static List<RootSlot> further(
            List<RootSetting> settings,
            RememberedRoots remembered,
            Function<RootSetting, LibraryRoot> opener,
            Duration patience) {
        List<RootSlot> slots = settings.stream()
                .map(setting -> new RootSlot(setting, remembered, opener, null, patience))
                .toList();
        List<RootProbe.Look<Boolean>> looks = slots.stream()
                .map(slot -> slot.probe.begin(() -> slot.open(true)))
                .toList();
        for (RootProbe.Look<Boolean> look : looks) {
            var there = look.found();
        }
        for (RootSlot slot : slots) {
            slot.told = slot.isAway();
            if (slot.told) {
                LOG.warn(slot.sentence());
            }
        }
        return slots;
    }

    String name() {
        return setting.name();
    }

    Path path() {
        LibraryRoot root = opened;
        return root == null ? setting.path() : root.layout().root();
    }

    /** Whether it was not there when somebody looked last, or has not answered for a while. From memory. */
    boolean isAway() {
        return away || probe.isSilent();
    }

    /** Whether what is told of it was seen in it now, and is not what is remembered. From memory. */
    boolean isSeen() {
        LibraryRoot root = opened;
        return !isAway() && root != null && (remembered == null || root.index().hasScanned());
    }

    /** Empty as long as it was never there. */
    Optional<LibraryRoot> opened() {
        return Optional.ofNullable(opened);
    }

    /** @throws DiskException with a sentence while it was never there, or does not answer */
    LibraryRoot require() {
        LibraryRoot root = opened;
        if (root == null) {
            throw DiskException.away(sentence(), null);
        }
        if (probe.isSilent()) {
            throw DiskException.silent(root.layout().title());
        }
        return root;
    }

    /**
     * Asks whether it is there now. Blocks, but not for a disk that does not answer.
     *
     * @throws DiskException with a sentence when it is not
     */
    void requireThere() {
        LibraryRoot root = require();
        Optional<DiskException> absence = probe.ask(() -> root.layout().absence())
                .orElseGet(() -> Optional.of(DiskException.silent(root.layout().title())));
        if (absence.isPresent()) {
            throw absence.get();
        }
    }

    private String sentence() {
        return "The models in \"" + name() + "\" are away: " + setting.path() + " cannot be used, " + reason
                + ". Mount it or put it back; nothing is written there meanwhile, and it is found by itself.";
    }

    // --- what is in it -----------------------------------------------------------------------------------------

    /** What the last scan found, or what is remembered of an earlier one. From memory. */
    List<LibraryModel> models() {
        LibraryRoot root = opened;
        return root != null && root.index().hasScanned() ? root.index().models() : before;
    }

    /** Whether it is among those. From memory. */
    boolean knows(RepoId repo) {
        List<LibraryModel> now = models();
        Known last = known;
        if (last.models() != now) {
            last = new Known(
                    now,
                    now.stream()
                            .flatMap(model -> Optional.ofNullable(model.repo()).stream())
                            .collect(Collectors.toSet()));
            known = last;
        }
        return last.repos().contains(repo);
    }

    /** Whether it has a folder of the repo now; false while it is away. Blocks briefly. */
    boolean holds(RepoId repo) {
        LibraryRoot root = opened;
        if (root == null) {
            return false;
        }
        if (remembered != null) {
            return probe.ask(() -> holds(root, repo)).orElse(false);
        }
        return holds(root, repo);
    }

    private static boolean holds(LibraryRoot root, RepoId repo) {
        try {
            return root.holds(repo);
        } catch (DiskException | LibraryException notToBeSeen) {
            return false;
        }
    }

    /** Where the repo's folder is, or would be; nobody looks. */
    Path folder(RepoId repo) {
        LibraryRoot root = opened;
        return root != null
                ? root.layout().unseenFolder(repo)
                : setting.path().resolve(repo.type().filePrefix() + repo.folder());
    }

    /** The disk that it is on; empty while it is away. Blocks briefly. */
    Optional<Volume> disk() {
        return isAway() ? Optional.empty() : probe.ask(() -> Volume.of(path()));
    }

    // --- coming and going --------------------------------------------------------------------------------------

    /** Looks on a worker whether it is there, unless somebody does, and tells when that has changed. Does not block. */
    void look(Runnable changed) {
        onWorker(looking, () -> {
            var looked = probe.ask(this::isThere);
            boolean now = isAway();
            if (now != told) {
                told = now;
                LOG.infof(
                        now ? "The models in \"%s\" are away: %s" : "The models in \"%s\" are there: %s",
                        name(),
                        path());
                changed.run();
            }
        });
    }

    private boolean isThere() {
        LibraryRoot root = opened;
        if (root == null) {
            return open(false);
        }
        away = root.layout().absence().isPresent();
        return !away;
    }

    /** Runs on a worker, unless the care before has not ended. */
    void care(Runnable care) {
        onWorker(caring, care);
    }

    private static void onWorker(AtomicBoolean busy, Runnable work) {
        if (busy.compareAndSet(false, true)) {
            Infrastructure.getDefaultWorkerPool().execute(() -> {
                try {
                    work.run();
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    private synchronized boolean open(boolean atStart) {
        if (opened != null) {
            return true;
        }
        try {
            Optional<String> objection =
                    RootMarker.objection(setting.path(), earlier().map(RememberedRoot::id), atStart);
            if (objection.isPresent()) {
                reason = objection.get();
                return false;
            }
            LibraryRoot root = opener.apply(setting);
            opened = root;
            away = false;
            remember(root, marker(root));
            return true;
        } catch (LibraryUnavailableException unusable) {
            reason = "for this reason: " + withoutStop(String.valueOf(unusable.getMessage()));
            return false;
        } catch (IOException | RuntimeException failure) {
            reason = failure instanceof IOException disk
                    ? withoutStop(DiskException.of("it", disk).detail())
                    : String.valueOf(failure.getMessage());
            return opened != null;
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    // --- remembering -------------------------------------------------------------------------------------------

    private Optional<RememberedRoot> earlier() {
        return remembered == null ? Optional.empty() : remembered.of(name());
    }

    /** Keeps what is known of it for the time when it is away; what cannot be kept is tried again. Blocks. */
    void remember() {
        LibraryRoot root = opened;
        if (root != null && remembered != null && !isAway()) {
            probe.ask(() -> marker(root)).ifPresent(id -> remember(root, id));
        }
    }

    private void remember(LibraryRoot root, Optional<String> id) {
        try {
            if (id.isPresent()) {
                keep(root, id.get());
            }
        } catch (IOException | RuntimeException unwritable) {
            LOG.warnf("What is in \"%s\" cannot be noted: %s", name(), unwritable.getMessage());
        }
    }

    private void keep(LibraryRoot root, String id) throws IOException {
        if (remembered == null) {
            return;
        }
        Optional<RememberedRoot> last = earlier().filter(known -> known.id().equals(id));
        List<RememberedRoot.Model> models = root.index().hasScanned()
                ? root.index().models().stream()
                        .filter(LibraryModel::wholeFolder)
                        .map(model -> new RememberedRoot.Model(
                                model.name(), model.commit(), model.sizeBytes(), model.complete()))
                        .toList()
                : last.map(RememberedRoot::models).orElse(List.of());
        remembered.keep(name(), new RememberedRoot(id, models));
    }

    private static Optional<String> marker(LibraryRoot root) throws IOException {
        return root.layout().absence().isPresent()
                ? Optional.empty()
                : RootMarker.read(root.layout().root());
    }

    private List<LibraryModel> models(RememberedRoot root) {
        List<LibraryModel> models = new ArrayList<>();
        for (RememberedRoot.Model model : root.models()) {
            Path folder = setting.path().resolve(model.name()).normalize();
            if (folder.startsWith(setting.path()) && !folder.equals(setting.path())) {
                models.add(new LibraryModel(
                        repo(model.name()),
                        model.name(),
                        folder,
                        model.commit(),
                        false,
                        List.of(),
                        List.of(),
                        null,
                        model.sizeBytes(),
                        Unfinished.NONE,
                        model.complete(),
                        null,
                        true));
            }
        }
        return List.copyOf(models);
    }

    private static @Nullable RepoId repo(String name) {
        RepoType type = Stream.of(RepoType.values())
                .filter(kind -> !kind.filePrefix().isEmpty() && name.startsWith(kind.filePrefix()))
                .findFirst()
                .orElse(RepoType.MODEL);
        try {
            return RepoId.ofFolder(type, name.substring(type.filePrefix().length()));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
