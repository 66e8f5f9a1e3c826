package io.hfdownloader.sidecar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.http.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * The ranges that were written but perhaps not yet forced to the disk. They outlive the process, which may be killed at
 * any moment, because the system keeps them; they do not outlive the system, so they are recorded together with the boot
 * they belong to and mean nothing after the next one. What survives a power failure is the {@link RangeJournal}'s.
 *
 * <p>One small block, overwritten in place after each write and never forced. Methods block, briefly; several workers may call them.
 */
public final class UnsyncedRanges implements AutoCloseable {

    /** Ends the name of the file, behind that of the journal. */
    public static final String LIVE_SUFFIX = "-live";

    private static final long MAGIC = 0x48464c4956453031L;
    private static final int BLOCK_BYTES = 4_096;
    private static final int HEADER_BYTES = Long.BYTES + 2 * Long.BYTES + Integer.BYTES;
    private static final int MAX_RANGES = (BLOCK_BYTES - HEADER_BYTES - Long.BYTES) / (2 * Long.BYTES);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final RootFolder root;
    private final Path file;
    private @Nullable Optional<byte[]> boot;
    private final ByteRanges ranges;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private @Nullable FileChannel channel;
    private boolean invalidated;

    /**
     * @param root in which the journal is
     * @param journal the {@link RangeJournal} that they stand beside
     * @param known what it names
     */
    public UnsyncedRanges(RootFolder root, Path journal, List<ByteRange> known) {
        this.root = root;
        this.file = file(journal);
        this.ranges = ByteRanges.of(known);
    }

    /** What was written during this boot; nothing when that cannot be known. */
    static List<ByteRange> read(Path journal) {
        Path file = file(journal);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > BLOCK_BYTES) {
                return List.of();
            }
            Optional<byte[]> boot = bootId();
            return boot.isEmpty() ? List.of() : parse(ByteBuffer.wrap(Files.readAllBytes(file)), boot.get());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Records ranges whose bytes are written. */
    public synchronized void add(List<ByteRange> written) throws IOException {
        if (invalidated) {
            return;
        }
        written.forEach(ranges::add);
        Optional<byte[]> known = boot == null ? bootId() : boot;
        boot = known;
        if (known.isEmpty()) {
            return;
        }
        fill(known.get(), ranges.toList());
        FileChannel open = channel;
        if (open == null) {
            open = root.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
        }
        long position = 0;
        while (block.hasRemaining()) {
            position += open.write(block, position);
        }
    }

    /** Forgets all, as the bytes were proved wrong; the file itself is removed by the caller, and made anew when needed. */
    public synchronized void clear() throws IOException {
        ranges.clear();
        close();
    }

    /** Records nothing any more, and what was recorded is void: the bytes may not have got to the disk. */
    public synchronized void invalidate() throws IOException {
        invalidated = true;
        try {
            clear();
        } finally {
            root.delete(file);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** Where it is; removed together with the {@link RangeJournal}. */
    static Path file(Path journal) {
        return journal.resolveSibling(journal.getFileName() + LIVE_SUFFIX);
    }

    private void fill(byte[] bootId, List<ByteRange> byteRanges) {
        List<ByteRange> kept = byteRanges.subList(0, Math.min(MAX_RANGES, byteRanges.size()));
        block.clear().putLong(MAGIC).put(bootId).putInt(kept.size());
        kept.forEach(byteRange -> block.putLong(byteRange.start()).putLong(byteRange.end()));
        block.putLong(checksum(block.array(), block.position())).flip();
    }

    private static List<ByteRange> parse(ByteBuffer block, byte[] boot) {
        if (block.remaining() < HEADER_BYTES + Long.BYTES || block.getLong() != MAGIC) {
            return List.of();
        }
        byte[] savedBootId = new byte[boot.length];
        block.get(savedBootId);
        int count = block.getInt();
        boolean plausible = Arrays.equals(savedBootId, boot)
                && count >= 0
                && count <= MAX_RANGES
                && block.remaining() >= count * 2 * Long.BYTES + Long.BYTES;
        if (!plausible) {
            return List.of();
        }
        List<ByteRange> byteRanges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long start = block.getLong();
            long end = block.getLong();
            if (start < 0 || end < start) {
                return List.of();
            }
            byteRanges.add(new ByteRange(start, end));
        }
        int checked = block.position();
        return block.getLong() == checksum(block.array(), checked) ? byteRanges : List.of();
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    /** 16 bytes that are others after each start of the system; empty where the system does not tell. */
    private static Optional<byte[]> bootId() {
        try {
            String text = Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip();
            UUID id = UUID.fromString(text);
            return Optional.of(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
        } catch (IOException | IllegalArgumentException unavailable) {
            return Optional.empty();
        }
    }
}
