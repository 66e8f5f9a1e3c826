package io.hfdownloader.library.layout;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Something that the library refuses. The message is a sentence for the user, that of an unsafe name with file and reason. */
public final class LibraryException extends ProblemException {

    /** Why it refuses. */
    public enum Kind {
        /** Nothing of that name is in the library. */
        NOT_FOUND(ProblemType.MODEL_NOT_FOUND),
        /** Somebody else works in that repo folder. */
        IN_USE(ProblemType.REPO_IN_USE),
        /** A path that is none of a model or of a model's file, or lies outside the library. */
        INVALID_PATH(ProblemType.INVALID_MODEL_PATH),
        /** A name that must not become a file here. */
        UNSAFE_NAME(ProblemType.UNSAFE_PATH),
        /** Nothing of that name is in the bin. */
        NOT_IN_BIN(ProblemType.BIN_ENTRY_NOT_FOUND),
        /** Something else stands where it would go back to. */
        NAME_TAKEN(ProblemType.NAME_TAKEN),
        /** It lies on another disk than the bin, which renames only. */
        OTHER_DISK(ProblemType.BIN_OUT_OF_REACH);

        private final ProblemType problem;

        Kind(ProblemType problem) {
            this.problem = problem;
        }
    }

    private final Kind kind;

    private LibraryException(Kind kind, String message, @Nullable Throwable cause, Parameters parameters) {
        super(kind.problem, message, cause, parameters);
        this.kind = kind;
    }

    public static LibraryException notFound(String message) {
        return new LibraryException(Kind.NOT_FOUND, message, null, Parameters.NONE);
    }

    /** @param reason a stable word that tells by whom */
    public static LibraryException inUse(String name, String reason, String message) {
        return new LibraryException(
                Kind.IN_USE, message, null, Parameters.of("name", name).and("reason", reason));
    }

    public static LibraryException invalidPath(@Nullable Throwable cause) {
        return new LibraryException(Kind.INVALID_PATH, "Invalid model path", cause, Parameters.NONE);
    }

    /** A place that belongs to another program. */
    public static LibraryException foreign(String sentence) {
        return new LibraryException(Kind.INVALID_PATH, sentence, null, Parameters.of("reason", "foreign"));
    }

    public static LibraryException unsafeFile(String path, String reason) {
        return new LibraryException(
                Kind.UNSAFE_NAME,
                "The file \"" + UntrustedText.name(path) + "\" is refused: " + reason + ".",
                null,
                Parameters.of("path", UntrustedText.name(path)));
    }

    public static LibraryException unsafeFolder(String folder, String reason) {
        return new LibraryException(
                Kind.UNSAFE_NAME,
                "The folder \"" + UntrustedText.name(folder) + "\" is refused: " + reason + ".",
                null,
                Parameters.of("path", UntrustedText.name(folder)).and("reason", "folder"));
    }

    /** What may have been in the bin. */
    public static LibraryException notInBin(String id) {
        return new LibraryException(
                Kind.NOT_IN_BIN,
                "The bin has no entry \"" + UntrustedText.name(id)
                        + "\". It may have been restored, or gone by itself.",
                null,
                Parameters.of("id", UntrustedText.name(id)));
    }

    /** @param path what stands there now */
    public static LibraryException nameTaken(String name, String path) {
        String file = UntrustedText.name(path);
        return new LibraryException(
                Kind.NAME_TAKEN,
                "Nothing was restored: " + name + " has \"" + file
                        + "\" again. Delete or move that first, and restore it then.",
                null,
                Parameters.of("name", name).and("path", file));
    }

    /** The bin takes nothing from another disk, as that would be a copy. */
    public static LibraryException otherDisk(String name, Throwable cause) {
        return new LibraryException(
                Kind.OTHER_DISK,
                "Nothing was deleted: " + name
                        + " lies on another disk than the bin, so that this could not be taken back."
                        + " Delete it for good instead (now=true).",
                cause,
                Parameters.of("name", name));
    }

    /** Why it refuses. */
    public Kind kind() {
        return kind;
    }
}
