package io.hfdownloader.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.PieceReader;
import org.jspecify.annotations.Nullable;

/** Writes chunks at their places in a partial file and remembers where. Blocks; used by one worker. */
final class PlacedBytes implements PieceReader.Taker {

    private final PartialFile file;
    private final List<Segment> ranges = new ArrayList<>();
    private @Nullable BadXorbException failure;

    private boolean comparing;

    private PlacedBytes(PartialFile file) {
        this.file = file;
    }

    /** What is on the disk is compared first, and written only where it differs. */
    PlacedBytes comparing() {
        comparing = true;
        return this;
    }

    /** Does the work; chunks that came before bytes which cannot be unpacked are in their places all the same. Blocks. */
    static PlacedBytes by(PartialFile file, Consumer<PlacedBytes> work) {
        PlacedBytes placed = new PlacedBytes(file);
        try {
            work.accept(placed);
        } catch (BadXorbException bad) {
            placed.failure = bad;
        }
        if (!placed.ranges.isEmpty()) {
            file.note(placed.ranges);
        }
        return placed;
    }

    @Override
    public void chunk(byte[] bytes, int length, long filePosition) {
        if (!comparing || !isThere(bytes, length, filePosition)) {
            file.write(filePosition, bytes, length);
        }
        ranges.add(new Segment(filePosition, filePosition + length));
    }

    private boolean isThere(byte[] bytes, int length, long filePosition) {
        byte[] there = new byte[length];
        file.read(filePosition, there, 0, length);
        return Arrays.equals(there, 0, length, bytes, 0, length);
    }

    /** What is in its place now. */
    List<Segment> ranges() {
        return ranges;
    }

    /** Why not all could be unpacked, or null. */
    @Nullable
    BadXorbException failure() {
        return failure;
    }
}
