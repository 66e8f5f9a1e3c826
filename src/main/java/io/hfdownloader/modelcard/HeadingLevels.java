package io.hfdownloader.modelcard;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the headings of a card are below those of the page: the first is one below the page's own, and none is more than one below
 * the one before it, whatever levels their author has left out. Immutable.
 *
 * @param above the levels that the author gave the last heading and those it is below, from 1 to 6 and ascending
 */
record HeadingLevels(List<Integer> above) {

    /** Before the first. */
    static final HeadingLevels NONE = new HeadingLevels(List.of());

    HeadingLevels {
        above = List.copyOf(above);
    }

    /** With a heading of this level as the last. */
    HeadingLevels with(int level) {
        return new HeadingLevels(Stream.concat(above.stream().filter(other -> other < level), Stream.of(level))
                .toList());
    }

    /** What the last heading is. */
    CardElement element() {
        return CardElement.heading(above.size());
    }
}
