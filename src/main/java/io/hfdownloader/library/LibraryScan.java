package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/** Walks the models directory. What has not changed since the last walk is not read again. Not for two threads at once. */
final class LibraryScan {

    private final Path root;
    private final List<PassedOver> passedOver = new ArrayList<>();
    private Map<Path, Seen> seen = Map.of();

    private record Seen(RepoContents contents, LibraryModel model) {}

    LibraryScan(Path root) {
        this.root = root;
    }

    /** All there is, by name. Links are not followed. Blocks. */
    List<LibraryModel> run() throws IOException {
        Map<Path, Seen> found = new HashMap<>();
        passedOver.clear();
        look(found, root, RepoContents.ofTop(root), null, false);
        for (Path folder : folders(root, RepoType.MODEL)) {
            Optional<RepoType> type = otherKind(folder);
            if (type.isPresent()) {
                look(found, folder, RepoContents.ofTop(folder), null, false);
                for (Path inner : folders(folder, type.get())) {
                    lookIntoNamespace(found, inner, type.get());
                }
            } else {
                lookIntoNamespace(found, folder, RepoType.MODEL);
            }
        }
        seen = found;
        return found.values().stream()
                .map(Seen::model)
                .sorted(Comparator.comparing(LibraryModel::name))
                .toList();
    }

    /** What the last run did not look into, and why. */
    List<PassedOver> passedOver() {
        return List.copyOf(passedOver);
    }

    /** A folder of the first level is a namespace, unless it is an old model without one. */
    private void lookIntoNamespace(Map<Path, Seen> found, Path folder, RepoType type) throws IOException {
        int before = passedOver.size();
        List<Path> inner = folders(folder, type);
        List<Path> repos = inner.stream().filter(LibraryScan::isRepo).toList();
        if (isRepo(folder)) {
            passedOver.subList(before, passedOver.size()).clear(); // parts of a model, not models
            look(found, folder, RepoContents.of(folder, repos::contains), repo(folder, type), true);
            inner = repos;
        } else {
            RepoContents top = RepoContents.ofTop(folder);
            if (!top.isEmpty() && repos.isEmpty()) {
                passedOver.subList(before, passedOver.size()).clear();
                look(found, folder, RepoContents.of(folder, path -> false), repo(folder, type), true);
                return;
            }
            look(found, folder, top, null, false);
        }
        for (Path repo : inner) {
            look(found, repo, RepoContents.of(repo, path -> false), repo(repo, type), true);
        }
    }

    private void look(
            Map<Path, Seen> found, Path folder, RepoContents contents, @Nullable RepoId repo, boolean wholeFolder) {
        if (contents.isEmpty()) {
            return;
        }
        Seen before = seen.get(folder);
        if (before != null
                && before.contents().equals(contents)
                && before.model().wholeFolder() == wholeFolder) {
            found.put(folder, before);
            return;
        }
        Map<String, LibraryFile> known = new HashMap<>();
        if (before != null) {
            before.model().files().forEach(file -> known.put(file.path(), file));
        }
        RepoContents old = before == null ? null : before.contents();
        ModelReader reader = new ModelReader(folder, contents, old, known);
        found.put(folder, new Seen(contents, reader.read(repo, name(folder), wholeFolder)));
    }

    private String name(Path folder) {
        return folder.equals(root) ? "." : RepoContents.slashed(root.relativize(folder));
    }

    private @Nullable RepoId repo(Path folder, RepoType type) {
        String id = name(folder).substring(type.filePrefix().length());
        try {
            return RepoId.parse(type, id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The kind of the repos in this folder, if it is the place of datasets or spaces. */
    private static Optional<RepoType> otherKind(Path folder) {
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

    /** The folders in one, but for hidden ones; notes those that look like one and cannot be looked into. */
    private List<Path> folders(Path folder, RepoType type) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (entry.getFileName().toString().startsWith(".")) {
                    continue;
                }
                if (Files.isSymbolicLink(entry)) {
                    if (!Files.isRegularFile(entry)) {
                        passedOver.add(PassedOver.link(repo(entry, type), name(entry), entry));
                    }
                } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    if (Files.isReadable(entry)) {
                        folders.add(entry);
                    } else if (repo(entry, type) != null) { // a disk's lost+found is nobody's model
                        passedOver.add(PassedOver.unreadable(repo(entry, type), name(entry), entry));
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
