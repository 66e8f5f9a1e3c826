package io.hfdownloader.view;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.FileClones;
import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.view.shape.ViewEntry;

/**
 * The folder of a view: what is there, and every change to it. It is recognised by a small file with the view's id, so that the
 * empty mount point of a disk that is away is not taken for it. Names are looked up in open folders, no link is followed. Blocks
 * throughout.
 */
final class ViewFolder {

    /** Not as temporary files are called, which are removed. */
    static final String MARKER = ".hf-downloader.view";

    private static final int MAX_MARKER_BYTES = 64;
    private static final long PART_BYTES = 16L << 20;
    private static final int MAX_DEPTH = 70;
    private static final Duration COARSE = Duration.ofSeconds(2); // of the times of FAT

    private final Path path;
    private final RootFolder root;
    private final FileClones clones;
    private final RootFolder library;

    /** What stands in the place of an entry. */
    enum Found {
        NOTHING,
        OURS,
        OTHER
    }

    /** What others have put into a view: the first names of it, and how many there are. */
    record Others(List<String> names, int count) {}

    /** @param library where the files of the view come from */
    ViewFolder(Path path, RootFolder library) {
        this.path = path;
        this.root = RootFolder.of(path);
        this.clones = new FileClones(root);
        this.library = library;
    }

    Path path() {
        return path;
    }

