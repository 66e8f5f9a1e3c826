package io.hfdownloader.transfer.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.PieceReader;
import org.jspecify.annotations.Nullable;

/** Writes chunks at their places in a partial file and remembers where. Blocks; used by one worker. */
public final class ChunkWriter implements PieceReader.PlacedChunkConsumer {

    private final PartialFile file;
    private final ByteRanges present;
    private final List<ByteRange> ranges = new ArrayList<>();
    private @Nullable BadXorbException failure;

    private boolean comparing;

    private ChunkWriter(PartialFile file, ByteRanges present) {
        this.file = file;
        this.present = present;
    }

    /** What is on the disk is compared first, and written only where it differs. */
    public ChunkWriter comparing() {
        comparing = true;
        return this;
    }

    /**
     * Does the work; chunks that came before bytes which cannot be unpacked are in their places all the same. Blocks.
     *
     * @param present what is not written again: it may have gone through the hash
     */
    static ChunkWriter write(PartialFile file, ByteRanges present, Consumer<ChunkWriter> work) {
        ChunkWriter chunkWriter = new ChunkWriter(file, present);
        try {
            work.accept(chunkWriter);
        } catch (BadXorbException bad) {
            chunkWriter.failure = bad;
        }
        if (!chunkWriter.ranges.isEmpty()) {
            file.markUnsynced(chunkWriter.ranges);
        }
        return chunkWriter;
    }

    @Override
    public void chunk(byte[] bytes, int length, long filePosition) {
        long end = filePosition + length;
        ByteRange gap = present.firstGap(filePosition, end);
        while (gap.length() > 0) {
            writeAt(bytes, (int) (gap.start() - filePosition), gap);
            present.add(gap);
            ranges.add(gap);
            gap = present.firstGap(gap.end(), end);
        }
    }

    private void writeAt(byte[] bytes, int offset, ByteRange at) {
        int length = (int) at.length();
        if (!comparing || !isAlreadyWritten(bytes, offset, length, at.start())) {
            file.write(at.start(), bytes, offset, length);
        }
    }

    private boolean isAlreadyWritten(byte[] bytes, int offset, int length, long filePosition) {
        byte[] existing = new byte[length];
        file.read(filePosition, existing, 0, length);
        return Arrays.equals(existing, 0, length, bytes, offset, offset + length);
    }

    /** What is in its place now. */
    List<ByteRange> ranges() {
        return ranges;
    }

    /** Why not all could be unpacked, or null. */
    @Nullable
    BadXorbException failure() {
        return failure;
    }
}
