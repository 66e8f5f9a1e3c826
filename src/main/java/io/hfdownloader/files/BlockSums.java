package io.hfdownloader.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Short sums of the blocks of one file, which tell where it is damaged: of a file that is whole they are made while it is hashed,
 * at hardly any cost. They find a fault and prove nothing; what is put together by them is to be hashed. Not for several threads
 * at once.
 */
public final class BlockSums {

    /** Smaller files are quicker fetched than looked into. */
    public static final long MIN_FILE_BYTES = 1 << 20;

    private static final int MIN_BLOCK_BYTES = 16 << 10;
    private static final int MAX_BLOCKS = 1 << 18;
    private static final int MAGIC = 0x48464231; // HFB1
    private static final int HEADER_BYTES = 16;

    private final long sizeBytes;
    private final int blockBytes;
    private final CRC32C sum = new CRC32C();
    private int[] sums = new int[64];
    private int count;
    private int inBlock;
    private long bytes;

    private BlockSums(long sizeBytes, int blockBytes) {
        this.sizeBytes = sizeBytes;
        this.blockBytes = blockBytes;
    }

    /** Of a file of this size, to which its bytes are still to be {@link #update told}. */
    public static BlockSums of(long sizeBytes) {
        long block = MIN_BLOCK_BYTES;
        while (block < 1 << 30 && sizeBytes / block >= MAX_BLOCKS) {
            block *= 2;
        }
        return new BlockSums(sizeBytes, (int) block);
    }

    /** Takes in what follows on what was told before. */
    public void update(ByteBuffer next) {
        ByteBuffer left = next.duplicate();
        int limit = left.limit();
        while (left.position() < limit) {
            int part = Math.min(limit - left.position(), blockBytes - inBlock);
            left.limit(left.position() + part);
            sum.update(left);
            inBlock += part;
            bytes += part;
            if (inBlock == blockBytes || bytes == sizeBytes) {
                endBlock();
            }
            left.limit(limit);
        }
    }

    private void endBlock() {
        if (count == sums.length) {
            sums = Arrays.copyOf(sums, 2 * count);
        }
        sums[count++] = (int) sum.getValue();
        sum.reset();
        inBlock = 0;
    }

    /** Whether all of the file was told. */
    public boolean isWhole() {
        return bytes == sizeBytes;
    }

    /** Bytes of a block; the last one may be shorter. */
    public int blockBytes() {
        return blockBytes;
    }

    /** How many blocks the file has. */
    public int blocks() {
        return count;
    }

    /** Whether these bytes are those of a block. */
    public boolean matches(int block, ByteBuffer content) {
        CRC32C found = new CRC32C();
        found.update(content.duplicate());
        return block < count && (int) found.getValue() == sums[block];
    }

    /** As {@link #read} takes them. */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES * count);
        out.putInt(MAGIC).putInt(blockBytes).putLong(sizeBytes);
        for (int block = 0; block < count; block++) {
            out.putInt(sums[block]);
        }
        return out.array();
    }

    /** Those kept in a file for one of this size; empty where there are none that could be. Blocks. */
    public static Optional<BlockSums> read(Path file, long sizeBytes) {
        BlockSums kept = of(sizeBytes);
        long blocks = (sizeBytes + kept.blockBytes - 1) / kept.blockBytes;
        int length = HEADER_BYTES + Integer.BYTES * (int) Math.min(MAX_BLOCKS, blocks);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer read = ByteBuffer.wrap(in.readNBytes(length + 1));
            if (read.remaining() != length
                    || read.getInt() != MAGIC
                    || read.getInt() != kept.blockBytes
                    || read.getLong() != sizeBytes) {
                return Optional.empty();
            }
            kept.sums = new int[read.remaining() / Integer.BYTES];
            read.asIntBuffer().get(kept.sums);
            kept.count = kept.sums.length;
            kept.bytes = sizeBytes;
            return Optional.of(kept);
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
