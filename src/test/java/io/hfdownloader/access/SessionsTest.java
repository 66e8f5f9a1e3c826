package io.hfdownloader.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class SessionsTest {

    private final TestClock clock = new TestClock();

    @TempDir
    private Path models;

    private Path file;

    @BeforeEach
    void makeStateFolder() throws IOException {
        file = Files.createDirectories(models.resolve(".cache/hf-downloader")).resolve("sessions.json");
    }

    @Test
    void aSessionOutlivesARestartAndItsCookieStandsNowhere() throws IOException {
        Access before = LoginSettings.ofAlice().in(models, clock);
        String cookie = before.begin("alice");

        Access after = LoginSettings.ofAlice().in(models, clock);
        after.sessions().load();

        assertThat(after.sessions().user(cookie)).contains("alice");
        assertThat(file).content().doesNotContain(cookie);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherPasswordEndsTheSessionsOfTheOldOne() {
        String cookie = LoginSettings.ofAlice().in(models, clock).begin("alice");
        Access after = LoginSettings.of("alice:" + PasswordHash.of("another", 4).text())
                .in(models, clock);
        after.sessions().load();
        assertThat(after.sessions().user(cookie)).isEmpty();
        Access without =
                LoginSettings.of("bob:" + PasswordHash.of("another", 4).text()).in(models, clock);
        without.sessions().load();
        assertThat(without.sessions().user(cookie)).isEmpty();
    }

    @Test
    void aSessionEndsWhenItIsNotUsedAndAfterAMonthWhenItIs() {
        Sessions sessions = LoginSettings.ofAlice().in(models, clock).sessions();
        String idle = sessions.begin("alice");
        String used = sessions.begin("alice");
        for (int day = 0; day < 30; day += 6) {
            assertThat(sessions.user(used)).as("day " + day).isPresent();
            clock.pass(Duration.ofDays(6));
        }
        assertThat(sessions.user(idle)).isEmpty();
        assertThat(sessions.user(used)).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(sessions.user(used)).isEmpty();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void whatNobodyWasGivenIsNoSession() {
        Sessions sessions = LoginSettings.ofAlice().in(models, clock).sessions();
        String cookie = sessions.begin("alice");
        for (String forged :
                new String[] {"", "x", "A".repeat(43), cookie + "A", cookie.substring(1), cookie.toLowerCase() + ""}) {
            assertThat(sessions.user(forged)).as(forged).isEmpty();
        }
        sessions.end(cookie);
        assertThat(sessions.user(cookie)).isEmpty();
    }

    @Test
    void thereIsAnEndToTheNumberAndTheOneThatIsUnusedForLongestGoes() {
        Sessions sessions = LoginSettings.ofAlice().in(models, clock).sessions();
        String first = sessions.begin("alice");
        clock.pass(Duration.ofMinutes(2));
        String second = sessions.begin("alice");
        clock.pass(Duration.ofMinutes(2));
        assertThat(sessions.user(first)).isPresent();
        for (int i = 0; i < Sessions.MAX_SESSIONS - 1; i++) {
            String unused = sessions.begin("alice");
        }
        assertThat(sessions.size()).isEqualTo(Sessions.MAX_SESSIONS);
        assertThat(sessions.user(first)).isPresent();
        assertThat(sessions.user(second)).isEmpty();
    }

    @Test
    void aFileThatIsDamagedOrOfALaterProgramIsNoSessionAndNoReasonToEnd() throws IOException {
        String cookie = LoginSettings.ofAlice().in(models, clock).begin("alice");
        String whole = Files.readString(file);
        for (String content : new String[] {
            "",
            "{",
            "[]",
            "null",
            whole.substring(0, whole.length() / 2),
            whole.replace("\"format\":1", "\"format\":2"),
            whole.replace("2026-11", "x"),
            "{\"format\":1,\"sessions\":[1]}",
            "{\"format\":1,\"sessions\":{\"a\":null}}"
        }) {
            Files.writeString(file, content);
            Access after = LoginSettings.ofAlice().in(models, clock);
            after.sessions().load();
            assertThat(after.sessions().user(cookie)).as(content).isEmpty();
        }
    }
}
