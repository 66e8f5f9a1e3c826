package io.hfdownloader.standin.hub;

import io.hfdownloader.standin.http.Answer;

/** Ends a request early with a refusal. */
final class RefusedException extends RuntimeException {

    private final transient Answer answer;

    RefusedException(Answer answer) {
        super(null, null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
