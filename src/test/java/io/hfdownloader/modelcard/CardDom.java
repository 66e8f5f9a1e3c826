package io.hfdownloader.modelcard;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The HTML of a card as elements. It is read as XML, which takes it only when it is balanced and quoted in all places; as it has
 * no element in whose content HTML is read in another way, a browser sees the same.
 */
public final class CardDom {

    private static final Set<String> ELEMENTS =
            Arrays.stream(CardElement.values()).map(CardElement::tag).collect(Collectors.toUnmodifiableSet());
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "a", Set.of("href", "rel", "target"),
            "h4", Set.of("id"),
            "h5", Set.of("id"),
            "h6", Set.of("id"),
            "ol", Set.of("start"),
            "th", Set.of("scope"));
    private static final Map<String, Set<String>> PARENTS = Map.of(
            "li", Set.of("ul", "ol"),
            "thead", Set.of("table"),
            "tbody", Set.of("table"),
            "tr", Set.of("table", "thead", "tbody"),
            "td", Set.of("tr"),
            "th", Set.of("tr"),
            "summary", Set.of("details"));
    private static final Pattern OUTSIDE = Pattern.compile("(?:https?://[^/\\s]|mailto:)[\\x21-\\x7e&&[^\"<>]]*");
    private static final Pattern INSIDE = Pattern.compile("#model-card-[\\p{L}\\p{Nd}_-]+");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\\n\\t\\x{200c}\\x{200d}]]");

    private final Element root;

    private CardDom(Element root) {
        this.root = root;
    }

    public static CardDom of(String html) {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null); // it fails, and prints nothing
            return new CardDom(builder.parse(new InputSource(new StringReader("<card>" + html + "</card>")))
                    .getDocumentElement());
        } catch (SAXException | IOException | ParserConfigurationException unread) {
            throw new AssertionError(
                    "This is not well-formed: " + html.substring(0, Math.min(2_000, html.length())), unread);
        }
    }

    /** All that is never to be seen, whatever the card was made of. */
    public CardDom assertHarmless() {
        Set<String> ids = new HashSet<>();
        List<Element> links = new ArrayList<>();
        int level = 3;
        for (Element element : all("*")) {
            String name = element.getTagName();
            assertThat(ELEMENTS).contains(name);
            assertThat(ATTRIBUTES.getOrDefault(name, Set.of())).containsAll(attributes(element));
            String parent = element.getParentNode().getNodeName();
            assertThat(PARENTS.getOrDefault(name, Set.of(parent))).contains(parent);
            if (element.hasAttribute("id")) {
                assertThat(element.getAttribute("id")).startsWith(HeadingIds.PREFIX);
                assertThat(ids.add(element.getAttribute("id"))).isTrue();
            }
            if (name.equals("a")) {
                links.add(element);
            }
            if (name.matches("h[4-6]")) {
                assertThat(name.charAt(1) - '0').isBetween(4, Math.min(6, level + 1));
                level = name.charAt(1) - '0';
            }
        }
        links.forEach(link -> assertLinkIsHarmless(link, ids));
        assertThat(UNSEEN.matcher(text()).find()).isFalse();
        return this;
    }

    private static void assertLinkIsHarmless(Element link, Set<String> ids) {
        assertThat(link.getElementsByTagName("a").getLength()).isZero();
        String address = link.getAttribute("href");
        if (address.startsWith("#")) {
            assertThat(address).matches(INSIDE);
            assertThat(ids).contains(address.substring(1));
        } else {
            assertThat(address).matches(OUTSIDE);
            assertThat(link.getAttribute("rel")).isEqualTo("noreferrer noopener nofollow");
            assertThat(link.getAttribute("target")).isEqualTo("_blank");
        }
    }

    /** Elements of this name, in their order. */
    List<Element> all(String name) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    /** The texts of these. */
    public List<String> texts(String name) {
        return all(name).stream().map(Node::getTextContent).toList();
    }

    /** Where the links lead. */
    public List<String> addresses() {
        return all("a").stream().map(link -> link.getAttribute("href")).toList();
    }

    public String text() {
        return root.getTextContent();
    }

    int depth() {
        return depth(root) - 1;
    }

    private static int depth(Node node) {
        int deepest = 0;
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            deepest = Math.max(deepest, child instanceof Element ? depth(child) : 0);
        }
        return deepest + 1;
    }

    private static Set<String> attributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        return IntStream.range(0, attributes.getLength())
                .mapToObj(i -> attributes.item(i).getNodeName())
                .collect(Collectors.toSet());
    }
}
