package io.hfdownloader.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

import io.hfdownloader.problem.ProblemType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatThisSystemSaysItselfIsUnderstood() throws Exception {
        DiskException name = told(() -> Files.write(folder.resolve("n".repeat(300)), new byte[1]));
        assertThat(name.kind()).isEqualTo(DiskException.Kind.NAME_TOO_LONG);
        assertThat(name.detail()).startsWith(WHAT + ": its name is too long for this disk.");

        DiskException unreadable = told(() -> Files.readAllBytes(Path.of("/proc/self/mem"))); // nothing is mapped at 0
        assertThat(unreadable.kind()).isEqualTo(DiskException.Kind.IO);
    }

    @ParameterizedTest
    @CsvSource({
        "Disk quota exceeded,QUOTA",
        "Disc quota exceeded,QUOTA",
        "No space left on device,FULL",
        "There is not enough space on the disk,FULL",
        "Input/output error,IO",
        "Structure needs cleaning,IO",
        "File too large,TOO_LARGE",
        "Stale file handle,DISCONNECTED",
        "Stale NFS file handle,DISCONNECTED",
        "Transport endpoint is not connected,DISCONNECTED",
        "Software caused connection abort,DISCONNECTED",
        "Host is down,DISCONNECTED",
        "No such device or address,DISCONNECTED",
        "Remote I/O error,DISCONNECTED",
        "Connection timed out,DISCONNECTED",
        "No route to host,DISCONNECTED",
        "Network is unreachable,DISCONNECTED",
        "Communication error on send,DISCONNECTED",
        "Too many open files in system,TOO_MANY_OPEN",
        "Operation not permitted,DENIED",
        "Read-only file system,READ_ONLY",
        "Not a directory,MISSING",
        "Function not implemented,FAILED"
    })
    void theWordsOfSystemsAreUnderstoodWithAndWithoutAName(String words, DiskException.Kind kind) {
        assertThat(DiskException.of(WHAT, new IOException(words)).kind()).isEqualTo(kind);
        assertThat(DiskException.of(WHAT, new FileSystemException("/m/no space left", null, words))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void aDiskErrorIsFoundInWhateverItWasWrappedInto() {
        IOException disk = new IOException("Input/output error");

        assertThat(DiskException.within(new CompletionException(new UncheckedIOException(disk))))
                .contains(disk);
        assertThat(DiskException.within(new IOException("Connection reset by peer")))
                .isEmpty();
        assertThat(DiskException.within(new IOException("Connection timed out")))
                .as("which a server may be that is no disk")
                .isEmpty();
        assertThat(DiskException.within(new FileSystemException("/m/x", null, "Connection timed out")))
                .isPresent();
        assertThat(DiskException.within(new IllegalStateException(disk))).isEmpty();
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
