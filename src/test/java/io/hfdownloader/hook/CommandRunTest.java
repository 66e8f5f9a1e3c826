package io.hfdownloader.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.hfdownloader.hook.event.Occurrence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Real commands, also such as nobody would want to run. */
@Tag("fast")
class CommandRunTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aCommandKnowsTheFactsAndNoTokenOfOurs() throws IOException {
        Occurrence what = Occurrence.failed(
                Instant.parse("2026-01-02T03:04:05Z"),
                new Occurrence.Model("acme/tiny", "model", "main;rm -rf /", null, null, "/models/acme/tiny"),
                new Occurrence.Download(new UUID(1, 2), List.of("Q4_K_M", "Q8_0"), 123, 4),
                new Occurrence.Trouble("disk-full", "No room.\nDelete \0 something."));
        Map<String, String> ours = Map.of(
                "PATH",
                "/usr/bin:/bin",
                "HOME",
                "/root",
                "HF_TOKEN",
                "hf_secret",
                "AWS_SECRET",
                "x",
                "LD_PRELOAD",
                "y");

        Path out = folder.resolve("out");
        CommandRun writing = new CommandRun(List.of("/bin/sh", "-c", "env > out"), LONG, LONG);
        Attempt attempt = writing.run(CommandEnvironment.of(what, "nas", ours), folder);

        assertThat(attempt).isEqualTo(Attempt.delivered(Outcome.ENDED.says("It ended with status 0.")));
        assertThat(Files.readAllLines(out))
                .contains(
                        "HOOK_EVENT=failed",
                        "HOOK_NAME=nas",
                        "HOOK_REPO=acme/tiny",
                        "HOOK_REVISION=main;rm -rf /",
                        "HOOK_COMMIT=",
                        "HOOK_VARIANT=Q4_K_M,Q8_0",
                        "HOOK_FOLDER=/models/acme/tiny",
                        "HOOK_BYTES=123",
                        "HOOK_ERROR=No room. Delete something.",
                        "HOOK_ERROR_TYPE=disk-full",
                        "HOOK_TIME=2026-01-02T03:04:05Z",
                        "HOOK_DOWNLOAD_ID=" + new UUID(1, 2),
                        "PATH=/usr/bin:/bin",
                        "HOME=/root")
                .noneMatch(line -> line.contains("hf_secret") || line.startsWith("AWS") || line.startsWith("LD_"));
    }

    @Test
    void argumentsAreNoShellsBusiness() {
        CommandRun run = new CommandRun(List.of("/bin/echo", "$HOME", "`id`", "a b", "*", ";reboot"), LONG, LONG);
        assertThat(run.run(Map.of(), folder).verdict()).isEqualTo(Attempt.Verdict.DELIVERED);
        assertThat(run.lines()).containsExactly("$HOME `id` a b * ;reboot");
    }

    @Test
    void aStatusOtherThanNoughtIsTheEndWithItsLastLine() {
        assertThat(shell("echo first; echo 'no such share' >&2; exit 3"))
                .isEqualTo(Attempt.refused(Outcome.ENDED_BADLY
                        .says("It ended with status 3: no such share.")
                        .and("status", 3)
                        .and("words", "no such share")));
        assertThat(shell("kill -9 $$").verdict()).isEqualTo(Attempt.Verdict.REFUSED);
    }

    @Test
    void tenMegabytesOfOutputAreReadAndTheirEndIsKept() {
        CommandRun run = new CommandRun(
                List.of(
                        "/bin/sh",
                        "-c",
                        "head -c 10000000 /dev/zero | tr '\\0' x; echo; seq 1 50; printf 'Bearer abcdef0123456789abcdef\\033[31mred'"),
                LONG,
                LONG);
        assertThat(run.run(Map.of("PATH", "/usr/bin:/bin"), folder).verdict()).isEqualTo(Attempt.Verdict.DELIVERED);
        assertThat(run.lines()).hasSize(10).contains("50", "49").doesNotContain("1");
        assertThat(run.lines().get(9))
                .doesNotContain("abcdef0123456789", "\033")
                .endsWith("red");
    }

    @Test
    void oneThatTakesTooLongIsEndedWithAllThatItStarted() throws IOException {
        Path pids = folder.resolve("pids");
        CommandRun run = new CommandRun(
                List.of("/bin/sh", "-c", "sleep 60 & echo $! > pids; (sleep 61 & echo $! >> pids; wait) & wait"),
                Duration.ofMillis(300),
                LONG);
        Attempt attempt = run.run(Map.of("PATH", "/usr/bin:/bin"), folder);
        assertThat(attempt)
                .isEqualTo(Attempt.refused(Outcome.STOPPED
                        .says("It had not ended after 300 ms and was ended.")
                        .and("time", "300 ms")));
        assertThat(Files.readAllLines(pids)).hasSize(2).allSatisfy(CommandRunTest::assertGone);
    }

    @Test
    void oneThatDoesNotObeyIsEndedByForce() throws IOException {
        Path pids = folder.resolve("pids");
        CommandRun run = new CommandRun(
                List.of(
                        "/bin/sh",
                        "-c",
                        "trap '' TERM; (trap '' TERM; sh -c 'echo $PPID' > pids; while :; do sleep 0.05; done) &"
                                + " while :; do sleep 0.05; done"),
                Duration.ofMillis(300),
                Duration.ofMillis(200));
        Attempt attempt = run.run(Map.of("PATH", "/usr/bin:/bin"), folder);
        assertThat(attempt.detail().detail())
                .isEqualTo("It had not ended after 300 ms and was ended by force, as it did not obey.");
        assertThat(Files.readAllLines(pids)).hasSize(1).allSatisfy(CommandRunTest::assertGone);
    }

    @Test
    void oneThatLeavesAChildWithItsOutputOpenIsNotWaitedFor() {
        CommandRun run = new CommandRun(List.of("/bin/sh", "-c", "sleep 20 & echo $!"), LONG, LONG);
        Attempt attempt = run.run(Map.of("PATH", "/usr/bin:/bin"), folder);
        assertThat(attempt.verdict()).isEqualTo(Attempt.Verdict.DELIVERED);
        String child = run.lines().get(0);
        assertThat(ProcessHandle.of(Long.parseLong(child)).orElseThrow().destroyForcibly())
                .isTrue();
    }

    @Test
    void oneThatReadsItsInputFindsItsEnd() {
        assertThat(shell("cat; read x || echo nothing").verdict()).isEqualTo(Attempt.Verdict.DELIVERED);
    }

    @Test
    void oneThatIsGoneOrNoProgramIsASentence() throws IOException {
        Path text = folder.resolve("text");
        Files.writeString(text, "neither a script nor a program");
        for (String program : List.of("/no/such/program", text.toString(), folder.toString())) {
            CommandRun run = new CommandRun(List.of(program), LONG, LONG);
            assertThat(run.run(Map.of(), folder).detail().detail()).startsWith("It could not be started: ");
        }
    }

    private Attempt shell(String script) {
        return new CommandRun(List.of("/bin/sh", "-c", script), LONG, LONG)
                .run(Map.of("PATH", "/usr/bin:/bin"), folder);
    }

    /** Whoever takes over an orphan may leave it as a zombie, which is no process any more. */
    private static void assertGone(String pid) {
        Awaitility.await()
                .until(() -> ProcessHandle.of(Long.parseLong(pid.strip()))
                        .filter(ProcessHandle::isAlive)
                        .filter(handle -> !isZombie(pid.strip()))
                        .isEmpty());
    }

    private static boolean isZombie(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }
}
