package io.hfdownloader.library;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.OccupiedPlaces;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.text.UntrustedText;

/** Changes single files of a repo folder, together with their metadata. Blocks throughout. */
final class RepoWriter {

    private static final int MAX_UNFORCED_FOLDERS = 1_000;

    private final RepoLayout layout;
    private final RootFolder root;

    /** Folders with new names in them that a power failure might still take back. */
    private final Set<Path> unforced = ConcurrentHashMap.newKeySet();

    RepoWriter(RepoLayout layout) {
        this.root = layout.rootFolder();
        this.layout = layout;
    }

    /** Gives a whole and verified file its final name, then records where it came from. */
    Path publish(RepoId repo, RepoFile file, String commit, Path partial) throws IOException {
        Path target = layout.file(repo, file.path());
        Path metadata = layout.metadata(repo, file.path());
        layout.prepare(repo);
        makeTargetFolder(file.path(), parent(target));
        layout.makeFolder(parent(metadata));
        Path top = layout.repoFolder(repo);
        try (OpenFolder repoFolder = root.open(top);
                OpenFolder folder = repoFolder.descend(top.relativize(parent(target)));
                OpenFolder partials = repoFolder.descend(top.relativize(parent(partial)));
                OpenFolder notes = partials.descend(parent(partial).relativize(parent(metadata)))) {
            boolean replaces = replaces(file.path(), folder, target);
            forceWhole(file, partials, partial);
            // Old metadata must not vouch for the new content if the power fails between the next two steps.
            notes.delete(name(metadata));
            move(partials, name(partial), folder, name(target));
            if (replaces) { // the new metadata must not vouch for the old content either
                folder.force();
            } else {
                forceFolderLater(parent(target));
            }
            FileTime modified = folder.attributes(name(target)).lastModifiedTime();
            FileMetadata.write(notes, name(metadata), modified, commit, file.etag());
            Path ranges = layout.rangeJournal(repo, file);
            if (ranges.toFile().exists()) { // unlike the newer way to ask, it costs no exception where there is nothing
                partials.delete(name(ranges));
            }
        }
        return target;
    }

    /** Makes the folders of a file and its metadata; metadata of another content is removed. */
    Path makePlace(RepoId repo, RepoFile file) throws IOException {
        Path target = layout.file(repo, file.path());
        Path metadata = layout.metadata(repo, file.path());
        layout.prepare(repo);
        makeTargetFolder(file.path(), parent(target));
        layout.makeFolder(parent(metadata));
        if (FileMetadata.read(metadata)
                        .filter(known -> known.etag().equals(file.etag()))
                        .isEmpty()
                || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            root.delete(metadata);
        }
        forceFolderLater(parent(target));
        return target;
    }

