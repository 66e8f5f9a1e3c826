package io.hfdownloader.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The disk refuses to be written or read. The message is a sentence for the user; what is on the disk already is kept. */
public final class DiskException extends ProblemException {

    private static final long MIN_FREE_BYTES = 1L << 20;

    /** With so much free a disk that calls itself full means something else. */
    private static final long PLENTY_BYTES = 16L << 20;

    /** What connections to other servers say as well as shares do. */
    private static final Pattern OF_ANY_CONNECTION =
            Pattern.compile("connection (?:refused|timed out)|network is|no route", Pattern.CASE_INSENSITIVE);

    private static final String RETRY = " Check the models folder and its permissions, then retry.";

    /** What is wrong with it: in the words of the systems, which Java passes on without a type, and in ours. */
    public enum Kind {
        /** No room left. */
        FULL(
                ProblemType.DISK_FULL,
                List.of("no space left", "not enough space"),
                "the disk is full",
                " Free some space; what is here is kept."),
        /** No room left for this user or this folder. */
        QUOTA(
                ProblemType.DISK_FULL,
                List.of("quota exceeded", "disk quota"),
                "the disk quota is used up, whatever else is free",
                " Delete something that counts towards it, or have it raised; what is here is kept."),
        /** Mounted so that nothing can be written. */
        READ_ONLY(
                ProblemType.DISK_ERROR,
                List.of("read-only file system", "write-protected", "write protected"),
                "the disk is mounted read-only",
                " Check the models folder's disk, which may have turned so after an error, and mount it for writing;"
                        + " then retry."),
        /** This user may not. */
        DENIED(ProblemType.DISK_ERROR, List.of("operation not permitted"), "permission denied", RETRY),
        /** It was there and cannot be reached: a share or a drive that went away. */
        DISCONNECTED(
                ProblemType.DISK_AWAY,
                List.of(
                        "stale file handle",
                        "stale nfs file handle",
                        "endpoint is not connected",
                        "connection abort",
                        "host is down",
                        "no such device",
                        "network name is no longer available",
                        "remote i/o error",
                        "communication error on send",
                        "connection refused",
                        "connection timed out",
                        "network is down",
                        "network is unreachable",
                        "no route to host"),
                "the connection to the disk is lost",
                " Mount it again; what is on it is kept."),
        /** Whoever asks it waits for ever, as for a share whose server is away. */
        SILENT(
                ProblemType.DISK_AWAY,
                List.of(),
                "its disk does not answer",
                " Look whether the server of a network share, or the drive, is well; what is on it is kept."),
        /** The medium or the way to it fails. */
        IO(
                ProblemType.DISK_ERROR,
                List.of("input/output error", "i/o error", "structure needs cleaning", "cyclic redundancy check"),
                "the disk reports an input/output error",
                " Look at the disk and into the system's log (dmesg), then retry; what is here is kept."),
        /** More than the file system, or the limit of this process, lets one file have. */
        TOO_LARGE(
                ProblemType.DISK_ERROR,
                List.of("file too large"),
                "the disk, or a limit on this server (ulimit -f), takes no file of this size",
                " Choose a variant in smaller parts, or put the models directory on a disk that takes larger files."),
        /** More than the file system lets a name have. */
        NAME_TOO_LONG(
                ProblemType.DISK_ERROR,
                List.of("file name too long", "filename too long", "filename or extension is too long"),
                "its name is too long for this disk",
                " Exclude it, or put the models directory on a disk that takes longer names."),
        /** The process, or the system, has no handle left. */
        TOO_MANY_OPEN(
                ProblemType.DISK_ERROR,
                List.of("too many open files"),
                "too many files are open",
                " Raise the limit of open files of this server (ulimit -n), or lower its connections, then retry."),
        /** Another folder, or none, is where the models directory was. */
        AWAY(ProblemType.DISK_AWAY, List.of(), "it is not there", " Mount it again."),
        /** A folder is not there, or no folder. */
        MISSING(ProblemType.DISK_ERROR, List.of("not a directory", "no such file"), null, RETRY),
        /** It fails for any other reason. */
        FAILED(ProblemType.DISK_ERROR, List.of(), null, RETRY);

        private final ProblemType problem;
        private final List<String> words;
        private final @Nullable String reason;
        private final String advice;

        Kind(ProblemType problem, List<String> words, @Nullable String reason, String advice) {
            this.problem = problem;
            this.words = words;
            this.reason = reason;
            this.advice = advice;
        }

        /** Whether the other files of a download may fare better. */
        public boolean isOfOneFile() {
            return this == TOO_LARGE || this == NAME_TOO_LONG;
        }

        /** What kind of problem it is. */
        public ProblemType problem() {
            return problem;
        }

