package io.hfdownloader.library.leftover;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.leftover.Leftover.Kind;
import org.jspecify.annotations.Nullable;

/** Looks for what is left in one folder. Opens nothing, follows no link. Used once; blocks throughout. */
final class FolderSearch {

    /** What is younger may be somebody's who is at work. */
    static final Duration LEAST_AGE = Duration.ofDays(1);

    private static final int MAX_DEPTH = 64;
    private static final String CLIENT_SUFFIX = ".incomplete";
    private static final String LOCK_SUFFIX = ".lock";

    private final Path root;
    private final ModelFolder model;
    private final Predicate<Path> skipped;
    private final HeldLocks locks;
    private final Instant youngest;
    private final List<Leftover> found = new ArrayList<>();

    /**
     * @param root of all models
     * @param skipped folders in that of the model which are no part of it
     */
    FolderSearch(Path root, ModelFolder model, Predicate<Path> skipped, HeldLocks locks, Instant now) {
        this.root = root;
        this.model = model;
        this.skipped = skipped;
        this.locks = locks;
        this.youngest = now.minus(LEAST_AGE);
    }

    /** @param wanted whether a download may need partial files and listings */
    List<Leftover> run(boolean wanted) throws IOException {
        Path cache = model.folder().resolve(RepoLayout.CACHE);
        if (isFolder(model.folder().resolve(".cache")) && isFolder(cache)) {
            downloads(cache.resolve("download"), wanted);
            if (!wanted) {
                listings(cache.resolve("trees"));
            }
        }
        if (!wanted) {
            emptyFolders(model.folder());
        }
        return found;
    }

    private void downloads(Path folder, boolean wanted) throws IOException {
        Map<String, Group> partials = new TreeMap<>();
        Map<Path, BasicFileAttributes> locked = new HashMap<>();
        Map<Path, BasicFileAttributes> begun = new HashMap<>();
        walk(folder, (file, attributes) -> {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(CLIENT_SUFFIX)) {
                begun.put(file, attributes);
            } else if (name.endsWith(LOCK_SUFFIX)) {
                locked.put(file, attributes);
            } else if (folder.equals(file.getParent()) && RepoLayout.isPartialName(name)) {
                partials.computeIfAbsent(stem(name), stem -> new Group()).add(file, attributes);
            }
        });
        boolean clientIsAtWork = begun.values().stream().anyMatch(this::isYoung)
                || locked.keySet().stream().anyMatch(locks::holds);
        if (!clientIsAtWork) {
            begun.forEach((file, attributes) -> add(Kind.CLIENT_FILE, file, attributes));
            locked.forEach((file, attributes) -> add(Kind.CLIENT_FILE, file, attributes));
        }
        if (!wanted) {
            partials.values().forEach(group -> group.addTo(this));
        }
    }

    private void listings(Path folder) throws IOException {
        walk(folder, (file, attributes) -> {
            String name = String.valueOf(file.getFileName());
            String commit = name.endsWith(".json") ? name.substring(0, name.length() - 5) : "";
            if (folder.equals(file.getParent())
                    && RepoLayout.isCommit(commit)
                    && !model.commits().contains(commit)) {
                add(Kind.LISTING, file, attributes);
            }
        });
    }

    private void emptyFolders(Path top) throws IOException {
        Map<Path, BasicFileAttributes> folders = new HashMap<>();
        Set<Path> filled = new HashSet<>();
        Files.walkFileTree(top, Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(top)) {
                    filled.add(folder.getParent());
                    if (folder.endsWith(".cache") || folder.endsWith(".git") || skipped.test(folder)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    folders.put(folder, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                filled.add(file.getParent());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                filled.add(file.getParent());
                filled.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        folders.keySet().removeAll(filled);
        folders.forEach((folder, attributes) -> {
            if (!isYoung(attributes)) {
                found.add(new Leftover(
                        path(folder),
                        Kind.EMPTY_FOLDER,
                        0,
                        attributes.lastModifiedTime().toInstant()));
            }
        });
    }

    /** A partial file with what tells of it: as young as the youngest of them. */
    private static final class Group {

        private final List<BasicFileAttributes> all = new ArrayList<>();
        private @Nullable Path first;

        void add(Path file, BasicFileAttributes attributes) {
            all.add(attributes);
            if (first == null || file.toString().endsWith(RepoLayout.PARTIAL_SUFFIX)) {
                first = file;
            }
        }

        void addTo(FolderSearch search) {
            Path file = first;
            if (file != null && all.stream().noneMatch(search::isYoung)) {
                search.found.add(new Leftover(
                        search.path(file),
                        Kind.PARTIAL_FILE,
                        all.stream().mapToLong(BasicFileAttributes::size).sum(),
                        all.stream()
                                .map(attributes -> attributes.lastModifiedTime().toInstant())
                                .max(Instant::compareTo)
                                .orElseThrow()));
            }
        }
    }

    private void add(Kind kind, Path file, BasicFileAttributes attributes) {
        if (!isYoung(attributes)) {
            found.add(new Leftover(
                    path(file),
                    kind,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        }
    }

    private boolean isYoung(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().isAfter(youngest);
    }

    private String path(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    static String stem(String name) {
        int second = name.indexOf('.', name.indexOf('.') + 1);
        return second < 0 ? name : name.substring(0, second + 1);
    }

    private interface Found {
        void accept(Path file, BasicFileAttributes attributes);
    }

    private static void walk(Path folder, Found each) throws IOException {
        if (!isFolder(folder)) {
            return;
        }
        Files.walkFileTree(folder, Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    each.accept(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // gone meanwhile, or not ours to read
            }
        });
    }

    private static boolean isFolder(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }
}
