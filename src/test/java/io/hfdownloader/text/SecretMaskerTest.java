package io.hfdownloader.text;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is taken for a secret, and what is not. */
@Tag("fast")
class SecretMaskerTest {

    private static final String TOKEN = "hf_" + "Zx9".repeat(11);

    /** It is shown once, on a page, and belongs nowhere else. */
    @Test
    void anAccessTokenOfOursIsMaskedInSentencesAndRefusedInAddresses() {
        String token = "hfd_" + "a-Z_9x".repeat(7) + "Q";
        assertThat(SecretMasker.masked("No model " + token + ".")).isEqualTo("No model ***.");
        assertThat(SecretMasker.isSecretIn("/api/v1/repos/models/acme/" + token))
                .isTrue();
        assertThat(SecretMasker.withoutTokens(token)).isEqualTo(token);
        assertThat(SecretMasker.masked("hfd_short and acme/hfd_model-7B")).isEqualTo("hfd_short and acme/hfd_model-7B");
    }

    /** Names of files are names of fields in some answers, too. */
    @Test
    void theNameOfAFieldIsMaskedAsItsText() throws Exception {
        ObjectMapper json = MaskedJson.of(new ObjectMapper());
        assertThat(json.writeValueAsString(Map.of(TOKEN, TOKEN, "a", List.of(Map.of("x " + TOKEN, 1)))))
                .doesNotContain(TOKEN)
                .contains("\"a\":[{\"x ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "Bad token %s.",
                "Authorization: Bearer %s is refused",
                "{\"error\":\"Authorization: Bearer %s\"}",
                "authorization=Bearer%%20%s",
                "\\u0027%s\\n",
                "Bearer%%20%s",
                "https://user:%s@huggingface.co/a/b",
                "https://%s@huggingface.co/a/b",
                "/api/models/%s/revision/main",
                "x%sy",
                "[%s]",
                "HF_TOKEN=%s"
            })
    void aTokenIsMaskedWhereverItStands(String pattern) {
        assertThat(SecretMasker.masked(pattern.formatted(TOKEN)))
                .doesNotContain("Zx9Zx9")
                .contains(SecretMasker.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer s3cret-w0rd",
                "authorization: Basic bWU6czNjcmV0LXcwcmQ=",
                "Proxy-Authorization: Basic bWU6czNjcmV0LXcwcmQ=",
                "got Basic bWU6czNjcmV0LXcwcmQ=",
                "bearer s3cret-w0rd was refused",
                "https://me:s3cret-w0rd@proxy.example:3128/",
                "socks5://me:p@s3cret-w0rd@proxy.example",
                "https://cdn.example/f?Expires=1&Signature=s3cret-w0rd&Key-Pair-Id=s3cret-w0rd",
                "https://s3.example/f?X-Amz-Credential=s3cret-w0rd&X-Amz-Signature=s3cret-w0rd",
                "https://blob.example/f?sv=1&sig=s3cret-w0rd",
                "https://hf.co/a/b?token=s3cret-w0rd",
                "password=s3cret-w0rd",
                "\"token\": \"s3cret-w0rd\"",
                "api_key: s3cret-w0rd",
                "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJzM2NyZXQtdzByZCJ9.c2lnbmF0dXJl"
            })
    void otherSecretsAreMaskedByTheirForm(String text) {
        assertThat(SecretMasker.masked(text))
                .doesNotContain("s3cret-w0rd", "bWU6czNjcmV0LXcwcmQ", "c2lnbmF0dXJl")
                .contains(SecretMasker.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The Hub refuses the token: it is wrong or has expired. Set a valid HF_TOKEN, or none for public repositories.",
                "Invalid credentials in Authorization header",
                "Bearer realm=\"Authentication required\"",
                "Bearer token is missing",
                "Basic usage of this model",
                "acme/hf_model_of_mine.gguf",
                "BF16/model-00001-of-00003.safetensors",
                "HF_HUB_ENABLE_HF_TRANSFER is set",
                "a/b@refs/pr/1",
                "https://huggingface.co/acme/model/resolve/main/a%20b.bin?download=true",
                "ssh://git@hf.co/a/b",
                "tokenizer=c/d, token=True",
                "epoch=3-step=400.ckpt"
            })
    void wordsAndNamesStay(String text) {
        assertThat(SecretMasker.masked(text)).isSameAs(text);
        assertThat(SecretMasker.isSecretIn(text)).isFalse();
    }

