package io.hfdownloader.hub;

import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.hfdownloader.hub.HubException.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class HubAvailabilityTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(-7); // its beginning means nothing
    private final HubAvailability availability = new HubAvailability(clock::get, nanos::get);

    @Test
    void beforeTheFirstRequestNothingIsKnown() {
        assertThat(availability.status()).isEqualTo(HubStatus.UNKNOWN);
        assertThat(availability.startCheck()).isFalse();
    }

    @Test
    void tellsSinceWhenAndWhyItIsOutOfReach() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        clock.set(NOON.plusSeconds(60));
        failed(new HubException(Kind.NOT_A_HUB, "A captive portal."));

        assertThat(availability.status())
                .isEqualTo(new HubStatus(false, NOON, "A captive portal.", "not-a-hub", Map.of(), null));
    }

    @Test
    void whatIsWrongIsNamedForThoseWhoTellItInOtherWords() {
        failed(HubFailures.unreachable("https://hub.example", new UnknownHostException("hub.example")));
        assertThat(availability.status().code()).isEqualTo("hub-unavailable");
        assertThat(availability.status().parameters())
                .containsOnly(Map.entry("endpoint", "https://hub.example"), Map.entry("reason", "dns"));
    }

    @Test
    void theFirstAnswerEndsIt() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        clock.set(NOON.plusSeconds(60));
        availability.responseReceived();
        clock.set(NOON.plusSeconds(90));
        availability.responseReceived();

        assertThat(availability.status()).isEqualTo(HubStatus.answered(NOON.plusSeconds(60)));
    }

    @Test
    void tellsForHowLongNothingWasAnswered() {
        assertThat(availability.status().silentSeconds()).isNull();
        Object slow = availability.requestStarted();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        Object slower = availability.requestStarted();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(availability.status().silentSeconds()).isEqualTo(7);
        assertThat(availability.status().unreachable()).isFalse();
        availability.responseReceived();
        availability.requestStopped(slow);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(availability.status().silentSeconds()).isEqualTo(2);
        availability.requestStopped(slower);
        assertThat(availability.status().silentSeconds()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "NOT_A_HUB", "PROXY_REFUSED"})
    void aRefusalIsAnAnswer(Kind kind) {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        failed(new HubException(kind, "Refused."));

        assertThat(availability.status().reachable()).isTrue();
        assertThat(availability.status().reason()).isNull();
    }

    @Test
    void aMistakeOfOursTellsNothingOfTheHub() {
        failed(new IllegalStateException("ours"));

        assertThat(availability.status().reachable()).isNull();
    }

    @Test
    void isAskedByOneAtATimeAndNotTooOften() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));

        assertThat(availability.startCheck()).isTrue();
        pass(HubAvailability.CHECK_INTERVAL.multipliedBy(2));
        assertThat(availability.startCheck()).as("the first one still waits").isFalse();
        availability.checkStopped();
        assertThat(availability.startCheck()).isTrue();
        availability.checkStopped();
        pass(HubAvailability.CHECK_INTERVAL.minusNanos(1));
        assertThat(availability.startCheck()).as("too early").isFalse();
        pass(Duration.ofNanos(1));
        assertThat(availability.startCheck()).isTrue();
    }

    @Test
    void whatWaitedInVainWhileOthersWereAnsweredDoesNotOverruleThem() {
        long before = availability.responseCount();
        availability.responseReceived();
        availability.requestFailed(new HubException(Kind.UNAVAILABLE, "No answer in time."), before);

        assertThat(availability.status().reachable()).isTrue();
    }

    @Test
    void isLeftAloneWhenItAnswers() {
        availability.responseReceived();
        pass(Duration.ofHours(1));

        assertThat(availability.startCheck()).isFalse();
    }

    private void failed(RuntimeException failure) {
        availability.requestFailed(failure, availability.responseCount());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
