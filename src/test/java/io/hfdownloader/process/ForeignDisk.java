package io.hfdownloader.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/** Disks of other kinds than this machine's own: of a file in which one is made, or by a program. Root on Linux only. */
final class ForeignDisk implements AutoCloseable {

    private static final long COMMAND_SECONDS = 20;
    private static final long IMAGE_BYTES = 96L << 20;
    private static final Path BARE_DISK = Path.of("src/test/resources/disks/bare-disk.py");

    /** What can be mounted, by the system itself or by a program of the package that is named. */
    enum Kind {
        EXFAT("exfat-fuse", "mkfs.exfat", "mount.exfat-fuse", "DEVICE", "AT"),
        NTFS("ntfs-3g", "mkntfs -q -F -Q", "ntfs-3g", "IMAGE", "AT"),
        /** Only where the system itself has it: the one program there is for it cannot write everything. */
        VFAT("dosfstools", "mkfs.vfat", "false"),
        /** Without locks and much else. */
        BARE("python3-fusepy", "mkdir", "/usr/bin/python3", BARE_DISK.toString(), "IMAGE", "AT");

        private final String debianPackage;
        private final List<String> make;
        private final List<String> mount;

        Kind(String debianPackage, String make, String... mount) {
            this.debianPackage = debianPackage;
            this.make = List.of(make.split(" ", -1));
            this.mount = List.of(mount);
        }
    }

    private final Kind kind;
    private final Path image;
    private final Path at;
    private @Nullable String device;
    private @Nullable Process program;

    private ForeignDisk(Kind kind, Path image, Path at) {
        this.kind = kind;
        this.image = image;
        this.at = at;
    }

    /** Makes one and mounts it. Blocks. Where that is not possible it says so and there is none. */
    static Optional<ForeignDisk> mountIfAble(Kind kind, Path image, Path at) throws IOException {
        ForeignDisk disk = new ForeignDisk(kind, image, at);
        String refusal = disk.make();
        if (refusal.isEmpty()) {
            Files.createDirectories(at);
            refusal = disk.mount();
        }
        if (!refusal.isEmpty()) {
            System.err.printf(
                    "No disk of kind %s can be mounted here, so it is not checked (package %s): %s%n",
                    kind, kind.debianPackage, refusal);
            return Optional.empty();
        }
        return Optional.of(disk);
    }

    private String make() throws IOException {
        List<String> line = new ArrayList<>(kind.make);
        line.add(image.toString());
        if (kind != Kind.BARE) {
            try (var file = Files.newByteChannel(image, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.position(IMAGE_BYTES - 1).write(ByteBuffer.allocate(1));
            }
        }
        return run(line);
    }

    /** What it was refused for; empty when it is mounted. */
    private String mount() throws IOException {
        if (kind != Kind.BARE) {
            String type = kind == Kind.NTFS ? "ntfs3" : kind.name().toLowerCase(Locale.ROOT);
            if (run(List.of("mount", "-o", "loop", "-t", type, image.toString(), at.toString()))
                    .isEmpty()) {
                return "";
            }
        }
        if (kind.mount.contains("DEVICE")) {
            List<String> output = new ArrayList<>();
            String refusal = run(List.of("losetup", "-f", "--show", image.toString()), output);
            if (!refusal.isEmpty()) {
                return refusal;
            }
            device = output.get(0);
        }
        List<String> line = kind.mount.stream().map(this::filledIn).toList();
        if (kind == Kind.BARE) {
            program = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Process started = program;
            await().until(() -> !started.isAlive() || isMounted());
        } else {
            String refusal = run(line);
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        return isMounted() ? "" : String.join(" ", line) + " mounted nothing";
    }

    private String filledIn(String word) {
        return switch (word) {
            case "DEVICE" -> String.valueOf(device);
            case "IMAGE" -> image.toString();
            case "AT" -> at.toString();
            default -> word;
        };
    }

    private boolean isMounted() throws IOException {
        return Files.readString(Path.of("/proc/mounts")).contains(" " + at + " ");
    }

    Path at() {
        return at;
    }

    /** As after a reboot: what the system remembered of it is gone. Blocks. */
    void remount() throws IOException {
        close();
        String refusal = mount();
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
    }

    /** The program behind it dies, as the connection to a share does. Blocks. */
    void loseConnection() {
        Process lost = program;
        if (lost != null) {
            lost.destroyForcibly();
            await().until(() -> !lost.isAlive());
        }
    }

    /** Blocks. */
    @Override
    public void close() throws IOException {
        await().until(() -> run(List.of("umount", "-l", at.toString())).isEmpty() || !isMounted());
        String used = device;
        if (used != null) {
            device = null;
            await().until(() -> run(List.of("losetup", "-d", used)).isEmpty());
        }
        Process serving = program;
        if (serving != null) {
            program = null;
            serving.destroy();
        }
    }

    private static String run(List<String> line) throws IOException {
        return run(line, new ArrayList<>());
    }

    /** What the command complained about; empty when it did what it should. */
    private static String run(List<String> line, List<String> output) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException noSuchCommand) {
            return String.valueOf(noSuchCommand.getMessage());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        said.lines().forEach(output::add);
        try {
            if (process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return "";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return said.isEmpty() ? String.join(" ", line) + " failed" : said;
    }
}
