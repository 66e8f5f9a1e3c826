package io.hfdownloader.input.reference;

import io.hfdownloader.problem.CodedText;

/** A reader's refusal of a text; what it says is for the user. */
public class UnreadableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient CodedText why;

    public UnreadableException(CodedText why) {
        super(why.detail());
        this.why = why;
    }

    CodedText why() {
        return why;
    }
}
