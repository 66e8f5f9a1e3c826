package io.hfdownloader.modelcard;

import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.modelcard.CardElement.Content;

/**
 * Writes the HTML of a card, of {@link CardElement}s only: what is opened is closed, what is not in its place gets one, text is
 * escaped, and there is an end to length, number and depth. Attributes are those that are written here. For one thread.
 */
final class CardWriter {

    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_ELEMENTS = 20_000;
    private static final int MAX_DEPTH = 100;
    /** What becomes of a quotation mark. */
    private static final int MAX_ESCAPED = "&quot;".length();

    private final StringBuilder html = new StringBuilder();
    private final List<Open> open = new ArrayList<>();
    /** How many of those that are open nobody within may close. */
    private int floor;

    private HeadingLevels levels = HeadingLevels.NONE;
    private HeadingLevels levelsBefore = HeadingLevels.NONE;
    private int elements;
    private boolean full;
    private boolean shown;

    /**
     * An element that is open.
     *
     * @param start where its tag begins
     * @param content where its content begins
     */
    private record Open(CardElement element, int start, int content) {}

    /** Whether no more is taken. */
    boolean isFull() {
        return full;
    }

    /** All of it, with nothing open; empty when there is nothing to be seen. */
    String end() {
        floor = 0;
        closeTo(0);
        return shown ? html.toString() : "";
    }

    // --- what is written as a whole ----------------------------------------------------------------------------

    /** A block with its content, in which only that is closed which was opened there. */
    void block(CardElement element, Runnable content) {
        block(element, "", content);
    }

    void numberedFrom(int number, Runnable items) {
        block(CardElement.OL, number == 1 ? "" : " start=\"" + number + "\"", items);
    }

    void columnHeader(Runnable content) {
        block(CardElement.TH, " scope=\"col\"", content);
    }

    /**
     * A heading.
     *
     * @param level that its author gave it, from 1 to 6
     * @param id that of {@link HeadingIds}, empty for none
     */
    void heading(int level, String id, Runnable content) {
        block(nextHeading(level), id.isEmpty() ? "" : " id=\"" + escaped(id) + "\"", content);
    }

    private void block(CardElement element, String attributes, Runnable content) {
        endText();
        place(element);
        whole(element, attributes, content);
    }

    /** A part of a text with its content. */
    void phrase(CardElement element, Runnable content) {
        placeText();
        whole(element, "", content);
    }

    /** A link with what is to be clicked on; that alone within another link, as there are none in links. */
    void link(CardLinks.Target target, Runnable content) {
        if (isOpen(CardElement.A)) {
            content.run();
        } else {
            placeText();
            whole(CardElement.A, attributes(target), content);
        }
    }

    private void whole(CardElement element, String attributes, Runnable content) {
        int before = open.size();
        boolean unused = add(element, attributes);
        within(content);
        closeTo(before);
    }

    /** Content of what is open, in which only that is closed which was opened there. */
    void within(Runnable content) {
        int before = floor;
        floor = open.size();
        content.run();
        closeTo(floor);
        floor = before;
    }

    void text(String text) {
        String visible =
                isInText() ? CardText.visible(text) : CardText.visible(text).stripLeading();
        if (visible.isEmpty()) {
            return;
        }
        placeText();
        shown |= !full && !visible.isBlank();
        int room = (MAX_CHARS - html.length()) / MAX_ESCAPED;
        if (visible.length() <= room) {
            boolean unused = append(escaped(visible));
        } else {
            int end = room > 0 && Character.isHighSurrogate(visible.charAt(room - 1)) ? room - 1 : room;
            boolean unused = append(escaped(visible.substring(0, Math.max(0, end))));
            full = true;
        }
    }

    void lineBreak() {
        if (isInText()) {
            empty(CardElement.BR);
        }
    }

    void rule() {
        endText();
        place(CardElement.HR);
        empty(CardElement.HR);
    }

    // --- what is written tag by tag ----------------------------------------------------------------------------

