package io.hfdownloader.modelcard;

import java.util.Objects;

import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/** Writes what was parsed, node by node. For one card and one thread. */
final class CardVisitor extends AbstractVisitor {

    private final CardWriter out;
    private final CardLinks links;
    private final HeadingIds headings;
    private final CardMedia media;
    private final RawHtml html;

    CardVisitor(CardWriter out, CardLinks links, CardLabels labels, HeadingIds headings) {
        this.out = out;
        this.links = links;
        this.headings = headings;
        this.media = new CardMedia(out, links, labels);
        this.html = new RawHtml(out, links, media);
    }

    @Override
    protected void visitChildren(Node parent) {
        for (Node child = parent.getFirstChild(); child != null && !out.isFull(); child = child.getNext()) {
            child.accept(this);
        }
    }

    // --- blocks ------------------------------------------------------------------------------------------------

    @Override
    public void visit(Heading heading) {
        out.heading(heading.getLevel(), headings.of(heading), () -> visitChildren(heading));
    }

    @Override
    public void visit(Paragraph paragraph) {
        boolean tight = paragraph.getParent() instanceof ListItem item
                && item.getParent() instanceof ListBlock list
                && list.isTight();
        if (tight) {
            out.endText();
            out.within(() -> visitChildren(paragraph));
        } else {
            block(CardElement.P, paragraph);
        }
    }

    @Override
    public void visit(BlockQuote quote) {
        block(CardElement.BLOCKQUOTE, quote);
    }

    @Override
    public void visit(BulletList list) {
        block(CardElement.UL, list);
    }

    @Override
    public void visit(OrderedList list) {
        int first = Objects.requireNonNullElse(list.getMarkerStartNumber(), 1);
        out.numberedFrom(first, () -> visitChildren(list));
    }

    @Override
    public void visit(ListItem item) {
        block(CardElement.LI, item);
    }

    @Override
    public void visit(FencedCodeBlock code) {
        code(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        code(code.getLiteral());
    }

    @Override
    public void visit(ThematicBreak line) {
        out.rule();
    }

    @Override
    public void visit(HtmlBlock block) {
        html.block(block.getLiteral());
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock) {
            block(CardElement.TABLE, block);
        } else {
            visitChildren(block);
        }
    }

    // --- texts -------------------------------------------------------------------------------------------------

    @Override
    public void visit(Text text) {
        out.text(text.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        out.text("\n");
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        out.lineBreak();
    }

    @Override
    public void visit(Emphasis emphasis) {
        phrase(CardElement.EM, emphasis);
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
        phrase(CardElement.STRONG, emphasis);
    }

    @Override
    public void visit(Code code) {
        out.phrase(CardElement.CODE, () -> out.text(code.getLiteral()));
    }

    @Override
    public void visit(HtmlInline inline) {
        html.phrase(inline.getLiteral());
    }

    @Override
    public void visit(Link link) {
        Runnable label =
                link.getFirstChild() == null ? () -> out.text(link.getDestination()) : () -> visitChildren(link);
        links.to(link.getDestination()).ifPresentOrElse(target -> out.link(target, label), label);
    }

    @Override
    public void visit(Image image) {
        media.write(CardLabels.Media.IMAGE, CardText.of(image), image.getDestination());
    }

    /** Among them the parts of tables, which are no blocks to the parser. */
    @Override
    public void visit(CustomNode node) {
        if (node instanceof TableHead) {
            block(CardElement.THEAD, node);
        } else if (node instanceof TableBody) {
            block(CardElement.TBODY, node);
        } else if (node instanceof TableRow) {
            block(CardElement.TR, node);
        } else if (node instanceof TableCell cell && cell.isHeader()) {
            out.columnHeader(() -> visitChildren(cell));
        } else if (node instanceof TableCell) {
            block(CardElement.TD, node);
        } else if (node instanceof Strikethrough) {
            phrase(CardElement.DEL, node);
        } else {
            visitChildren(node);
        }
    }

    private void block(CardElement element, Node node) {
        out.block(element, () -> visitChildren(node));
    }

    private void phrase(CardElement element, Node node) {
        out.phrase(element, () -> visitChildren(node));
    }

    private void code(String literal) {
        out.block(CardElement.PRE, () -> out.phrase(CardElement.CODE, () -> out.text(literal)));
    }
}
