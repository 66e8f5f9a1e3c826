package io.hfdownloader.library.move;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Copies a model into another directory. Each file is hashed while it is read, forced to the disk, read back and compared; all of them
 * get their place by one rename. Nothing of the model is changed. Whoever calls keeps others from working in both folders. All
 * methods block.
 */
public final class ModelMove {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int SHA256_DIGITS = 64;
    private static final String DOWNLOADS = RepoLayout.CACHE + "/download/";

    /** Disks such as FAT keep times in steps of two seconds. */
    private static final Duration TIME_STEP = Duration.ofSeconds(2);

    private final RepoId repo;
    private final RepoLayout from;
    private final RepoLayout to;
    private final MoveStage stage;
    private final Watch watch;

    /** Who looks on, and may have it stop. */
    public interface Watch {

        /** How many bytes there are. */
        void total(long bytes);

        /** So many more are there and compared, a half of each when it is written. */
        void done(long bytes);

        /** So many were there from a try before this one. */
        void doneBefore(long bytes);

        /** Whether to end soon; may block while it is to wait. */
        boolean isStopped();
    }

    private record Stamp(long sizeBytes, FileTime modified) {

        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }

        boolean isAs(Stamp other) {
            return sizeBytes == other.sizeBytes
                    && Duration.between(modified.toInstant(), other.modified.toInstant())
                                    .abs()
                                    .compareTo(TIME_STEP)
                            <= 0;
        }
    }

    public ModelMove(RepoId repo, RepoLayout from, RepoLayout to, Watch watch) {
        this.repo = repo;
        this.from = from;
        this.to = to;
        this.stage = MoveStage.of(to, repo);
        this.watch = watch;
    }

    /** How many bytes the model has that go with it. */
    public long bytes() throws IOException {
        return files(from.repoFolder(repo)).values().stream()
                .mapToLong(Stamp::sizeBytes)
                .sum();
    }

    /** How many of them are there already, of a try before this one. */
    public long bytesThere() throws IOException {
        long there = 0;
        for (Map.Entry<String, Stamp> file : files(from.repoFolder(repo)).entrySet()) {
            there += isThere(file.getKey(), file.getValue()) ? file.getValue().sizeBytes() : 0;
        }
        return there;
    }

    /**
     * Copies all files to where they wait for their place; those that are there from a try before are not copied again.
     *
     * @param root name of the directory that they come from
     * @param hashes what is known of them, by path
     * @throws CancellationException when it was stopped
     * @throws LibraryException when a file is not as it should be, or changes meanwhile
     */
    public void copy(String root, Map<String, String> hashes) throws IOException {
        Path folder = from.repoFolder(repo);
        Map<String, Stamp> files = files(folder);
        watch.total(files.values().stream().mapToLong(Stamp::sizeBytes).sum());
        stage.begin(new MoveStage.Origin(root, repo));
        removeOthers(files);
        for (Map.Entry<String, Stamp> file : files.entrySet()) {
            stopIfAsked();
            if (isThere(file.getKey(), file.getValue())) {
                watch.doneBefore(file.getValue().sizeBytes());
            } else {
                copy(file.getKey(), file.getValue(), hashes.get(file.getKey()));
            }
        }
        if (!files(folder).equals(files)) {
            throw changing();
        }
        forceFolders(stage.files());
    }

    /** A file that was copied and waits for its place. */
    public Optional<BasicFileAttributes> copyOf(String path) {
        try {
            return Optional.of(Files.readAttributes(
                    stage.files().resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    /** Gives all files their place, in one step. */
    public void publish() throws IOException {
        Path target = to.repoFolder(repo);
        Path above = parent(target);
        to.makeFolder(above);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw LibraryException.inUse(
                    repo.folder(),
                    "move-taken",
                    repo.folder() + " cannot be moved: a folder of that name is in its way there.");
        }
        to.rootFolder().move(stage.files(), target);
        to.rootFolder().force(above);
        to.rootFolder().force(stage.folder());
    }

    /** Whether two folders have the same files, by their sizes and times; what is left of downloads does not count. */
    public static boolean isSame(Path one, Path other) throws IOException {
        Map<String, Stamp> some = files(one);
        Map<String, Stamp> others = files(other);
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream().allMatch(file -> {
                    Stamp there = others.get(file.getKey());
                    return there != null && file.getValue().isAs(there);
                });
    }

    /** What goes with a model: all files but beginnings of some, which a download would have to go on with. */
    private static Map<String, Stamp> files(Path folder) throws IOException {
        Map<String, Stamp> found = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (!attributes.isRegularFile()) {
                    throw LibraryException.inUse(
                            UntrustedText.name(String.valueOf(folder.getFileName())),
                            "move-links",
                            "\"" + UntrustedText.name(path)
                                    + "\" is a link or no file, which cannot be moved. Nothing was.");
                }
                if (!path.startsWith(DOWNLOADS) || path.endsWith(".metadata")) {
                    found.put(path, Stamp.of(attributes));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private boolean isThere(String path, Stamp wanted) throws IOException {
        try {
            BasicFileAttributes found = to.rootFolder().attributes(stage.files().resolve(path));
            return found.isRegularFile() && Stamp.of(found).isAs(wanted);
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    /** Of a try before, what the model has no more. */
    private void removeOthers(Map<String, Stamp> files) throws IOException {
        for (String path : files(stage.files()).keySet()) {
            if (!files.containsKey(path)) {
                to.rootFolder().delete(stage.files().resolve(path));
            }
        }
    }

    private void copy(String path, Stamp stamp, @Nullable String hash) throws IOException {
        String read;
        try (FileChannel in = from.rootFolder().open(from.repoFolder(repo).resolve(path), StandardOpenOption.READ);
                FileChannel out = to.rootFolder()
                        .open(
                                stage.part(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            read = through(in, out, stamp.sizeBytes());
            out.force(true);
        }
        if (hash != null && hash.length() == SHA256_DIGITS && !hash.equals(read)) {
            throw LibraryException.inUse(
                    repo.folder(),
                    "move-damaged",
                    "\"" + UntrustedText.name(path) + "\" of " + repo.folder()
                            + " is damaged or was changed, so that nothing was moved. Verify and repair the model first.");
        }
        if (!compared(stamp.sizeBytes()).equals(read)) {
            throw new IOException("\"" + UntrustedText.name(path) + "\" is not on the disk as it was written");
        }
        Path target = stage.files().resolve(path);
        to.makeFolder(parent(target));
        try (OpenFolder folder = to.rootFolder().open(stage.folder())) {
            folder.setModified(folder.name("part"), stamp.modified());
        }
        to.rootFolder().move(stage.part(), target);
    }

    private String compared(long size) throws IOException {
        try (FileChannel back = to.rootFolder().open(stage.part(), StandardOpenOption.READ)) {
            return through(back, null, size);
        }
    }

    /** Half of a byte is done when it is written, the other half when it was read back. */
    private String through(FileChannel in, @Nullable FileChannel out, long size) throws IOException {
        MessageDigest digest = ContentHash.digestFor("0".repeat(SHA256_DIGITS), size);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long bytes = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            stopIfAsked();
            buffer.flip();
            digest.update(buffer.duplicate());
            while (out != null && buffer.hasRemaining()) {
                int written = out.write(buffer);
            }
            buffer.clear();
            long before = out == null ? bytes - bytes / 2 : bytes / 2;
            bytes += count;
            watch.done((out == null ? bytes - bytes / 2 : bytes / 2) - before);
        }
        if (bytes != size) {
            throw changing();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void stopIfAsked() {
        if (watch.isStopped()) {
            throw new CancellationException("The move was stopped");
        }
    }

    private LibraryException changing() {
        return LibraryException.inUse(
                repo.folder(),
                "move-changing",
                "Files of " + repo.folder() + " change while they are copied, so that it was not moved.");
    }

    private void forceFolders(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                to.rootFolder().force(folder);
                return super.postVisitDirectory(folder, failure);
            }
        });
    }

    private static Path parent(Path place) {
        Path parent = place.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("Every place has a folder");
        }
        return parent;
    }
}
