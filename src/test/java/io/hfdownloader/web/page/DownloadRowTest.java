package io.hfdownloader.web.page;

import java.util.List;
import java.util.Locale;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.web.SampleDownload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class DownloadRowTest {

    @ParameterizedTest
    @EnumSource(
            value = DownloadState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "RESOLVING"})
    void theBarIsFullOnlyWhenTheDownloadIsCompleted(DownloadState state) {
        assertThat(row(state, 1_000_000, 1_000_000).bar().received()).isLessThan(1_000);
    }

    @Test
    void aCompletedDownloadHasAFullBarEvenWithoutAByte() {
        assertThat(row(DownloadState.COMPLETED, 0, 0).bar().received()).isEqualTo(1_000);
    }

    @Test
    void whileTheHubIsAskedTheBarDoesNotPretendToKnow() {
        assertThat(row(DownloadState.RESOLVING, 0, 0).bar().received()).isNull();
    }

    @Test
    void receivedAndCheckedBytesAreToldApartAndTheBarShowsBoth() {
        DownloadRow row = row(DownloadState.DOWNLOADING, 500, 2_000);

        assertThat(row.numbers().bytes().received())
                .isEqualTo(new FormattedSize("500 bytes of 2.00 kB", "500 of 2,000 bytes"));
        assertThat(row.numbers().bytes().checked())
                .isEqualTo(new FormattedSize("250 bytes of 2.00 kB", "250 of 2,000 bytes"));
        assertThat(row.bar().received()).isEqualTo(250);
        assertThat(row.bar().verified()).isEqualTo(125);
    }

    @ParameterizedTest
    @EnumSource(DownloadState.class)
    void everyStateOffersAWayOn(DownloadState state) {
        List<String> actions = row(state, 1, 2).actions().stream()
                .map(DownloadRow.Action::name)
                .toList();

        assertThat(actions).hasSize(2);
        assertThat(actions).containsAnyOf("cancel", "remove", "copy");
        assertThat(actions.contains("cancel")).isEqualTo(!state.hasEnded());
    }

    @Test
    void theFactsNameWhatWasAskedForAndTheCommitItBecame() {
        assertThat(row(DownloadState.DOWNLOADING, 1, 2).head().facts())
                .containsExactly("model", "main at c0ffee1", "Q4_K_M without *.md");
    }

    @Test
    void whatIsLeftOutIsNamedWithItsReason() {
        assertThat(row(DownloadState.COMPLETED, 1, 1).head().leftOut())
                .isEqualTo(new DownloadRow.LeftOutText(
                        "1 file is left out, as it cannot be stored here under its name: ",
                        "\"a:b\" (the disk cannot hold its name)",
                        false));
    }

    @Test
    void aWaitIsToldWithItsReasonAndItsEnd() {
        DownloadTexts.WaitReason waiting = row(DownloadState.DOWNLOADING, 1, 2).waiting();

        assertThat(waiting).isNotNull();
        assertThat(waiting.told()).isNull();
        assertThat(waiting.reason()).isEqualTo("The Hub asks to slow down.");
        assertThat(waiting.until()).isEqualTo(new FormattedTime("2026-11-23 18:00 UTC", "2026-11-23T18:00:00Z"));
    }

    @Test
    void aPlaceInTheQueueIsToldAndIsNoReasonToWorry() {
        DownloadRow row = row(DownloadState.QUEUED, 1, 2_000, 2);

        assertThat(row.status().phase()).isEqualTo("#3 in queue");
        assertThat(row.numbers().now()).isEqualTo("#3 · 2.00 kB");
        assertThat(row(DownloadState.QUEUED, 1, 2_000, 0).numbers().now()).isEqualTo("Next · 2.00 kB");
        assertThat(row.waiting()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "RESOLVING, Waiting",
        "DOWNLOADING, Waiting",
        "PAUSED, 500 bytes of 2.00 kB",
        "CANCELLED, ''",
        "COMPLETED, 2.00 kB",
        "FAILED, ''"
    })
    void aRowTellsWhatMattersInItsState(DownloadState state, String told) {
        assertThat(row(state, 500, 2_000).numbers().now()).isEqualTo(told);
    }

    @Test
    void numbersAloneDoNotChangeTheRevisionKeyOfARow() {
        assertThat(row(DownloadState.DOWNLOADING, 1, 9).head().revisionKey())
                .isEqualTo(row(DownloadState.DOWNLOADING, 2, 9).head().revisionKey())
                .isNotEqualTo(row(DownloadState.PAUSED, 2, 9).head().revisionKey());
    }

    @Test
    void aFailureIsToldInAFewWordsAndVerbatim() {
        assertThat(row(DownloadState.FAILED, 0, 0).error())
                .isEqualTo(new DownloadTexts.FailureText(
                        "The disk is full.", null, LinkedText.of("The disk is full. Free 3 GB.")));
    }

    @Test
    void aFailureIsToldInAnotherLanguageWithoutTheSentenceOfTheApi() {
        DownloadRow row = DownloadRow.of(
                SampleDownload.view(DownloadState.FAILED, 0, 0, null), false, Messages.in(Locale.CHINESE));

        assertThat(row.error())
                .isEqualTo(new DownloadTexts.FailureText("磁盘已满。", LinkedText.of("磁盘已满。请腾出空间；已下载的内容会保留。"), null));
        assertThat(row.waiting())
                .satisfies(waiting -> assertThat(waiting.told()).isEqualTo("https://hub.example 限制了请求频率。"))
                .satisfies(waiting -> assertThat(waiting.reason()).isNull());
    }

    private static DownloadRow row(DownloadState state, long received, long total) {
        return row(state, received, total, null);
    }

    private static DownloadRow row(DownloadState state, long received, long total, @Nullable Integer position) {
        return DownloadRow.of(
                SampleDownload.view(state, received, total, position), false, Messages.in(Locale.ENGLISH));
    }

    @Test
    void anEndedOneTellsHowLongItTook() {
        assertThat(row(DownloadState.COMPLETED, 2, 2).times().took()).isEqualTo("took 3 min 25 s");
        assertThat(row(DownloadState.DOWNLOADING, 1, 2).times().took()).isNull();
    }

    @Test
    void aPlaceInTheQueueIsANumberAndNeedsNoOtherMarkup() {
        assertThat(row(DownloadState.QUEUED, 1, 2, 2).head().revisionKey())
                .isEqualTo(row(DownloadState.QUEUED, 1, 2, 7).head().revisionKey());
    }

    @Test
    void itsNameTellsItFromOthersOfTheSameRepository() {
        DownloadRow.Head head = row(DownloadState.QUEUED, 1, 2).head();

        assertThat(head.name()).isEqualTo("acme/tiny (Q4_K_M, !*.md)");
        assertThat(head.parts()).isEqualTo(new DownloadTexts.NameParts("acme/", "tiny", "", "Q4_K_M, !*.md"));
    }
}
