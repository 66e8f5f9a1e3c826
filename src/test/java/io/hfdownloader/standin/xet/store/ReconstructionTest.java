package io.hfdownloader.standin.xet.store;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ReconstructionTest {

    private final ReferenceFixtures referenceFixtures = ReferenceFixtures.load();

    @Test
    void aWindowHoldsWholeChunksAndSaysWhatToDrop() {
        XetFile file = referenceFixtures.file("text.txt").file();
        Reconstruction window = Reconstruction.of(file, 102_826, 102_828);
        assertThat(window.offsetIntoFirst()).isEqualTo(60_436);
        assertThat(window.terms()).hasSize(1);
        assertThat(window.terms().get(0).start()).isEqualTo(1);
        assertThat(window.terms().get(0).end()).isEqualTo(3);
        assertThat(window.terms().get(0).length()).isEqualTo(60_437 + 131_072);
    }

    @Test
    void partsThatTouchOrOverlapAreFetchedTogether() {
        Reconstruction whole =
                Reconstruction.of(referenceFixtures.file("zeros.bin").file(), 0, Long.MAX_VALUE);
        assertThat(whole.terms()).hasSize(3);
        assertThat(whole.fetches()).hasSize(1);
        assertThat(whole.fetches().values().iterator().next()).hasSize(1);
        Reconstruction patchwork =
                Reconstruction.of(referenceFixtures.file("patchwork.bin").file(), 0, Long.MAX_VALUE);
        assertThat(patchwork.fetches().values().stream().mapToInt(List::size).sum())
                .isEqualTo(5);
    }
}
