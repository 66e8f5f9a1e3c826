package io.hfdownloader.input.command;

/** A command that is understood, but fetches nothing: worth a sentence when it stands alone, not beside others. */
final class NothingToFetchException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NothingToFetchException(String sentence) {
        super(sentence);
    }
}
