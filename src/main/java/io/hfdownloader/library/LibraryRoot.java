package io.hfdownloader.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.hfdownloader.files.ContentHash;
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
import io.hfdownloader.library.bin.OldFile;
import io.hfdownloader.library.bin.Trash;
import io.hfdownloader.library.foreign.ForeignFolders;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.NameCheck;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.leftover.Leftovers;
import io.hfdownloader.library.leftover.LeftoversHost;
import io.hfdownloader.library.leftover.ModelFolder;
import io.hfdownloader.library.lock.LibraryLock;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.metadata.VerifiedFiles;
import io.hfdownloader.library.move.MoveStage;
import io.hfdownloader.library.root.RootSetting;
import io.hfdownloader.library.store.TreeStore;
import io.hfdownloader.library.store.VerifiedStore;
import io.hfdownloader.library.swap.FolderLocks;
import io.hfdownloader.library.swap.MovingFolders;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.library.swap.SwapJournal;
import io.hfdownloader.library.swap.Swaps;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One directory that models are in, with all that is kept and done in it: its marker and lock, bin, trash, journals, what was
 * verified. Nothing goes from one to another but by a copy. Any thread; methods that touch the disk say so by "Blocks".
 */
final class LibraryRoot implements Closeable {

    private static final Logger LOG = Logger.getLogger(LibraryRoot.class);

    private final Library library;
    private final RepoLayout layout;
    private final LibraryLock lock;
    private final Trash trash;
    private final NameCheck names;
    private final RepoWriter writer;
    private final TreeStore trees;
    private final VerifiedStore verified;
    private final FolderLocks locks = new FolderLocks();
    private final RepoFiles.Parts parts;
    private final RepoFiles files;
    private final LibraryDisk disk;
    private final Bin bin;
    private final LibraryDeletion deletion;
    private final EmptyDownloadCleanup emptyDownloads;
    private final MovingFolders moving;
    private final Swaps swaps;
    private final LibraryIndex index;
    private final Leftovers leftovers;
    private volatile String careFailure = "";

    /** What a directory asks of the library that it is a part of. */
    interface Library {

        /** Who works in which folder. */
        RepoLeases leases();

        /** The revision that a folder follows. From memory. */
        Optional<String> followed(RepoId repo);

        /** The folder has come back and followed this before. Blocks briefly. */
        void follow(RepoId repo, String revision);

        /** What was chosen to be told of the updates of a model. From memory. */
        Optional<String> held(RepoId repo);

        /** The folder has come back, and this was chosen before. Blocks briefly. */
        void hold(RepoId repo, String hold);

        /** The folder was deleted through us. */
        void deleted(RepoId repo);

        /** Whether a download may want what is there of a repo. From memory. */
        boolean isWanted(RepoId repo);

        /** Something was deleted, or has come back; returns at once. */
        void changed();
    }

