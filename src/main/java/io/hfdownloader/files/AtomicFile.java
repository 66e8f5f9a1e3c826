package io.hfdownloader.files;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    public static void write(Path target, ContentWriter contentWriter) throws IOException {
        replace(target, channel -> {
            OutputStream out = new BufferedOutputStream(
                    new NonClosingOutputStream(Channels.newOutputStream(channel)), BUFFER_BYTES);
            contentWriter.writeTo(out);
            out.flush();
            channel.force(true);
        });
        forceFolder(folderOf(target));
    }

    /** As {@link #write(Path, ContentWriter)}. Blocks. */
    public static void write(Path target, byte[] content) throws IOException {
        replace(target, channel -> {
            writeAll(channel, content);
            channel.force(true);
        });
        forceFolder(folderOf(target));
    }

    /**
     * Replaces the file without waiting for the disk: a power failure soon after may leave it missing,
     * old or empty. For what can be found out anew. Blocks.
     */
    public static void writeUnforced(Path target, byte[] content) throws IOException {
        replace(target, channel -> writeAll(channel, content));
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

    private static void replace(Path target, ChannelWriter writer) throws IOException {
        String name = temporaryPrefix(target)
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path temporary = folderOf(target).resolve(name);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                writer.into(channel);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            remove(temporary, failure);
            throw named(target, temporary, failure);
        } catch (IOException | RuntimeException failure) {
            remove(temporary, failure);
            throw failure;
        }
    }

    /** What went wrong first is what is told. */
    private static void remove(Path temporary, Exception failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException also) {
            failure.addSuppressed(also);
        }
    }

    /** Nobody knows the temporary file by its name. */
    private static FileSystemException named(Path target, Path temporary, FileSystemException failure) {
        if (!temporary.toString().equals(failure.getFile())) {
            return failure;
        }
        String file = target.toString();
        FileSystemException named = failure instanceof NoSuchFileException
                ? new NoSuchFileException(file)
                : failure instanceof AccessDeniedException
                        ? new AccessDeniedException(file)
                        : new FileSystemException(file, null, failure.getReason());
        named.initCause(failure);
        return named;
    }

    /** Tells the temporary files of one target from those of others, in few characters however long its name is. */
    private static String temporaryPrefix(Path target) {
        byte[] name = String.valueOf(target.getFileName()).getBytes(StandardCharsets.UTF_8);
        return TEMPORARY_PREFIX + Long.toHexString(UUID.nameUUIDFromBytes(name).getMostSignificantBits()) + "-";
    }

    private static Path folderOf(Path target) {
        return target.resolveSibling(".").normalize();
    }

    /** True for a file that a server began to write and, being killed, never named. */
    public static boolean isAbandoned(String path, BasicFileAttributes found) {
        return path.startsWith(TEMPORARY_PREFIX, path.lastIndexOf('/') + 1)
                && found.lastModifiedTime().toInstant().isBefore(Instant.now().minus(ABANDONED_AFTER));
    }

    /** Removes such a file. Blocks. */
    public static void removeAbandoned(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is small and in nobody's way; the next look tries again.
        }
    }

    /** Removes all such files that lie in a folder itself. Blocks. */
    public static void removeAbandonedIn(Path folder) {
        forEachIn(folder, TEMPORARY_PREFIX, file -> {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (isAbandoned(file.getFileName().toString(), found)) {
                removeAbandoned(file);
            }
        });
    }

    /**
     * Removes, however young, what a killed server began to write for this target. For whoever alone writes it, before the
     * first writing; the folder is read for it. Blocks.
     */
    public static void removeUnfinished(Path target) {
        forEachIn(folderOf(target), temporaryPrefix(target), AtomicFile::removeAbandoned);
    }

    private interface FileVisitor {
        void visit(Path file) throws IOException;
    }

    private static void forEachIn(Path folder, String prefix, FileVisitor visitor) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : files) {
                visitor.visit(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // As in removeAbandoned.
        }
    }

    /** Makes renames within a folder last through a power failure, where the system can. Blocks. */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some file systems cannot; the data itself is safe then, only its name may be the old one.
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
