package io.hfdownloader.modelcard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What authors write in HTML: of the elements that cards use the meaning is kept, of those that only arrange others the content.
 * All else is shown as it was written. For one card and one thread.
 */
final class RawHtml {

    /** Without {@code <s>}: in a card that is the token which begins a text. */
    private static final Map<String, CardElement> PHRASES = Map.ofEntries(
            Map.entry("b", CardElement.STRONG),
            Map.entry("strong", CardElement.STRONG),
            Map.entry("i", CardElement.EM),
            Map.entry("em", CardElement.EM),
            Map.entry("cite", CardElement.EM),
            Map.entry("var", CardElement.EM),
            Map.entry("strike", CardElement.DEL),
            Map.entry("del", CardElement.DEL),
            Map.entry("code", CardElement.CODE),
            Map.entry("tt", CardElement.CODE),
            Map.entry("samp", CardElement.CODE),
            Map.entry("kbd", CardElement.KBD),
            Map.entry("sub", CardElement.SUB),
            Map.entry("sup", CardElement.SUP));

    /** Without a meaning that is kept, within a text. */
    private static final Set<String> IN_TEXT = Set.of(
            "span", "font", "u", "ins", "small", "big", "mark", "abbr", "picture", "wbr", "bdi", "bdo", "nobr", "ruby",
            "rt", "rp", "iframe");

    /** The same for what is a block by itself. */
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "center",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "nav",
            "aside",
            "figure",
            "hgroup",
            "figcaption",
            "address",
            "form",
            "fieldset",
            "legend",
            "dl",
            "dt",
            "dd",
            "caption",
            "colgroup",
            "col",
            "html",
            "head",
            "meta",
            "link",
            "body");

    private static final Map<String, CardElement> STRUCTURES = Map.ofEntries(
            Map.entry("blockquote", CardElement.BLOCKQUOTE),
            Map.entry("pre", CardElement.PRE),
            Map.entry("details", CardElement.DETAILS),
            Map.entry("summary", CardElement.SUMMARY),
            Map.entry("ul", CardElement.UL),
            Map.entry("ol", CardElement.OL),
            Map.entry("li", CardElement.LI),
            Map.entry("table", CardElement.TABLE),
            Map.entry("thead", CardElement.THEAD),
            Map.entry("tbody", CardElement.TBODY),
            Map.entry("tfoot", CardElement.TBODY),
            Map.entry("tr", CardElement.TR),
            Map.entry("th", CardElement.TH),
            Map.entry("td", CardElement.TD));

    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

    private static final List<CardElement> LISTS = List.of(CardElement.UL, CardElement.OL);
    private static final List<CardElement> TABLE = List.of(CardElement.TABLE);
    private static final List<CardElement> ROW_GROUPS =
            List.of(CardElement.TABLE, CardElement.THEAD, CardElement.TBODY);
    private static final List<CardElement> ROWS =
            List.of(CardElement.TABLE, CardElement.THEAD, CardElement.TBODY, CardElement.TR);

    private final CardWriter out;
    private final CardLinks links;
    private final CardMedia media;
    private final CharacterReferences references = new CharacterReferences();

    RawHtml(CardWriter out, CardLinks links, CardMedia media) {
        this.out = out;
        this.links = links;
        this.media = media;
    }

    /** HTML between the blocks of a card; it may end what HTML before it has begun. */
    void block(String html) {
        out.endText();
        HtmlTokens tokens = new HtmlTokens(html, references);
        for (Optional<HtmlToken> token = tokens.next(); token.isPresent() && !out.isFull(); token = tokens.next()) {
            write(token.get(), true);
        }
        out.endText();
    }

    /** HTML within a text of a card, where no block can begin. */
    void phrase(String html) {
        HtmlTokens tokens = new HtmlTokens(html, references);
        for (Optional<HtmlToken> token = tokens.next(); token.isPresent() && !out.isFull(); token = tokens.next()) {
            write(token.get(), false);
        }
    }

    private void write(HtmlToken token, boolean betweenBlocks) {
        if (token instanceof HtmlToken.Text text) {
            out.text(text.text());
        } else if (token instanceof HtmlToken.Tag tag && !isOfText(tag)) {
            if (!isBlock(tag.name())) {
                out.text(tag.source());
            } else if (betweenBlocks) {
                block(tag);
            }
        }
    }

    /** True when it was one of those that stand in texts, and is done. */
    private boolean isOfText(HtmlToken.Tag tag) {
        CardElement phrase = PHRASES.get(tag.name());
        if (phrase != null) {
            if (tag.end()) {
                out.close(phrase);
            } else {
                out.openPhrase(phrase);
            }
            return true;
        }
        switch (tag.name()) {
            case "a" -> link(tag);
            case "br" -> out.lineBreak();
            case "img" -> media(CardLabels.Media.IMAGE, tag);
            case "video" -> media(CardLabels.Media.VIDEO, tag);
            case "audio" -> media(CardLabels.Media.AUDIO, tag);
            case "source" ->
                media(tag.attribute("type").startsWith("audio") ? CardLabels.Media.AUDIO : CardLabels.Media.VIDEO, tag);
            default -> {
                return IN_TEXT.contains(tag.name());
            }
        }
        return true;
    }

    private static boolean isBlock(String name) {
        return STRUCTURES.containsKey(name) || HEADINGS.contains(name) || BLOCKS.contains(name) || name.equals("hr");
    }

    private void link(HtmlToken.Tag tag) {
        if (tag.end()) {
            out.close(CardElement.A);
        } else {
            links.to(tag.attribute("href")).ifPresent(out::openLink);
        }
    }

    /** What has no source has it in another element. */
    private void media(CardLabels.Media kind, HtmlToken.Tag tag) {
        if (!tag.end() && !tag.attribute("src").isBlank()) {
            media.write(kind, tag.attribute("alt"), tag.attribute("src"));
        }
    }

    private void block(HtmlToken.Tag tag) {
        CardElement element = STRUCTURES.get(tag.name());
        if (element != null && tag.end()) {
            out.close(element);
        } else if (element != null) {
            open(element);
        } else if (tag.name().equals("hr")) {
            out.rule();
        } else if (HEADINGS.contains(tag.name()) && !tag.end()) {
            out.openHeading(tag.name().charAt(1) - '0');
        } else {
            out.endText();
        }
    }

    /** Parts of tables and lists end those before them; outside of such they mean nothing but another block. */
    private void open(CardElement element) {
        out.endText();
        boolean inPlace = switch (element) {
            case LI -> out.returnTo(LISTS);
            case THEAD, TBODY -> out.returnTo(TABLE);
            case TR -> out.returnTo(ROW_GROUPS);
            case TH, TD -> out.returnTo(ROWS);
            case SUMMARY -> out.isAtStartOf(CardElement.DETAILS);
            default -> true;
        };
        if (inPlace) {
            out.open(element);
        }
    }
}
