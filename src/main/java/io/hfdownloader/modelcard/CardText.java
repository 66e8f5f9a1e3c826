package io.hfdownloader.modelcard;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The text of cards: what can be seen of it, and what it is without its marks. Any thread. */
final class CardText {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private CardText() {}

    /**
     * Without controls, marks that turn the direction of what follows, and characters that nobody sees. The joiners stay: words
     * of many languages, and emoji, are written with them.
     */
    static String visible(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n')) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(CardText::isVisible).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
            case Character.SURROGATE -> false;
            default -> (c & 0xfffe) != 0xfffe; // what is no character in any plane
        };
    }

    /** The text in a node, as far as it has no line of its own. */
    static String of(Node node) {
        StringBuilder plain = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                plain.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                plain.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                plain.append(' ');
            }

            @Override
            public void visit(HardLineBreak lineBreak) {
                plain.append(' ');
            }
        });
        return plain.toString();
    }
}
