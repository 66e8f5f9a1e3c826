package io.hfdownloader.input;

import java.util.List;
import java.util.Random;

import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.RepoWish;
import io.hfdownloader.input.reference.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class HostileTextTest {

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
        assertThat(Reading.reason(line))
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
            List<Wish> wishes = Wishes.read(pattern.formatted(token), Reading.HOSTS);

            assertThat(wishes.toString()).doesNotContain(token).contains("***");
            assertThat(wishes)
                    .singleElement()
                    .extracting(Wish::meaning)
                    .isInstanceOfSatisfying(RepoWish.class, wish -> {
                        assertThat(wish.repo().id()).isEqualTo("a/b");
                        assertThat(wish.notes()).contains(Secrets.NOTE);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "my token is %s", "hf auth login --token %s", "a/b@%s", "a/b:%s", "owner/%s", "\"%s"})
    void aTokenAnywhereIsMasked(String pattern) {
        assertThat(Wishes.read(pattern.formatted(TOKEN), Reading.HOSTS).toString())
                .doesNotContain(TOKEN);
    }

    @Test
    void namesThatOnlyLookLikeSecretsStay() {
        assertThat(Reading.brief("from_pretrained('a/b', tokenizer='c/d', token=True)"))
                .isEqualTo("models/a/b");
        assertThat(Reading.repo("from_pretrained('a/b', tokenizer='c/d', token=True)")
                        .notes())
                .isEmpty();
        assertThat(Reading.brief("a/b/hf_model_of_mine.gguf")).isEqualTo("models/a/b +hf_model_of_mine.gguf");
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
        String text = piece.repeat(Wishes.LONGEST_TEXT / piece.length());

        for (String whole :
                List.of(text, "hf download " + text.substring(20), "from_pretrained(" + text.substring(20))) {
            assertThat(Wishes.read(whole, Reading.HOSTS)).hasSizeLessThanOrEqualTo(Wishes.MOST + 1);
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
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(12, 0, pieces.size()).mapToObj(pieces::get).forEach(text::append);
            for (Wish wish : Wishes.read(text.toString(), Reading.HOSTS)) {
                assertThat(wish.line()).isPositive();
                if (wish.meaning() instanceof Unreadable unreadable) {
                    assertThat(unreadable.reason()).as(text.toString()).endsWith(".");
                }
            }
        }
    }

    @Test
    void aTextThatIsTooLongIsRefusedInASentence() {
        assertThat(Reading.reason("a/b\n".repeat(Wishes.LONGEST_TEXT / 4 + 1))).contains("64 KiB");
        assertThatCode(() -> Wishes.read("a".repeat(Wishes.LONGEST_TEXT), Reading.HOSTS))
                .doesNotThrowAnyException();
    }

    @Test
    void noMoreThanTwoHundredWishesAreReadAndThatIsSaid() {
        List<Meaning> exactly = Reading.all("a/b\n".repeat(Wishes.MOST));
        assertThat(exactly).hasSize(Wishes.MOST).hasOnlyElementsOfType(RepoWish.class);

        List<Wish> wishes = Wishes.read("a/b\n".repeat(1_000), Reading.HOSTS);
        assertThat(wishes).hasSize(Wishes.MOST + 1);
        assertThat(wishes.get(Wishes.MOST).line()).isEqualTo(Wishes.MOST + 1);
        assertThat(wishes.get(Wishes.MOST).meaning())
                .isInstanceOfSatisfying(
                        Unreadable.class, last -> assertThat(last.reason()).contains("more than 200"));
    }

    @Test
    void whatIsShownOfALineIsShort() {
        assertThat(Wishes.read("a/b ".repeat(1_000), Reading.HOSTS))
                .allSatisfy(wish -> assertThat(wish.text()).hasSizeLessThan(510));
        assertThat(Reading.reason("x".repeat(300))).contains("too long for a search");
        assertThat(Reading.reason("a/b" + ":Q4_0".repeat(300))).contains("too long");
        assertThat(Reading.reason("a/" + "x".repeat(30_000))).hasSizeLessThan(300);
        assertThat(Reading.reason("https://" + "x".repeat(30_000) + "/a/b")).hasSizeLessThan(300);
    }

    @Test
    void anEmptyTextHoldsNoWish() {
        assertThat(Reading.all("")).isEmpty();
        assertThat(Reading.all(" \n\t\r\n# only a remark\n```sh\n```\n")).isEmpty();
    }
}
