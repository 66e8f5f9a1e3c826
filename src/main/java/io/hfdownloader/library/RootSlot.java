package io.hfdownloader.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
import io.hfdownloader.library.root.RememberedRoot;
import io.hfdownloader.library.root.RememberedRoots;
import io.hfdownloader.library.root.RootSetting;
import io.hfdownloader.library.unfinished.Unfinished;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LibraryRoot} that may not be there. While its disk is away, what is remembered of it stands for it, and nothing is written
 * where it belongs: a directory that was there once is known by its marker, and an empty mount point has none. Any thread.
 */
final class RootSlot {

    private static final Logger LOG = Logger.getLogger(RootSlot.class);
    private static final int MAX_MARKER_BYTES = 200;

    private final RootSetting setting;
    private final @Nullable RememberedRoots remembered;
    private final Function<RootSetting, LibraryRoot> opener;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean caring = new AtomicBoolean();
    private volatile long lookSince; // 0 while nobody looks
    private volatile @Nullable LibraryRoot opened;
    private volatile List<LibraryModel> before = List.of();
    private volatile String reason = "nobody has looked yet";
    private volatile boolean away = true;
    private volatile Known known = new Known(List.of(), Set.of());

    private record Known(List<LibraryModel> models, Set<RepoId> repos) {}

    private RootSlot(
            RootSetting setting,
            @Nullable RememberedRoots remembered,
            Function<RootSetting, LibraryRoot> opener,
            @Nullable LibraryRoot opened) {
        this.setting = setting;
        this.remembered = remembered;
        this.opener = opener;
        this.opened = opened;
        this.away = opened == null;
    }

    /** The models directory itself. */
    static RootSlot main(LibraryRoot opened) {
        return new RootSlot(new RootSetting(RootSetting.MAIN, opened.layout().root()), null, setting -> opened, opened);
    }

    /** A further one, which is opened if it is there. Blocks. */
    static RootSlot further(
            RootSetting setting, RememberedRoots remembered, Function<RootSetting, LibraryRoot> opener) {
        RootSlot slot = new RootSlot(setting, remembered, opener, null);
        slot.before = remembered.of(setting.name()).map(slot::models).orElse(List.of());
        slot.open(true);
        if (slot.away) {
            LOG.warn(slot.sentence());
        }
        return slot;
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
        long since = lookSince;
        return away || since != 0 && System.nanoTime() - since > LibraryDisk.ANSWER_TIMEOUT.toNanos();
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

    /** @throws DiskException with a sentence while it was never there */
    LibraryRoot require() {
        LibraryRoot root = opened;
        if (root == null) {
            throw DiskException.away(sentence(), null);
        }
        return root;
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
        try {
            return root != null && root.holds(repo);
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
        try {
            return isAway() ? Optional.empty() : Optional.of(Volume.of(path()));
        } catch (IOException untold) {
            return Optional.empty();
        }
    }

    // --- coming and going --------------------------------------------------------------------------------------

    /** Looks whether it is there. True when that has changed. Blocks. */
    boolean look() {
        lookSince = System.nanoTime() | 1;
        try {
            return hasChanged();
        } finally {
            lookSince = 0;
        }
    }

    private boolean hasChanged() {
        boolean was = away;
        LibraryRoot root = opened;
        if (root == null) {
            open(false);
        } else {
            away = root.layout().absence().isPresent();
        }
        if (was != away) {
            LOG.infof(
                    away ? "The models in \"%s\" are away: %s" : "The models in \"%s\" are there: %s", name(), path());
        }
        return was != away;
    }

    /** Runs on a worker, unless the look before has not ended. */
    void lookOnWorker(Runnable look) {
        onWorker(looking, look);
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

    private synchronized void open(boolean atStart) {
        if (opened != null) {
            return;
        }
        try {
            Optional<String> objection = objection(atStart);
            if (objection.isPresent()) {
                reason = objection.get();
                return;
            }
            opened = opener.apply(setting);
            away = false;
            remember();
        } catch (LibraryUnavailableException unusable) {
            reason = "for this reason: " + withoutStop(String.valueOf(unusable.getMessage()));
        } catch (IOException | RuntimeException failure) {
            reason = failure instanceof IOException disk
                    ? withoutStop(DiskException.of("it", disk).detail())
                    : String.valueOf(failure.getMessage());
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Why what is there is not to be opened; empty when it is. */
    private Optional<String> objection(boolean atStart) throws IOException {
        if (!Files.isDirectory(setting.path())) {
            return Optional.of("nothing is there");
        }
        Optional<String> here = marker(setting.path());
        Optional<String> was = earlier().map(RememberedRoot::id);
        if (was.isEmpty() || here.equals(was)) {
            return Optional.empty();
        }
        if (here.isEmpty()) {
            return Optional.of("what is there now, perhaps an empty mount point, has not its marker"
                    + " .cache/hf-downloader/id; to begin anew there, give it another name in hf-downloader.roots");
        }
        return atStart
                ? Optional.empty()
                : Optional.of("the directory that is there now is another one, by its marker");
    }

    private Optional<RememberedRoot> earlier() {
        return remembered == null ? Optional.empty() : remembered.of(name());
    }

    private static Optional<String> marker(Path root) throws IOException {
        Path marker = root.resolve(".cache").resolve("hf-downloader").resolve("id");
        try {
            if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS) || Files.size(marker) > MAX_MARKER_BYTES) {
                return Optional.empty();
            }
            return Optional.of(
                    Files.readString(marker, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** Keeps what is known of it for the time when it is away. Blocks. */
    void remember() throws IOException {
        LibraryRoot root = opened;
        if (root == null || remembered == null || root.layout().absence().isPresent()) {
            return;
        }
        Optional<String> id = marker(root.layout().root());
        if (id.isEmpty()) {
            return;
        }
        Optional<RememberedRoot> last = earlier().filter(known -> known.id().equals(id.get()));
        List<RememberedRoot.Model> models = root.index().hasScanned()
                ? root.index().models().stream()
                        .filter(LibraryModel::wholeFolder)
                        .map(model -> new RememberedRoot.Model(
                                model.name(), model.commit(), model.sizeBytes(), model.complete()))
                        .toList()
                : last.map(RememberedRoot::models).orElse(List.of());
        remembered.keep(name(), new RememberedRoot(id.get(), models));
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
