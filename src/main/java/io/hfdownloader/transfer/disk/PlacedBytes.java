package io.hfdownloader.transfer.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.hfdownloader.http.Segment;
import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.PieceReader;
import org.jspecify.annotations.Nullable;

/** Writes chunks at their places in a partial file and remembers where. Blocks; used by one worker. */
public final class PlacedBytes implements PieceReader.Taker {

    private final PartialFile file;
    private final RangeSet here;
    private final List<Segment> ranges = new ArrayList<>();
    private @Nullable BadXorbException failure;

    private boolean comparing;

    private PlacedBytes(PartialFile file, RangeSet here) {
        this.file = file;
        this.here = here;
    }

    /** What is on the disk is compared first, and written only where it differs. */
    public PlacedBytes comparing() {
        comparing = true;
        return this;
    }

    /**
     * Does the work; chunks that came before bytes which cannot be unpacked are in their places all the same. Blocks.
     *
     * @param here what is not written again: it may have gone through the hash
     */
    static PlacedBytes by(PartialFile file, RangeSet here, Consumer<PlacedBytes> work) {
        PlacedBytes placed = new PlacedBytes(file, here);
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
        long end = filePosition + length;
        Segment gap = here.firstGap(filePosition, end);
        while (gap.length() > 0) {
            place(bytes, (int) (gap.start() - filePosition), gap);
            here.add(gap);
            ranges.add(gap);
            gap = here.firstGap(gap.end(), end);
        }
    }

    private void place(byte[] bytes, int offset, Segment at) {
        int length = (int) at.length();
        if (!comparing || !isThere(bytes, offset, length, at.start())) {
            file.write(at.start(), bytes, offset, length);
        }
    }

    private boolean isThere(byte[] bytes, int offset, int length, long filePosition) {
        byte[] there = new byte[length];
        file.read(filePosition, there, 0, length);
        return Arrays.equals(there, 0, length, bytes, offset, offset + length);
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
