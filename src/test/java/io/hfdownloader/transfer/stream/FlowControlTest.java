package io.hfdownloader.transfer.stream;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.engine.EngineFixture;
import io.hfdownloader.transfer.limit.BandwidthSchedule;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class FlowControlTest {

    private static final long SECOND = 1_000_000_000;
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final String NO_LIMIT = "";
    private static EngineResources shared;

    private final StreamWithoutConnection stream = StreamWithoutConnection.startedAt(0);
    private TransferResources resources;
    private FlowControl flowControl;
    private long nowNanos;

    @BeforeAll
    static void open() {
        shared = new EngineResources();
    }

    @AfterAll
    static void close() throws Exception {
        shared.close();
    }

    @Test
    void letsAStreamReadOnAtOnceWhereThereIsRoomAndNoLimit() {
        use(NO_LIMIT);

        pass(64 << 10).assertCompleted();
        assertThat(stream.isPaused()).isFalse();
    }

    @Test
    void holdsAStreamWhileTheDiskIsBusyWithItsBytes() {
        use(NO_LIMIT);
        stream.batch().writeStarted(0);
        pass(64 << 10).assertCompleted();

        stream.batch().writeStarted(0);
        UniAssertSubscriber<Void> waiting = pass(64 << 10);
        flowControl.resume();
        waiting.assertNotTerminated();
        assertThat(stream.isPaused()).isTrue();

        stream.batch().writeStopped();
        flowControl.resume();
        waiting.assertCompleted();
        assertThat(stream.isPaused()).isFalse();
    }

    @Test
    void holdsOnlyTheStreamWhoseBytesTheDiskIsBusyWith() {
        use(NO_LIMIT);
        stream.batch().writeStarted(0);
        stream.batch().writeStarted(0);
        pass(64 << 10).assertNotTerminated();

        StreamWithoutConnection other = StreamWithoutConnection.startedAt(0);
        flowControl
                .awaitRoom(other, 64 << 10, nowNanos)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertCompleted();
    }

    @Test
    void holdsAStreamAsLongAsTheBandwidthLimitSays() {
        use("1000");
        UniAssertSubscriber<Void> waiting = pass(3_000);

        nowNanos = 2 * SECOND;
        flowControl.resume();
        waiting.assertNotTerminated();

        nowNanos = 3 * SECOND;
        flowControl.resume();
        waiting.assertCompleted();
    }

    @Test
    void doesNotTakeAHeldStreamForOneThatStalls() {
        use("1000");
        pass(3_000).assertNotTerminated();

        assertThat(stream.idleNanos(2 * SECOND)).isZero();
        nowNanos = 3 * SECOND;
        flowControl.resume();
        assertThat(stream.idleNanos(4 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void letsStreamsReadOnAtOnceWhenTheLimitIsLifted() {
        use("1000");
        UniAssertSubscriber<Void> waiting = pass(1_000_000);

        resources.limit().change(BandwidthSchedule.parse(NO_LIMIT), nowNanos);
        flowControl.resume();

        waiting.assertCompleted();
    }

    @Test
    void waitsForBothTheDiskAndTheLimit() {
        use("1000");
        stream.batch().writeStarted(0);
        stream.batch().writeStarted(0);
        UniAssertSubscriber<Void> waiting = pass(1_000);

        nowNanos = 5 * SECOND;
        flowControl.resume();
        waiting.assertNotTerminated();

        stream.batch().writeStopped();
        flowControl.resume();
        waiting.assertCompleted();
    }

    @Test
    void forgetsAStreamThatHasStopped() {
        use("1000");
        UniAssertSubscriber<Void> waiting = pass(1_000);

        flowControl.forget(stream);
        nowNanos = 60 * SECOND;
        flowControl.resume();

        waiting.assertNotTerminated();
    }

    private void use(String limit) {
        resources = shared.by(NOON, new EngineFixture.Settings(), limit);
        RepoFile file = new RepoFile("small.bin", 300_000, "0".repeat(64), "", null);
        TransferRequest request = new TransferRequest(
                RepoId.model("acme/files"),
                "c0ffee",
                file,
                Path.of("never-opened.part"),
                Path.of("never-opened.ranges"));
        FileSink fileSink = new FileSink(
                request, new EngineFixture.Seen(), resources.workers(), Runnable::run, () -> {}, failure -> {});
        flowControl = new FlowControl(resources, fileSink, Runnable::run, () -> nowNanos);
    }

    private UniAssertSubscriber<Void> pass(int bytes) {
        return flowControl.awaitRoom(stream, bytes, nowNanos).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
