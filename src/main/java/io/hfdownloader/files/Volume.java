package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The disk that a path lies on, or would lie on: another one than its folder's where a disk is mounted there. Two are equal when
 * what is written on one takes room of the other. All methods block, briefly.
 */
public final class Volume {

    private static final long KIB = 1L << 10;
    private static final long FAT_BYTES = (4L << 30) - 1;

    private final FileStore disk;
    private final Object id;
    private final Path folder;

    /**
     * The size of the largest file that can be written.
     *
     * @param bytes its size
     * @param because what sets it, as a part of a sentence
     */
    public record FileLimit(long bytes, String because) {}

    private Volume(FileStore disk, Object id, Path folder) {
        this.disk = disk;
        this.id = id;
        this.folder = folder;
    }

    /** That of the deepest folder there is on the way to a path. */
    public static Volume of(Path path) throws IOException {
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        FileStore disk = Files.getFileStore(existing);
        return new Volume(disk, id(disk, existing), existing);
    }

    /** A disk may be mounted at several places, and parts of one have numbers of their own. */
    private static Object id(FileStore disk, Path existing) throws IOException {
        if (disk.name().startsWith("/") && !disk.name().equals("/dev/fuse")) {
            return disk.name();
        }
        try {
            return Files.getAttribute(existing, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException otherSystem) {
            return disk;
        }
    }

    /** A folder on it. */
    public Path folder() {
        return folder;
    }

    /** Room for this program; a quota may leave less. */
    public long freeBytes() throws IOException {
        return disk.getUsableSpace();
    }

    /** Its size. */
    public long totalBytes() throws IOException {
        return disk.getTotalSpace();
    }

    /** What no file may be larger than, by the disk's kind or by a limit of this process; empty when it does not matter. */
    public Optional<FileLimit> fileLimit() throws IOException {
        Optional<FileLimit> own =
                ProcessLimits.fileBytes().map(bytes -> new FileLimit(bytes, "a limit on this server" + " (ulimit -f)"));
        Optional<FileLimit> disks = limitOfKind();
        return disks.isPresent()
                        && (own.isEmpty() || disks.get().bytes() <= own.get().bytes())
                ? disks
                : own;
    }

    private Optional<FileLimit> limitOfKind() throws IOException {
        String kind = disk.type().toLowerCase(Locale.ROOT);
        long bytes = switch (kind) {
            case "vfat", "msdos", "fat", "fat16", "fat32", "fuse.fusefat" -> FAT_BYTES;
            case "ext2", "ext3" -> blockLimit(disk.getBlockSize());
            default -> Long.MAX_VALUE;
        };
        return bytes == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new FileLimit(bytes, "the file system there (" + kind + ")"));
    }

    /** Three levels of blocks that name blocks. */
    private static long blockLimit(long blockBytes) {
        return blockBytes <= KIB ? 16L << 30 : blockBytes <= 2 * KIB ? 256L << 30 : 2L << 40;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Volume volume && volume.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
