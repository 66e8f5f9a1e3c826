package io.hfdownloader.command;

import java.util.List;
import java.util.Map;

import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.program.ProgramVersion;
import io.hfdownloader.web.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What arguments mean, and what is said of those that mean nothing. No service runs. */
@Tag("fast")
class CommandLineTest {

    /** Nobody listens at port 1. */
    private static final Map<String, String> NOWHERE = Map.of("QUARKUS_HTTP_PORT", "1");

    private static final List<String> ASKING = List.of(
            "list", "status", "verify a/b", "repair a/b", "rm a/b", "restore", "update a/b", "pause a/b", "resume a/b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "serve --help",
                "download --help",
                "list --help",
                "status --help",
                "verify --help",
                "rm --help",
                "update --help",
                "pause --help",
                "resume -h",
                "completion --help"
            })
    void helpIsAnAnswerAndNoFailure(String line) {
        CommandCall call = call(line);
        assertThat(call.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call.out()).contains("Usage: hf-downloader", "--help");
        assertThat(call.err()).isEmpty();
    }

    @Test
    void theHelpNamesAllCommandsAndStatuses() {
        assertThat(call("--help").out())
                .contains("serve", "download", "list", "status", "verify", "repair", "rm", "restore", "update")
                .contains("pause", "resume")
                .contains("130", "gated");
    }

    @Test
    void theVersionIsThatOfTheProgram() {
        assertThat(call("--version").out()).isEqualToIgnoringNewLines("hf-downloader " + ProgramVersion.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lst",
                "serve now",
                "download",
                "download a/b --inlcude x",
                "download a/b --include",
                "download two words",
                "download a/b:",
                "download a/b c/d",
                "download ../../etc/passwd",
                "download a/b --type film",
                "download datasets/a/b --type model",
                "download a/b@x --revision y",
                "download a/b --url ftp://host",
                "list --url http://",
                "list extra",
                "status --json=maybe",
                "verify",
                "repair",
                "restore a/b c/d",
                "rm",
                "rm a/b c/d",
                "pause",
                "completion tcsh",
                "download @/etc/hostname",
                "download a/b --token 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",
                "--frobnicate"
            })
    void whatMeansNothingIsWrongUseAndStartsNothing(String line) {
        CommandCall call = call(line);
        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(call.err()).startsWith("hf-downloader: ").doesNotContain("\tat ", "Exception", "hf_aaaa");
        assertThat(call.out()).isEmpty();
        assertThat(call.started()).isEmpty();
    }

    @Test
    void commandsThatAskSayWhereNobodyAnswered() {
        for (String line : ASKING) {
            CommandCall call = call(line);
            assertThat(call.exitCode()).as(line).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(call.err()).as(line).contains("http://127.0.0.1:1", "--url", "HF_DOWNLOADER_URL");
            assertThat(call.out()).as(line).isEmpty();
        }
    }

    @Test
    void aDownloadWithoutAServiceIsDoneHere() {
        assertThat(call("download a/b:Q4_K_M@main --include *.json").started())
                .containsExactly("download download a/b:Q4_K_M@main --include *.json");
    }

    @Test
    void aDownloadAtAServiceThatIsNamedIsNotDoneHere() {
        CommandCall byOption = call("download a/b --url http://127.0.0.1:1");
        CommandCall byVariable =
                CommandCall.of(Map.of("HF_DOWNLOADER_URL", "http://127.0.0.1:1/x/"), "download", "a/b");

        assertThat(byOption.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(byVariable.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(byVariable.err()).contains("http://127.0.0.1:1/x");
        assertThat(byOption.started()).isEmpty();
        assertThat(byVariable.started()).isEmpty();
    }

    @Test
    void aPasswordInTheAddressIsNotTold() {
        CommandCall call = call("list --url http://jane:hunter2@127.0.0.1:1");
        assertThat(call.err()).contains("127.0.0.1:1").doesNotContain("hunter2", "jane");
    }

    @Test
    void inJsonAFailureIsAProblemAndASentence() {
        CommandCall call = call("list --json");
        assertThat(call.out()).startsWith("{").contains("\"detail\":\"No service can be reached");
        assertThat(Json.of(call.out()).getString("type")).isEqualTo("urn:hf-downloader:problem:unreachable");
        assertThat(Json.of(call.out()).getInt("status")).isEqualTo(502);
        assertThat(call.err()).startsWith("hf-downloader: No service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list extra --json",
                "download --json",
                "rm --json",
                "pause --json",
                "verify a/b --frobnicate --json",
                "download a/b --type film --json",
                "download a/b --url ftp://host --json",
                "download hf download a/b --local-dir x --json"
            })
    void inJsonWrongUseIsOneProblem(String line) {
        CommandCall call = call(line);
        assertThat(call.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(call.out().strip().lines()).hasSize(1);
        assertThat(Json.of(call.out()).getString("type")).isEqualTo("urn:hf-downloader:problem:bad-request");
        assertThat(Json.of(call.out()).getInt("status")).isEqualTo(400);
        assertThat(Json.of(call.out()).getString("detail")).isNotBlank();
        assertThat(call.err()).startsWith("hf-downloader: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "download hf download a/b --local-dir x",
                "download huggingface-cli download a/b --quiet --max-workers 4",
                "download ollama run hf.co/a/b --verbose",
                "rm hf download a/b"
            })
    void aPastedLineWithoutQuotesIsToldHowToQuoteIt(String line) {
        CommandCall call = call(line);
        assertThat(call.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(call.err()).contains("put it into quotes");
    }

    @Test
    void serveStartsTheService() {
        assertThat(call("serve").started()).containsExactly("service");
    }

    private static CommandCall call(String line) {
        return CommandCall.of(NOWHERE, line.split(" ", -1));
    }
}
