package io.hfdownloader.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.files.ContentHash;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.library.metadata.FileMetadata;

/**
 * The files of a model's folder beside the hashes that were noted when they came, by this program or by {@code hf}.
 *
 * @param verified those whose content is what was noted
 * @param damaged those whose content is another
 * @param changed those of them that were written since, perhaps on purpose, as far as that was looked into
 * @param missing those that were noted and are not there
 * @param unknown those of which nothing was noted
 * @param links symbolic links, whose targets are not looked at
 */
record FolderCheck(
        List<String> verified,
        List<String> damaged,
        List<String> changed,
        List<String> missing,
        List<String> unknown,
        List<String> links) {

    private static final String CACHE = ".cache";
    private static final Path NOTES = Path.of(CACHE, "huggingface", "download");
    private static final String NOTE = ".metadata";

    /** Blocks for as long as reading all files takes. */
    static FolderCheck of(Path named) {
        try {
            Path folder = named.toRealPath();
            Set<String> noted = noted(folder.resolve(NOTES));
            Set<String> present = paths(folder, file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
            Set<String> links = paths(folder, Files::isSymbolicLink);
            FolderCheck check = new FolderCheck(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    List.of(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    List.copyOf(links));
            for (String path : present) {
                Optional<FileMetadata> note =
                        FileMetadata.read(folder.resolve(NOTES).resolve(path + NOTE));
                check.list(folder.resolve(path), note).add(path);
            }
            noted.stream()
                    .filter(path -> !present.contains(path) && !isLinked(path, links))
                    .forEach(check.missing::add);
            return check;
        } catch (IOException failure) {
            throw unreadable(failure);
        } catch (UncheckedIOException walk) {
            throw unreadable(new IOException(walk.getMessage(), walk));
        }
    }

    private static CommandException unreadable(IOException failure) {
        return CommandException.of(
                ExitCode.FAILED,
                DiskException.of("The files cannot be read", failure).detail());
    }

    private List<String> list(Path file, Optional<FileMetadata> note) throws IOException {
        if (note.isEmpty()) {
            return unknown;
        }
        return ContentHash.matches(file, note.get().etag(), () -> false, hashed -> {}) ? verified : damaged;
    }

    /** Whether there was nothing to compare. */
    boolean isEmpty() {
        return verified.isEmpty() && damaged.isEmpty() && missing.isEmpty();
    }

    boolean isWhole() {
        return damaged.isEmpty() && missing.isEmpty();
    }

    /** Whether it is a link, or in a folder that is one. */
    private static boolean isLinked(String path, Set<String> links) {
        return links.stream().anyMatch(link -> path.equals(link) || path.startsWith(link + "/"));
    }

    private static Set<String> paths(Path folder, Predicate<Path> kind) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(kind)
                    .map(folder::relativize)
                    .filter(path -> !path.startsWith(CACHE))
                    .map(FolderCheck::slashed)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> noted(Path notes) throws IOException {
        if (!Files.isDirectory(notes, LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(notes)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(notes::relativize)
                    .map(FolderCheck::slashed)
                    .filter(path -> path.endsWith(NOTE))
                    .map(path -> path.substring(0, path.length() - NOTE.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
