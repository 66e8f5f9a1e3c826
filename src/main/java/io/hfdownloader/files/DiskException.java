package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** The disk refuses to be written or read. The message is a sentence for the user; what is on the disk already is kept. */
public final class DiskException extends ProblemException {

    /** What is wrong with it. */
    public enum Kind {
        /** No room left, or none for this user. */
        FULL(ProblemType.DISK_FULL),
        /** Mounted so that nothing can be written. */
        READ_ONLY(ProblemType.DISK_ERROR),
        /** This user may not. */
        DENIED(ProblemType.DISK_ERROR),
        /** A folder is not there, or no folder: often a mount that has gone. */
        MISSING(ProblemType.DISK_ERROR),
        /** It fails for any other reason. */
        FAILED(ProblemType.DISK_ERROR);

        private final ProblemType problem;

        Kind(ProblemType problem) {
            this.problem = problem;
        }
    }

    /** In the words of the systems that Java passes on; it has no type for these. */
    private static final List<String> FULL = List.of("no space left", "disk quota", "not enough space");

    private static final List<String> READ_ONLY =
            List.of("read-only file system", "write-protected", "write protected");
    private static final List<String> NO_FOLDER = List.of("not a directory", "no such file");

    private final Kind kind;

    private DiskException(Kind kind, String message, IOException cause) {
        super(kind.problem, message, cause);
        this.kind = kind;
    }

    /**
     * What an error of the disk means to the user.
     *
     * @param what the thing that did not work, as the beginning of a sentence
     */
    public static DiskException of(String what, IOException failure) {
        Kind kind = kind(failure);
        return switch (kind) {
            case FULL ->
                new DiskException(kind, what + ": the disk is full. Free some space; what is here is kept.", failure);
            case READ_ONLY -> of(kind, what, "the disk is mounted read-only", failure);
            case DENIED -> of(kind, what, "permission denied", failure);
            case MISSING, FAILED -> of(kind, what, reason(failure), failure);
        };
    }

    /** There is no room for what arrives; systems say that in words of their language only, but whoever writes can look. */
    public static DiskException full(IOException failure) {
        return new DiskException(Kind.FULL, "The disk is full. Free some space; what has arrived is kept.", failure);
    }

    private static DiskException of(Kind kind, String what, String reason, IOException failure) {
        return new DiskException(
                kind, what + ": " + reason + ". Check the models folder and its permissions, then retry.", failure);
    }

    private static Kind kind(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (saysOneOf(FULL, message)) {
            return Kind.FULL;
        }
        if (saysOneOf(READ_ONLY, message)) {
            return Kind.READ_ONLY;
        }
        if (failure instanceof AccessDeniedException) {
            return Kind.DENIED;
        }
        boolean noFolder = failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || saysOneOf(NO_FOLDER, message);
        return noFolder ? Kind.MISSING : Kind.FAILED;
    }

    private static boolean saysOneOf(List<String> words, String message) {
        return words.stream().anyMatch(message::contains);
    }

    /** A message that is nothing but a path tells nobody what is wrong with it. */
    private static String reason(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean bare = failure instanceof FileSystemException named && named.getReason() == null;
        String told = !bare
                ? message
                : failure instanceof NoSuchFileException
                        ? message + " does not exist"
                        : failure instanceof NotDirectoryException ? message + " is not a folder" : message;
        return told.endsWith(".") ? told.substring(0, told.length() - 1) : told;
    }

    /** What is wrong with the disk. */
    public Kind kind() {
        return kind;
    }
}
