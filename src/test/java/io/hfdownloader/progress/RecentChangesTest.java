package io.hfdownloader.progress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RecentChangesTest {

    private static final long NOW = -50_000_000L; // time of nanoTime may be negative, and is so for us soon

    private final RecentChanges recent = new RecentChanges();
    private final Meter meter = new Meter();

    private FileMeter file(String path) {
        return new FileMeter(meter, path, 10);
    }

    private static long after(long millis) {
        return NOW + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void onlyThoseSinceTheMomentAreFoundAndEachOnce() {
        FileMeter early = file("early");
        FileMeter late = file("late");
        recent.add(early, RecentChanges.slotOf(after(0)));
        recent.add(late, RecentChanges.slotOf(after(500)));
        recent.add(late, RecentChanges.slotOf(after(700)));
        assertThat(recent.since(after(400), after(800))).containsExactly(late);
        assertThat(recent.since(after(0), after(800))).containsExactly(early, late);
        assertThat(recent.since(after(800), after(900))).isEmpty();
    }

    @Test
    void whatIsLongAgoIsForgottenAndSaidToBe() {
        recent.add(file("old"), RecentChanges.slotOf(after(0)));
        for (int i = 1; i <= 64; i++) {
            recent.add(file("new"), RecentChanges.slotOf(after(i * 100L)));
        }
        assertThat(recent.since(after(0), after(6_400)))
                .extracting(FileMeter::path)
                .doesNotContain("old");
        assertThat(RecentChanges.reachesBack(after(0), after(6_400))).isFalse();
        assertThat(RecentChanges.reachesBack(after(6_000), after(6_400))).isTrue();
    }

    @Test
    void aLateReportOfAnEarlierTimeDoesNotPushOutWhatIsThere() {
        FileMeter now = file("now");
        recent.add(now, RecentChanges.slotOf(after(6_400)));
        recent.add(file("late"), RecentChanges.slotOf(after(6_400)) - 32);
        assertThat(recent.since(after(6_400), after(6_400))).contains(now);
    }

    @Test
    void aDownloadTellsWhatChangedHoweverLongAgoOneAsks() {
        meter.plan(
                IntStream.range(0, 500)
                        .mapToObj(i -> new Meter.PlannedFile("file-" + i, 10, 0, false))
                        .toList(),
                ByteCounts.NONE);
        long then = System.nanoTime();
        meter.file("file-7").received(3);
        meter.file("file-400").received(3);
        meter.file("file-7").received(3);
        assertThat(meter.changedSince(then))
                .extracting(FileMeter::path)
                .containsExactlyInAnyOrder("file-7", "file-400");
        assertThat(meter.changedSince(System.nanoTime() - Duration.ofHours(1).toNanos()))
                .hasSize(500);
        meter.plan(List.of(new Meter.PlannedFile("file-1", 10, 0, false)), ByteCounts.NONE);
        assertThat(meter.changedSince(then)).extracting(FileMeter::path).containsExactly("file-1");
    }
}