    /**
     * Makes what lies beside a file's place last through a power failure.
     *
     * @throws IOException when it is not whole, or there is something in the place that is not to be replaced
     */
    void forceBeside(RepoId repo, RepoFile file) throws IOException {
        Path target = layout.file(repo, file.path());
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw occupiedByFolder(file.path());
        }
        if (OccupiedPlaces.isBelowFile(target)) {
            throw occupiedByFile(file.path());
        }
        Path partial = layout.partialFile(repo, file);
        try (OpenFolder partials = root.openParent(partial)) {
            forceWhole(file, partials, partial);
        }
    }

    /** The names in the folder of partial files. */
    void forcePartials(RepoId repo) {
        root.force(layout.downloadFolder(repo));
    }

    private static void forceWhole(RepoFile file, OpenFolder partials, Path partial) throws IOException {
        try (FileChannel channel = partials.open(name(partial), StandardOpenOption.WRITE)) {
            if (channel.size() != file.sizeBytes()) {
                throw new IOException("\"" + UntrustedText.name(file.path()) + "\" is not whole yet");
            }
            channel.force(true);
        }
    }

    /** A folder of a repo may be a disk of its own; a reader sees the old file or the new one there, too. */
    private static void move(OpenFolder partials, Path partial, OpenFolder folder, Path target) throws IOException {
        try {
            partials.move(partial, folder, target);
        } catch (AtomicMoveNotSupportedException otherDisk) {
            try (FileChannel source = partials.open(partial, StandardOpenOption.READ)) {
                AtomicFile.write(
                        folder, target, out -> Channels.newInputStream(source).transferTo(out));
            }
            partials.deleteFile(partial);
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
                root.force(folder);
            }
        }
    }

    private void makeTargetFolder(String path, Path folder) throws IOException {
        try {
            layout.makeFolder(folder);
        } catch (FileAlreadyExistsException e) {
            throw occupiedByFile(path);
        }
    }

    private static IOException occupiedByFile(String path) {
        return new IOException(
                "A file stands where the folder of \"" + UntrustedText.name(path) + "\" must be. Delete or move it.");
    }

    private static IOException occupiedByFolder(String path) {
        return new IOException(
                "A folder stands where \"" + UntrustedText.name(path) + "\" must be. Delete or move it.");
    }

    /** True when there is a file that will be replaced. */
    private static boolean replaces(String path, OpenFolder folder, Path target) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) { // which costs no exception where there is nothing
            return false;
        }
        try {
            if (folder.attributes(name(target)).isDirectory()) {
                throw occupiedByFolder(path);
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
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
        for (String path : paths) {
            root.delete(layout.file(repo, path));
            root.delete(layout.metadata(repo, path));
        }
        tidy(repo, paths);
        removePartials(layout.downloadFolder(repo), paths);
    }

    /** Where files of a repo are, with what is kept of each beside it: as far as they are there. */
    List<Path> places(RepoId repo, Collection<String> paths) {
        List<Path> places = new ArrayList<>();
        for (String path : paths) {
            places.add(layout.file(repo, path));
            places.add(layout.metadata(repo, path));
        }
        places.removeIf(place -> !Files.exists(place, LinkOption.NOFOLLOW_LINKS));
        return places;
    }

    /** Where the partial data of these files is. */
    List<Path> partialPlaces(RepoId repo, Collection<String> paths) throws IOException {
        Set<String> prefixes = paths.stream().map(RepoLayout::partialPrefix).collect(Collectors.toSet());
        Path folder = layout.downloadFolder(repo);
        return partials(folder).stream()
                .filter(name -> prefixes.contains(partialPrefix(name)))
                .map(folder::resolve)
                .toList();
    }

    /** Removes what is left beside files that are gone, and the folders that are empty now. */
    void tidy(RepoId repo, Collection<String> paths) throws IOException {
        Path folder = layout.repoFolder(repo);
        Path metadataFolder = layout.downloadFolder(repo);
        for (String path : paths) {
            Path file = layout.file(repo, path);
            Path metadata = layout.metadata(repo, path);
            root.delete(metadata.resolveSibling(file.getFileName() + ".lock")); // of the Python client
            root.deleteEmpty(parent(file), folder);
            root.deleteEmpty(parent(metadata), metadataFolder);
        }
    }

    private void writeMetadata(RepoId repo, RepoFile file, String commit) throws IOException {
        Path metadata = layout.metadata(repo, file.path());
        layout.makeFolder(parent(metadata));
        FileTime modified = root.attributes(layout.file(repo, file.path())).lastModifiedTime();
        try (OpenFolder notes = root.openParent(metadata)) {
            FileMetadata.write(notes, name(metadata), modified, commit, file.etag());
        }
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

    /** Removes what is left beside the places of these files, of this content. */
    void removePartials(RepoId repo, List<RepoFile> files) throws IOException {
        Set<String> stems = files.stream()
                .map(file -> RepoLayout.partialPrefix(file.path()) + file.etag())
                .collect(Collectors.toSet());
        removePartials(layout.downloadFolder(repo), name -> stems.contains(partialStem(name)));
    }

    /** Removes the partial data of all files. */
    void removePartials(RepoId repo) throws IOException {
        removePartials(layout.downloadFolder(repo), name -> true);
    }

    private void removePartials(Path metadataFolder, Collection<String> paths) throws IOException {
        Set<String> prefixes = paths.stream().map(RepoLayout::partialPrefix).collect(Collectors.toSet());
        removePartials(metadataFolder, name -> prefixes.contains(partialPrefix(name)));
    }

    private void removePartials(Path metadataFolder, Predicate<String> chosen) throws IOException {
        try (OpenFolder folder = root.open(metadataFolder)) {
            for (Path name : folder.names()) {
                if (isPartial(name.toString()) && chosen.test(name.toString())) {
                    folder.delete(name);
                }
            }
        } catch (NoSuchFileException e) {
            // nothing was ever downloaded here
        }
    }

    private List<String> partials(Path metadataFolder) throws IOException {
        return root.names(metadataFolder).stream()
                .map(Path::toString)
                .filter(RepoWriter::isPartial)
                .toList();
    }

    private static boolean isPartial(String name) {
        return RepoLayout.isPartialName(name);
    }

    private static String partialPrefix(String partial) {
        return partial.substring(0, partial.indexOf('.') + 1);
    }

    private static String partialStem(String partial) {
        return partial.substring(0, partial.indexOf('.', partial.indexOf('.') + 1));
    }

    private static Path name(Path file) {
        Path name = file.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("A file of a repo has a name");
        }
        return name;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("A file of a repo has a folder");
        }
        return parent;
    }
}
