package io.hfdownloader.download.room;

import java.util.List;
import java.util.Optional;

import io.hfdownloader.startup.StartupFaults;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class KeepFreeTest {

    private static final long TB = 1_000_000_000_000L;

    @Test
    void aGigabyteStaysFreeAndOnASmallDiskNoMoreThanATwentieth() {
        assertThat(KeepFree.usual().bytes(TB)).isEqualTo(1_000_000_000);
        assertThat(KeepFree.usual().bytes(64L << 20)).isEqualTo((64L << 20) / 20);
        assertThat(KeepFree.usual().bytes(0)).isZero();
    }

    @Test
    void whatCannotBeReadIsToldBeforeAnythingStarts() {
        StartupFaults faults = new StartupFaults(List.of());
        KeepFree.check(faults, Optional::empty);
        KeepFree.check(faults, () -> Optional.of("5%"));
        assertThat(faults.sentences()).isEmpty();

        KeepFree.check(faults, () -> Optional.of("much"));
        assertThat(faults.sentences())
                .singleElement()
                .asString()
                .startsWith(
                        "hf-downloader.keep-free (HF_DOWNLOADER_KEEP_FREE) is \"much\", which is no size such as 10G")
                .endsWith("0 for nothing.");
    }

    @ParameterizedTest
    @CsvSource({"5%, 50000000000", "20G, 20000000000", "1Gi, 1073741824", "0, 0"})
    void whatIsSetIsObeyedOnEachDisk(String setting, long bytes) {
        assertThat(KeepFree.of(setting).bytes(TB)).isEqualTo(bytes);
    }
}
