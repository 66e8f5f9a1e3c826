package io.hfdownloader.library.bin;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What was deleted or replaced, kept for a while so that it can be taken back. Its room counts as free: it gives way, oldest
 * first, where a download needs it. What is moved is renamed, never copied; a kill between any two steps leaves it where it was
 * or here, and what was on its way goes back when the next library opens. Any thread; methods that touch the disk say so by
 * "Blocks".
 */
public final class Bin {

    private static final Logger LOG = Logger.getLogger(Bin.class);
    private static final int MAX_ENTRIES = 10_000;

    private final RepoLayout layout;
    private final RootFolder root;
    private final BinConfig config;
    private final BinHost host;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<String, EntryFile> files = new HashMap<>(); // only in turn
    private final Set<String> onTheirWay = new HashSet<>(); // only in turn; back to a model, which may take a while
    private volatile List<BinEntry> entries = List.of();

    /** Brings to an end what another process began and did not end. Blocks. */
    public Bin(RepoLayout layout, BinConfig config, BinHost host) throws IOException {
        this.layout = layout;
        this.root = layout.rootFolder();
        this.config = config;
        this.host = host;
        for (Path name : root.names(place())) {
            recover(folder(name.toString()));
        }
        list();
    }

    // --- looking -----------------------------------------------------------------------------------------------

    /** Whether anything is kept at all. */
    public boolean isOn() {
        return !window().isZero();
    }

    /** How long something is kept. */
    public Duration window() {
        return config.binWindow();
    }

    /** What is in it, newest first; from memory. */
    public List<BinEntry> entries() {
        return entries;
    }

    /** Bytes that it takes; from memory. */
    public long bytes() {
        return entries.stream().mapToLong(BinEntry::bytes).sum();
    }

    /** Bytes that it takes on this disk, and would give back. Blocks. */
    public long bytes(Volume volume) throws IOException {
        if (entries.isEmpty() || !Volume.of(place()).equals(volume)) {
            return 0;
        }
        return inTurn(() -> oldestFirst().stream().mapToLong(BinEntry::bytes).sum());
    }

    /** Where an entry was; nobody looks whether anything is there. */
    Path shownOrigin(BinEntry entry) {
        return layout.root().resolve(entry.folder());
    }

    // --- in ----------------------------------------------------------------------------------------------------

    /**
     * Takes a folder with all in it, in one step. Whoever calls is alone in it. Blocks briefly.
     *
     * @throws LibraryException when it lies on another disk; then it is as it was
     */
    public BinEntry keepFolder(Deposit what) throws IOException {
        return inTurn(() -> {
            BinEntry entry = entry(what, true);
            EntryFolder folder = folder(entry.id());
            try {
                layout.makeFolder(folder.path());
                saveVerified(what, null, folder);
                EntryFile file = new EntryFile(entry, false);
                file.write(root, folder.path());
                folder.takeWhole(what.folder());
                add(file);
                return entry;
            } catch (IOException | RuntimeException failure) {
                abandon(folder, failure);
                throw told(what, failure);
            }
        });
    }

    /**
     * Takes single files of a folder; all of them, or none when that fails. Whoever calls keeps others from changing them. Blocks
     * briefly.
     *
     * @param places what goes: files, and what is kept beside them
     * @return empty when nothing of it was there
     * @throws LibraryException when some of it lies on another disk; then all is as it was
     */
    public Optional<BinEntry> keep(Deposit what, Collection<Path> places) throws IOException {
        return inTurn(() -> {
            BinEntry entry = entry(what, false);
            EntryFolder folder = folder(entry.id());
            try {
                layout.makeFolder(folder.path());
                saveVerified(what, paths(what.folder(), places), folder);
                new EntryFile(entry, true).write(root, folder.path());
                folder.take(what.folder(), places);
                if (!folder.holdsFiles()) {
                    remove(folder);
                    return Optional.empty();
                }
                EntryFile file = new EntryFile(entry, false);
                file.write(root, folder.path());
                add(file);
                return Optional.of(entry);
            } catch (IOException | RuntimeException failure) {
                takeBack(new EntryFile(entry, true), folder, failure);
                throw told(what, failure);
            }
        });
    }

