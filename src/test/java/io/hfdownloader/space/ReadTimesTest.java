package io.hfdownloader.space;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ReadTimesTest {

    private static final String MOUNTS = """
            22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
            30 22 8:2 / /srv/no\\040times rw,noatime shared:1 - ext4 /dev/sda2 rw
            31 22 0:40 / /srv/share rw,relatime - nfs4 nas:/models rw
            32 22 8:3 / /srv/models rw,nosuid,relatime shared:2 master:3 - xfs /dev/sda3 rw,attr2
            33 32 8:3 / /srv/models/frozen ro,relatime - xfs /dev/sda3 ro
            34 22 0:41 / /srv/over rw - overlay overlay rw
            not a line of it
            """;

    @ParameterizedTest
    @CsvSource({
        "/home/models, true",
        "/srv/no times/x, false",
        "/srv/share, false",
        "/srv/models, true",
        "/srv/models/owner, true",
        "/srv/models/frozen/owner, false",
        "/srv/modelsx, true",
        "/srv/over/x, false"
    })
    void theInnermostMountTellsWhetherTheyAreKept(String folder, boolean kept) {
        assertThat(ReadTimes.of(MOUNTS).areKeptIn(Path.of(folder))).isEqualTo(kept);
    }

    @Test
    void aSystemThatDoesNotTellKeepsNone() {
        assertThat(ReadTimes.of("").areKeptIn(Path.of("/"))).isFalse();
    }
}
