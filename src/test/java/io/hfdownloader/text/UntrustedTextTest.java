package io.hfdownloader.text;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class UntrustedTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\t",
                "\0",
                "\u001b",
                "\u007f",
                "\u0085",
                "\u00ad",
                "\u200b",
                "\u202e",
                "\u2028",
                "\u2029",
                "\u2066",
                "\ufeff",
                "\ud800",
                "\ue000",
                "\udb40\udc41"
            })
    void whatCouldForgeALineOrHideIsSeenInANameAndGoneFromALine(String harmful) {
        assertThat(UntrustedText.name("a" + harmful + "b")).isEqualTo("a?b");
        assertThat(UntrustedText.line("a" + harmful + harmful + " b", 50)).isEqualTo("a b");
        assertThat(UntrustedText.message("a" + harmful + "b")).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "模型", "🤗", "a\"b'c<d", "100 %", "nfd-e\u0301.txt"})
    void whatPeopleWriteStays(String text) {
        assertThat(UntrustedText.name(text)).isEqualTo(text);
        assertThat(UntrustedText.line(text, 50)).isEqualTo(text);
    }

    @Test
    void whatIsTooLongIsCutAndShowsIt() {
        assertThat(UntrustedText.name("x".repeat(9), 8)).isEqualTo("xxxxxxx…");
        assertThat(UntrustedText.name("x".repeat(8), 8)).isEqualTo("xxxxxxxx");
        assertThat(UntrustedText.line("x".repeat(9_000_000), 200)).hasSize(200).endsWith("x…");
        assertThat(UntrustedText.message("x".repeat(9_000_000))).hasSize(UntrustedText.MAX_MESSAGE_CHARS);
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(UntrustedText.name("abc🤗🤗", 5)).isEqualTo("abc…");
        assertThat(UntrustedText.line("🤗".repeat(9_000), 51)).isEqualTo("🤗".repeat(25) + "…");
    }

    @Test
    void aPageOfErrorsIsQuotedWithoutItsMarkup() {
        assertThat(UntrustedText.message("<html>\n<body class=\"x\"><h1>502</h1>  Bad\tGateway</body></html>"))
                .isEqualTo("502 Bad Gateway");
        assertThat(UntrustedText.message("<".repeat(100_000))).hasSize(UntrustedText.MAX_MESSAGE_CHARS);
        assertThat(UntrustedText.message(" \n ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cf, 'x: cf.'",
        "cf., 'x: cf.'",
        "'cf ... ', 'x: cf.'",
        "'<p>No.</p>', 'x: No.'",
        "'Why?', 'x: Why?'",
        "'不。', 'x: 不。'",
        "'wait:', 'x: wait.'",
        "'', .",
        "'<br>', .",
        "'...', .",
    })
    void aStrangersWordsEndASentenceWithOneStop(String words, String end) {
        assertThat(UntrustedText.sentenceEnd("x: ", words)).isEqualTo(end);
    }
}
