package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.hfdownloader.problem.ProblemType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What real disks refuse, and what users are told of it. */
@Tag("fast")
class DiskExceptionTest {

    private static final String WHAT = "The folder cannot be written";

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskWithoutRoomIsFull() throws Exception {
        DiskException told = told(() -> Files.write(Path.of("/dev/full"), new byte[1]));

        assertThat(told.kind()).isEqualTo(DiskException.Kind.FULL);
        assertThat(told.problem()).isEqualTo(ProblemType.DISK_FULL);
        assertThat(told.detail()).isEqualTo(WHAT + ": the disk is full. Free some space; what is here is kept.");
    }

    @Test
    void aFileInPlaceOfAFolderIsNamedAsSuch() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        DiskException told = told(() -> Files.write(file.resolve("below"), new byte[1]));

        assertThat(told.kind()).isEqualTo(DiskException.Kind.MISSING);
        assertThat(told.problem()).isEqualTo(ProblemType.DISK_ERROR);
        assertThat(told.detail()).startsWith(WHAT + ": " + file.resolve("below"));
    }

    @Test
    void aFolderThatHasGoneIsNamed() throws Exception {
        Path gone = folder.resolve("gone");

        DiskException told = told(() -> Files.getFileStore(gone));

        assertThat(told.kind()).isEqualTo(DiskException.Kind.MISSING);
        assertThat(told.detail()).startsWith(WHAT + ": " + gone + " does not exist. Check the models folder");
    }

    @Test
    void whatTheUserMayNotDoIsToldInWords() {
        assertThat(DiskException.of(WHAT, new AccessDeniedException("/models")).detail())
                .startsWith(WHAT + ": permission denied.");
        DiskException readOnly =
                DiskException.of(WHAT, new FileSystemException("/models/x", null, "Read-only file system"));
        assertThat(readOnly.kind()).isEqualTo(DiskException.Kind.READ_ONLY);
        assertThat(readOnly.detail()).startsWith(WHAT + ": the disk is mounted read-only.");
    }

    private interface Work {
        Object run() throws IOException;
    }

    private static DiskException told(Work work) throws Exception {
        IOException failure = catchThrowableOfType(IOException.class, work::run);
        assertThat(failure).isNotNull();
        return DiskException.of(WHAT, failure);
    }
}
