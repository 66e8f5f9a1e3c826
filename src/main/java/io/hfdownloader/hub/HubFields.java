package io.hfdownloader.hub;

import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Texts and numbers as the Hub tells them, made harmless: anybody can write them there. */
final class HubFields {

    private static final int MAX_WORD_CHARS = 100;
    private static final int MAX_TAGS = 500;

    /** JavaScript, which shows it, knows no larger whole numbers. */
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private HubFields() {}

    /** A name or a tag; null when there is none. */
    static @Nullable String word(@Nullable String text) {
        return plain(text, MAX_WORD_CHARS);
    }

    /** The same of any node. */
    static @Nullable String word(JsonNode node) {
        return word(node.isTextual() ? node.textValue() : null);
    }

    /** The text on one line, as {@link UntrustedText#line} gives it; null when nothing is left. */
    static @Nullable String plain(@Nullable String text, int maxChars) {
        if (text == null) {
            return null;
        }
        String clean = UntrustedText.line(text, maxChars);
        return clean.isEmpty() ? null : clean;
    }

    /** The text of a node that is one; null for all else. */
    static @Nullable String text(@Nullable JsonNode node) {
        return node != null && node.isTextual() ? node.textValue() : null;
    }

    /** Whether it says so, in whatever way; what is neither yes nor no is a no. */
    static boolean isTrue(@Nullable JsonNode node) {
        return node != null && node.asBoolean();
    }

    /** Those of a list that are texts; none of anything else. */
    static List<String> tags(@Nullable JsonNode tags) {
        return tags == null || !tags.isArray()
                ? List.of()
                : StreamSupport.stream(tags.spliterator(), false)
                        .limit(MAX_TAGS)
                        .map(HubFields::word)
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** A whole number from {@code min}; null for all else. */
    static @Nullable Long number(@Nullable JsonNode node, long min) {
        return node != null
                        && node.isIntegralNumber()
                        && node.canConvertToLong()
                        && node.longValue() >= min
                        && node.longValue() <= MAX_SAFE_INTEGER
                ? (Long) node.longValue()
                : null;
    }
}
