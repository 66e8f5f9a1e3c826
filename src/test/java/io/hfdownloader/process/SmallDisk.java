package io.hfdownloader.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.abort;

/** A file system of a few megabytes, in memory. Only where this user may mount one, as root on Linux. */
public final class SmallDisk implements AutoCloseable {

    private static final long COMMAND_SECONDS = 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Blocks. Mounts one on an empty folder; aborts the test with the reason where that is not allowed.
     *
     * @param options of tmpfs, e.g. {@code size=64m}
     */
    public static SmallDisk mountOrSkip(Path folder, String options) throws IOException {
        Files.createDirectories(folder);
        String refusal = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        return refusal.isEmpty() ? new SmallDisk(folder) : skip(refusal);
    }

    /** Blocks. Lets nobody write in a folder until this is closed; aborts the test where that cannot be done. */
    static SmallDisk makeReadOnlyOrSkip(Path folder) throws IOException {
        String refusal = run("mount", "--bind", folder.toString(), folder.toString());
        if (!refusal.isEmpty()) {
            return skip(refusal);
        }
        SmallDisk view = new SmallDisk(folder);
        String notReadOnly = run("mount", "-o", "remount,bind,ro", folder.toString());
        if (!notReadOnly.isEmpty()) {
            view.close();
            return skip(notReadOnly);
        }
        return view;
    }

    private static SmallDisk skip(String refusal) {
        String reason = "No file system can be mounted here, so this is not checked: " + refusal;
        System.err.println(reason); // build logs count skipped tests but do not say why
        return abort(reason);
    }

    /** A file that takes all the room there is. */
    public Path fill() throws IOException {
        Path filler = folder.resolve("filler");
        byte[] block = new byte[64 * 1024];
        try (var out = Files.newOutputStream(filler)) {
            while (Files.size(filler) >= 0) {
                out.write(block);
            }
        } catch (IOException full) {
            return filler;
        }
        return filler;
    }

    /** Blocks. */
    @Override
    public void close() throws IOException {
        String refusal = run("umount", "-l", folder.toString());
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
    }

    /** What the command complained about; empty when it did what it should. */
    private static String run(String... line) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException noSuchCommand) {
            return String.valueOf(noSuchCommand.getMessage());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return "";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return output.isEmpty() ? String.join(" ", line) + " failed" : output;
    }
}