    /** As of a model called by somebody who likes the letters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "odd/hf_bigmodelname2024instructchat",
                "odd/hf_abcdefghijklmnopqrst",
                "odd/hf_app_template-chat.v2",
                "hf_abcdefghijklmnopqrstuvwxyz012.gguf"
            })
    void aNameThatIsShorterThanATokenIsNotRefused(String name) {
        assertThat(SecretMasker.isSecretIn(name)).isFalse();
        assertThat(SecretMasker.isSecretIn("odd/hf_" + "aB3".repeat(10))).isTrue();
    }

    @Test
    void ourOwnTokenIsKnownByItsValue() {
        String own = "A-Token/of+a=Mirror";
        assertThat(SecretMasker.masked("It was " + own)).contains(own);
        SecretMasker.add(own);
        assertThat(SecretMasker.masked("It was " + own + ", a-token/of+a=mirror, A-Token%2Fof%2Ba%3DMirror."))
                .isEqualTo("It was ***, ***, ***.");
        assertThat(SecretMasker.isSecretIn("models/" + own)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "acme/%s",
                "%%68f_Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9",
                "h\u200bf_Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9",
                "hf%%255FZx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9"
            })
    void aTokenIsSeenHoweverItIsQuoted(String pattern) {
        assertThat(SecretMasker.isSecretIn(pattern.formatted(TOKEN))).isTrue();
    }

    @Test
    void aTokenThatIsCutIsNotShownInPart() {
        for (int before = 4_760; before < 4_805; before++) {
            String text = " ".repeat(before) + TOKEN + " is bad";
            assertThat(UntrustedText.message(text)).doesNotContain("Zx9");
        }
        assertThat(UntrustedText.message("x".repeat(290) + " " + TOKEN)).doesNotContain("Zx9");
    }

    /** Names are looked for by what stands there, so that only a token itself may be taken out of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "loras/basic checkpoint1.safetensors",
                "step_token=300B/model.safetensors",
                "data/token=en/part-0.parquet",
                "password: open/sesame.txt"
            })
    void aNameThatOnlyLooksAsIfItNamedASecretIsKept(String name) {
        assertThat(SecretMasker.withoutTokens(name)).isEqualTo(name);
        assertThat(SecretMasker.withoutTokens(name + TOKEN)).doesNotContain(TOKEN);
    }

    /** Private mirrors take anything. */
    @Test
    void aTokenThatIsAWordIsMaskedAsAWordAndBlocksNoName() {
        SecretMasker.add("mirrorword");
        assertThat(SecretMasker.masked("sent mirrorword.")).isEqualTo("sent ***.");
        assertThat(SecretMasker.masked("acme/mirrorwords Mirrorword")).isEqualTo("acme/mirrorwords Mirrorword");
        assertThat(SecretMasker.isSecretIn("acme/mirrorword")).isFalse();
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "hf_",
                "://",
                "a@",
                "=",
                "a=",
                "token=",
                "token:",
                "Bearer ",
                "bearer auth",
                "Authorization:",
                "Basic a",
                "-u a:",
                "--token ",
                "&sig=",
                "?x-amz-",
                "eyJ",
                "eyJaaaaaaaaaaaa.",
                "-eyJ",
                ".eyJ",
                "-eyJaaaaaaaaaaa.",
                "bearer\t",
                "Bearer %20",
                "Basic +",
                "authorization: bearer ",
                "_",
                " ",
                "%",
                "\"",
                "hf_aaaaaaaaaaaaaaaaaaaa",
                "a:b@"
            })
    void timeGrowsWithTheTextAndNoFaster(String part) {
        String text = part.repeat(200_000 / part.length());
        assertThat(SecretMasker.masked(text)).isNotNull();
        assertThat(SecretMasker.isSecretIn(text)).isIn(true, false);
    }
}
