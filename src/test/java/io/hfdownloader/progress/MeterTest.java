package io.hfdownloader.progress;

import java.util.List;
import java.util.OptionalLong;

import io.hfdownloader.problem.CodedText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MeterTest {

    private final Meter meter = new Meter();

    @BeforeEach
    void plan() {
        meter.plan(
                List.of(
                        new Meter.PlannedFile("config.json", 100, 0, false),
                        new Meter.PlannedFile("a.bin", 1_000, 400, false),
                        new Meter.PlannedFile("b.bin", 500, 500, true)),
                ByteCounts.NONE);
    }

    @Test
    void beginsWithWhatIsOnTheDisk() {
        Progress progress = meter.snapshot();

        assertThat(progress.bytes().bytesTotal()).isEqualTo(1_600);
        assertThat(progress.bytes().bytesReceived()).isEqualTo(900);
        assertThat(progress.bytes().bytesVerified()).isEqualTo(500);
        assertThat(progress.files().filesDone()).isEqualTo(1);
        assertThat(progress.files().filesTotal()).isEqualTo(3);
    }

    @Test
    void goesOnCountingWhatCameOverTheNetworkWhereAnEarlierRunStopped() {
        meter.file("a.bin").received(70);
        assertThat(meter.snapshot().bytes().bytesFetched()).isEqualTo(70);

        meter.plan(
                List.of(new Meter.PlannedFile("a.bin", 1_000, 470, false)),
                meter.snapshot().bytes());
        assertThat(meter.snapshot().bytes().bytesFetched()).isEqualTo(70);
        meter.file("a.bin").received(5);
        assertThat(meter.snapshot().bytes().bytesFetched()).isEqualTo(75);

        Meter afterRestart = new Meter();
        afterRestart.plan(List.of(), meter.snapshot().bytes());
        assertThat(afterRestart.snapshot().bytes().bytesFetched()).isEqualTo(75);
    }

    @Test
    void countsReceivedAndVerifiedApart() {
        FileMeter file = meter.file("a.bin");
        file.state(FileState.DOWNLOADING);
        file.received(600);
        assertThat(meter.snapshot().bytes().bytesReceived()).isEqualTo(1_500);
        assertThat(meter.snapshot().bytes().bytesVerified()).isEqualTo(500);

        file.completed();
        assertThat(meter.snapshot().bytes().bytesVerified()).isEqualTo(1_500);
        assertThat(meter.snapshot().currentFile()).isEqualTo("a.bin");
    }

    @Test
    void countsAFileOnceHoweverOftenItIsCompleted() {
        meter.file("b.bin").completed();
        meter.file("b.bin").completed();

        assertThat(meter.snapshot().files().filesDone()).isEqualTo(1);
        assertThat(meter.snapshot().bytes().bytesVerified()).isEqualTo(500);
    }

    @Test
    void takesBackWhatWasProvedWrong() {
        FileMeter file = meter.file("a.bin");
        file.received(600);
        file.foundOnDisk(0);

        assertThat(meter.snapshot().bytes().bytesReceived()).isEqualTo(500);
    }

    @Test
    void isNeverAtAHundredPercentByItself() {
        meter.file("a.bin").received(600);
        meter.file("config.json").received(100);

        assertThat(meter.snapshot().percent()).isEqualTo(99);
    }

    @Test
    void knowsTheRateAfterAFewObservationsAndLetsItFallToZeroWithinFiveSeconds() {
        FileMeter file = meter.file("a.bin");
        long halfSecond = 500_000_000;
        long now = 0;
        assertThat(meter.snapshot().rate()).isEqualTo(OptionalLong.empty());
        for (int i = 0; i < 6; i++) {
            meter.sample(now);
            file.received(50);
            now += halfSecond;
        }
        assertThat(meter.snapshot().rate().orElseThrow()).isEqualTo(100);
        assertThat(meter.snapshot().etaSeconds().orElseThrow()).isEqualTo(4);

        for (long stop = now + 5_000_000_000L; now < stop; now += halfSecond) {
            meter.sample(now);
        }
        assertThat(meter.snapshot().rate().orElseThrow()).isZero();
        assertThat(meter.snapshot().etaSeconds()).isEmpty();
    }

    @Test
    void hearsNothingOfWorkThatBelongsToAnEarlierPlan() {
        FileMeter old = meter.file("a.bin");
        plan();
        old.received(600);
        old.state(FileState.DOWNLOADING);
        old.completed();

        assertThat(meter.snapshot().bytes().bytesReceived()).isEqualTo(900);
        assertThat(meter.snapshot().files().filesDone()).isEqualTo(1);
        assertThat(meter.activeFiles()).isEmpty();
    }

    @Test
    void knowsWhichFilesAreAtWork() {
        FileMeter file = meter.file("a.bin");
        file.state(FileState.DOWNLOADING);
        assertThat(meter.activeFiles()).containsExactly(file);

        file.state(FileState.VERIFYING);
        assertThat(meter.activeFiles()).isEmpty();
        assertThat(meter.count(FileState.VERIFYING)).isEqualTo(1);
        assertThat(meter.count(FileState.QUEUED)).isEqualTo(1);
    }

    @Test
    void countsConnectionsAndTriesOverAllFiles() {
        meter.file("a.bin").transport("http", null);
        meter.file("a.bin").connections(3);
        meter.file("config.json").connections(1);
        meter.file("config.json").tryFailed("connection", 1, error("broken", "The connection broke."));
        meter.file("config.json").tryFailed("hub", 2, error("hub", "The Hub does not answer."));
        meter.file("config.json").completed();

        Progress progress = meter.snapshot();
        assertThat(progress.connections()).isEqualTo(3);
        assertThat(progress.via()).containsExactly("http");
        assertThat(progress.retries().tries()).isEqualTo(2);
        assertThat(progress.retries().lastError()).isEqualTo("The Hub does not answer.");
        assertThat(progress.retries().lastFailure()).isEqualTo(error("hub", "The Hub does not answer."));
    }

    @Test
    void connectionsOfAnEarlierPlanAreNotCounted() {
        FileMeter old = meter.file("a.bin");
        old.connections(3);
        plan();
        old.connections(1);
        old.tryFailed("connection", 1, error("broken", "The connection broke."));

        assertThat(meter.snapshot().connections()).isZero();
        assertThat(meter.snapshot().retries().tries()).isZero();
    }

    @Test
    void theTimeBeforeTheFirstByteDoesNotLowerTheRate() {
        long halfSecond = 500_000_000;
        for (int i = 0; i <= 5; i++) {
            meter.sample(i * halfSecond);
        }
        assertThat(meter.snapshot().rate().orElseThrow()).isZero();
        meter.file("a.bin").received(50);
        meter.sample(6 * halfSecond);
        assertThat(meter.snapshot().rate().orElseThrow()).isEqualTo(100);
    }

    @Test
    void keepsTheRatesOfTheLastTwoMinutesInStepsOfASecond() {
        FileMeter file = meter.file("a.bin");
        long halfSecond = 500_000_000;
        for (int i = 0; i < 4; i++) {
            meter.sample(i * halfSecond);
            file.received(50);
        }
        assertThat(meter.rates()).containsExactly(100L, 100L);
        for (int i = 4; i < 400; i++) {
            meter.sample(i * halfSecond);
        }
        assertThat(meter.rates()).hasSize(120).endsWith(0L);
    }

    @Test
    void aSecondThatWasMissedIsFilledSoThatTheStepsStayEven() {
        RateHistory history = new RateHistory();
        history.add(0, 7);
        history.add(3_000_000_000L, 9);

        assertThat(history.oldestFirst()).containsExactly(7L, 9L, 9L, 9L);
    }

    private static CodedText error(String reason, String sentence) {
        return CodedText.of("failed-try", reason, sentence);
    }
}
