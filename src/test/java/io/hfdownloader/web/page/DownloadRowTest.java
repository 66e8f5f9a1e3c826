package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.download.Waiting;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadRowTest {

    private static final Instant START = Instant.parse("2026-11-23T18:00:00Z");
    private static final String COMMIT = "c0ffee1234567890c0ffee1234567890c0ffee12";

    @ParameterizedTest
    @EnumSource(
            value = DownloadState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "RESOLVING"})
    void theBarIsFullOnlyWhenTheDownloadIsCompleted(DownloadState state) {
        assertThat(row(state, 1_000_000, 1_000_000).bar()).isLessThan(1_000);
    }

    @Test
    void aCompletedDownloadHasAFullBarEvenWithoutAByte() {
        assertThat(row(DownloadState.COMPLETED, 0, 0).bar()).isEqualTo(1_000);
    }

    @Test
    void whileTheHubIsAskedTheBarDoesNotPretendToKnow() {
        assertThat(row(DownloadState.RESOLVING, 0, 0).bar()).isNull();
    }

    @Test
    void receivedAndVerifiedBytesAreToldApart() {
        DownloadRow row = row(DownloadState.DOWNLOADING, 500, 2_000);

        assertThat(row.numbers().received()).isEqualTo(new FormattedSize("500 bytes of 2.00 kB", "500 of 2,000 bytes"));
        assertThat(row.numbers().verified()).isEqualTo(new FormattedSize("100 bytes", "100 bytes"));
        assertThat(row.bar()).isEqualTo(250);
        assertThat(row.verifiedBar()).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(DownloadState.class)
    void everyStateOffersAWayOn(DownloadState state) {
        List<String> actions = row(state, 1, 2).actions().stream()
                .map(DownloadRow.Action::name)
                .toList();

        assertThat(actions).isNotEmpty();
        assertThat(actions.contains("remove")).isEqualTo(state.hasEnded());
        assertThat(actions.contains("cancel")).isEqualTo(!state.hasEnded());
    }

    @Test
    void theFactsNameWhatWasAskedForAndTheCommitItBecame() {
        assertThat(row(DownloadState.DOWNLOADING, 1, 2).facts())
                .containsExactly("model", "main at c0ffee1", "Q4_K_M without *.md");
    }

    @Test
    void aWaitIsToldWithItsReasonAndItsEnd() {
        DownloadRow.WaitReason waiting = row(DownloadState.DOWNLOADING, 1, 2).waiting();

        assertThat(waiting).isNotNull();
        assertThat(waiting.word()).isNull();
        assertThat(waiting.reason()).isEqualTo("The Hub asks to slow down.");
        assertThat(waiting.until()).isEqualTo(new FormattedTime("2026-11-23 18:00 UTC", "2026-11-23T18:00:00Z"));
    }

    @Test
    void aPlaceInTheQueueIsToldByThePhaseAlone() {
        DownloadRow row = row(DownloadState.QUEUED, 1, 2, 2);

        assertThat(row.phase()).isEqualTo("Waits for its turn, number 3 in the queue");
        assertThat(row.waiting()).isNull();
    }

    @Test
    void numbersAloneDoNotChangeTheShapeOfACard() {
        assertThat(row(DownloadState.DOWNLOADING, 1, 9).revisionKey())
                .isEqualTo(row(DownloadState.DOWNLOADING, 2, 9).revisionKey())
                .isNotEqualTo(row(DownloadState.PAUSED, 2, 9).revisionKey());
    }

    @Test
    void aFailureIsShownVerbatim() {
        assertThat(row(DownloadState.FAILED, 0, 0).error()).isEqualTo(LinkedText.of("The disk is full. Free 3 GB."));
    }

    private static DownloadRow row(DownloadState state, long received, long total) {
        return row(state, received, total, null);
    }

    private static DownloadRow row(DownloadState state, long received, long total, @Nullable Integer position) {
        DownloadView view = new DownloadView(
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                1,
                "acme/tiny",
                "model",
                "main",
                COMMIT,
                List.of("Q4_K_M"),
                List.of(),
                List.of("*.md"),
                null,
                false,
                state,
                new Waiting("The Hub asks to slow down.", "hub-throttled", START),
                total,
                received,
                received / 5,
                0,
                received,
                3,
                1,
                state == DownloadState.COMPLETED ? 100 : 50,
                23_400_000L,
                80L,
                "model.gguf",
                3,
                List.of("http"),
                0,
                null,
                position,
                state == DownloadState.FAILED
                        ? new Failure(ProblemType.DISK_FULL, "The disk is full. Free 3 GB.", null)
                        : null,
                START,
                START,
                state.hasEnded() ? START.plusSeconds(205) : null);
        return DownloadRow.of(view, EnglishMessages.ALL);
    }

    @Test
    void anEndedOneTellsHowLongItTook() {
        assertThat(row(DownloadState.COMPLETED, 2, 2).took()).isEqualTo("took 3 min 25 s");
        assertThat(row(DownloadState.DOWNLOADING, 1, 2).took()).isNull();
    }

    @Test
    void aPlaceInTheQueueIsANumberAndNeedsNoOtherMarkup() {
        assertThat(row(DownloadState.QUEUED, 1, 2, 2).revisionKey())
                .isEqualTo(row(DownloadState.QUEUED, 1, 2, 7).revisionKey());
    }

    @Test
    void itsNameTellsItFromOthersOfTheSameRepository() {
        assertThat(row(DownloadState.QUEUED, 1, 2).name()).isEqualTo("acme/tiny (Q4_K_M, !*.md)");
    }
}
