package io.hfdownloader.modelcard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

/** What cards look like, and that nothing in them does any harm. */
@Tag("fast")
class CardRendererTest {

    private static final int FUZZED = 400;

    private static CardRenderer.Rendered render(String markdown) {
        return HostileCards.RENDERER.render(markdown);
    }

    private CardDom card(String markdown) {
        return CardDom.of(render(markdown).html()).assertHarmless();
    }

    private String html(String markdown) {
        card(markdown);
        return render(markdown).html();
    }

    // --- Markdown ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "'a *b* **c** ~~d~~ `e<f>`' => <p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f&gt;</code></p>",
                "'- a\n- b' => <ul><li>a</li><li>b</li></ul>",
                "'- a\n\n- b' => <ul><li><p>a</p></li><li><p>b</p></li></ul>",
                "'3. a\n4. b' => '<ol start=\"3\"><li>a</li><li>b</li></ol>'",
                "'1. a' => <ol><li>a</li></ol>",
                "'> a' => <blockquote><p>a</p></blockquote>",
                "'```py\nx < 1\n```' => '<pre><code>x &lt; 1\n</code></pre>'",
                "'a  \nb\nc' => '<p>a<br />b\nc</p>'",
                "'a\n\n---\n\nb' => <p>a</p><hr /><p>b</p>",
                "'| a | b |\n|---|:-:|\n| 1 | 2 |' => '<table><thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'",
            })
    void markdownIsElements(String markdown, String html) {
        assertThat(html(markdown)).isEqualTo(html);
    }

    @Test
    void headingsAreBelowThatOfThePageAndLeaveNoLevelOut() {
        CardDom card = card("## a\n\n#### b\n\n# c\n\n## d\n\n### e\n\n###### f\n\n<h1 align=\"center\">g</h1>\n");

        assertThat(card.texts("h4")).containsExactly("a", "c", "g");
        assertThat(card.texts("h5")).containsExactly("b", "d");
        assertThat(card.texts("h6")).containsExactly("e", "f");
    }

    @Test
    void theTableOfContentsLeadsToTheHeadings() {
        CardDom card = card("""
                [Use](#use-it) [again](#use-it-1) [nowhere](#nothing) [中文](#中文-标题) [case](#Use-It)

                # Use *it*!
                # Use `it`
                # 中文 标题
                # `card-title`
                # !?
                """);

        assertThat(card.addresses())
                .containsExactly(
                        "#model-card-use-it", "#model-card-use-it-1", "#model-card-中文-标题", "#model-card-use-it");
        assertThat(card.text()).contains("nowhere");
        assertThat(card.all("h4").stream().map(heading -> heading.getAttribute("id")))
                .containsExactly(
                        "model-card-use-it", "model-card-use-it-1", "model-card-中文-标题", "model-card-card-title", "");
        assertThat(card.all("a")).noneMatch(link -> link.hasAttribute("target"));
    }

    // --- links -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x?a=1&b=2#c, https://a.example/x?a=1&b=2#c",
        "HTTP://A.example, http://A.example",
        "//a.example/x, https://a.example/x",
        "mailto:me@a.example, mailto:me@a.example",
        "mailto:me@a.example?subject=x&bcc=y@z, mailto:me@a.example",
        "LICENSE, https://hub.example/acme/tiny/blob/c0ffee/LICENSE",
        "./docs/a%20b.md#c, https://hub.example/acme/tiny/blob/c0ffee/docs/a%20b.md#c",
        "../../resolve/main/x.gguf, https://hub.example/acme/tiny/resolve/main/x.gguf",
        "../../../../../../x, https://hub.example/x",
        "/other/repo, https://hub.example/other/repo",
        "?a=b, https://hub.example/acme/tiny/blob/c0ffee/?a=b",
        "https://a.example/ü, https://a.example/%C3%BC",
        "https://a.example/\\x^|{y}, https://a.example/%5Cx%5E%7C%7By%7D",
    })
    void linksLeadToTheWebOrToAMailbox(String written, String address) {
        assertThat(card("[a](<" + written + ">)").addresses()).containsExactly(address);
        assertThat(card("<a class=x href='" + written.replace("&", "&amp;") + "' onclick=alert(1)>a</a>")
                        .addresses())
                .containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "javascript&colon;alert(1)",
                "java&Tab;script:alert(1)",
                "java&NewLine;script:alert(1)",
                "&#106;avascript:alert(1)",
                "&#x6A;&#x61;vascript:alert(1)",
                "\u0001javascript:alert(1)",
                "&#1;javascript:alert(1)",
                "javascript://a.example/%0Aalert(1)",
                "vbscript:x",
                "data:text/html,<script>alert(1)</script>",
                "data:image/svg+xml;base64,PHN2Zz4=",
                "blob:https://a.example/x",
                "file:///etc/passwd",
                "ftp://a.example/x",
                "view-source:https://a.example",
                "about:blank",
                "intent://x",
                "C:/x",
                "https:a.example",
                "https:/a.example",
                "https:///a.example",
                "https://",
                "https://user@a.example/",
                "https://hub.example@a.example/",
                "https://a.example:99999/",
                "mailto:",
                "mailto:x",
                "mailto:a@b c",
                "#javascript:alert(1)",
                "#",
                "",
                " "
            })
    void linksLeadNowhereElse(String written) {
        for (String source :
                List.of("[a](<%s>)", "[a][b]\n\n[b]: <%s>", "<a href=\"%s\">a</a>", "<a\nhref='%s'>a</a>", "<%s>")) {
            CardDom card = card(source.replace("%s", written));
            assertThat(card.addresses().stream().filter(address -> !address.startsWith(HostileCards.FOLDER)))
                    .isEmpty();
            assertThat(card.addresses())
                    .noneMatch(address -> address.toLowerCase().contains("script:"));
        }
    }

    @Test
    void plainAddressesAreLinks() {
        CardDom card = card("See https://a.example/x. Or <https://b.example>, me@c.example, www.d.example");

        assertThat(card.addresses()).startsWith("https://a.example/x", "https://b.example", "mailto:me@c.example");
        assertThat(card.all("a"))
                .allSatisfy(link -> assertThat(link.getTextContent()).isNotBlank());
    }

    @Test
    void aLinkWithoutALabelIsToldByItsAddress() {
        assertThat(card("[](https://a.example/x)").texts("a")).containsExactly("https://a.example/x");
        assertThat(html("<a href=\"https://a.example/x\"></a>")).isEmpty();
    }

    // --- images ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "'![a *cat*](cat.png)' => [IMAGE: a cat] => https://hub.example/acme/tiny/blob/c0ffee/cat.png",
                "'![](https://a.example/x.png)' => [IMAGE] => https://a.example/x.png",
                "'[![badge](https://a.example/x.svg)](https://b.example/)' => [IMAGE: badge] => https://b.example/",
                "'<img src=\"https://a.example/x.png\" alt=\"a &lt;b&gt;\" width=10 onerror=alert(1)>' => '[IMAGE: a <b>]' => https://a.example/x.png",
                "'x <img src=https://a.example/x.png> y' => [IMAGE] => https://a.example/x.png",
                "'<a href=\"https://b.example/\"><img src=\"https://a.example/x.svg\" alt=\"badge\"/></a>' => [IMAGE: badge] => https://b.example/",
                "'<video controls src=\"x.mp4\"></video>' => [VIDEO] => https://hub.example/acme/tiny/blob/c0ffee/x.mp4",
                "'<audio controls><source src=\"x.wav\" type=\"audio/wav\"></audio>' => [AUDIO] => https://hub.example/acme/tiny/blob/c0ffee/x.wav",
            })
    void imagesAndTheLikeAreLinksToThem(String source, String label, String address) {
        CardDom card = card(source);

        assertThat(card.texts("a")).containsExactly(label);
        assertThat(card.addresses()).containsExactly(address);
    }

    @Test
    void anImageThatIsInTheTextIsItsName() {
        String data = "data:image/png;base64," + "iVBORw0KGgo".repeat(2_000);

        assertThat(html("![dot](" + data + ")")).isEqualTo("<p>[IMAGE: dot]</p>");
        assertThat(html("<img alt=dot src=\"" + data + "\">")).isEqualTo("<p>[IMAGE: dot]</p>");
    }

    // --- HTML that cards have ----------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "'<div align=\"center\">\n\n# a\n\n</div>' => '<h4 id=\"model-card-a\">a</h4>'",
                "'<p align=center>a<br>b</p>\n<p>c' => '<p>a<br />b</p><p>c</p>'",
                "'<center><b>a</b> &amp; <i>b</i></center>' => '<p><strong>a</strong> &amp; <em>b</em></p>'",
                "'a <!-- b --> c' => '<p>a  c</p>'",
                "'<!-- a\n\nb -->\n\nc' => <p>c</p>",
                "'<!-->a' => <p>a</p>",
                "'a<span style=\"color:red\">b</span><font size=7>c</font>' => <p>abc</p>",
                "'H<sub>2</sub>O <kbd>x</kbd>' => <p>H<sub>2</sub>O <kbd>x</kbd></p>",
                "'<details>\n<summary>a</summary>\n\n**b**\n\n</details>\n\nc' => '<details><summary>a</summary><p><strong>b</strong></p></details><p>c</p>'",
                "'<ul><li>a<li>b</ul>c' => <ul><li>a</li><li>b</li></ul><p>c</p>",
                "'<blockquote>a</blockquote>' => <blockquote><p>a</p></blockquote>",
                "'<pre>a\n  b</pre>' => '<pre>a\n  b</pre>'",
                "'<style>\n.a { color: red }\n\n</style>\nb' => <p>b</p>",
                "'<hr/>\na' => '<hr /><p>a</p>'",
                "'<p>a&nbsp&nbsp | &nbspb</p>' => '<p>a\u00a0\u00a0 | \u00a0b</p>'",
                "'&nbsp;&rarr;<br>' => '<p>\u00a0→<br /></p>'",
                "'<div>&rarr; &#x2192; &nosuch; &amp;lt;</div>' => '<p>→ → &amp;nosuch; &amp;lt;</p>'",
                "'<div>1 < 2</div>' => '<p>1 &lt; 2</p>'",
            })
    void theUsualWrappersDoNotLitterTheText(String source, String html) {
        assertThat(html(source)).isEqualTo(html);
    }

    @Test
    void aTableInHtmlIsATable() {
        assertThat(html("""
                <table border="1">
                  <caption>Scores</caption>
                  <thead><tr><th>a<th>b</tr></thead>
                  <tr><td rowspan="2">1</td><td>2</td>
                  <tr><td>3

                **4**

                </table>
                after
                """.replace("  <caption>Scores</caption>\n", "")).replaceAll("\\s+", ""))
                .isEqualTo("<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1</td><td>2</td></tr>"
                        + "<tr><td>3<p><strong>4</strong></p></td></tr></table><p>after</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>a</think>",
                "x <|im_start|> <s> y",
                "<script>alert(1)</script>",
                "<div><script>alert(1)</script></div>",
                "<svg><a xlink:href=\"javascript:alert(1)\">a</a></svg>",
                "<math><mi>a</mi></math>",
                "<object data=x></object>",
                "<base href=//a.example>",
                "<textarea></textarea><img src=x onerror=alert(1)>",
            })
    void unknownHtmlIsShownAsItWasWritten(String source) {
        String shown = card(source).text();

        String unknown = source.replaceAll("</?div>|<img.*|<a .*|</a>.*", "");
        assertThat(shown).contains(unknown.substring(0, Math.min(8, unknown.length())));
    }

    // --- what is written to do harm ----------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.hfdownloader.modelcard.HostileCards#written")
    void nothingOfAnAuthorDoesAnyHarm(String source) {
        card(source);
        card("x " + source);
        card("> - " + source.replace("\n", "\n>   "));
        card("<div>\n" + source + "\n</div>");
    }

    @Test
    void whatNobodySeesIsTakenOut() {
        assertThat(card("a\u200bb\u202ec &#x202e;d \ud83d\udc68\u200d\ud83d\udc69 \ud83e\udef6")
                        .text())
                .isEqualTo("abc d \ud83d\udc68\u200d\ud83d\udc69 \ud83e\udef6");
        assertThat(render("&#x200b; \u2060 <b>\u200b</b>").html()).isEmpty();
    }

    static Stream<String> large() {
        int size = ModelCards.MAX_BYTES;
        return Stream.concat(
                Stream.of(
                                ">",
                                "> ",
                                "- ",
                                "* a\n",
                                "1. ",
                                "*",
                                "**a",
                                "_a ",
                                "*a **a ",
                                "~~a",
                                "[",
                                "![",
                                "[a](",
                                "[a](b",
                                "[a]: b\n",
                                "[a][b]",
                                "]",
                                "`",
                                "` ",
                                "``a`",
                                "<",
                                "<a ",
                                "<a href=\"",
                                "<b>",
                                "<div>",
                                "<div>\n\n",
                                "<details>",
                                "<blockquote>",
                                "<table><tr><td>",
                                "<ul><li>",
                                "<!--",
                                "<!-- -->",
                                "<style>",
                                "</",
                                "<?",
                                "<![CDATA[",
                                "&",
                                "&#",
                                "&a;",
                                "&amp;",
                                "|",
                                "|a",
                                "|-",
                                "\\",
                                "\\*",
                                "# ",
                                "# a\n",
                                "a\n===\n",
                                "---\n",
                                "```\n",
                                "~~~",
                                "\t",
                                " ",
                                "\n",
                                "\r",
                                "a@b.c",
                                "a.",
                                "www.",
                                "http://",
                                "https://a.",
                                "<http:",
                                "\"",
                                "<a href=\"https://a.example/\"><img src=\"x\" alt=\"")
                        .map(part -> part.repeat(size / part.length())),
                Stream.of(
                        "[".repeat(size / 2) + "a" + "]".repeat(size / 2),
                        "*".repeat(size / 2) + "a" + "*".repeat(size / 2),
                        "[a](" + "(".repeat(size),
                        "|a".repeat(size / 6) + "\n" + "|-".repeat(size / 6) + "\n" + "|\n".repeat(size / 6),
                        nestedList(600),
                        "<div a='" + "x".repeat(size),
                        "<div " + "a=b ".repeat(size / 4) + ">",
                        IntStream.range(0, size / 8)
                                .mapToObj(i -> "&a" + i + ";")
                                .collect(Collectors.joining())));
    }

    /** Ends, and does not overflow the stack or the memory; the answer is bounded. */
    @ParameterizedTest
    @MethodSource("large")
    void whatIsMadeToTakeLongIsBounded(String source) {
        List<String> places = source.contains("<") ? List.of("", "x", "<div>") : List.of("");
        for (String before : places) {
            byte[] file = (before + source).getBytes(StandardCharsets.UTF_8);
            CardRenderer.Rendered rendered =
                    render(Readme.of(file, ModelCards.MAX_BYTES).markdown());

            assertThat(rendered.html().length()).isLessThan(1_100_000);
            CardDom card = CardDom.of(rendered.html());
            assertThat(card.depth()).isLessThanOrEqualTo(100);
            assertThat(card.all("*")).hasSizeLessThanOrEqualTo(20_000);
        }
    }

    private static String nestedList(int depth) {
        return IntStream.range(0, depth)
                .mapToObj(i -> " ".repeat(2 * i) + "- a\n")
                .collect(Collectors.joining());
    }

    @Test
    void whatIsTooMuchIsCutAndSaysSo() {
        assertThat(render("* a\n".repeat(30_000)).cut()).isTrue();
        assertThat(render("* a\n".repeat(3_000)).cut()).isFalse();
    }

    @Test
    void nothingMadeByChanceDoesAnyHarm() {
        HostileCards.byChance(FUZZED).forEach(source -> {
            try {
                card(source);
            } catch (AssertionError | RuntimeException harm) {
                throw new AssertionError("This card is harmful: " + source, harm);
            }
        });
    }

    @Test
    void whatHasNothingToBeSeenIsEmpty() {
        assertThat(render("").html()).isEmpty();
        assertThat(render("\n \n<!-- a -->\n<div></div>\n<br>\n").html()).isEmpty();
        List<Element> lines = card("---\n\na").all("hr");
        assertThat(lines).hasSize(1);
    }
}
