package io.hfdownloader.modelcard;

/** What a card says, in the reader's language, in the place of what is not fetched for it. Any thread. */
@FunctionalInterface
public interface CardLabels {

    /** What a card would show from elsewhere. */
    enum Media {
        IMAGE,
        VIDEO,
        AUDIO
    }

    /**
     * The words in its place, such as {@code [image: a cat]}.
     *
     * @param name what the author calls it, on one line; empty when that is nothing
     */
    String of(Media media, String name);
}
