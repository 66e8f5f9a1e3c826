package io.hfdownloader.library;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** A repo folder that somebody else works in. The message is a sentence for the user. */
public final class RepoInUseException extends ProblemException {

    RepoInUseException(String message) {
        super(ProblemType.REPO_IN_USE, message);
    }
}
