package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.stamp.SharedNames;
import io.hfdownloader.library.stamp.Stamp;
import io.hfdownloader.library.stamp.StampMap;
import io.hfdownloader.library.unfinished.PartialFile;
import org.jspecify.annotations.Nullable;

/**
 * What one walk over a repo folder finds: names, sizes and times, nothing opened; what a kill left of our own small files is
 * removed on the way. Two that are equal describe the same model.
 *
 * @param files the repo's files by path
 * @param metadata the metadata beside them, by the path of the file it is on
 * @param trees trees by file name
 * @param partials partial files of ours, from which a download goes on, by name
 * @param foreignPartialBytes space taken by partial data of the Python client
 */
record RepoContents(
        Map<String, Stamp> files,
        Map<String, Stamp> metadata,
        Map<String, Stamp> trees,
        Map<String, PartialFile> partials,
        long foreignPartialBytes) {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_FILES = 500_000;
    private static final String METADATA_SUFFIX = ".metadata";

    /** Files that the Python client and its kin keep beside folders of theirs. */
    private static final Set<String> NOT_OF_MODELS = Set.of(
            "token", "stored_tokens", "CACHEDIR.TAG", "version.txt", "version_diffusers_cache.txt", "trusted_list");

    RepoContents {
        files = StampMap.copyOf(files);
        metadata = StampMap.copyOf(metadata);
        trees = StampMap.copyOf(trees);
        partials = Map.copyOf(partials);
    }

    /** As it is when these files have come. */
    RepoContents with(Collection<RepoFile> coming) {
        Map<String, Stamp> then = new HashMap<>(files);
        coming.forEach(file -> then.put(file.path(), new Stamp(file.sizeBytes(), FileTime.fromMillis(0))));
        return new RepoContents(then, metadata, trees, partials, foreignPartialBytes);
    }

    /**
     * Looks into a folder, but not into those that {@code foreign} accepts. Blocks.
     *
     * @param root by which what a killed server began to write is removed
     */
    static RepoContents of(RootFolder root, Path folder, Predicate<Path> foreign) throws IOException {
        return of(root, folder, foreign, new SharedNames(), directory -> {});
    }

    /**
     * The same, with paths that share their memory with those of other folders. Blocks.
     *
     * @param entered told of each directory before it is read
     */
    static RepoContents of(
            RootFolder root, Path folder, Predicate<Path> foreign, SharedNames names, Consumer<Path> entered)
            throws IOException {
        Map<String, Stamp> files = new TreeMap<>();
        walk(
                folder,
                MAX_DEPTH,
                directory -> isReserved(folder, directory) || foreign.test(directory),
                entered,
                (path, found) -> {
                    if (files.size() < MAX_FILES) {
                        files.put(names.shared(path), Stamp.of(found));
                    }
                });
        return withCache(root, folder, files, entered);
    }

    /** The files that lie directly in a folder. Blocks. */
    static RepoContents ofTopLevel(Path folder) throws IOException {
        Map<String, Stamp> files = new TreeMap<>();
        walk(folder, 1, directory -> true, directory -> {}, (path, found) -> {
            if (!path.startsWith(".") && !NOT_OF_MODELS.contains(path) && files.size() < MAX_FILES) {
                files.put(path, Stamp.of(found));
            }
        });
        return new RepoContents(files, Map.of(), Map.of(), Map.of(), 0);
    }

    boolean isEmpty() {
        return files.isEmpty() && metadata.isEmpty() && trees.isEmpty() && !holdsPartialData();
    }

    /** Whether a byte of a file that is not complete takes space here, one that can be gone on from or not. */
    boolean holdsPartialData() {
        return foreignPartialBytes > 0 || partials.values().stream().anyMatch(PartialFile::isBegun);
    }

    /** Whether nothing has changed but how much there is of the partial files. */
    boolean isSameButForArrivals(RepoContents other) {
        return files.equals(other.files)
                && metadata.equals(other.metadata)
                && trees.equals(other.trees)
                && partials.keySet().equals(other.partials.keySet());
    }

    private static RepoContents withCache(
            RootFolder root, Path folder, Map<String, Stamp> files, Consumer<Path> entered) throws IOException {
        Path cache = folder.resolve(RepoLayout.CACHE);
        Map<String, String> same = new HashMap<>(); // as a rule a file and what is noted of it have one path in memory
        files.keySet().forEach(path -> same.put(path, path));
        Map<String, Stamp> metadata = new TreeMap<>();
        Map<String, Stamp> trees = new TreeMap<>();
        AtomicLong foreignPartialBytes = new AtomicLong();
        Map<String, PartialFile.Stamp> partials = new HashMap<>();
        Map<String, PartialFile.Stamp> sidecars = new HashMap<>();
        enterCache(folder, cache, entered);
        if (isRealFolder(folder, folder.resolve(".cache")) && isRealFolder(folder, cache)) {
            walk(cache.resolve("download"), MAX_DEPTH, directory -> false, entered, (path, found) -> {
                if (PartialFile.isName(path)) {
                    if (partials.size() < MAX_FILES) {
                        partials.put(path, PartialFile.Stamp.of(found));
                    }
                } else if (PartialFile.isSidecar(path)) {
                    if (sidecars.size() < 2 * MAX_FILES) {
                        sidecars.put(path, PartialFile.Stamp.of(found));
                    }
                } else if (path.endsWith(".incomplete")) { // of no use to anybody after the Python client has ended
                    foreignPartialBytes.addAndGet(found.size());
                } else if (AtomicFile.isAbandoned(path, found)) {
                    AtomicFile.removeAbandoned(root, cache.resolve("download").resolve(path));
                } else if (path.endsWith(METADATA_SUFFIX) && metadata.size() < MAX_FILES) {
                    String of = path.substring(0, path.length() - METADATA_SUFFIX.length());
                    metadata.put(same.getOrDefault(of, of), Stamp.of(found));
                }
            });
            walk(cache.resolve("trees"), 1, directory -> true, entered, (path, found) -> {
                if (AtomicFile.isAbandoned(path, found)) {
                    AtomicFile.removeAbandoned(root, cache.resolve("trees").resolve(path));
                } else {
                    trees.put(path, Stamp.of(found));
                }
            });
        }
        return new RepoContents(
                files, metadata, trees, PartialFile.joined(partials, sidecars), foreignPartialBytes.get());
    }

    /** What is missing of these folders comes in the one above it. */
    private static void enterCache(Path folder, Path cache, Consumer<Path> entered) {
        if (isRealFolder(folder, cache)) {
            if (!isRealFolder(folder, cache.resolve("download")) || !isRealFolder(folder, cache.resolve("trees"))) {
                entered.accept(cache);
            }
        } else if (isRealFolder(folder, folder.resolve(".cache"))) {
            entered.accept(folder.resolve(".cache"));
        }
    }

    private static boolean isRealFolder(Path repo, Path folder) {
        return folder.startsWith(repo) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isReserved(Path folder, Path directory) {
        return directory.endsWith(".git") || directory.equals(folder.resolve(".cache"));
    }

    private static void walk(
            Path folder,
            int depth,
            Predicate<Path> skipped,
            Consumer<Path> entered,
            BiConsumer<String, BasicFileAttributes> found)
            throws IOException {
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.equals(folder) && skipped.test(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                entered.accept(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.accept(withSlashes(folder.relativize(file)), attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // gone meanwhile, or not ours to read
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        };
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), depth, visitor);
    }

    static String withSlashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
