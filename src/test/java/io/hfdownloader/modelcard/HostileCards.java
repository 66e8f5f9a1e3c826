package io.hfdownloader.modelcard;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.network.WebAddress;

/** Cards that are to do harm, and what becomes of them. */
public final class HostileCards {

    static final String FOLDER = "https://hub.example/acme/tiny/blob/c0ffee/";
    static final CardRenderer RENDERER = new CardRenderer(
            "https://hub.example",
            WebAddress.parse(FOLDER).orElseThrow(),
            (media, name) -> "[" + media + (name.isEmpty() ? "" : ": " + name) + "]");

    /** What means something to a parser. */
    private static final List<String> PARTS = List.of(
            "a b",
            "\n",
            "\n\n",
            "\n    ",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n# ",
            "\n### ",
            "\n```\n",
            "\n---\n",
            "*",
            "**",
            "_",
            "~~",
            "`",
            "[",
            "](",
            ")",
            "![",
            "](#a)",
            "](x)",
            "](javascript:x)",
            "<",
            ">",
            "<!--",
            "-->",
            "<a href=",
            "<a href=\"https://a.example\">",
            "</a>",
            "<img src=\"x\" alt='",
            "<img src=x>",
            "'",
            "\"",
            "'>",
            "\">",
            " onclick=x ",
            "<b>",
            "</b>",
            "<code>",
            "</code>",
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<h1>",
            "</h1>",
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<th>",
            "<thead>",
            "<tbody>",
            "<ul>",
            "</ul>",
            "<li>",
            "<details>",
            "</details>",
            "<summary>",
            "</summary>",
            "<blockquote>",
            "</blockquote>",
            "<pre>",
            "</pre>",
            "<br>",
            "<hr>",
            "<style>",
            "</style>",
            "<script>",
            "</script>",
            "<svg>",
            "<x-y>",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "<!X>",
            "&",
            "&lt;",
            "&#60;",
            "&#x202e;",
            "&Tab;",
            ";",
            "|",
            "\n| a | b |\n|---|---|\n",
            "\\",
            "\u202e",
            "\u0000",
            "\ud800",
            "https://a.example/",
            "me@a.example",
            "{x}",
            "javascript:alert(1)",
            "=",
            "/");

    private HostileCards() {}

    /** The HTML of all of these. */
    public static List<String> rendered() {
        return Stream.concat(
                        written().flatMap(source -> Stream.of(source, "x " + source, "<div>\n" + source)),
                        byChance(200))
                .map(source -> RENDERER.render(source).html())
                .toList();
    }

    /** Texts of what means something to a parser, put together by chance; always the same. */
    static Stream<String> byChance(int count) {
        Random random = new Random(13);
        return Stream.generate(() -> random.ints(1 + random.nextInt(120), 0, PARTS.size())
                        .mapToObj(PARTS::get)
                        .collect(Collectors.joining()))
                .limit(count);
    }

    /** Texts of which each was made to do harm in its own way. */
    static Stream<String> written() {
        return Stream.of(
                "<script>alert(1)</script><SCRIPT SRC=//a.example></SCRIPT>",
                "</div></div></article></body></html><script>alert(1)</script>",
                "</p></td></table></details></section>a",
                "<img src=x onerror=alert(1)//><img src='x'onerror='alert(1)'><img/src=x/onerror=alert(1)>",
                "<a href=https://a.example/\" onclick=alert(1) x=\">a</a>",
                "<a href='https://a.example/\"onmouseover=alert(1)'>a</a>",
                "[a](https://a.example/\"onclick=alert(1)) [b](https://a.example/'%22><script>)",
                "[a](https://a.example \"title\\\" onclick=alert(1)\")",
                "![\"><script>alert(1)</script>](https://a.example/x.png)",
                "<img alt=\"&quot;><script>alert(1)</script>\" src=x>",
                "```\"><script>alert(1)</script>\n</code></pre><script>\n```",
                "`</code><script>alert(1)</script>`",
                "# \" onclick=alert(1) id=\"x\n\n[a](#--onclickalert1-idx)",
                "<!-- <!-- --> <script> -->",
                "<!--><script>alert(1)</script>-->",
                "<![CDATA[<script>alert(1)</script>]]>",
                "<?php echo 1 ?><!DOCTYPE html><!ENTITY x 'y'>",
                "<<script>alert(1)//<</script>",
                "<div <script>alert(1)</script>",
                "<style><!--</style><script>alert(1)</script>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<svg><style><img src=x onerror=alert(1)></style></svg>",
                "<form action=https://a.example><input name=password><button formaction=javascript:alert(1)>a",
                "<iframe src=https://a.example srcdoc='<script>alert(1)</script>'></iframe>",
                "<link rel=stylesheet href=//a.example><meta http-equiv=refresh content='0;url=//a.example'>",
                "{x} {#include layout /} {card.html.raw} ${7*7} {{7*7}} #{7*7} <%= 7*7 %>",
                "a\u0000b \u202eevil\u202c \u2066x\u2069 \u200b\ufeff\u2060\u00ad &#0; &#x202e; &#xD800; &#x110000; &ZeroWidthSpace;",
                "<div>\ud800 \udc00 &#xDFFF; &#xFFFF; \uffff \ud83f\udfff</div>",
                "<table><b><tr><td><table><tr></b></table>a<li>b<td>c</table><td>d<tr>e<li>f",
                "<details><details><summary>a<summary>b</details>c</summary></details></details>",
                "<ul><table><li><td>a</ul>b</table>",
                "<table>a<ul>b<tr>c<h1>d<td>e",
                "<a href=x><a href=y><h1><a href=z>a</a></h1></a>[b](c)",
                "<pre><table><tr><td># a\n\n# b</pre>",
                "- <table>\n- <td>\n\n  # a\n\n</table>",
                "| <table> | </td></tr> |\n|---|---|\n| <td> | <div> |",
                "<h1>a\n\n# b\n\n</h1>",
                "[a]: javascript:alert(1)\n\n[a] ![a] [a][a]",
                "[a](javascript:alert(1) 'x') <javascript:alert(1)>",
                "a".repeat(100_000),
                "\u0301".repeat(10_000));
    }
}
