package io.hfdownloader.modelcard;

import java.util.Map;

/** A piece of what an author writes in HTML. */
sealed interface HtmlToken {

    /** Text, without references to characters. */
    record Text(String text) implements HtmlToken {}

    /**
     * A tag.
     *
     * @param name in small letters
     * @param end whether it ends an element
     * @param attributes the first of each name, in small letters, without references to characters
     * @param source how it was written
     */
    record Tag(String name, boolean end, Map<String, String> attributes, String source) implements HtmlToken {

        public Tag {
            attributes = Map.copyOf(attributes);
        }

        /** The attribute's value; empty when it has none. */
        String attribute(String attribute) {
            return attributes.getOrDefault(attribute, "");
        }
    }
}
