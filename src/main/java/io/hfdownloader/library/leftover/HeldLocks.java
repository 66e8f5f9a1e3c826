package io.hfdownloader.library.leftover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that some process of this machine has locked, as the Python client does while it downloads: by {@code flock}, which Java
 * cannot ask for. Nothing where the system does not tell; then only their age does.
 */
final class HeldLocks {

    private static final Path TABLE = Path.of("/proc/locks");
    private static final Pattern INODE = Pattern.compile(" [0-9a-f]+:[0-9a-f]+:(\\d+) ");
    private static final int MAX_LINES = 100_000;

    private final Set<Long> inodes = new HashSet<>();

    /** Those of this moment. Blocks. */
    HeldLocks() {
        try (Stream<String> lines = Files.lines(TABLE, StandardCharsets.US_ASCII)) {
            lines.limit(MAX_LINES).forEach(line -> {
                Matcher inode = INODE.matcher(line);
                if (inode.find()) {
                    inodes.add(Long.parseLong(inode.group(1)));
                }
            });
        } catch (IOException | RuntimeException untold) {
            inodes.clear();
        }
    }

    /** Whether it is locked, or another file of the same number on another disk. Blocks. */
    boolean holds(Path file) {
        if (inodes.isEmpty()) {
            return false;
        }
        try {
            return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS) instanceof Long inode
                    && inodes.contains(inode);
        } catch (IOException | RuntimeException untold) {
            return false;
        }
    }
}
