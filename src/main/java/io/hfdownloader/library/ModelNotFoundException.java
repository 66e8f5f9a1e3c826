package io.hfdownloader.library;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** Nothing of that name is in the library. The message is a sentence for the user. */
public final class ModelNotFoundException extends ProblemException {

    ModelNotFoundException(String message) {
        super(ProblemType.MODEL_NOT_FOUND, message);
    }
}
