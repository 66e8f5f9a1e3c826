package io.hfdownloader.hub;

import java.time.Duration;
import java.time.Instant;
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
    private final HubAvailability notes = new HubAvailability(clock::get, nanos::get);

    @Test
    void beforeTheFirstRequestNothingIsKnown() {
        assertThat(notes.status()).isEqualTo(new HubStatus(null, null, null, null));
        assertThat(notes.startCheck()).isFalse();
    }

    @Test
    void tellsSinceWhenAndWhyItIsOutOfReach() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        clock.set(NOON.plusSeconds(60));
        failed(new HubException(Kind.NOT_A_HUB, "A captive portal."));

        assertThat(notes.status()).isEqualTo(new HubStatus(false, NOON, "A captive portal.", null));
    }

    @Test
    void theFirstAnswerEndsIt() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        clock.set(NOON.plusSeconds(60));
        notes.responseReceived();
        clock.set(NOON.plusSeconds(90));
        notes.responseReceived();

        assertThat(notes.status()).isEqualTo(new HubStatus(true, NOON.plusSeconds(60), null, null));
    }

    @Test
    void tellsForHowLongNothingWasAnswered() {
        assertThat(notes.status().silentSeconds()).isNull();
        Object slow = notes.requestStarted();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        Object slower = notes.requestStarted();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(notes.status().silentSeconds()).isEqualTo(7);
        assertThat(notes.status().unreachable()).isFalse();
        notes.responseReceived();
        notes.requestStopped(slow);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(notes.status().silentSeconds()).isEqualTo(2);
        notes.requestStopped(slower);
        assertThat(notes.status().silentSeconds()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "NOT_A_HUB"})
    void aRefusalIsAnAnswer(Kind kind) {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        failed(new HubException(kind, "Refused."));

        assertThat(notes.status().reachable()).isTrue();
        assertThat(notes.status().reason()).isNull();
    }

    @Test
    void aMistakeOfOursTellsNothingOfTheHub() {
        failed(new IllegalStateException("ours"));

        assertThat(notes.status().reachable()).isNull();
    }

    @Test
    void isAskedByOneAtATimeAndNotTooOften() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));

        assertThat(notes.startCheck()).isTrue();
        pass(HubAvailability.CHECK_INTERVAL.multipliedBy(2));
        assertThat(notes.startCheck()).as("the first one still waits").isFalse();
        notes.checkStopped();
        assertThat(notes.startCheck()).isTrue();
        notes.checkStopped();
        pass(HubAvailability.CHECK_INTERVAL.minusNanos(1));
        assertThat(notes.startCheck()).as("too early").isFalse();
        pass(Duration.ofNanos(1));
        assertThat(notes.startCheck()).isTrue();
    }

    @Test
    void whatWaitedInVainWhileOthersWereAnsweredDoesNotOverruleThem() {
        long before = notes.responseCount();
        notes.responseReceived();
        notes.requestFailed(new HubException(Kind.UNAVAILABLE, "No answer in time."), before);

        assertThat(notes.status().reachable()).isTrue();
    }

    @Test
    void isLeftAloneWhenItAnswers() {
        notes.responseReceived();
        pass(Duration.ofHours(1));

        assertThat(notes.startCheck()).isFalse();
    }

    private void failed(RuntimeException failure) {
        notes.requestFailed(failure, notes.responseCount());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