    /** Makes it the view's. */
    void mark(UUID id) throws IOException {
        AtomicFile.write(root, path.resolve(MARKER), (id + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it is there, and that of this view. */
    boolean isOf(UUID id) {
        try (FileChannel channel = root.open(path.resolve(MARKER), StandardOpenOption.READ)) {
            return text(channel, MAX_MARKER_BYTES).strip().equals(id.toString());
        } catch (IOException away) {
            return false;
        }
    }

    /** Takes back {@link #mark}. */
    void unmark() throws IOException {
        root.delete(path.resolve(MARKER));
    }

    /** Whether anything is at a path in it, a link as such. */
    boolean stands(String relative) {
        return Files.exists(path.resolve(relative), LinkOption.NOFOLLOW_LINKS);
    }

    /** What stands in the place of an entry. */
    Found look(ViewEntry entry, ViewMethod method) throws IOException {
        Path place = path.resolve(entry.path());
        BasicFileAttributes found;
        try {
            found = root.attributes(place);
        } catch (NoSuchFileException none) {
            return Found.NOTHING;
        } catch (FileSystemException blocked) { // a link or a file in place of a folder
            return Found.OTHER;
        }
        boolean link = entry.type() == ViewEntry.Type.LINK
                || entry.type() == ViewEntry.Type.FILE && method == ViewMethod.SYMLINK;
        if (link) {
            return found.isSymbolicLink()
                            && Files.readSymbolicLink(place).toString().equals(target(entry))
                    ? Found.OURS
                    : Found.OTHER;
        }
        return found.isRegularFile()
                        && (isAsMade(entry, place, found) || method == ViewMethod.HARDLINK && isSameFile(entry, found))
                ? Found.OURS
                : Found.OTHER;
    }

    /** Removing one of two names of a file takes nothing from anybody, whatever was written into it. */
    private boolean isSameFile(ViewEntry entry, BasicFileAttributes found) {
        String source = entry.source();
        if (source == null || found.fileKey() == null) {
            return false;
        }
        try {
            return found.fileKey().equals(library.attributes(Path.of(source)).fileKey());
        } catch (IOException gone) {
            return false;
        }
    }

    private static String target(ViewEntry entry) {
        return String.valueOf(entry.type() == ViewEntry.Type.LINK ? entry.text() : entry.source());
    }

    private static boolean isSame(ViewEntry.Made made, BasicFileAttributes found) {
        Duration apart = Duration.between(
                        made.modified(), found.lastModifiedTime().toInstant())
                .abs();
        return made.sizeBytes() == found.size() && apart.compareTo(COARSE) < 0;
    }

    /** Of what a kill kept from being noted, the content or the size must do: nothing was in its place before. */
    private boolean isAsMade(ViewEntry entry, Path place, BasicFileAttributes found) throws IOException {
        ViewEntry.Made made = entry.made();
        if (made != null) {
            return isSame(made, found);
        }
        ViewEntry.Made replaced = entry.replaces();
        if (replaced != null && isSame(replaced, found)) {
            return true;
        }
        String text = entry.text();
        if (text == null) {
            return found.size() == entry.sizeBytes();
        }
        if (found.size() != text.getBytes(StandardCharsets.UTF_8).length) {
            return false;
        }
        try (FileChannel channel = root.open(place, StandardOpenOption.READ)) {
            return text(channel, (int) found.size()).equals(text);
        }
    }

    private static String text(FileChannel channel, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all of it is there
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    /**
     * Makes an entry, in place of what is there.
     *
     * @return as it is now
     * @throws SourceChangedException when the library's file is not the one that was meant
     */
    ViewEntry make(ViewEntry entry, ViewMethod method, BooleanSupplier cancelled) throws IOException {
        Path place = path.resolve(entry.path());
        List<Path> made = root.makeFolder(place.resolveSibling(".").normalize());
        switch (entry.type()) {
            case LINK -> clones.symbolicLink(place, target(entry));
            case NOTE ->
                AtomicFile.write(root, place, String.valueOf(entry.text()).getBytes(StandardCharsets.UTF_8));
            case FILE -> publish(entry, place, method, cancelled);
        }
        BasicFileAttributes now = root.attributes(place);
        return entry.made(new ViewEntry.Made(now.size(), now.lastModifiedTime().toInstant()));
    }

    /** The file here is another one by now. */
    static final class SourceChangedException extends IOException {
        private static final long serialVersionUID = 1;

        SourceChangedException(String source) {
            super(source + " changed while it was published");
        }
    }

    private void publish(ViewEntry entry, Path place, ViewMethod method, BooleanSupplier cancelled) throws IOException {
        Path source = Path.of(String.valueOf(entry.source()));
        BasicFileAttributes before = unchanged(entry, source);
        switch (method) {
            case REFLINK -> clones.reflink(place, source, before);
            case HARDLINK -> clones.hardLink(place, source, before);
            case SYMLINK -> clones.symbolicLink(place, source.toString());
            case COPY -> copy(source, place, cancelled);
        }
        BasicFileAttributes after = unchanged(entry, source);
    }

    private BasicFileAttributes unchanged(ViewEntry entry, Path source) throws IOException {
        BasicFileAttributes found;
        try {
            found = library.attributes(source);
        } catch (NoSuchFileException gone) {
            throw new SourceChangedException(source.toString());
        }
        if (!found.isRegularFile()
                || found.size() != entry.sizeBytes()
                || !found.lastModifiedTime().toInstant().equals(entry.modified())) {
            throw new SourceChangedException(source.toString());
        }
        return found;
    }

    private void copy(Path source, Path place, BooleanSupplier cancelled) throws IOException {
        Path temporary = temporary();
        try (FileChannel from = library.open(source, StandardOpenOption.READ);
                FileChannel to = root.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = from.size();
            long at = 0;
            while (at < size) {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedIOException("stopped while a file was copied");
                }
                long moved = from.transferTo(at, PART_BYTES, to);
                if (moved <= 0) {
                    throw new SourceChangedException(source.toString());
                }
                at += moved;
            }
            to.force(true);
        } catch (IOException | RuntimeException failure) {
            root.delete(temporary);
            throw failure;
        }
        try {
            root.move(temporary, place);
        } finally {
            root.delete(temporary);
        }
    }

    private Path temporary() {
        return path.resolve(AtomicFile.TEMPORARY_PREFIX
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    /** Removes what a kill left half made: nobody else writes under such names here. */
    void removeTemporaries() throws IOException {
        for (Path name : root.names(path)) {
            if (name.toString().startsWith(AtomicFile.TEMPORARY_PREFIX)) {
                root.delete(path.resolve(name));
            }
        }
    }

    /** Removes an entry and the folders that are empty then. */
    void remove(ViewEntry entry) throws IOException {
        Path place = path.resolve(entry.path());
        root.delete(place);
        root.deleteEmpty(place.getParent(), path);
    }

    /** Removes the folder itself where it is empty. */
    void removeItself() throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            RootFolder.of(parent).deleteEmpty(path, parent);
        }
    }

    /**
     * What is not ours below some folders.
     *
     * @param folders of the view; an empty one is all of it
     * @param entries all of ours, by path
     */
    Others others(Iterable<String> folders, Map<String, ViewEntry> entries, ViewMethod method) throws IOException {
        List<String> names = new ArrayList<>();
        int[] count = {0};
        for (String folder : folders) {
            try (OpenFolder opened = root.open(path.resolve(folder))) {
                collect(opened, folder, entries, method, names, count, 0);
            } catch (NoSuchFileException none) {
                // and nothing in it
            } catch (FileSystemException other) {
                note(folder, names, count);
            }
        }
        return new Others(names, count[0]);
    }

    private void collect(
            OpenFolder folder,
            String at,
            Map<String, ViewEntry> entries,
            ViewMethod method,
            List<String> names,
            int[] count,
            int depth)
            throws IOException {
        for (Path name : folder.names()) {
            String relative = at.isEmpty() ? name.toString() : at + "/" + name;
            boolean own = at.isEmpty()
                    && (name.toString().equals(MARKER) || name.toString().startsWith(AtomicFile.TEMPORARY_PREFIX));
            if (own) {
                continue;
            }
            if (folder.attributes(name).isDirectory()) {
                if (depth >= MAX_DEPTH) {
                    note(relative, names, count);
                    continue;
                }
                try (OpenFolder inner = folder.folder(name)) {
                    collect(inner, relative, entries, method, names, count, depth + 1);
                }
                continue;
            }
            ViewEntry entry = entries.get(relative);
            if (entry == null || look(entry, method) != Found.OURS) {
                note(relative, names, count);
            }
        }
    }

    private static void note(String name, List<String> names, int[] count) {
        count[0]++;
        if (names.size() < 10) {
            names.add(name);
        }
    }

    /** Whether files of the library can be had here in this way: one is tried. */
    boolean can(ViewMethod method, Path probe) {
        Path place = temporary();
        try {
            BasicFileAttributes source = library.attributes(probe);
            switch (method) {
                case REFLINK -> clones.reflink(place, probe, source);
                case HARDLINK -> clones.hardLink(place, probe, source);
                case SYMLINK -> clones.symbolicLink(place, probe.toString());
                case COPY -> {
                    return true;
                }
            }
            root.delete(place);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }
}
