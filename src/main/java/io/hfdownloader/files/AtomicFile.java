package io.hfdownloader.files;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces small files as a whole, so that a reader, also one after a power failure, sees the old content or the new, never
 * a mixture. What is written goes into a file of a name of its own beside the target, so that no link there is followed and
 * two writers do not meet; it is removed when the writing fails.
 */
public final class AtomicFile {

    /** Begins the names of what is being written; nobody else's file is to have such a name. */
    public static final String TEMPORARY_PREFIX = ".hf-downloader-";

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface ContentWriter {
        /** Blocks. The stream may be closed or left open. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Replaces the file, in a folder that is there: one that has gone, as with the disk below it, is not made anew, where all that
     * is written from then on would be in the wrong place. When it returns, a power failure does not bring the old content
     * back. Blocks.
     */
    public static void write(RootFolder root, Path target, ContentWriter contentWriter) throws IOException {
        try (OpenFolder folder = folderOf(root, target)) {
            write(folder, RootFolder.name(target), contentWriter);
        }
    }

    /** As {@link #write(RootFolder, Path, ContentWriter)}. Blocks. */
    public static void write(RootFolder root, Path target, byte[] content) throws IOException {
        try (OpenFolder folder = folderOf(root, target)) {
            replace(folder, RootFolder.name(target), channel -> {
                writeAll(channel, content);
                channel.force(true);
            });
            folder.force();
        }
    }

    /** The same, and nobody but the owner may read it, where the disk knows owners. Blocks. */
    public static void writePrivately(RootFolder root, Path target, byte[] content) throws IOException {
        try (OpenFolder folder = folderOf(root, target)) {
            replace(folder, RootFolder.name(target), OpenFolder::makePrivateFile, channel -> {
                writeAll(channel, content);
                channel.force(true);
            });
            folder.force();
        }
    }

    /** As {@link #write(RootFolder, Path, ContentWriter)}, in a folder that is open. Blocks. */
    public static void write(OpenFolder folder, Path target, ContentWriter contentWriter) throws IOException {
        replace(folder, target, channel -> {
            OutputStream out = new BufferedOutputStream(
                    new NonClosingOutputStream(Channels.newOutputStream(channel)), BUFFER_BYTES);
            contentWriter.writeTo(out);
            out.flush();
            channel.force(true);
        });
        folder.force();
    }

    /**
     * Replaces the file without waiting for the disk: a power failure soon after may leave it missing,
     * old or empty. For what can be found out anew. Blocks.
     */
    public static void writeUnforced(OpenFolder folder, Path target, byte[] content) throws IOException {
        replace(folder, target, channel -> writeAll(channel, content));
    }

    private static OpenFolder folderOf(RootFolder root, Path target) throws IOException {
        try {
            return root.openParent(target);
        } catch (NoSuchFileException missing) {
            throw FileFailure.at(target, missing);
        }
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            int written = channel.write(bytes);
        }
    }

    private interface ChannelWriter {
        void into(FileChannel channel) throws IOException;
    }

    private interface Maker {
        FileChannel make(OpenFolder folder, Path name) throws IOException;
    }

    private static void replace(OpenFolder folder, Path target, ChannelWriter writer) throws IOException {
        replace(
                folder,
                target,
                (opened, name) -> opened.open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                writer);
    }

    private static void replace(OpenFolder folder, Path target, Maker maker, ChannelWriter writer) throws IOException {
        Path temporary = folder.name(temporaryPrefix(target)
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            try (FileChannel channel = maker.make(folder, temporary)) {
                writer.into(channel);
            }
            folder.move(temporary, folder, target);
        } catch (FileSystemException failure) {
            remove(folder, temporary, failure);
            throw named(folder.path().resolve(target), folder.path().resolve(temporary), failure);
        } catch (IOException | RuntimeException failure) {
            remove(folder, temporary, failure);
            throw failure;
        }
    }

    /** What went wrong first is what is told. */
    private static void remove(OpenFolder folder, Path temporary, Exception failure) {
        try {
            folder.delete(temporary);
        } catch (IOException also) {
            failure.addSuppressed(also);
        }
    }

    /** Nobody knows the temporary file by its name. */
    private static FileSystemException named(Path target, Path temporary, FileSystemException failure) {
        return temporary.toString().equals(failure.getFile()) ? FileFailure.at(target, failure) : failure;
    }

    /** Tells the temporary files of one target from those of others, in few characters however long its name is. */
    private static String temporaryPrefix(Path target) {
        byte[] name = target.toString().getBytes(StandardCharsets.UTF_8);
        return TEMPORARY_PREFIX + Long.toHexString(UUID.nameUUIDFromBytes(name).getMostSignificantBits()) + "-";
    }

    /** True for a file that a server began to write and, being killed, never named. */
    public static boolean isAbandoned(String path, BasicFileAttributes found) {
        return path.startsWith(TEMPORARY_PREFIX, path.lastIndexOf('/') + 1)
                && found.lastModifiedTime().toInstant().isBefore(Instant.now().minus(ABANDONED_AFTER));
    }

    /** Removes such a file. Blocks. */
    public static void removeAbandoned(RootFolder root, Path file) {
        try {
            root.delete(file);
        } catch (IOException e) {
            // It is small and in nobody's way; the next look tries again.
        }
    }

    /** Removes all such files that lie in a folder itself, and such folders that are empty. Blocks. */
    public static void removeAbandonedIn(RootFolder root, Path folder) {
        removeIn(
                root,
                folder,
                TEMPORARY_PREFIX,
                (opened, name) -> isAbandoned(name.toString(), opened.attributes(name)));
    }

    /**
     * Removes, however young, what a killed server began to write for this target. For whoever alone writes it, before the
     * first writing; the folder is read for it. Blocks.
     */
    public static void removeUnfinished(RootFolder root, Path target) {
        String prefix = temporaryPrefix(RootFolder.name(target));
        removeIn(root, target.resolveSibling(".").normalize(), prefix, (opened, name) -> true);
    }

    private interface Choice {
        boolean applies(OpenFolder folder, Path name) throws IOException;
    }

    private static void removeIn(RootFolder root, Path folder, String prefix, Choice choice) {
        try (OpenFolder opened = root.open(folder)) {
            for (Path name : opened.names()) {
                if (name.toString().startsWith(prefix)) {
                    removeIf(opened, name, choice);
                }
            }
        } catch (IOException e) {
            // As in removeAbandoned.
        }
    }

    private static void removeIf(OpenFolder folder, Path name, Choice choice) {
        try {
            if (choice.applies(folder, name)) {
                folder.delete(name);
            }
        } catch (IOException e) {
            // As in removeAbandoned.
        }
    }

    /** A writer that closes its stream must not take away the channel, which is still to be forced. */
    private static final class NonClosingOutputStream extends FilterOutputStream {
        NonClosingOutputStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
