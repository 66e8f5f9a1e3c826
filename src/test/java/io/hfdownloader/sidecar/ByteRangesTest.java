package io.hfdownloader.sidecar;

import java.util.BitSet;
import java.util.List;
import java.util.Random;

import io.hfdownloader.http.ByteRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ByteRangesTest {

    @Test
    void joinsRangesThatTouchOrOverlap() {
        ByteRanges set = ByteRanges.of(List.of(new ByteRange(10, 20), new ByteRange(30, 40), new ByteRange(20, 30)));

        assertThat(set.toList()).containsExactly(new ByteRange(10, 40));
        assertThat(set.total()).isEqualTo(30);
    }

    @Test
    void findsTheFirstGapBetweenTwoPoints() {
        ByteRanges set = ByteRanges.of(List.of(new ByteRange(0, 10), new ByteRange(20, 30)));

        assertThat(set.firstGap(0, 100)).isEqualTo(new ByteRange(10, 20));
        assertThat(set.firstGap(12, 15)).isEqualTo(new ByteRange(12, 15));
        assertThat(set.firstGap(20, 30).length()).isZero();
        assertThat(set.firstGap(25, 100)).isEqualTo(new ByteRange(30, 100));
        assertThat(set.contiguousEnd(0)).isEqualTo(10);
        assertThat(set.contiguousEnd(15)).isEqualTo(15);
    }

    @Test
    void agreesWithASetOfSingleBytesWhateverIsAdded() {
        Random random = new Random(20261123);
        for (int round = 0; round < 200; round++) {
            ByteRanges set = new ByteRanges();
            BitSet bits = new BitSet();
            for (int i = 0; i < 40; i++) {
                int start = random.nextInt(300);
                int end = start + random.nextInt(30);
                set.add(new ByteRange(start, end));
                bits.set(start, end);
                int from = random.nextInt(330);
                assertThat(set.total()).isEqualTo(bits.cardinality());
                assertThat(set.contiguousEnd(from)).isEqualTo(bits.nextClearBit(from));
                int gapStart = bits.nextClearBit(from);
                int gapEnd = bits.nextSetBit(gapStart);
                assertThat(set.firstGap(from, 1_000)).isEqualTo(new ByteRange(gapStart, gapEnd < 0 ? 1_000 : gapEnd));
            }
        }
    }
}
