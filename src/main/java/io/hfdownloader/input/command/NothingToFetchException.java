package io.hfdownloader.input.command;

import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableException;

/** A command that is understood, but fetches nothing: worth a sentence when it stands alone, not beside others. */
final class NothingToFetchException extends UnreadableException {

    private static final long serialVersionUID = 1L;

    NothingToFetchException(String sentence) {
        super(Unreadable.IDLE.says(sentence));
    }
}
