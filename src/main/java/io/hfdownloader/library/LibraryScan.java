package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
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
import java.util.stream.Stream;

import io.hfdownloader.files.FolderWatch;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.foreign.FolderStructure;
import io.hfdownloader.library.foreign.ForeignFolder;
import io.hfdownloader.library.foreign.ForeignFolders;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.VerifiedFiles;
import io.hfdownloader.library.stamp.SharedNames;
import io.hfdownloader.library.stamp.Stamp;
import io.hfdownloader.library.store.VerifiedStore;
import io.hfdownloader.library.swap.MovingFolders;
import io.hfdownloader.library.unfinished.Unfinished;
import io.hfdownloader.library.unfinished.UnfinishedReader;
import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/** Walks the models directory. What has not changed since the last walk is not read again. Not for two threads at once. */
final class LibraryScan {

    private static final int MAX_SKIPPED = 1_000;

    /** A folder that is seen for the first time, and in which files move just then, is looked at again so often. */
    private static final int MAX_LOOKS = 5;

    private final RootFolder rootFolder;
    private final VerifiedStore verified;
    private final Path root;
    private final MovingFolders moving;
    private final FolderWatch watch;
    private final LocalWeightFacts weightFacts = new LocalWeightFacts();
    private final List<SkippedFolder> skippedFolders = new ArrayList<>();
    private final Set<Path> foreignFolders = new HashSet<>();
    private Map<Path, ScannedFolder> lastScan = Map.of();
    private SharedNames names = new SharedNames();
    private volatile long answeredNanos;
    private volatile boolean running;

    /** @param verifiedRevision how much was known of what its files hold */
    private record ScannedFolder(RepoContents contents, long verifiedRevision, LibraryModel model) {}

    LibraryScan(RootFolder rootFolder, MovingFolders moving, VerifiedStore verified) {
        this(rootFolder, moving, verified, FolderWatch.none(rootFolder.path()));
    }

    /** @param watch of the models directory */
    LibraryScan(RootFolder rootFolder, MovingFolders moving, VerifiedStore verified, FolderWatch watch) {
        this.watch = watch;
        this.moving = moving;
        this.verified = verified;
        this.rootFolder = rootFolder;
        this.root = rootFolder.path();
    }

    /** All there is, by name. Links are not followed. Blocks. */
    List<LibraryModel> run() throws IOException {
        boolean isKept = false;
        try {
            List<LibraryModel> found = look();
            isKept = true;
            return found;
        } finally {
            if (!isKept) {
                watch.forgetAll();
            }
        }
    }

    private List<LibraryModel> look() throws IOException {
        for (int looks = 1; ; looks++) {
            try (MovingFolders.Look look = moving.look()) {
                Map<Path, ScannedFolder> found = walk();
                boolean unseen = keepTouched(found, look);
                if (!unseen || looks == MAX_LOOKS) {
                    lastScan = found;
                    return found.values().stream()
                            .map(ScannedFolder::model)
                            .sorted(Comparator.comparing(LibraryModel::name))
                            .toList();
                }
                watch.forgetAll();
            }
        }
    }

    /**
     * Of folders in which files have moved meanwhile, what was known stands until all are in their places. True when nothing was known
     * of one, and it is worth another look.
     */
    private boolean keepTouched(Map<Path, ScannedFolder> found, MovingFolders.Look look) {
        boolean unseen = false;
        for (Map.Entry<Path, ScannedFolder> folder : found.entrySet()) {
            if (look.isTouched(folder.getKey())) {
                watch.forget(folder.getKey());
                ScannedFolder before = lastScan.get(folder.getKey());
                if (before != null) {
                    folder.setValue(before);
                } else {
                    unseen |= !look.isStuck(folder.getKey());
                }
            }
        }
        return unseen;
    }

    private Map<Path, ScannedFolder> walk() throws IOException {
        Map<Path, ScannedFolder> found = new HashMap<>();
        skippedFolders.clear();
        foreignFolders.clear();
        watch.look();
        names = new SharedNames();
        scanFolder(found, root, RepoContents.ofTopLevel(root), null, false);
        for (Path folder : folders(root, RepoType.MODEL)) {
            Optional<RepoType> type = typeOfFolder(folder);
            if (type.isPresent()) {
                scanFolder(found, folder, RepoContents.ofTopLevel(folder), null, false);
                for (Path inner : folders(folder, type.get())) {
                    scanNamespace(found, inner, type.get());
                }
            } else {
                scanNamespace(found, folder, RepoType.MODEL);
            }
        }
        return found;
    }

    /** From now on the disk is asked, until {@link #end}. */
    void begin() {
        answeredNanos = System.nanoTime();
        running = true;
    }

