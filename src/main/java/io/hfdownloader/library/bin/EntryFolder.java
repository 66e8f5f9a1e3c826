package io.hfdownloader.library.bin;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.library.layout.OccupiedPlaces;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The files of one entry: below a folder of its own they lie as they lay below the one that they came from. All of it is renames
 * within one disk. Blocks throughout.
 */
final class EntryFolder {

    private static final String FILES = "files";
    private static final String VERIFIED = "verified.json";
    private static final String METADATA = ".metadata";

    private final RepoLayout layout;
    private final RootFolder root;
    private final Path folder;

    EntryFolder(RepoLayout layout, Path folder) {
        this.layout = layout;
        this.root = layout.rootFolder();
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    Path verified() {
        return folder.resolve(VERIFIED);
    }

    private Path files() {
        return folder.resolve(FILES);
    }

    /** Whether anything that somebody may want back is here. */
    boolean holdsFiles() throws IOException {
        boolean[] found = {false};
        if (Files.isDirectory(files(), LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(files(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found[0] = true;
                    return FileVisitResult.TERMINATE;
                }
            });
        }
        return found[0];
    }

    /** Whether it is here, whatever is in it. */
    boolean isThere() {
        return isThere(folder);
    }

    /** Takes a folder with all in it. */
    void takeWhole(Path origin) throws IOException {
        root.move(origin, files());
    }

    /** Takes single files of a folder; what is not there any more is left out. */
    void take(Path origin, Collection<Path> places) throws IOException {
        for (Path place : places) {
            Path target = files().resolve(origin.relativize(place).toString());
            layout.makeFolder(parent(target));
            try {
                root.move(place, target);
            } catch (NoSuchFileException gone) {
                // then it is not to be kept either
            }
        }
    }

    /** The first of its files in whose place something stands now. */
    Optional<String> taken(Path origin) throws IOException {
        for (Path file : contents()) {
            Path target = origin.resolve(file.toString());
            if (!isCare(file) && (isThere(target) || OccupiedPlaces.isBelowFile(target))) {
                return Optional.of(file.toString());
            }
        }
        return Optional.empty();
    }

    /**
     * Its files with what was noted of them, as an update has replaced them.
     *
     * @param commit that all of them are of
     * @return empty where that is not known of one of them: then they cannot take their places as one
     */
    Optional<List<OldFile>> oldFiles(String commit) throws IOException {
        Map<String, OldFile> files = new LinkedHashMap<>();
        List<Path> contents = contents();
        for (Path file : contents) {
            String noted = noted(file);
            if (noted != null) {
                String path = noted.replace('\\', '/');
                FileMetadata.read(files().resolve(file.toString()))
                        .filter(note -> note.commit().equals(commit))
                        .ifPresent(note -> files.put(path, new OldFile(path, files().resolve(noted), note.etag())));
            }
        }
        boolean all = contents.stream()
                .filter(file -> !isCare(file))
                .allMatch(file -> files.containsKey(file.toString().replace('\\', '/')));
        return all && !files.isEmpty() ? Optional.of(List.copyOf(files.values())) : Optional.empty();
    }

    /** Whether the folder can go back as it came: in one step. */
    boolean canGoWhole(Path origin) {
        return !isThere(origin);
    }

    void putBackWhole(Path origin) throws IOException {
        layout.makeFolder(parent(origin));
        root.move(files(), origin);
    }

    /**
     * Puts each file back in whose place nothing stands; notes on files, and beginnings of them, go with the files that they are of.
     *
     * @return whether all that is somebody's went back
     */
    boolean putBack(Path origin) throws IOException {
        boolean all = true;
        Set<String> stays = new HashSet<>();
        for (Path file : contents()) {
            if (!putBack(origin, file, stays)) {
                all &= isCare(file);
            }
        }
        return all;
    }

    private boolean putBack(Path origin, Path file, Set<String> stays) throws IOException {
        Path target = origin.resolve(file.toString());
        String noted = noted(file);
        boolean free = noted == null
                ? !isThere(target)
                : !stays.contains(noted); // a note of before is of no file that is there
        if (!free || isOfPartThatIsThere(target) || OccupiedPlaces.isBelowFile(target)) {
            stays.add(file.toString());
            return false;
        }
        try {
            layout.makeFolder(parent(target));
            root.move(files().resolve(file.toString()), target);
            return true;
        } catch (FileAlreadyExistsException | NotDirectoryException meanwhile) {
            stays.add(file.toString());
            return false;
        }
    }

    /** What tells of a partial file does not tell of another one. */
    private static boolean isOfPartThatIsThere(Path target) {
        String name = String.valueOf(target.getFileName());
        int journal = name.indexOf(RepoLayout.JOURNAL_SUFFIX);
        return journal > 0 && isThere(target.resolveSibling(name.substring(0, journal) + RepoLayout.PARTIAL_SUFFIX));
    }

    /** The file that this is a note on; null when it is none. */
    private static @Nullable String noted(Path file) {
        Path downloads = file.getFileSystem().getPath(RepoLayout.CACHE, "download");
        String name = file.toString();
        return file.startsWith(downloads) && name.endsWith(METADATA)
                ? downloads
                        .relativize(file)
                        .toString()
                        .substring(0, downloads.relativize(file).toString().length() - METADATA.length())
                : null;
    }

    /** What the program and the Python client keep beside a model's files. */
    private static boolean isCare(Path file) {
        return file.startsWith(".cache");
    }

    /** All files, in an order in which the model's own come first, journals before the partial files that they tell of. */
    private List<Path> contents() throws IOException {
        List<Path> own = new ArrayList<>();
        List<Path> care = new ArrayList<>();
        Path files = files();
        if (!Files.isDirectory(files, LinkOption.NOFOLLOW_LINKS)) {
            return own;
        }
        Files.walkFileTree(files, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path relative = files.relativize(file);
                (isCare(relative) ? care : own).add(relative);
                return FileVisitResult.CONTINUE;
            }
        });
        care.sort((one, other) -> Boolean.compare(isPart(one), isPart(other)));
        own.addAll(care);
        return own;
    }

    private static boolean isPart(Path file) {
        return file.toString().endsWith(RepoLayout.PARTIAL_SUFFIX);
    }

    private static boolean isThere(Path place) {
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("Everything in the bin has a folder");
        }
        return parent;
    }
}
