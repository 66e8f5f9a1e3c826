package io.hfdownloader.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PasswordCheckTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TestClock clock = new TestClock();

    private PasswordCheck check(String login) {
        return new PasswordCheck(Logins.of(LoginSettings.of(login), new ArrayList<>()), new GuessThrottle(clock));
    }

    private static LoginResult result(PasswordCheck check, String network, String password) {
        return check.check(network, LoginSettings.USER, password).await().atMost(LIMIT);
    }

    @Test
    void whoGuessesTooOftenIsToldToWaitAlsoWithTheRightPassword() {
        PasswordCheck check = check(LoginSettings.ofAlice().login().orElseThrow());
        for (int i = 0; i < GuessThrottle.FREE; i++) {
            assertThat(result(check, "a", "wrong")).isEqualTo(LoginResult.WRONG);
        }
        LoginResult tooSoon = result(check, "a", LoginSettings.PASSWORD);
        assertThat(tooSoon.isTooSoon()).isTrue();
        assertThat(tooSoon.accepted()).isFalse();
        assertThat(result(check, "b", LoginSettings.PASSWORD).accepted()).isTrue();
        clock.pass(tooSoon.pause());
        assertThat(result(check, "a", LoginSettings.PASSWORD).accepted()).isTrue();
    }

    @Test
    void manyPasswordsAtATimeDoNotQueueUpWithoutEnd() {
        PasswordCheck check =
                check("alice:" + PasswordHash.of(LoginSettings.PASSWORD, 10).text());
        List<CompletableFuture<LoginResult>> all = IntStream.range(0, GuessThrottle.FREE_OVERALL)
                .mapToObj(i -> check.check("net" + i, LoginSettings.USER, LoginSettings.PASSWORD)
                        .subscribeAsCompletionStage())
                .toList();
        List<LoginResult> results = all.stream().map(CompletableFuture::join).toList();
        assertThat(results).anyMatch(LoginResult::accepted).anyMatch(LoginResult::isTooSoon);
        assertThat(results).allMatch(result -> result.accepted() || result.isTooSoon());
    }
}
