package io.hfdownloader.library;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;

/** A name that must not become a file here. The message is a sentence for the user that names the file and the reason. */
public final class UnsafePathException extends ProblemException {

    private UnsafePathException(String message) {
        super(ProblemType.UNSAFE_PATH, message);
    }

    static UnsafePathException file(String path, String reason) {
        return new UnsafePathException("The file \"" + UntrustedText.name(path) + "\" is refused: " + reason + ".");
    }

    static UnsafePathException folder(String folder, String reason) {
        return new UnsafePathException("The folder \"" + UntrustedText.name(folder) + "\" is refused: " + reason + ".");
    }
}
