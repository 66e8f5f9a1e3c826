package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which disk it is, and what it can hold. */
@Tag("fast")
class VolumeTest {

    @TempDir
    Path folder;

    @Test
    void aPathIsOnTheDiskOfTheDeepestFolderThereIs() throws IOException {
        FaultyDisk disk = new FaultyDisk(folder).mount("datasets", "xfs", 1_000);
        Path root = disk.root();
        Files.createDirectory(folder.resolve("datasets"));

        assertThat(Volume.of(root.resolve("acme/new/file"))).isEqualTo(Volume.of(root));
        Volume mounted = Volume.of(root.resolve("datasets/acme/rows"));
        assertThat(mounted).isEqualTo(Volume.of(root.resolve("datasets"))).isNotEqualTo(Volume.of(root));
        assertThat(mounted.freeBytes()).isEqualTo(1_000);
        assertThat(mounted.folder()).isEqualTo(root.resolve("datasets"));
    }

    @ParameterizedTest
    @CsvSource({
        "vfat,4294967295",
        "msdos,4294967295",
        "FAT32,4294967295",
        "ext3,17179869184",
        "ext4,0",
        "xfs,0",
        "exfat,0",
        "fuseblk,0",
        "nfs4,0"
    })
    void theLargestFileFollowsFromTheKindOfDisk(String kind, long largest) throws IOException {
        Path disk =
                new FaultyDisk(folder).mount(folder.toString(), kind, 1L << 50).root();

        assertThat(Volume.of(disk).fileLimit().map(Volume.FileLimit::bytes).orElse(0L))
                .isEqualTo(largest);
    }

    @Test
    void theLimitOfThisProcessIsReadAsTheSystemWritesIt() {
        assertThat(ProcessLimits.fileBytes(List.of(
                        "Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max file size             1048576              unlimited            bytes     ")))
                .contains(1_048_576L);
        assertThat(ProcessLimits.fileBytes(
                        List.of("Max file size             unlimited            unlimited            bytes     ")))
                .isEmpty();
    }
}