        /** Its stable name. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Kind of(IOException failure) {
            if (failure instanceof AccessDeniedException) {
                return DENIED;
            }
            if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
                return MISSING;
            }
            String told = SystemWords.english(words(failure)).toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(kind -> kind.words.stream().anyMatch(told::contains))
                    .findFirst()
                    .orElse(FAILED);
        }
    }

    private final Kind kind;

    private DiskException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, kind.word());
    }

    private DiskException(Kind kind, String message, @Nullable Throwable cause, String reason) {
        super(kind.problem, message, cause, Parameters.of("reason", reason));
        this.kind = kind;
    }

    /**
     * What an error of the disk means to the user.
     *
     * @param what the thing that did not work, as the beginning of a sentence; where it is about one file, with its path
     */
    public static DiskException of(String what, IOException failure) {
        Kind kind = Kind.of(failure);
        return told(kind, what, kind.reason == null ? reason(failure) : kind.reason, failure);
    }

    /**
     * As {@link #of}, where the disk can be asked as well: systems may say that it is full in words of their language only, and
     * call it full when it is not. Blocks.
     *
     * @param folder where it happened
     */
    public static DiskException at(Path folder, String what, IOException failure) {
        Kind kind = Kind.of(failure);
        boolean unclear = kind == Kind.FAILED;
        if (unclear || kind == Kind.FULL) {
            try {
                var disk = Files.getFileStore(folder);
                long free = disk.getUsableSpace();
                if (unclear && disk.isReadOnly()) {
                    return told(Kind.READ_ONLY, what, String.valueOf(Kind.READ_ONLY.reason), failure);
                }
                if (unclear && free < MIN_FREE_BYTES) {
                    return told(Kind.FULL, what, String.valueOf(Kind.FULL.reason), failure);
                }
                if (!unclear && free > PLENTY_BYTES) {
                    return new DiskException(
                            Kind.FULL,
                            what + ": the disk takes nothing more although it calls " + (free >> 20)
                                    + " MiB free: it has no room for further files (inodes), or what is free is"
                                    + " reserved or beyond a quota. Delete files that nobody needs, however small"
                                    + " (df -i tells how many more it can hold); what is here is kept.",
                            failure,
                            "files");
                }
            } catch (IOException unknown) {
                failure.addSuppressed(unknown);
            }
        }
        return of(what, failure);
    }

    /** The models directory itself cannot be used now, for this reason. */
    public static DiskException away(String message, @Nullable IOException cause) {
        return new DiskException(Kind.AWAY, message, cause);
    }

    /**
     * The disk of a folder has not answered in time.
     *
     * @param what the folder, as the beginning of a sentence
     */
    public static DiskException silent(String what) {
        return new DiskException(Kind.SILENT, what + ": " + Kind.SILENT.reason + "." + Kind.SILENT.advice, null);
    }

    /** What the disk said, if that is what the failure is about, within whatever it was wrapped into on its way. */
    public static Optional<IOException> within(Throwable failure) {
        Throwable next = failure;
        while (next.getCause() != null
                && (next instanceof CompletionException
                        || next instanceof UncheckedIOException
                        || next instanceof DirectoryIteratorException)) {
            next = next.getCause();
        }
        return next instanceof IOException io && isOfDisk(io) ? Optional.of(io) : Optional.empty();
    }

    /** Whether the disk, or what this user may take of it, is full. */
    public static boolean isNoRoom(IOException failure) {
        Kind kind = Kind.of(failure);
        return kind == Kind.FULL || kind == Kind.QUOTA;
    }

    private static boolean isOfDisk(IOException failure) {
        return failure instanceof FileSystemException
                || (Kind.of(failure) != Kind.FAILED
                        && !OF_ANY_CONNECTION
                                .matcher(SystemWords.english(words(failure)))
                                .find());
    }

    private static DiskException told(Kind kind, String what, String reason, IOException failure) {
        return new DiskException(kind, what + ": " + reason + "." + kind.advice, failure);
    }

    /** Without the paths, which are those of temporary files as often as not. */
    private static String words(IOException failure) {
        return failure instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(failure.getMessage());
    }

    /** A message that is nothing but a path tells nobody what is wrong with it. */
    private static String reason(IOException failure) {
        String words = words(failure);
        if (failure instanceof NoSuchFileException) {
            return failure.getMessage() + " does not exist";
        }
        if (failure instanceof NotDirectoryException) {
            return failure.getMessage() + " is not a folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return failure.getMessage() + " is in its place";
        }
        if (Kind.of(failure) == Kind.MISSING) {
            return String.valueOf(failure.getMessage());
        }
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }

    /** What is wrong with the disk. */
    public Kind kind() {
        return kind;
    }
}