    /**
     * Takes files of a repo with the notes beside them, as when an update has others in their place. The caller works there with a
     * lease, and tidies up. Blocks briefly.
     *
     * @return empty when none of them was there, or nothing is kept here
     * @throws LibraryException as {@link #keep(Deposit, Collection)}
     */
    public Optional<BinEntry> keep(RepoId repo, Collection<String> paths, BinReason reason) throws IOException {
        List<Path> places = new ArrayList<>();
        List<String> found = new ArrayList<>();
        long bytes = 0;
        String commit = null;
        for (String path : isOn() ? paths : List.<String>of()) {
            Path file = layout.file(repo, path);
            Path metadata = layout.metadata(repo, path);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                found.add(path);
                places.add(file);
                bytes += Files.size(file);
                if (Files.isRegularFile(metadata, LinkOption.NOFOLLOW_LINKS)) {
                    places.add(metadata);
                    commit = FileMetadata.read(metadata)
                            .map(FileMetadata::commit)
                            .orElse(commit);
                }
            }
        }
        Path folder = layout.repoFolder(repo);
        String name = layout.root().relativize(folder).toString().replace('\\', '/');
        return places.isEmpty()
                ? Optional.empty()
                : keep(new Deposit(repo, name, folder, null, found, found.size(), bytes, commit, reason), places);
    }

    // --- out ---------------------------------------------------------------------------------------------------

    /**
     * Puts an entry back to where it was: renames, whatever its size. What an update has replaced takes its place again as one set, and
     * what stands there comes here. Blocks briefly.
     *
     * @throws LibraryException when there is no such entry, while somebody works in its folder, or when a file of that name stands
     *     there; then all is as it was
     */
    public BinEntry restore(String id) throws IOException {
        BinEntry entry = inTurn(() -> known(id)).entry();
        Path origin = origin(entry);
        try (BinHost.Lease lease = host.lease(leased(entry, origin), name(entry))) {
            if (!hasSwappedBack(entry, origin)) {
                var back = inTurn(() -> {
                    EntryFolder folder = folder(known(id).entry().id());
                    putBack(entry, folder, origin);
                    forget(entry, folder);
                    return entry;
                });
            }
        }
        host.changed();
        return entry;
    }

    /**
     * What an update has replaced changes places with what it has brought, as one set. What it takes from here is out of the way
     * first and in its place by a journal; so after a kill it is here, beside its place, or in it, and the next call goes on.
     */
    private boolean hasSwappedBack(BinEntry entry, Path origin) throws IOException {
        RepoId repo = entry.repo();
        String commit = entry.commit();
        if (entry.reason() != BinReason.REPLACED || repo == null || commit == null || !Files.isDirectory(origin)) {
            return false;
        }
        EntryFolder folder = folder(entry.id());
        Optional<List<OldFile>> files = inTurn(() -> {
            EntryFile known = known(entry.id());
            Optional<List<OldFile>> old = known.open() ? Optional.empty() : folder.oldFiles(commit);
            old.ifPresent(some -> onTheirWay.add(entry.id())); // until they are there, nothing of it goes for good
            return old;
        });
        if (files.isEmpty()) {
            return false;
        }
        boolean swapped = false;
        try {
            swapped = host.swapBack(repo, commit, files.get(), folder.verified());
        } finally {
            boolean isBack = swapped;
            var ended = inTurn(() -> {
                onTheirWay.remove(entry.id());
                if (isBack) {
                    drop(entry);
                }
                return entry;
            });
        }
        return swapped;
    }

    /**
     * Deletes an entry for good. Its room is given back soon after. Blocks briefly.
     *
     * @throws LibraryException when there is no such entry
     */
    public void delete(String id) throws IOException {
        var gone = inTurn(() -> {
            BinEntry entry = known(id).entry();
            if (onTheirWay.contains(id)) {
                throw LibraryException.notInBin(id);
            }
            drop(entry);
            return entry;
        });
        host.freeSoon();
    }

    /**
     * Deletes entries for good, oldest first, until so much room is won on a disk; it is free when this returns. Blocks for as long
     * as the disk takes.
     *
     * @return the bytes of what went; fewer than were asked for when there is no more
     */
    public long giveWay(Volume volume, long bytes) throws IOException {
        if (bytes <= 0 || bytes(volume) == 0) {
            return 0;
        }
        long won = inTurn(() -> {
            long sum = 0;
            for (BinEntry oldest : oldestFirst()) {
                if (sum >= bytes) {
                    break;
                }
                LOG.infof("%s leaves the bin: its room is needed", name(oldest));
                drop(oldest);
                sum += oldest.bytes();
            }
            return sum;
        });
        host.free();
        return won;
    }

    /** What is due: deletes for good what has been here long enough, and brings to an end what could not be before. Blocks. */
    public void care(Instant now) throws IOException {
        boolean gone = inTurn(() -> {
            layout.requireRoot();
            Set<String> there = root.names(place()).stream().map(Path::toString).collect(Collectors.toSet());
            boolean any = false;
            for (EntryFile file : List.copyOf(files.values())) {
                BinEntry entry = file.entry();
                EntryFolder folder = folder(entry.id());
                if (!there.contains(entry.id())) {
                    files.remove(entry.id()); // somebody has made room by hand
                    list();
                } else if (file.open()) {
                    settleIfPossible(file, folder);
                } else if (!now.isBefore(entry.until(window())) && !onTheirWay.contains(entry.id())) {
                    drop(entry);
                    any = true;
                }
            }
            return any;
        });
        if (gone) {
            host.freeSoon();
        }
    }

    // --- inside ------------------------------------------------------------------------------------------------

    private void putBack(BinEntry entry, EntryFolder folder, Path origin) throws IOException {
        if (!folder.holdsFiles()) {
            forget(entry, folder);
            throw LibraryException.notInBin(entry.id());
        }
        if (entry.whole() && folder.canGoWhole(origin)) {
            folder.putBackWhole(origin);
            return;
        }
        Optional<String> taken = folder.taken(origin);
        if (taken.isPresent()) {
            throw LibraryException.nameTaken(name(entry), taken.get());
        }
        RepoId repo = entry.repo();
        if (repo != null) {
            layout.prepare(repo);
        }
        EntryFile open = new EntryFile(entry, true);
        open.write(root, folder.path());
        files.put(entry.id(), open); // what fails from here on is tried again
        if (!folder.putBack(origin)) {
            keepOn(entry, folder);
            throw LibraryException.nameTaken(name(entry), folder.taken(origin).orElse(entry.folder()));
        }
    }

    /** What has gone back is known as verified, as long as it is the same, follows the branch that it followed, and is held back as before. */
    private void forget(BinEntry entry, EntryFolder folder) throws IOException {
        restoreVerified(entry, folder);
        remove(folder);
        files.remove(entry.id());
        list();
    }

    private void restoreVerified(BinEntry entry, EntryFolder folder) throws IOException {
        RepoId repo = entry.repo();
        if (repo != null) {
            host.restoreVerified(repo, folder.verified());
            Optional.ofNullable(entry.revision()).ifPresent(revision -> host.follow(repo, revision));
            Optional.ofNullable(entry.hold()).ifPresent(hold -> host.hold(repo, hold));
        }
    }

    private void saveVerified(Deposit what, @Nullable Set<String> paths, EntryFolder folder) throws IOException {
        RepoId repo = what.repo();
        if (repo != null) {
            host.saveVerified(repo, path -> paths == null || paths.contains(path), folder.verified());
        }
    }

    private static Set<String> paths(Path folder, Collection<Path> places) {
        return places.stream()
                .map(place -> folder.relativize(place).toString().replace('\\', '/'))
                .collect(Collectors.toSet());
    }

    private void keepOn(BinEntry entry, EntryFolder folder) throws IOException {
        EntryFile kept = new EntryFile(entry, false);
        kept.write(root, folder.path());
        add(kept);
    }

    private void recover(EntryFolder folder) {
        try {
            Optional<EntryFile> read = EntryFile.read(folder.path());
            if (read.isEmpty()) {
                if (folder.holdsFiles()) {
                    LOG.warnf("%s is in the bin, and nothing tells what it was. It stays there.", folder.path());
                } else {
                    remove(folder); // it was only just begun
                }
                return;
            }
            EntryFile file = read.get();
            if (file.open()) {
                settle(file, folder);
            } else if (folder.holdsFiles()) {
                files.put(file.entry().id(), file);
            } else { // the folder did not come here yet, or has gone back already
                forget(file.entry(), folder);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warnf("%s in the bin cannot be read: %s", folder.path(), failure);
        }
    }

    /** What was on its way when it was interrupted goes back; where a name has been taken since, it stays here. */
    private void settle(EntryFile file, EntryFolder folder) throws IOException {
        BinEntry entry = file.entry();
        files.put(entry.id(), file);
        Path origin = origin(entry);
        try (BinHost.Lease lease = host.lease(leased(entry, origin), name(entry))) {
            if (isReplacedByNow(entry)) { // its successor has come, and it is not to come in between
                keepOn(entry, folder);
            } else if (folder.putBack(origin)) {
                forget(entry, folder);
            } else {
                restoreVerified(entry, folder);
                keepOn(entry, folder);
            }
        } catch (LibraryException later) {
            LOG.debugf("%s waits in the bin: %s", name(entry), later.getMessage());
        }
    }

    private boolean isReplacedByNow(BinEntry entry) {
        RepoId repo = entry.repo();
        return entry.reason() == BinReason.REPLACED && repo != null && host.hasSwapped(repo);
    }

    /** One that cannot go back keeps no other one from going. */
    private void settleIfPossible(EntryFile file, EntryFolder folder) {
        try {
            settle(file, folder);
        } catch (IOException | RuntimeException later) {
            LOG.debugf(later, "%s waits in the bin", name(file.entry()));
        }
    }

    /** What failed tells more than what fails after it. */
    private void takeBack(EntryFile open, EntryFolder folder, Exception failure) {
        try {
            layout.requireRoot(); // a disk that is away has not lost it
            if (!folder.isThere()) {
                return;
            }
            if (folder.putBack(origin(open.entry()))) {
                forget(open.entry(), folder);
            } else {
                keepOn(open.entry(), folder);
            }
        } catch (IOException | RuntimeException also) {
            failure.addSuppressed(also);
            files.put(open.entry().id(), open); // until it can be
            list();
        }
    }

    private void abandon(EntryFolder folder, Exception failure) {
        try {
            if (folder.isThere() && !folder.holdsFiles()) {
                remove(folder);
            }
        } catch (IOException | RuntimeException also) {
            failure.addSuppressed(also); // the next library removes it
        }
    }

    private void remove(EntryFolder folder) throws IOException {
        host.remove(folder.path());
    }

    private void drop(BinEntry entry) throws IOException {
        EntryFolder folder = folder(entry.id());
        if (folder.isThere()) {
            remove(folder);
        }
        files.remove(entry.id());
        list();
    }

    private void add(EntryFile file) throws IOException {
        files.put(file.entry().id(), file);
        list();
        for (BinEntry oldest : files.size() > MAX_ENTRIES ? oldestFirst() : List.<BinEntry>of()) {
            if (files.size() <= MAX_ENTRIES) {
                break;
            }
            drop(oldest);
        }
    }

    private void list() {
        List<BinEntry> now = new ArrayList<>();
        files.values().forEach(file -> now.add(file.entry()));
        now.sort(Comparator.comparing(BinEntry::since).reversed().thenComparing(BinEntry::id));
        entries = List.copyOf(now);
    }

    /** Those that may go: what is on its way back belongs to a model. */
    private List<BinEntry> oldestFirst() {
        return files.values().stream()
                .filter(file -> !file.open())
                .map(EntryFile::entry)
                .filter(entry -> !onTheirWay.contains(entry.id()))
                .sorted(Comparator.comparing(BinEntry::since))
                .collect(Collectors.toList());
    }

    private EntryFile known(String id) {
        EntryFile file = files.get(id);
        if (file == null) {
            throw LibraryException.notInBin(id);
        }
        return file;
    }

    private BinEntry entry(Deposit what, boolean whole) {
        RepoId repo = what.repo();
        return new BinEntry(
                UUID.randomUUID().toString(),
                repo,
                what.name(),
                layout.root().relativize(what.folder()).toString().replace('\\', '/'),
                whole,
                what.label(),
                what.paths(),
                what.files(),
                what.bytes(),
                what.commit(),
                repo == null ? null : host.followed(repo).orElse(null),
                repo == null || !whole ? null : host.held(repo).orElse(null),
                what.reason(),
                Instant.now());
    }

    /** Fails with what a reader is to be told. */
    private static IOException told(Deposit what, Exception failure) {
        if (failure instanceof AtomicMoveNotSupportedException) {
            throw LibraryException.otherDisk(UntrustedText.name(what.name()), failure);
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return (IOException) failure;
    }

    /** Where it was, and is to be again; no link leads there. */
    private Path origin(BinEntry entry) {
        return entry.folder().isEmpty()
                ? layout.root()
                : layout.existing(layout.root().getFileSystem().getPath(entry.folder()));
    }

    /** A single file of nobody's does not keep others out of all that is around it. */
    private static Path leased(BinEntry entry, Path origin) {
        return entry.repo() == null && !entry.whole() && !entry.paths().isEmpty()
                ? origin.resolve(entry.paths().get(0))
                : origin;
    }

    private static String name(BinEntry entry) {
        return UntrustedText.name(entry.name());
    }

    private Path place() {
        return layout.stateFolder().resolve("bin");
    }

    private EntryFolder folder(String id) {
        return new EntryFolder(layout, place().resolve(id));
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T inTurn(Work<T> work) throws IOException {
        turn.lock();
        try {
            return work.run();
        } finally {
            turn.unlock();
        }
    }
}
