package io.hfdownloader.library;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A path that is none of a model or of a model's file, or lies outside the library. */
public final class InvalidModelPathException extends ProblemException {

    InvalidModelPathException(@Nullable Throwable cause) {
        super(ProblemType.INVALID_MODEL_PATH, "Invalid model path", cause);
    }
}