    /** Opens a block, which ends with what it is in. */
    void open(CardElement element) {
        endText();
        place(element);
        boolean unused = add(element, "");
    }

    /** Opens a heading. @param level that its author gave it, from 1 to 6 */
    void openHeading(int level) {
        open(nextHeading(level));
    }

    /** Opens a part of a text, which ends with that text. */
    void openPhrase(CardElement element) {
        placeText();
        boolean unused = add(element, "");
    }

    void openLink(CardLinks.Target target) {
        close(CardElement.A);
        if (!isOpen(CardElement.A)) {
            placeText();
            boolean unused = add(CardElement.A, attributes(target));
        }
    }

    /** Closes the innermost of these with all that is in it; nothing where there is none. */
    void close(CardElement element) {
        int at = innermost(List.of(element));
        if (at >= 0) {
            closeTo(at);
        }
    }

    /** Closes all that is in the innermost of these elements; false where there is none. */
    boolean returnTo(List<CardElement> elements) {
        int at = innermost(elements);
        if (at < 0) {
            return false;
        }
        closeTo(at + 1);
        return true;
    }

    /** Ends the text that is being written: what comes next is another block. */
    void endText() {
        while (open.size() > floor && top().element().isOfText()) {
            closeTop();
        }
    }

    boolean isOpen(CardElement element) {
        return open.stream().anyMatch(one -> one.element() == element);
    }

    /** Whether this is what anything would be put into now, and nothing has been. */
    boolean isAtStartOf(CardElement element) {
        return !open.isEmpty() && top().element() == element && top().content() == html.length();
    }

    private CardElement nextHeading(int level) {
        endText(); // of which a heading is
        levelsBefore = levels;
        levels = levels.with(level);
        return levels.element();
    }

    // --- places ------------------------------------------------------------------------------------------------

    private boolean isInText() {
        return !open.isEmpty() && (top().element().isOfText() || top().element().content() == Content.ANYTHING);
    }

    private void placeText() {
        place(CardElement.P);
        if (!isInText()) {
            boolean unused = add(CardElement.P, "");
        }
    }

    /** Where only certain elements may be, others are put into one of these. */
    private void place(CardElement element) {
        while (!open.isEmpty() && top().element().content() == Content.PARTS && !element.isPartOf(top().element())) {
            if (!add(top().element().filler(), "")) {
                return;
            }
        }
    }

    private boolean add(CardElement element, String attributes) {
        if (open.size() == MAX_DEPTH) {
            return false;
        }
        int start = html.length();
        count();
        if (!append("<" + element.tag() + attributes + ">")) {
            return false;
        }
        open.add(new Open(element, start, html.length()));
        return true;
    }

    private void empty(CardElement element) {
        count();
        boolean unused = append("<" + element.tag() + " />");
    }

    private void count() {
        elements++;
        full |= elements > MAX_ELEMENTS;
    }

    private boolean append(String written) {
        full |= html.length() + written.length() > MAX_CHARS;
        if (!full) {
            html.append(written);
        }
        return !full;
    }

    private int innermost(List<CardElement> elements) {
        int at = open.size() - 1;
        while (at >= floor && !elements.contains(open.get(at).element())) {
            at--;
        }
        return at >= floor ? at : -1;
    }

    private void closeTo(int count) {
        while (open.size() > count) {
            closeTop();
        }
    }

    private void closeTop() {
        Open last = open.remove(open.size() - 1);
        if (last.element().isOfText() && html.length() == last.content()) {
            html.setLength(last.start());
            levels = last.element().isHeading() ? levelsBefore : levels;
        } else {
            html.append("</").append(last.element().tag()).append('>');
        }
    }

    private Open top() {
        return open.get(open.size() - 1);
    }

    // --- letters -----------------------------------------------------------------------------------------------

    private static String attributes(CardLinks.Target target) {
        return " href=\"" + escaped(target.address()) + "\""
                + (target.inside() ? "" : " rel=\"noreferrer noopener nofollow\" target=\"_blank\"");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
