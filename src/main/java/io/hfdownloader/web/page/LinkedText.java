package io.hfdownloader.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * A text for the user whose web addresses can be followed, e.g. to the page where a licence is accepted.
 * The text is as untrusted as before: only {@code http} and {@code https} addresses become links.
 */
@TemplateData
record LinkedText(List<Part> parts) {

    private static final Pattern ADDRESS = Pattern.compile(
            "https?://[^\\s\"'<>()“”\\u3000-\\u303f\\uff00-\\uffef]*[^\\s\"'<>().,;:!?“”\\u3000-\\u303f\\uff00-\\uffef]");

    LinkedText {
        parts = List.copyOf(parts);
    }

    /** A piece of the text, with the address it leads to or null. */
    @TemplateData
    record Part(String text, @Nullable String link) {}

    static LinkedText of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher addresses = ADDRESS.matcher(text);
        int end = 0;
        while (addresses.find()) {
            parts.add(new Part(text.substring(end, addresses.start()), null));
            parts.add(new Part(addresses.group(), addresses.group()));
            end = addresses.end();
        }
        parts.add(new Part(text.substring(end), null));
        return new LinkedText(parts);
    }
}
