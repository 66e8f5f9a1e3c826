package io.hfdownloader.input;

import java.util.List;
import java.util.Random;

import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.UnreadableInput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

@Tag("fast")
class InputParserHostileTextTest {

    private static final String TOKEN = "hf_" + "Zx9".repeat(12);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(rm -rf /)",
                "`rm -rf /`",
                "rm -rf /",
                "'; DROP TABLE models; --",
                "<script>alert(1)</script>",
                "{{7*7}} model",
                "%s%s%n",
                "x=1",
                "acme/..",
                "../../etc passwd",
                "${HOME}"
            })
    void rubbishIsNotSearchedForAndIsQuotedAsItStands(String line) {
        assertThat(ParsedTexts.reason(line))
                .startsWith("\"" + line + "\" is neither a repository nor words to search for.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf download a/b --token %s",
                "hf download a/b --token=%s",
                "hf download --token '%s' a/b",
                "hf download a/b \\\n  --token \\\n  %s",
                "HF_TOKEN=%s hf download a/b",
                "HF_TOKEN=\"%s\" uvx hf download a/b",
                "export HF_TOKEN=%s && hf download a/b",
                "git clone https://user:%s@huggingface.co/a/b",
                "git clone https://%s@huggingface.co/a/b",
                "https://%s@hf.co/a/b",
                "https://hf.co/a/b?token=%s",
                "curl -H 'Authorization: Bearer %s' https://hf.co/a/b/resolve/main/x",
                "wget --header=\"Authorization: Bearer %s\" https://hf.co/a/b/resolve/main/x",
                "curl -u me:%s https://hf.co/a/b/resolve/main/x",
                "docker run -e HF_TOKEN=%s vllm/vllm-openai --model a/b",
                "text-generation-launcher --model-id a/b --hf-token %s",
                "llama-server -hf a/b:Q8_0 -hft %s",
                "from_pretrained('a/b', token='%s')",
                "from_pretrained('a/b', use_auth_token = \"%s\")",
                "snapshot_download(\n 'a/b',\n token=\n '%s')"
            })
    void aTokenIsNeitherKeptNorShown(String pattern) {
        for (String token : List.of(TOKEN, "secret-word")) {
            List<ParsedInput> inputs = InputParser.parse(pattern.formatted(token), ParsedTexts.HOSTS);

            assertThat(inputs.toString()).doesNotContain(token).contains("***");
            assertThat(inputs)
                    .singleElement()
                    .extracting(ParsedInput::reference)
                    .isInstanceOfSatisfying(RepoReference.class, repo -> {
                        assertThat(repo.repo().id()).isEqualTo("a/b");
                        assertThat(repo.notes()).contains(InputParser.TOKEN_LEFT_OUT);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "my token is %s", "hf auth login --token %s", "a/b@%s", "a/b:%s", "owner/%s", "\"%s"})
    void aTokenAnywhereIsMasked(String pattern) {
        assertThat(InputParser.parse(pattern.formatted(TOKEN), ParsedTexts.HOSTS)
                        .toString())
                .doesNotContain(TOKEN);
    }

    @Test
    void namesThatOnlyLookLikeSecretsStay() {
        assertThat(ParsedTexts.brief("from_pretrained('a/b', tokenizer='c/d', token=True)"))
                .isEqualTo("models/a/b");
        assertThat(ParsedTexts.repo("from_pretrained('a/b', tokenizer='c/d', token=True)")
                        .notes())
                .isEmpty();
        assertThat(ParsedTexts.brief("a/b/hf_model_of_mine.gguf")).isEqualTo("models/a/b +hf_model_of_mine.gguf");
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                "a",
                "/",
                "a/",
                "a/b ",
                "@",
                ":",
                "a@",
                "a:",
                "://",
                "https://",
                "https://hf.co/",
                "hf://",
                "[",
                "]",
                "(",
                ")",
                "\"",
                "'",
                "\\",
                "\\\n",
                "`",
                "^ \n",
                "=",
                "a=",
                "token=",
                "token=\"",
                "token='",
                "_",
                "_token",
                "--",
                "-a ",
                "--token ",
                "Bearer ",
                "Authorization:",
                "-u a:",
                "%",
                "%2",
                "%2F",
                "?",
                "#",
                "&",
                ";",
                ">",
                "$ ",
                "- ",
                "1. ",
                "* ",
                "!",
                "from_pretrained(",
                "from_pretrained(\n",
                "from_pretrained('",
                "from_pretrained('a/b')",
                "snapshot_download([",
                "a=(",
                "hf download ",
                "hf download a/b && ",
                "sudo ",
                "uv ",
                "A=b ",
                "llama-",
                "refs/",
                "[a](https://",
                "](",
                "-00001-of-00003.gguf",
                "...",
                " ",
                "\n",
                "\r",
                "\t",
                "\u0000",
                "\u200B",
                "\uD83D\uDE00",
                "\uD83D",
                "é",
                "hf_",
                "https://a:",
                "a b ",
                "Q4_K_M ",
                "Q4_K_",
                "UD-",
                "://@",
                "PS ",
                "a@b:",
                "--include ",
                ".",
                ",",
                "-",
                "git@",
                "git@a:",
                "www.",
                "|"
            })
    void aLongTextOfOneKindIsReadInTime(String piece) {
        String text = piece.repeat(InputParser.MAX_TEXT_CHARS / piece.length());
        String quarter = text.substring(0, text.length() / 4);

        for (String whole : List.of(text, "hf download " + quarter, "from_pretrained(" + quarter)) {
            assertThat(InputParser.parse(whole, ParsedTexts.HOSTS))
                    .hasSizeLessThanOrEqualTo(InputParser.MAX_REFERENCES + 1);
        }
    }

    @Test
    @Timeout(60)
    void anyMixtureOfPiecesIsAnsweredBySentences() {
        List<String> pieces = List.of(
                "hf download ",
                "a/b",
                "--include ",
                "\"",
                "'",
                "(",
                ")",
                "[",
                "]",
                "=",
                ",",
                " ",
                "\n",
                "\\",
                "@",
                ":",
                "https://",
                "hf.co/",
                "tree/main",
                "%2F",
                "%00",
                "..",
                "snapshot_download(",
                "repo_id=",
                "git clone ",
                "ollama run ",
                "llama-server ",
                "-hf ",
                "Q4_K_M",
                "#",
                "?",
                "&",
                "$ ",
                "token",
                "é",
                "\u0007",
                "gguf",
                "*",
                "hf://",
                "~/");
        Random random = new Random(4);
        for (int round = 0; round < 5_000 * Integer.getInteger("hostile", 1); round++) {
            StringBuilder text = new StringBuilder();
            random.ints(12, 0, pieces.size()).mapToObj(pieces::get).forEach(text::append);
            for (ParsedInput parsedInput : InputParser.parse(text.toString(), ParsedTexts.HOSTS)) {
                assertThat(parsedInput.line()).isPositive();
                if (parsedInput.reference() instanceof UnreadableInput unreadableInput) {
                    assertThat(unreadableInput.reason()).as(text.toString()).endsWith(".");
                }
            }
        }
    }

    @Test
    void aTextThatIsTooLongIsRefusedInASentence() {
        assertThat(ParsedTexts.reason("a/b\n".repeat(InputParser.MAX_TEXT_CHARS / 4 + 1)))
                .contains("64 KiB");
        assertThatCode(() -> InputParser.parse("a".repeat(InputParser.MAX_TEXT_CHARS), ParsedTexts.HOSTS))
                .doesNotThrowAnyException();
    }

    @Test
    void noMoreThanTwoHundredReferencesAreReadAndThatIsSaid() {
        List<Reference> exactly = ParsedTexts.all("a/b\n".repeat(InputParser.MAX_REFERENCES));
        assertThat(exactly).hasSize(InputParser.MAX_REFERENCES).hasOnlyElementsOfType(RepoReference.class);

        List<ParsedInput> inputs = InputParser.parse("a/b\n".repeat(1_000), ParsedTexts.HOSTS);
        assertThat(inputs).hasSize(InputParser.MAX_REFERENCES + 1);
        assertThat(inputs.get(InputParser.MAX_REFERENCES).line()).isEqualTo(InputParser.MAX_REFERENCES + 1);
        assertThat(inputs.get(InputParser.MAX_REFERENCES).reference())
                .isInstanceOfSatisfying(
                        UnreadableInput.class, last -> assertThat(last.reason()).contains("more than 200"));
    }

    @Test
    void whatIsShownOfALineIsShort() {
        assertThat(InputParser.parse("a/b ".repeat(1_000), ParsedTexts.HOSTS))
                .allSatisfy(parsedInput -> assertThat(parsedInput.text()).hasSizeLessThan(510));
        assertThat(ParsedTexts.reason("x".repeat(300))).contains("too long for a search");
        assertThat(ParsedTexts.reason("a/b" + ":Q4_0".repeat(300))).contains("too long");
        assertThat(ParsedTexts.reason("a/" + "x".repeat(30_000))).hasSizeLessThan(300);
        assertThat(ParsedTexts.reason("https://" + "x".repeat(30_000) + "/a/b")).hasSizeLessThan(300);
    }

    @Test
    void anEmptyTextHoldsNoReference() {
        assertThat(ParsedTexts.all("")).isEmpty();
        assertThat(ParsedTexts.all(" \n\t\r\n# only a remark\n```sh\n```\n")).isEmpty();
    }
}
