package io.hfdownloader.input.reference;

import java.util.List;

import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.CodedText;

/**
 * Words to search the Hub for.
 *
 * @param type models, datasets or spaces
 * @param words parts of the id, at most {@value #MAX_WORDS_CHARS} characters
 * @param notes what was left out or taken for granted
 */
public record SearchReference(RepoType type, String words, List<CodedText> notes) implements Reference {

    /** The Hub's search takes no more. */
    static final int MAX_WORDS_CHARS = 200;

    /** @throws IllegalArgumentException with a sentence for the user when that is nothing to search for */
    public SearchReference {
        words = words.strip();
        notes = List.copyOf(notes);
        if (words.length() > MAX_WORDS_CHARS) {
            throw Unreadable.SEARCH_TOO_LONG.because(
                    "This is too long for a search, and no repository was recognized in it."
                            + " Write owner/name, or a few words of the name.");
        }
        if (words.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw Unreadable.NO_NAME.because(
                    "There is no name in this line. Write owner/name, or a few words to search for.");
        }
    }

    public static SearchReference of(String words) {
        return new SearchReference(RepoType.MODEL, words, List.of());
    }
}
