package io.hfdownloader.library;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Changes single files of a repo folder, together with their metadata. Blocks throughout. */
final class RepoWriter {

    private static final int MAX_UNFORCED_FOLDERS = 1_000;

    private static final Pattern PARTIAL = Pattern.compile("[A-Za-z0-9_-]{27}\\.(?:[0-9a-f]{40}|[0-9a-f]{64})(?:\\"
            + RepoLayout.PARTIAL_SUFFIX + "|\\" + RepoLayout.JOURNAL_SUFFIX + "(?:[~-].*)?)");

    private final RepoLayout layout;

    /** Folders with new names in them that a power failure might still take back. */
    private final Set<Path> unforced = ConcurrentHashMap.newKeySet();

    RepoWriter(RepoLayout layout) {
        this.layout = layout;
    }

    /** Gives a whole and verified file its final name, then records where it came from. */
    Path publish(RepoId repo, RepoFile file, String commit, Path partial) throws IOException {
        Path target = layout.file(repo, file.path());
        Path metadata = layout.metadata(repo, file.path());
        layout.prepare(repo);
        Path folder = parent(target);
        boolean replaces = prepareTarget(file.path(), folder, target);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() != file.sizeBytes()) {
                throw new IOException("\"" + UntrustedText.name(file.path()) + "\" is not whole yet");
            }
            channel.force(true);
        }
        layout.makeFolder(parent(metadata));
        // Old metadata must not vouch for the new content if the power fails between the next two steps.
        Files.deleteIfExists(metadata);
        move(partial, target);
        if (replaces) { // the new metadata must not vouch for the old content either
            AtomicFile.forceFolder(folder);
        } else {
            forceFolderLater(folder);
        }
        FileMetadata.write(metadata, target, commit, file.etag());
        Path ranges = layout.rangeJournal(repo, file);
        if (ranges.toFile().exists()) { // unlike the newer way to ask, it costs no exception where there is nothing
            Files.deleteIfExists(ranges);
        }
        return target;
    }

    /** A folder of a repo may be a disk of its own; a reader sees the old file or the new one there, too. */
    private static void move(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherDisk) {
            AtomicFile.write(target, out -> Files.copy(partial, out));
            Files.delete(partial);
        }
    }

    private void forceFolderLater(Path folder) {
        for (Path step = folder; step.startsWith(layout.root()) && unforced.add(step); step = parent(step)) {
            if (unforced.size() >= MAX_UNFORCED_FOLDERS) {
                forceFolders();
            }
        }
    }

    /** Makes the names of all that was published last through a power failure. */
    synchronized void forceFolders() {
        for (Path folder : List.copyOf(unforced)) {
            if (unforced.remove(folder)) {
                AtomicFile.forceFolder(folder);
            }
        }
    }

    /** True when there is a file that will be replaced. */
    private boolean prepareTarget(String path, Path folder, Path target) throws IOException {
        try {
            layout.makeFolder(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("A file stands where the folder of \"" + UntrustedText.name(path)
                    + "\" must be. Delete or move it.");
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    "A folder stands where \"" + UntrustedText.name(path) + "\" must be. Delete or move it.");
        }
        return true;
    }

    /** Records that a file in place is the one of this commit, unless that is recorded already. */
    void confirm(RepoId repo, RepoFile file, String commit) throws IOException {
        Optional<FileMetadata> metadata = validMetadata(repo, file.path());
        boolean recorded = metadata.filter(
                        known -> known.commit().equals(commit) && known.etag().equals(file.etag()))
                .isPresent();
        if (!recorded) {
            layout.prepare(repo);
            writeMetadata(repo, file, commit);
        }
    }

    /** The metadata of a file, if there is any and the file has not changed since. */
    Optional<FileMetadata> validMetadata(RepoId repo, String path) {
        try {
            var modified = Files.getLastModifiedTime(layout.file(repo, path), LinkOption.NOFOLLOW_LINKS);
            return FileMetadata.read(layout.metadata(repo, path)).filter(metadata -> metadata.isValidFor(modified));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Removes files with their metadata, their partial data and the folders that are empty then. */
    void remove(RepoId repo, Collection<String> paths) throws IOException {
        Path folder = layout.repoFolder(repo);
        Path metadataFolder = layout.downloadFolder(repo);
        for (String path : paths) {
            Path file = layout.file(repo, path);
            Path metadata = layout.metadata(repo, path);
            Files.deleteIfExists(file);
            Files.deleteIfExists(metadata);
            Files.deleteIfExists(metadata.resolveSibling(file.getFileName() + ".lock")); // of the Python client
            removeEmpty(parent(file), folder);
            removeEmpty(parent(metadata), metadataFolder);
        }
        removePartials(metadataFolder, paths);
    }

    /** Removes empty folders upwards, as far as below {@code top}. */
    static void removeEmpty(@Nullable Path folder, Path top) throws IOException {
        Path next = folder;
        while (next != null && !next.equals(top) && next.startsWith(top)) {
            try {
                Files.deleteIfExists(next);
            } catch (FileSystemException stays) { // it holds something, or a disk is mounted there
                return;
            }
            next = next.getParent();
        }
    }

    private void writeMetadata(RepoId repo, RepoFile file, String commit) throws IOException {
        Path metadata = layout.metadata(repo, file.path());
        layout.makeFolder(parent(metadata));
        FileMetadata.write(metadata, layout.file(repo, file.path()), commit, file.etag());
    }

    /** Those of the paths of which there is partial data. */
    Set<String> withPartials(RepoId repo, Collection<String> paths) throws IOException {
        Set<String> found = partials(layout.downloadFolder(repo)).stream()
                .map(RepoWriter::partialPrefix)
                .collect(Collectors.toSet());
        return paths.stream()
                .filter(path -> found.contains(RepoLayout.partialPrefix(path)))
                .collect(Collectors.toSet());
    }

    /** Removes the partial data of all files. */
    void removePartials(RepoId repo) throws IOException {
        for (Path entry : partials(layout.downloadFolder(repo))) {
            Files.deleteIfExists(entry);
        }
    }

    private static void removePartials(Path metadataFolder, Collection<String> paths) throws IOException {
        Set<String> prefixes = paths.stream().map(RepoLayout::partialPrefix).collect(Collectors.toSet());
        for (Path entry : partials(metadataFolder)) {
            if (prefixes.contains(partialPrefix(entry))) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static List<Path> partials(Path metadataFolder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(metadataFolder, RepoWriter::isPartial)) {
            List<Path> partials = new ArrayList<>();
            entries.forEach(partials::add);
            return partials;
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was ever downloaded here
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** By the whole name: files and folders of a repo may end as ours do. */
    private static boolean isPartial(Path entry) {
        return PARTIAL.matcher(String.valueOf(entry.getFileName())).matches();
    }

    private static String partialPrefix(Path partial) {
        String name = String.valueOf(partial.getFileName());
        return name.substring(0, name.indexOf('.') + 1);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("A file of a repo has a folder");
        }
        return parent;
    }
}
