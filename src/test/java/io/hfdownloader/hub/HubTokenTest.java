package io.hfdownloader.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.text.SecretMasker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The token comes from where {@code hf} looks, in its order. */
@Tag("fast")
class HubTokenTest {

    @TempDir
    Path folder;

    private Path named;

    @BeforeEach
    void files() throws IOException {
        named = Files.writeString(folder.resolve("my-token"), "hf_ofTheNamedFile\n");
        Files.writeString(folder.resolve("token"), "hf_ofTheHome\n");
    }

    @Test
    void theSettingWinsOverTheFiles() {
        assertThat(token(" hf_set\r\n", named.toString(), folder.toString())).contains("hf_set");
    }

    @Test
    void theNamedFileWinsOverTheHome() {
        assertThat(token(null, named.toString(), folder.toString())).contains("hf_ofTheNamedFile");
    }

    @Test
    void theHomeHasAFileOfItsOwn() {
        assertThat(token(null, null, folder.toString())).contains("hf_ofTheHome");
    }

    @Test
    void aBlankSettingIsNone() {
        assertThat(token("  ", named.toString(), null)).contains("hf_ofTheNamedFile");
    }

    @Test
    void aMissingFileMeansNoToken() {
        assertThat(token(null, folder.resolve("none").toString(), null)).isEmpty();
        assertThat(token(null, folder.toString(), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "hf_a b", "hf_\u00e4", "hf_a\tb", "hf_\0"})
    void whatCannotStandInAHeaderIsNoToken(String content) throws IOException {
        Files.writeString(named, content);
        assertThat(token(null, named.toString(), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf_good",
                "\ufeffhf_good",
                "hf_\u200bgood\u2060",
                "\"hf_good\"",
                "'hf_good'",
                "\u201chf_good\u201d",
                "Bearer hf_good",
                "bearer  hf_good\r\n",
                "Authorization: Bearer hf_good",
                "HF_TOKEN=hf_good",
                "export HF_TOKEN=\"hf_good\"\n",
                "\u00a0hf_good\u3000",
                "\ufeff\"Bearer hf_good\"\r\n\r\n"
            })
    void whatCameAlongWithACopiedTokenIsTakenOff(String written) throws IOException {
        assertThat(token(written, null, null)).contains("hf_good");
        Files.writeString(named, written);
        HubToken token = hubToken(null, named.toString(), Map.of());
        assertThat(token.current()).contains("hf_good");
        assertThat(token.told()).startsWith("The token is that of " + named).doesNotContain("hf_good");
    }

    @Test
    void whatWasTakenOffIsSaid() {
        assertThat(hubToken("\u200b'Bearer hf_good'", null, Map.of()).told())
                .isEqualTo("The token is that of HF_TOKEN, without invisible characters and quotes and \"Bearer\"");
    }

    /** As {@code echo hf_good > token} writes it in PowerShell. */
    @Test
    void aFileInTwoBytesForEachCharacterIsRead() throws IOException {
        Files.write(named, ("\ufeffhf_good\r\n").getBytes(StandardCharsets.UTF_16LE));
        assertThat(token(null, named.toString(), null)).contains("hf_good");
        Files.write(named, ("\ufeffhf_good\r\n").getBytes(StandardCharsets.UTF_16BE));
        assertThat(token(null, named.toString(), null)).contains("hf_good");
    }

    @ParameterizedTest
    @CsvSource({
        "hf_se cret, has a blank in it",
        "hf_secret\u00e4, has characters that no token has",
        "hf_secret;rm, has characters that no token has",
        "'\"\"', is empty",
        "${HF_TOKEN}, is a placeholder",
        "$HF_TOKEN, is a placeholder",
        "%HF_TOKEN%, is a placeholder",
        "{{ secrets.hf }}, is a placeholder",
        "<your hf_ token>, is a placeholder"
    })
    void aTokenThatCannotBeUsedIsNotDroppedInSilence(String written, String reason) throws IOException {
        HubToken set = hubToken(written, folder.resolve("none").toString(), Map.of());
        assertThat(set.current()).isEmpty();
        assertThat(set.told())
                .contains("The token of HF_TOKEN " + reason, "not used")
                .doesNotContain("secret");
        Files.writeString(named, written);
        HubToken inFile = hubToken(null, named.toString(), Map.of());
        assertThat(inFile.current()).isEmpty();
        assertThat(inFile.told())
                .contains("The token of " + named + " " + reason)
                .doesNotContain("secret");
    }

    @Test
    void aFileThatIsNamedAndHoldsNoTokenIsToldOf() throws IOException {
        assertThat(hubToken(null, folder.resolve("none").toString(), Map.of()).told())
                .contains("There is no file " + folder.resolve("none"));
        assertThat(hubToken(null, folder.toString(), Map.of()).told()).contains(folder + " is not used");
        Files.write(named, new byte[70_000]);
        assertThat(hubToken(null, named.toString(), Map.of()).told()).contains("too large for a token");
        Files.write(named, new byte[0]);
        assertThat(hubToken(null, named.toString(), Map.of()).told()).contains("is empty");
    }

    /** As the Python client reads it. */
    @Test
    void aTildeIsTheHomeOfTheUser() {
        String home = System.getProperty("user.home");
        assertThat(hubToken(null, "~/no such folder/token", Map.of()).told())
                .contains("There is no file " + Path.of(home, "no such folder", "token"));
        assertThat(hubToken(null, "~jane/token", Map.of()).told()).contains("There is no file ~jane/token");
    }

    /** A service's home may be another one than its user's, and {@code hf} looks there. */
    @Test
    void theTokenOfALoginIsFoundBelowTheHomeThatTheVariableNames() throws IOException {
        Path file = Files.createDirectories(folder.resolve("home/.cache/huggingface"))
                .resolve("token");
        Files.writeString(file, "hf_ofTheHome");
        Map<String, String> home = Map.of("HOME", folder.resolve("home").toString());
        HubConfig nothingSaid = new Config(Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(new HubToken(nothingSaid, home).current()).contains("hf_ofTheHome");
        assertThat(hubToken(null, "~/.cache/huggingface/token", home).current()).contains("hf_ofTheHome");
        assertThat(hubToken(null, "~/none", Map.of("HOME", " ")).told())
                .contains(Path.of(System.getProperty("user.home"), "none").toString());
    }

    @Test
    void aTokenThatIsSwitchedOffIsNotUsedAndThatIsSaid() {
        HubToken token = hubToken("hf_good", null, Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "True"));
        assertThat(token.current()).isEmpty();
        assertThat(token.told()).contains("HF_HUB_DISABLE_IMPLICIT_TOKEN").doesNotContain("hf_good");
        assertThat(hubToken("hf_good", null, Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "0"))
                        .current())
                .contains("hf_good");
    }

    @Test
    void theOldNameOfTheVariableStillCountsBehindTheNewOne() {
        Map<String, String> old = Map.of("HUGGING_FACE_HUB_TOKEN", "hf_old");
        assertThat(hubToken(null, named.toString(), old).current()).contains("hf_old");
        assertThat(hubToken("hf_new", named.toString(), old).current()).contains("hf_new");
        assertThat(hubToken(null, named.toString(), Map.of("HUGGING_FACE_HUB_TOKEN", ""))
                        .current())
                .contains("hf_ofTheNamedFile");
    }

    @Test
    void aTokenThatIsGivenGoesBehindTheSettingAndBeforeTheFiles() {
        HubToken token = hubToken(null, named.toString(), Map.of());
        token.give("hf_given");
        assertThat(token.current()).contains("hf_given");
        assertThat(token.origin()).contains(new HubToken.Origin(HubToken.Source.PAGE, null));
        assertThat(token.told()).isEqualTo("The token is the one that was given on the page");

        token.give(null);

        assertThat(token.current()).contains("hf_ofTheNamedFile");
        assertThat(token.origin()).contains(new HubToken.Origin(HubToken.Source.FILE, named.toString()));
        for (HubToken fixed : List.of(
                hubToken("hf_set", named.toString(), Map.of()),
                hubToken("${HF_TOKEN}", null, Map.of("HUGGING_FACE_HUB_TOKEN", "hf_set")))) {
            fixed.give("hf_given");
            assertThat(fixed.current()).contains("hf_set");
            assertThat(fixed.origin().orElseThrow().source()).isEqualTo(HubToken.Source.ENVIRONMENT);
        }
    }

    /** It is set where nobody is asked; a token that is given to this program is meant for it. */
    @Test
    void theSwitchForTokensOfOthersDoesNotHoldForOneThatIsGiven() {
        HubToken token = hubToken("hf_set", named.toString(), Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"));
        token.give("hf_given");
        assertThat(token.current()).contains("hf_given");
    }

    @Test
    void whoeverAsksInTheNameOfATokenHearsOfAnotherOne() throws IOException {
        HubToken token = hubToken(null, named.toString(), Map.of());
        List<Optional<String>> heard = new ArrayList<>();
        token.onChange(() -> heard.add(token.current()));

        token.refresh();
        token.give("hf_given");
        token.give("hf_given");
        token.give(null);
        Files.delete(named);
        token.refresh();

        assertThat(heard).containsExactly(Optional.of("hf_given"), Optional.of("hf_ofTheNamedFile"), Optional.empty());
    }

    @Test
    void aTokenThatIsGivenIsMaskedFromThenOn() {
        hubToken(null, null, Map.of()).give("house-mirror-key");
        assertThat(SecretMasker.masked("It is house-mirror-key.")).isEqualTo("It is ***.");
    }

    private static HubToken hubToken(String set, String path, Map<String, String> environment) {
        return new HubToken(
                new Config(Optional.ofNullable(set), Optional.ofNullable(path), Optional.of("/nowhere")), environment);
    }

    @Test
    void aLoginWhileTheServerRunsIsNoticed() throws IOException {
        Path later = folder.resolve("later");
        HubToken token = new HubToken(new Config(Optional.empty(), Optional.of(later.toString()), Optional.empty()));
        assertThat(token.current()).isEmpty();
        Files.writeString(later, "hf_later");
        token.refresh();
        assertThat(token.current()).contains("hf_later");
        Files.delete(later);
        token.refresh();
        assertThat(token.current()).isEmpty();
    }

    private static Optional<String> token(String set, String path, String home) {
        return new HubToken(new Config(Optional.ofNullable(set), Optional.ofNullable(path), Optional.ofNullable(home)))
                .current();
    }

    private record Config(Optional<String> token, Optional<String> tokenPath, Optional<String> home)
            implements HubConfig {

        @Override
        public Optional<String> endpoint() {
            return Optional.of("https://hub.example");
        }

        @Override
        public Duration apiTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
