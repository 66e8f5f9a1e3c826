package io.hfdownloader.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.hfdownloader.hub.HubException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReachNotesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(-7); // its beginning means nothing
    private final ReachNotes notes = new ReachNotes(clock::get, nanos::get);

    @Test
    void beforeTheFirstRequestNothingIsKnown() {
        assertThat(notes.reach()).isEqualTo(new HubReach(null, null, null, null));
        assertThat(notes.beginCheck()).isFalse();
    }

    @Test
    void tellsSinceWhenAndWhyItIsOutOfReach() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        clock.set(NOON.plusSeconds(60));
        failed(new HubException(Kind.NOT_A_HUB, "A captive portal."));

        assertThat(notes.reach()).isEqualTo(new HubReach(false, NOON, "A captive portal.", null));
    }

    @Test
    void theFirstAnswerEndsIt() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        clock.set(NOON.plusSeconds(60));
        notes.answered();
        clock.set(NOON.plusSeconds(90));
        notes.answered();

        assertThat(notes.reach()).isEqualTo(new HubReach(true, NOON.plusSeconds(60), null, null));
    }

    @Test
    void tellsForHowLongNothingWasAnswered() {
        assertThat(notes.reach().silentSeconds()).isNull();
        Object slow = notes.begun();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        Object slower = notes.begun();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(notes.reach().silentSeconds()).isEqualTo(7);
        assertThat(notes.reach().outOfReach()).isFalse();
        notes.answered();
        notes.ended(slow);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(notes.reach().silentSeconds()).isEqualTo(2);
        notes.ended(slower);
        assertThat(notes.reach().silentSeconds()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "NOT_A_HUB"})
    void aRefusalIsAnAnswer(Kind kind) {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));
        failed(new HubException(kind, "Refused."));

        assertThat(notes.reach().reachable()).isTrue();
        assertThat(notes.reach().reason()).isNull();
    }

    @Test
    void aMistakeOfOursTellsNothingOfTheHub() {
        failed(new IllegalStateException("ours"));

        assertThat(notes.reach().reachable()).isNull();
    }

    @Test
    void isAskedByOneAtATimeAndNotTooOften() {
        failed(new HubException(Kind.UNAVAILABLE, "No answer."));

        assertThat(notes.beginCheck()).isTrue();
        pass(ReachNotes.BETWEEN_CHECKS.multipliedBy(2));
        assertThat(notes.beginCheck()).as("the first one still waits").isFalse();
        notes.checkEnded();
        assertThat(notes.beginCheck()).isTrue();
        notes.checkEnded();
        pass(ReachNotes.BETWEEN_CHECKS.minusNanos(1));
        assertThat(notes.beginCheck()).as("too early").isFalse();
        pass(Duration.ofNanos(1));
        assertThat(notes.beginCheck()).isTrue();
    }

    @Test
    void whatWaitedInVainWhileOthersWereAnsweredDoesNotOverruleThem() {
        long before = notes.answers();
        notes.answered();
        notes.failed(new HubException(Kind.UNAVAILABLE, "No answer in time."), before);

        assertThat(notes.reach().reachable()).isTrue();
    }

    @Test
    void isLeftAloneWhenItAnswers() {
        notes.answered();
        pass(Duration.ofHours(1));

        assertThat(notes.beginCheck()).isFalse();
    }

    private void failed(RuntimeException failure) {
        notes.failed(failure, notes.answers());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
