package io.hfdownloader.adopt.shape;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** One look around below a folder: what was seen is counted, so that a huge tree ends it. Links are not followed. Blocks. */
final class Look {

    static final int MAX_ENTRIES = 300_000;
    static final int MAX_DEPTH = 10;

    /** Marks a folder that package {@code view} has made. */
    private static final String VIEW_MARKER = ".hf-downloader.view";

    private final Path root;
    private final Predicate<Path> known;
    private final BooleanSupplier stopped;
    private final int maxEntries;
    private int seen;
    private boolean cut;

    Look(Path root, Predicate<Path> known, BooleanSupplier stopped, int maxEntries) {
        this.root = root;
        this.known = known;
        this.stopped = stopped;
        this.maxEntries = maxEntries;
    }

    /**
     * What is in a folder.
     *
     * @param links their own attributes
     */
    record Inside(Path folder, Map<Path, BasicFileAttributes> files, List<Path> folders, List<Path> links) {

        boolean hasFolder(String name) {
            return folders.contains(folder.resolve(name));
        }
    }

    /** Whether a folder belongs to a view of ours, whose files are second names of the library's. Blocks. */
    boolean isInView(Path folder) {
        for (Path step = folder; step != null && step.startsWith(root()); step = step.getParent()) {
            if (Files.exists(step.resolve(VIEW_MARKER), LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    Path root() {
        return root;
    }

    boolean isCut() {
        return cut;
    }

    /** Something was left out. */
    void cut() {
        cut = true;
    }

    /** What is in it, by name; nothing where it cannot be read. */
    Inside into(Path folder) {
        Map<Path, BasicFileAttributes> files = new TreeMap<>();
        List<Path> folders = new ArrayList<>();
        List<Path> links = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("The look was ended");
                }
                if (++seen > maxEntries) {
                    cut = true;
                    break;
                }
                attributes(entry).ifPresent(found -> {
                    if (found.isSymbolicLink()) {
                        links.add(entry);
                    } else if (found.isDirectory()) {
                        folders.add(entry);
                    } else if (found.isRegularFile() && !known.test(entry)) {
                        files.put(entry, found);
                    }
                });
            }
        } catch (IOException | DirectoryIteratorException | SecurityException unreadable) {
            return new Inside(folder, Map.of(), List.of(), List.of());
        }
        folders.sort(null);
        links.sort(null);
        return new Inside(folder, files, folders, links);
    }

    /** All files below a folder that nobody knows, by their paths from there; not those in hidden folders. */
    Map<String, Path> filesBelow(Path top) {
        Map<String, Path> files = new LinkedHashMap<>();
        addBelow(top, into(top), 0, files);
        return files;
    }

    private void addBelow(Path top, Inside inside, int depth, Map<String, Path> files) {
        inside.files().keySet().forEach(file -> files.put(FoundFile.withSlashes(top.relativize(file)), file));
        for (Path folder : inside.folders()) {
            if (isHidden(folder)) {
                continue;
            }
            if (depth >= MAX_DEPTH || cut) {
                cut = true;
            } else {
                addBelow(top, into(folder), depth + 1, files);
            }
        }
    }

    static boolean isHidden(Path file) {
        return name(file).startsWith(".");
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | SecurityException gone) {
            return Optional.empty();
        }
    }
}