    /**
     * Makes the folder and keeps other servers out of it. Blocks.
     *
     * @throws LibraryUnavailableException with what to do about it when it cannot be used
     */
    LibraryRoot(RootSetting place, BinConfig config, Library library) {
        OpenedLibrary opened = OpenedLibrary.open(place);
        this.library = library;
        this.layout = opened.layout();
        this.lock = opened.lock();
        this.trash = opened.trash();
        this.names = new NameCheck(layout, opened.caseFolding());
        this.writer = new RepoWriter(layout);
        this.trees = new TreeStore(layout);
        this.verified = new VerifiedStore(layout);
        this.parts = new RepoFiles.Parts(layout, writer, trees, verified, locks);
        this.files = new RepoFiles(repo -> parts);
        this.disk = new LibraryDisk(layout);
        this.bin = openBin(config);
        this.deletion = new LibraryDeletion(layout, writer, library.leases(), trash, bin, this::tellDeleted);
        this.emptyDownloads = new EmptyDownloadCleanup(layout, writer, library.leases());
        this.moving = new MovingFolders(layout.root());
        this.swaps = new Swaps(layout, locks, files.swapSteps(parts), this::keepReplaced, moving);
        this.index = new LibraryIndex(layout, moving, verified);
        this.leftovers = new Leftovers(layout, config.leftoversWindow(), new HostOfLeftovers());
        completeSwaps();
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

    RepoLayout layout() {
        return layout;
    }

    NameCheck names() {
        return names;
    }

    /** What single files are worked on with. */
    RepoFiles.Parts parts() {
        return parts;
    }

    TreeStore trees() {
        return trees;
    }

    LibraryDisk disk() {
        return disk;
    }

    LibraryIndex index() {
        return index;
    }

    Bin bin() {
        return bin;
    }

    Leftovers leftovers() {
        return leftovers;
    }

    // --- swaps -------------------------------------------------------------------------------------------------

    /** See {@link ModelLibrary#swap}. */
    StaleFiles.Outcome swap(NewSet set, Runnable beforeFirstMove) throws IOException {
        RepoId repo = set.tree().repo();
        try (FolderLocks.Held held = locks.lock(repo)) {
            swaps.complete(repo);
            RepoFiles.Sorted sorted = files.sort(set);
            StaleFiles.Outcome stale = set.replacesOld() ? stale(set, sorted) : StaleFiles.Outcome.NOTHING;
            Set<String> commits = new HashSet<>(stale.keptCommits());
            commits.add(set.tree().commit());
            if (bin.isOn() && set.from() != null) {
                commits.add(set.from()); // by which it can be taken back as a whole
            }
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
            return stale;
        }
    }

    /** See {@link BinHost#swapBack}. */
    private boolean swapBack(RepoId repo, String commit, List<OldFile> old, Path verdictsOf) throws IOException {
        try (FolderLocks.Held held = locks.lock(repo)) {
            swaps.complete(repo);
            Optional<RepoTree> listed = trees.read(repo, commit);
            Optional<Map<OldFile, RepoFile>> known = listed.flatMap(tree -> listed(tree, old));
            if (listed.isEmpty()
                    || known.isEmpty()
                    || !isAllThatDiffers(listed.get(), known.get().values())) {
                return false;
            }
            layout.prepare(repo);
            VerifiedFiles verdicts = VerifiedFiles.load(layout.rootFolder(), verdictsOf);
            for (Map.Entry<OldFile, RepoFile> one : known.get().entrySet()) {
                requireUnchanged(repo, one.getKey(), one.getValue(), verdicts);
            }
            for (Map.Entry<OldFile, RepoFile> one : known.get().entrySet()) {
                moveBesideItsPlace(repo, one.getKey().place(), one.getValue());
            }
            verified.flush();
            index.refresh(System.nanoTime());
            Set<RepoFile> set = new LinkedHashSet<>(known.get().values());
            for (RepoFile file : listed.get().files()) {
                if (files.compare(repo, file) == FileMatch.SAME_VERIFIED) {
                    set.add(file);
                }
            }
            var departed = swap(new NewSet(listed.get(), List.copyOf(set), commitOf(repo), true), () -> {});
            return true;
        }
    }

    /** What the Hub calls each of them; empty where it had one of them not so. */
    private static Optional<Map<OldFile, RepoFile>> listed(RepoTree tree, List<OldFile> old) {
        Map<String, RepoFile> byPath = new HashMap<>();
        tree.files().forEach(file -> byPath.put(file.path(), file));
        Map<OldFile, RepoFile> listed = new LinkedHashMap<>();
        for (OldFile one : old) {
            RepoFile file = byPath.get(one.path());
            if (file == null || !file.etag().equals(one.etag())) {
                return Optional.empty();
            }
            listed.put(one, file);
        }
        return Optional.of(listed);
    }

    /** A part of a set, as what was replaced file by file, would make a mixture. */
    private boolean isAllThatDiffers(RepoTree tree, Collection<RepoFile> old) throws IOException {
        Set<RepoFile> known = Set.copyOf(old);
        for (RepoFile file : tree.files()) {
            if (!known.contains(file) && files.compare(tree.repo(), file) == FileMatch.DIFFERENT) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String commitOf(RepoId repo) {
        return index.models().stream()
                .filter(model -> repo.equals(model.repo()))
                .map(LibraryModel::commit)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * One of which nobody has noted that it is what it was is read, for as long as that takes; also one that a kill has left beside its
     * place.
     *
     * @throws LibraryException when somebody has changed it
     */
    private void requireUnchanged(RepoId repo, OldFile old, RepoFile file, VerifiedFiles verdicts) throws IOException {
        boolean isHere = Files.exists(old.place(), LinkOption.NOFOLLOW_LINKS);
        if (!isHere && (files.isStaged(repo, file) || files.compare(repo, file) == FileMatch.SAME_VERIFIED)) {
            return; // a kill came after it was brought there
        }
        Path place = isHere ? old.place() : layout.partialFile(repo, file);
        BasicFileAttributes found = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isSame = found.size() == file.sizeBytes()
                && (isHere && verdicts.knows(old.path(), old.etag(), found)
                        || ContentHash.matches(place, old.etag(), () -> false, read -> {}));
        if (!isSame) {
            throw LibraryException.nameTaken(repo.folder(), old.path());
        }
    }

    /** As a download has it that is verified. */
    private void moveBesideItsPlace(RepoId repo, Path place, RepoFile file) throws IOException {
        Path partial = layout.partialFile(repo, file);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            layout.makeFolder(Objects.requireNonNull(partial.getParent()));
            layout.rootFolder().delete(layout.rangeJournal(repo, file)); // of a download that began to bring it
            layout.rootFolder().move(place, partial);
        }
        if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) { // else it is in its place already
            files.stage(repo, file);
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

    /** See {@link ModelLibrary#completeSwap}. */
    void completeSwap(RepoId repo) throws IOException {
        swaps.complete(repo);
    }

    /** See {@link ModelLibrary#interruptedSwap}. */
    Optional<String> interruptedSwap(RepoId repo) {
        return moving.stuck(repo);
    }

    /** What a disk refused, or a process before this one did not finish, is tried again. Blocks briefly. */
    void completeSwaps() {
        swaps.recover();
        for (RepoId repo : moving.allStuck()) {
            try (RepoLease lease = library.leases().takeShared(layout.repoFolder(repo), repo.folder())) {
                swaps.complete(repo);
            } catch (IOException | RuntimeException told) {
                LOG.debugf(told, "The files of %s are not all in their places yet", repo);
            }
        }
    }

    /** See {@link ModelLibrary#departing}. */
    StaleFiles.Outcome departing(RepoTree upstream, @Nullable String from, Collection<RepoFile> planned)
            throws IOException {
        Set<RepoFile> then = Set.copyOf(planned);
        return StaleFiles.find(layout, upstream, from, then, new StaleFiles.Verified() {
            @Override
            public boolean holds(RepoFile file) throws IOException {
                return then.contains(file) || contentOf(file).isPresent();
            }

            @Override
            public Optional<Path> contentOf(RepoFile file) throws IOException {
                return files.verified(upstream.repo(), file);
            }
        });
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

    // --- moves -------------------------------------------------------------------------------------------------

    /** What the content of the files of a model is, as far as it is known, by path. From memory. */
    Map<String, String> hashes(RepoId repo) {
        Map<String, String> hashes = new HashMap<>();
        index.models().stream()
                .filter(model -> repo.equals(model.repo()))
                .flatMap(model -> model.files().stream())
                .forEach(file -> {
                    if (file.etag() != null) {
                        hashes.put(file.path(), file.etag());
                    }
                });
        return hashes;
    }

    /** Knows of the files of a repo what is known of them where they come from. Blocks. */
    void learnFrom(LibraryRoot other, RepoId repo, Function<String, Optional<BasicFileAttributes>> copies)
            throws IOException {
        verified.of(repo).addCopies(other.verified.of(repo), copies);
        verified.flush();
    }

    /**
     * Refuses what is not to be taken to another directory: what holds other models, or data of other programs, and what is half way
     * through an update. Blocks briefly.
     */
    void requireMovable(RepoId repo) throws IOException {
        swaps.complete(repo);
        deletion.requireAlone(layout.repoFolder(repo), repo.folder());
        index.refresh(System.nanoTime());
    }

    /** Removes a model that is somewhere else by now; whoever calls is alone in its folder. Blocks briefly. */
    void removeMoved(RepoId repo) throws IOException {
        Path folder = layout.repoFolder(repo);
        trash.add(folder);
        layout.rootFolder().force(Objects.requireNonNull(folder.getParent()));
        layout.rootFolder().deleteEmpty(folder.getParent(), layout.root());
        layout.rootFolder().delete(layout.verifiedFile(repo));
        refreshAfterChange();
    }

    /** Removes what is left of a move to this directory. Blocks briefly. */
    void removeStage(MoveStage stage) throws IOException {
        if (stage.exists()) {
            trash.add(stage.folder());
            emptyTrash();
        }
    }

    // --- deletion ----------------------------------------------------------------------------------------------

    private void tellDeleted(RepoId repo) {
        swaps.forget(repo);
        library.deleted(repo);
    }

    /** See {@link ModelLibrary#removeEmptyDownload}. */
    boolean removeEmptyDownload(RepoId repo, Instant since) throws IOException {
        boolean removed = emptyDownloads.remove(repo, since);
        if (removed) {
            tellDeleted(repo);
            refreshAfterChange();
        }
        return removed;
    }

    /** See {@link ModelLibrary#delete} and {@link ModelLibrary#discard}. */
    Optional<BinEntry> delete(RepoId repo, Way way) throws IOException {
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

    /** See {@link ModelLibrary#deleteVariant}. */
    Optional<BinEntry> deleteVariant(RepoId repo, String label, Way way) throws IOException {
        return changed(deletion.deleteVariant(repo, scanned(repo), label, way));
    }

    /** See {@link ModelLibrary#deleteFiles}. */
    Optional<BinEntry> deleteFiles(RepoId repo, Set<String> paths, Way way) throws IOException {
        return changed(deletion.deleteFiles(repo, scanned(repo), paths, way));
    }

    /** See {@link ModelLibrary#deletePath}. */
    Optional<BinEntry> deletePath(String absolutePath, Way way) throws IOException {
        completeSwaps();
        return changed(deletion.deletePath(absolutePath, scan(), way));
    }

    private LibraryModel scanned(RepoId repo) throws IOException {
        completeSwaps();
        return scan().stream()
                .filter(candidate -> repo.equals(candidate.repo()))
                .findFirst()
                .orElseThrow(() -> LibraryException.notFound(repo.folder() + " is not in the library."));
    }

    private Optional<BinEntry> changed(Optional<BinEntry> kept) throws IOException {
        refreshAfterChange();
        return kept;
    }

    /** Looks at the disk, whatever the last scan found and when. Blocks. */
    List<LibraryModel> scan() throws IOException {
        return index.modelsSince(System.nanoTime());
    }

    // --- care --------------------------------------------------------------------------------------------------

    /** See {@link ModelLibrary#flush}. */
    void flush() throws IOException {
        writer.forceFolders();
        verified.flush();
    }

    /** Saves what is to be saved and lets other servers in. Blocks. */
    @Override
    public void close() {
        if (index != null) { // it is not there yet where the library cannot be opened
            index.close();
        }
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

    /** What is due now and then; what fails is told once, and tried again. Blocks. */
    void care() {
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
                    .map(disk -> DiskException.of(layout.title() + " cannot be looked after", disk)
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
        library.changed();
        emptyTrash();
    }

    /** What is left when the server ends is found by the next one. */
    private void emptyTrash() {
        if (!trash.isEmpty()) {
            Infrastructure.getDefaultWorkerPool().execute(trash::empty);
        }
    }

    /** Whether something was downloaded into the folder that a repo has here, or is being. Blocks briefly. */
    boolean holds(RepoId repo) {
        Path folder = layout.repoFolder(repo);
        return repo.namespace() == null
                ? LibraryScan.isRepo(folder)
                : Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** What the bin asks of the library. */
    private final class HostOfBin implements BinHost {

        @Override
        public Lease lease(Path folder, String name) {
            return library.leases().takeExclusive(folder, name)::close;
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
            return library.followed(repo);
        }

        @Override
        public void follow(RepoId repo, String revision) {
            library.follow(repo, revision);
        }

        @Override
        public Optional<String> held(RepoId repo) {
            return library.held(repo);
        }

        @Override
        public void hold(RepoId repo, String hold) {
            library.hold(repo, hold);
        }

        @Override
        public boolean swapBack(RepoId repo, String commit, List<OldFile> old, Path known) throws IOException {
            return LibraryRoot.this.swapBack(repo, commit, old, known);
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
            for (LibraryModel model : index.models()) {
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
        public boolean isWanted(RepoId repo) {
            return library.isWanted(repo);
        }

        @Override
        public boolean isForeign(Path model, Path inside) {
            return ForeignFolders.isIn(model, inside);
        }

        @Override
        public Lease lease(ModelFolder folder) {
            return library.leases().takeExclusive(folder.folder(), folder.repo().folder())::close;
        }
    }
}
