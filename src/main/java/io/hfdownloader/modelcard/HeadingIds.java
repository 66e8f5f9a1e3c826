package io.hfdownloader.modelcard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** What the headings of a card are called, so that its table of contents leads to them: as on the Hub, behind a prefix of ours. */
final class HeadingIds {

    /** That of no other id on the pages. */
    static final String PREFIX = "model-card-";

    private static final int MAX_HEADINGS = 1_000;
    private static final int MAX_CHARS = 100;

    private final Map<Node, String> ids = new IdentityHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();

    static HeadingIds of(Node card) {
        HeadingIds headings = new HeadingIds();
        card.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                headings.add(heading);
            }
        });
        return headings;
    }

    /** That of this heading; empty when it has none. */
    String of(Heading heading) {
        return ids.getOrDefault(heading, "");
    }

    /** The id of the heading that is meant. @param name as it stands in a link, behind the {@code #} */
    Optional<String> find(String name) {
        return Optional.of(name.toLowerCase(Locale.ROOT))
                .filter(names::contains)
                .map(known -> PREFIX + known);
    }

    private void add(Heading heading) {
        String name = name(CardText.of(heading));
        if (name.isEmpty() || ids.size() == MAX_HEADINGS) {
            return;
        }
        int before = counts.merge(name, 1, Integer::sum) - 1;
        String unique = before == 0 ? name : name + "-" + before;
        if (names.add(unique)) {
            ids.put(heading, PREFIX + unique);
        }
    }

    private static String name(String text) {
        StringBuilder name = new StringBuilder();
        text.strip().toLowerCase(Locale.ROOT).codePoints().limit(MAX_CHARS).forEach(c -> {
            if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
                name.appendCodePoint(c);
            } else if (Character.isWhitespace(c)) {
                name.append('-');
            }
        });
        return name.toString();
    }
}
