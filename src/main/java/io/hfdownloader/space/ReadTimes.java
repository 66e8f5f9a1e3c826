package io.hfdownloader.space;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When files were read last, where the file system keeps that. As most are mounted ({@code relatime}) it is kept to a day. What has
 * checked a file has read it. For one thread; all methods block.
 */
final class ReadTimes {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    /** Those that keep it themselves; others show what a server or another file system makes of it. */
    private static final Set<String> LOCAL = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs");

    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    /** So many files are looked at in one report. */
    private static final int MAX_LOOKS = 2_000;

    private final List<Mount> mounts;
    private int looks;

    private record Mount(Path point, boolean keepsTimes) {}

    private ReadTimes(List<Mount> mounts) {
        this.mounts = mounts;
    }

    /** As this system is mounted; one that does not tell keeps nothing. */
    static ReadTimes ofSystem() {
        try {
            return of(Files.readString(MOUNTS, StandardCharsets.UTF_8));
        } catch (IOException otherSystem) {
            return new ReadTimes(List.of());
        }
    }

    /** By the lines of {@code /proc/self/mountinfo} (proc(5)). */
    static ReadTimes of(String mountinfo) {
        return new ReadTimes(mountinfo
                .lines()
                .map(ReadTimes::mount)
                .flatMap(Optional::stream)
                .toList());
    }

    private static Optional<Mount> mount(String line) {
        String[] fields = line.split(" ");
        int dash = Arrays.asList(fields).indexOf("-");
        if (dash <= OPTIONS || dash + 1 >= fields.length) {
            return Optional.empty();
        }
        List<String> options = List.of(fields[OPTIONS].split(","));
        boolean keeps = LOCAL.contains(fields[dash + 1]) && !options.contains("noatime") && !options.contains("ro");
        return Optional.of(new Mount(Path.of(unescaped(fields[POINT])), keeps));
    }

    private static String unescaped(String point) {
        return point.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Whether times of reading mean something in this folder. */
    boolean areKeptIn(Path folder) {
        Mount innermost = null;
        for (Mount mount : mounts) { // a later one hides an earlier one at the same place
            boolean isInner = innermost == null
                    || mount.point().getNameCount() >= innermost.point().getNameCount();
            if (isInner && folder.startsWith(mount.point())) {
                innermost = mount;
            }
        }
        return innermost != null && innermost.keepsTimes();
    }

    /** When the last of these files was read last; empty when one of them does not tell, or too many were looked at. */
    Optional<Instant> last(Collection<Path> files) {
        looks += files.size();
        if (files.isEmpty() || looks > MAX_LOOKS) {
            return Optional.empty();
        }
        try {
            Instant last = Instant.EPOCH;
            for (Path file : files) {
                Instant read = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .lastAccessTime()
                        .toInstant();
                last = read.isAfter(last) ? read : last;
            }
            return Optional.of(last);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
