package io.hfdownloader.modelcard;

import java.util.List;

import io.hfdownloader.network.WebAddress;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/**
 * Makes HTML of what a stranger wrote in CommonMark, with the tables, strikethrough and plain links of GitHub. Whatever it is, the
 * HTML has {@link CardElement}s only, leads to where {@link CardLinks} allows, and is bounded, as is the depth of all recursion.
 * Blocks: takes milliseconds for an ordinary card, up to seconds for one that was made for it.
 */
final class CardRenderer {

    /** Blocks in blocks, and marks in marks; what is deeper is text. */
    private static final int MAX_NESTING = 30;

    /** All rows of a table are as wide as its head, so that short lines can be a large table. */
    private static final int MAX_CELLS = 20_000;

    private static final List<Extension> INLINE = List.of(StrikethroughExtension.create(), AutolinkExtension.create());
    private static final Parser PARSER =
            parser(TablesExtension.builder().maxCells(MAX_CELLS).build());
    private static final Parser WITHOUT_TABLES = parser();

    private final String hub;
    private final WebAddress folder;
    private final CardLabels labels;

    /**
     * @param html all that can be seen of the card; empty when that is nothing
     * @param cut whether that is its beginning only
     */
    record Rendered(String html, boolean cut) {}

    /**
     * @param hub the Hub's address, without a slash at its end
     * @param folder where on its pages the README stands
     */
    CardRenderer(String hub, WebAddress folder, CardLabels labels) {
        this.hub = hub;
        this.folder = folder;
        this.labels = labels;
    }

    Rendered render(String markdown) {
        Node card = parse(markdown);
        CardWriter out = new CardWriter();
        HeadingIds headings = HeadingIds.of(card);
        card.accept(new CardVisitor(out, new CardLinks(hub, folder, headings), labels, headings));
        boolean cut = out.isFull();
        return new Rendered(out.end(), cut);
    }

    private static Node parse(String markdown) {
        try {
            return PARSER.parse(markdown);
        } catch (IllegalArgumentException tooManyCells) {
            return WITHOUT_TABLES.parse(markdown);
        }
    }

    private static Parser parser(Extension... more) {
        return Parser.builder()
                .extensions(INLINE)
                .extensions(List.of(more))
                .maxOpenBlockParsers(MAX_NESTING)
                .maxInlineNesting(MAX_NESTING)
                .build();
    }
}
