package io.hfdownloader.modelcard;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read of a README's bytes. */
@Tag("fast")
class ReadmeTest {

    private static Readme readme(String text) {
        return Readme.of(text.getBytes(StandardCharsets.UTF_8), 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\nlicense: mit\n---\n# a",
                "\n---\r\nlicense: mit\r\n---\r\n# a",
                "---\rx: y\r---\r# a",
                "--- \n--- \n# a",
                "\ufeff---\ntags:\n- a\n- '---'\n---\n# a"
            })
    void whatIsForMachinesIsTakenOff(String text) {
        assertThat(readme(text).markdown()).isEqualTo("# a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# a", "---\nno end\n# a", "----\na\n---\n", "a\n---\nb\n---\n", "---", ""})
    void whatIsForReadersStays(String text) {
        assertThat(readme(text).markdown()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "'language: en' => en",
                "'language:\n- zh\nlicense: mit' => zh",
                "'language: [de]' => de",
                "'language:\n  - \"fr\"' => fr",
                "'language: EN' => en",
            })
    void theOneLanguageOfACardIsKnown(String field, String language) {
        assertThat(readme("---\n" + field + "\n---\na").language()).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "language:\n- en\n- zh",
                "language: [en, zh]",
                "language: code",
                "language: \"><script>\"",
                "language:",
                "other: en",
                "language: en\nlanguage: zh"
            })
    void andNoOther(String field) {
        assertThat(readme("---\n" + field + "\n---\na").language()).isNull();
    }

    @Test
    void aLongOneIsCutAtALineOrElseAtACharacter() {
        String line = "x".repeat(99) + "\n";
        assertThat(readme(line.repeat(10)).cut()).isFalse();
        Readme lines = readme(line.repeat(10) + "more");
        assertThat(lines.cut()).isTrue();
        assertThat(lines.markdown()).isEqualTo(line.repeat(10));
        assertThat(readme(line.repeat(9) + "y".repeat(200)).markdown()).isEqualTo(line.repeat(9));
        assertThat(readme("字".repeat(400)).markdown()).isEqualTo("字".repeat(333));
    }

    @Test
    void oneOfTooManyLinesOrMarksIsCutAsWell() {
        for (String line : new String[] {"a\n", "a\r", "[a](b) *c*\n"}) {
            byte[] text = line.repeat(20_000).getBytes(StandardCharsets.UTF_8);
            Readme lines = Readme.of(text, text.length);
            assertThat(lines.cut()).isTrue();
            assertThat(lines.markdown()).hasSizeLessThan(text.length).endsWith(line);
        }
        byte[] marks = "*".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThat(Readme.of(marks, marks.length).markdown()).hasSize(60_000);
        byte[] words = ("a word and another ".repeat(10) + "\n").repeat(1_300).getBytes(StandardCharsets.UTF_8);
        assertThat(Readme.of(words, words.length).cut()).isFalse();
    }

    @Test
    void whatIsNoTextIsReadAsFarAsItGoes() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 0, 'b', (byte) 0xe4};
        assertThat(Readme.of(bytes, 100).markdown()).isEqualTo("a\ufffd\ufffd\u0000b\ufffd");
    }

    @Test
    void secretsAreMasked() {
        assertThat(readme("export HF_TOKEN=hf_" + "Zx9".repeat(11)).markdown())
                .contains("***")
                .doesNotContain("Zx9Zx9");
    }
}
