package io.hfdownloader.library;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** A name that must not become a file here. The message is a sentence for the user that names the file and the reason. */
public final class UnsafePathException extends ProblemException {

    private static final int MAX_NAME_CHARS = 200;

    private UnsafePathException(String message) {
        super(ProblemType.UNSAFE_PATH, message);
    }

    static UnsafePathException file(String path, String reason) {
        return new UnsafePathException("The file \"" + printable(path) + "\" is refused: " + reason + ".");
    }

    static UnsafePathException folder(String folder, String reason) {
        return new UnsafePathException("The folder \"" + printable(folder) + "\" is refused: " + reason + ".");
    }

    /** Names come from outside: no control characters, which could forge lines of a log, and not without end. */
    static String printable(String text) {
        String visible = text.replaceAll("\\p{C}", "?");
        return visible.length() <= MAX_NAME_CHARS ? visible : visible.substring(0, MAX_NAME_CHARS) + "…";
    }
}
