package io.hfdownloader.transfer.disk;

import java.util.BitSet;
import java.util.List;
import java.util.Random;

import io.hfdownloader.http.Segment;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RangeSetTest {

    @Test
    void joinsRangesThatTouchOrOverlap() {
        RangeSet set = RangeSet.of(List.of(new Segment(10, 20), new Segment(30, 40), new Segment(20, 30)));

        assertThat(set.segments()).containsExactly(new Segment(10, 40));
        assertThat(set.total()).isEqualTo(30);
    }

    @Test
    void findsTheFirstGapBetweenTwoPoints() {
        RangeSet set = RangeSet.of(List.of(new Segment(0, 10), new Segment(20, 30)));

        assertThat(set.firstGap(0, 100)).isEqualTo(new Segment(10, 20));
        assertThat(set.firstGap(12, 15)).isEqualTo(new Segment(12, 15));
        assertThat(set.firstGap(20, 30).length()).isZero();
        assertThat(set.firstGap(25, 100)).isEqualTo(new Segment(30, 100));
        assertThat(set.contiguousEnd(0)).isEqualTo(10);
        assertThat(set.contiguousEnd(15)).isEqualTo(15);
    }

    @Test
    void agreesWithASetOfSingleBytesWhateverIsAdded() {
        Random random = new Random(20261123);
        for (int round = 0; round < 200; round++) {
            RangeSet set = new RangeSet();
            BitSet bits = new BitSet();
            for (int i = 0; i < 40; i++) {
                int start = random.nextInt(300);
                int end = start + random.nextInt(30);
                set.add(new Segment(start, end));
                bits.set(start, end);
                int from = random.nextInt(330);
                assertThat(set.total()).isEqualTo(bits.cardinality());
                assertThat(set.contiguousEnd(from)).isEqualTo(bits.nextClearBit(from));
                int gapStart = bits.nextClearBit(from);
                int gapEnd = bits.nextSetBit(gapStart);
                assertThat(set.firstGap(from, 1_000)).isEqualTo(new Segment(gapStart, gapEnd < 0 ? 1_000 : gapEnd));
            }
        }
    }
}