    void end() {
        running = false;
    }

    /** Whether the disk is asked and has told nothing for so long. A scan that waits for a worker asks it nothing. */
    boolean isSilentFor(Duration time) {
        return running && System.nanoTime() - answeredNanos >= time.toNanos();
    }

    /** What the last run did not look into, and why. */
    List<SkippedFolder> skippedFolders() {
        return List.copyOf(skippedFolders);
    }

    /** A folder of the first level is a namespace, unless it is an old model without one. */
    private void scanNamespace(Map<Path, ScannedFolder> found, Path folder, RepoType type) throws IOException {
        int before = skippedFolders.size();
        int foreignBefore = foreignFolders.size();
        List<Path> inner = folders(folder, type);
        boolean holdsForeign = foreignFolders.size() > foreignBefore;
        List<Path> repos = inner.stream().filter(LibraryScan::isRepo).toList();
        if (isRepo(folder)) {
            skippedFolders.subList(before, skippedFolders.size()).clear(); // parts of a model, not models
            scanFolder(
                    found,
                    folder,
                    RepoContents.of(
                            rootFolder,
                            folder,
                            inside -> repos.contains(inside) || ForeignFolders.isIn(folder, inside),
                            names,
                            directory -> {}),
                    repo(folder, type),
                    true);
            inner = repos;
        } else {
            RepoContents top = RepoContents.ofTopLevel(folder);
            if (!top.isEmpty() && repos.isEmpty() && !holdsForeign) {
                RepoContents contents = contents(folder);
                if (structure(folder, contents, type) == FolderStructure.ONE_MODEL) {
                    skippedFolders.subList(before, skippedFolders.size()).clear();
                    scanFolder(found, folder, contents, repo(folder, type), true);
                    return;
                }
            }
            scanFolder(found, folder, top, null, false);
        }
        for (Path repo : inner) {
            scanSecondLevel(found, repo, type);
        }
    }

    /** What was put there by other means is a model when it is made as one. */
    private void scanSecondLevel(Map<Path, ScannedFolder> found, Path folder, RepoType type) throws IOException {
        RepoContents contents = contents(folder);
        FolderStructure structure = isRepo(folder) ? FolderStructure.ONE_MODEL : structure(folder, contents, type);
        if (structure == FolderStructure.ONE_MODEL) {
            scanFolder(found, folder, contents, repo(folder, type), true);
            return;
        }
        RepoContents top = RepoContents.ofTopLevel(folder);
        boolean isSeveral = structure == FolderStructure.SEVERAL_MODELS;
        if (isSeveral) {
            scanFolder(found, folder, top, null, false);
        }
        boolean isToldOf = isSeveral ? contents.files().size() > top.files().size() : !contents.isEmpty();
        if (isToldOf && skippedFolders.size() < MAX_SKIPPED) {
            RepoId repo = repo(folder, type);
            skippedFolders.add(
                    isSeveral
                            ? SkippedFolder.severalModels(repo, name(folder), folder)
                            : SkippedFolder.noModel(repo, name(folder), folder));
        }
    }

    /** Of what is known to be as it was nothing is looked at. */
    private RepoContents contents(Path folder) throws IOException {
        ScannedFolder before = lastScan.get(folder);
        if (before != null && before.model().wholeFolder() && watch.isUnchanged(folder)) { // else only its top is kept
            return before.contents();
        }
        FolderWatch.FolderLook look = watch.look(folder);
        boolean isAtRest = false;
        try {
            RepoContents now = RepoContents.of(
                    rootFolder, folder, inside -> ForeignFolders.isIn(folder, inside), names, look::directory);
            isAtRest = now.partials().isEmpty() && now.foreignPartialBytes() == 0;
            return now;
        } finally {
            look.end(isAtRest);
        }
    }

    /** Of datasets and spaces nothing is known that all of them have. */
    private static FolderStructure structure(Path folder, RepoContents contents, RepoType type) {
        if (type != RepoType.MODEL) {
            return FolderStructure.ONE_MODEL;
        }
        Map<String, Stamp> files = contents.files();
        return FolderStructure.of(
                folder, files.keySet(), path -> WeightFiles.isWeight(path, sizeBytes(files.get(path))));
    }

    private static long sizeBytes(@Nullable Stamp stamp) {
        return stamp == null ? 0 : stamp.sizeBytes();
    }

