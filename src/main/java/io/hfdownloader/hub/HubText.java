package io.hfdownloader.hub;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Texts and numbers as the Hub tells them, made harmless: anybody can write them there. */
final class HubText {

    private static final int LONGEST_WORD = 100;
    private static final int MOST_TAGS = 500;

    /** JavaScript, which shows it, knows no larger whole numbers. */
    private static final long LARGEST_NUMBER = (1L << 53) - 1;

    private HubText() {}

    /** A name or a tag; null when there is none. */
    static @Nullable String word(@Nullable String text) {
        return plain(text, LONGEST_WORD);
    }

    /** The same of any node. */
    static @Nullable String word(JsonNode node) {
        return word(node.isTextual() ? node.textValue() : null);
    }

    /** The text on one line, without control characters, cut when it is longer; null when nothing is left. */
    static @Nullable String plain(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String start = text.length() <= 4 * longest ? text : text.substring(0, 4 * longest);
        String clean = start.replaceAll("[\\p{C}\\s]+", " ").strip();
        if (clean.length() > longest) {
            boolean splitsPair = Character.isHighSurrogate(clean.charAt(longest - 1));
            clean = clean.substring(0, splitsPair ? longest - 1 : longest).strip();
        }
        return clean.isEmpty() ? null : clean;
    }

    static List<String> tags(@Nullable List<@Nullable String> tags) {
        return tags == null
                ? List.of()
                : tags.stream()
                        .limit(MOST_TAGS)
                        .map(HubText::word)
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** A whole number from {@code least}; null for all else. */
    static @Nullable Long number(@Nullable JsonNode node, long least) {
        return node != null
                        && node.isIntegralNumber()
                        && node.canConvertToLong()
                        && node.longValue() >= least
                        && node.longValue() <= LARGEST_NUMBER
                ? (Long) node.longValue()
                : null;
    }
}
