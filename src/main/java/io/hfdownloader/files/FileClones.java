package io.hfdownloader.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Makes links to files of another folder, and files that share their blocks, for which Java has no {@code linkat} and the like:
 * each is made in the root, whose path is trusted, under a name of its own, and renamed into the open folder that it is for, as
 * {@link NewFolders} does. What a kill leaves is named as {@link AtomicFile} names what it removes. What is in the new place, if it
 * is no folder, is replaced. All methods block.
 */
public final class FileClones {

    /** Blocks are shared, not copied, so this is for a disk that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final List<Path> COPY_COMMANDS = List.of(Path.of("/usr/bin/cp"), Path.of("/bin/cp"));

    private final RootFolder root;

    public FileClones(RootFolder root) {
        this.root = root;
    }

    /** A symbolic link with this text. */
    public void symbolicLink(Path place, String text) throws IOException {
        inPlace(place, made -> Files.createSymbolicLink(made, Path.of(text)));
    }

    /**
     * Another name of the same file.
     *
     * @param expected what the file is known to be; another one that took its place meanwhile gets no name here
     */
    public void hardLink(Path place, Path existing, BasicFileAttributes expected) throws IOException {
        inPlace(place, made -> {
            Files.createLink(made, existing);
            Object key = root.attributes(made).fileKey();
            if (!Objects.equals(key, expected.fileKey())) {
                throw new FileSystemException(existing.toString(), null, "it was replaced just now");
            }
        });
    }

    /**
     * A file of its own that shares the blocks of another one until either is written; fails where the disk knows no such, and where
     * there is no command {@code cp} for it. Java has no call for it.
     */
    public void reflink(Path place, Path existing, BasicFileAttributes expected) throws IOException {
        Optional<Path> command =
                COPY_COMMANDS.stream().filter(Files::isExecutable).findFirst();
        if (command.isEmpty()) {
            throw new FileSystemException(place.toString(), null, "there is no command that shares blocks");
        }
        inPlace(place, made -> {
            run(List.of(
                    command.get().toString(), "-P", "--reflink=always", "--", existing.toString(), made.toString()));
            BasicFileAttributes found = root.attributes(made);
            if (!found.isRegularFile() || found.size() != expected.size()) {
                throw new FileSystemException(existing.toString(), null, "it was replaced just now");
            }
        });
    }

    private static void run(List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("The disk has not shared a file's blocks within " + PATIENCE.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("The disk does not share a file's blocks");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while a file was cloned");
        } finally {
            process.destroyForcibly();
        }
    }

    private interface Maker {
        void make(Path place) throws IOException;
    }

    private void inPlace(Path place, Maker maker) throws IOException {
        Path made = root.path()
                .resolve(AtomicFile.TEMPORARY_PREFIX
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            maker.make(made);
            root.move(made, place);
        } finally {
            root.delete(made); // also after a rename onto another name of the same file, which does nothing
        }
    }
}