    private void scanFolder(
            Map<Path, ScannedFolder> found,
            Path folder,
            RepoContents contents,
            @Nullable RepoId repo,
            boolean wholeFolder) {
        answeredNanos = System.nanoTime();
        if (contents.isEmpty()) {
            return;
        }
        ScannedFolder before = lastScan.get(folder);
        long verifiedRevision = repo == null ? 0 : verified.revision(repo);
        if (before != null
                && before.verifiedRevision() == verifiedRevision
                && before.contents().isSameButForArrivals(contents)
                && before.model().wholeFolder() == wholeFolder) {
            found.put(folder, before.contents().equals(contents) ? before : counted(before, folder, contents));
            return;
        }
        Map<String, LibraryFile> known = new HashMap<>();
        if (before != null) {
            before.model().files().forEach(file -> known.put(file.path(), file));
        }
        RepoContents old = before == null ? null : before.contents();
        Unfinished begun = before == null ? Unfinished.NONE : before.model().unfinished();
        Map<String, Long> partialBytes = partialBytes(folder, contents, old, begun);
        ModelReader reader = new ModelReader(folder, contents, old, known, partialBytes, weightFacts, verifiedOf(repo));
        found.put(folder, new ScannedFolder(contents, verifiedRevision, reader.read(repo, name(folder), wholeFolder)));
    }

    private @Nullable VerifiedFiles verifiedOf(@Nullable RepoId repo) {
        try {
            return repo == null ? null : verified.look(repo);
        } catch (LibraryException noPlace) {
            return null;
        }
    }

    /** While a file arrives, nothing of the model is read again. */
    private static ScannedFolder counted(ScannedFolder before, Path folder, RepoContents contents) {
        LibraryModel model = before.model();
        Map<String, Long> bytes = partialBytes(folder, contents, before.contents(), model.unfinished());
        return new ScannedFolder(
                contents,
                before.verifiedRevision(),
                model.withUnfinished(model.unfinished().counted(bytes, contents.foreignPartialBytes())));
    }

    private static Map<String, Long> partialBytes(
            Path folder, RepoContents contents, @Nullable RepoContents before, Unfinished known) {
        return contents.partials().isEmpty()
                ? Map.of()
                : UnfinishedReader.bytes(
                        folder.resolve(RepoLayout.CACHE + "/download"),
                        contents.partials(),
                        before == null ? Map.of() : before.partials(),
                        known);
    }

    private String name(Path folder) {
        return folder.equals(root) ? "." : RepoContents.withSlashes(root.relativize(folder));
    }

    private @Nullable RepoId repo(Path folder, RepoType type) {
        String id = name(folder).substring(type.filePrefix().length());
        try {
            return RepoId.ofFolder(type, id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The kind of the repos in this folder, if it is the place of datasets or spaces. */
    private static Optional<RepoType> typeOfFolder(Path folder) {
        String prefix = folder.getFileName() + "/";
        return Stream.of(RepoType.values())
                .filter(type -> type.filePrefix().equals(prefix))
                .findFirst();
    }

    /** True for a folder into which something was downloaded. */
    static boolean isRepo(Path folder) {
        return Files.isDirectory(folder.resolve(".cache"), LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(folder.resolve(RepoLayout.CACHE), LinkOption.NOFOLLOW_LINKS);
    }

    /** The empty ones of a disk are worth no word. */
    private void skipForeign(Path folder, RepoType type, ForeignFolder kind) {
        if (skippedFolders.size() < MAX_SKIPPED && ForeignFolders.holdsAnything(folder)) {
            skippedFolders.add(SkippedFolder.foreign(repo(folder, type), name(folder), folder, kind));
            foreignFolders.add(folder);
        }
    }

    /** The folders in one, but for hidden ones; records those that look like one and cannot be looked into. */
    private List<Path> folders(Path folder, RepoType type) throws IOException {
        List<Path> folders = new ArrayList<>();
        watch.shelf(folder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                answeredNanos = System.nanoTime();
                Optional<ForeignFolder> foreign = ForeignFolders.of(entry);
                if (foreign.isPresent()) {
                    skipForeign(entry, type, foreign.get());
                } else if (entry.getFileName().toString().startsWith(".")) {
                    continue;
                } else if (Files.isSymbolicLink(entry)) {
                    if (!Files.isRegularFile(entry)) {
                        skippedFolders.add(SkippedFolder.symbolicLink(repo(entry, type), name(entry), entry));
                    }
                } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    if (Files.isReadable(entry)) {
                        folders.add(entry);
                    } else if (repo(entry, type) != null) { // a disk's lost+found is nobody's model
                        skippedFolders.add(SkippedFolder.unreadable(repo(entry, type), name(entry), entry));
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            if (folder.equals(root)) { // the disk was taken away: what was known stands
                throw e;
            }
            return List.of(); // deleted meanwhile
        }
        return folders;
    }
}
