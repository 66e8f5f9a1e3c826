package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.time.Duration;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.transfer.stream.EngineResources;
import io.hfdownloader.transfer.stream.StreamWithoutConnection;
import io.hfdownloader.transfer.stream.Streams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class StallReporterTest {

    private static final long SECOND = 1_000_000_000;
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(20);
    private static EngineResources shared;

    private final SettableClock clock = new SettableClock();
    private final EngineFixture.Seen seen = new EngineFixture.Seen();
    private final Streams streams = new Streams();
    private final RetryWait retryWait = new RetryWait(
            shared.by(clock, new EngineFixture.Settings(), ""), Runnable::run, StallReporterTest::server, () -> {});
    private final StallReporter stallReporter = new StallReporter(seen, streams, retryWait, clock);

    @BeforeAll
    static void open() {
        shared = new EngineResources();
    }

    @AfterAll
    static void close() throws Exception {
        shared.close();
    }

    @AfterEach
    void endWait() {
        retryWait.stop();
    }

    @Test
    void tellsOnceWhyATransferWaitsAndUntilWhen() {
        retryWait.start(new IOException("cut"), "The connection failed", 60_000);

        stallReporter.reportWait();
        stallReporter.reportWait();

        assertThat(seen.waits).containsExactly("The connection failed");
        assertThat(seen.untils).containsExactly(clock.instant().plusSeconds(60));
    }

    @Test
    void tellsOfAQuestionThatIsNotAnswered() {
        stallReporter.reportStall(10 * SECOND, 3 * SECOND, STALL_TIMEOUT);
        assertThat(seen.waits).isEmpty();

        stallReporter.reportStall(10 * SECOND, 5 * SECOND, STALL_TIMEOUT);

        assertThat(seen.waits).containsExactly("The server has not answered for some seconds");
        assertThat(seen.untils).containsExactly(clock.instant().plusSeconds(15));
    }

    @Test
    void saysNothingOfAWaitWhileAStreamGoesOn() {
        streams.add(StreamWithoutConnection.startedAt(0));
        retryWait.start(new IOException("cut"), "The connection failed", 60_000);

        stallReporter.reportWait();

        assertThat(seen.waits).isEmpty();
    }

    @Test
    void tellsThatBytesComeAgainOnceAndOnlyWhereItToldOfAStall() {
        stallReporter.bytesArrived();
        assertThat(seen.resumptions).hasValue(0);

        retryWait.start(new IOException("cut"), "The connection failed", 60_000);
        stallReporter.reportWait();
        stallReporter.bytesArrived();
        stallReporter.bytesArrived();

        assertThat(seen.resumptions).hasValue(1);
    }

    @Test
    void tellsOfTheNextStallAsWell() {
        retryWait.start(new IOException("cut"), "The connection failed", 60_000);
        stallReporter.reportWait();
        stallReporter.bytesArrived();

        stallReporter.reportWait();

        assertThat(seen.waits).hasSize(2);
    }

    @Test
    void tellsOfAQuietConnectionAfterSomeSecondsAndWhenItWillBeReplaced() {
        streams.add(StreamWithoutConnection.startedAt(0));

        stallReporter.reportStall(3 * SECOND, 0, STALL_TIMEOUT);
        assertThat(seen.waits).isEmpty();

        stallReporter.reportStall(5 * SECOND, 0, STALL_TIMEOUT);
        assertThat(seen.waits).hasSize(1);
        assertThat(seen.untils).containsExactly(clock.instant().plusSeconds(15));
    }

    @Test
    void saysNothingOfAQuietConnectionWhileAnotherBringsBytes() {
        streams.add(StreamWithoutConnection.startedAt(0));
        StreamWithoutConnection lively = StreamWithoutConnection.startedAt(0);
        lively.received(1, 9 * SECOND);
        streams.add(lively);

        stallReporter.reportStall(10 * SECOND, 0, STALL_TIMEOUT);

        assertThat(seen.waits).isEmpty();
    }

    @Test
    void saysNothingOfAConnectionThatIsHeldByUs() {
        StreamWithoutConnection held = StreamWithoutConnection.startedAt(0);
        held.setPaused(true, SECOND);
        streams.add(held);

        stallReporter.reportStall(60 * SECOND, 0, STALL_TIMEOUT);

        assertThat(seen.waits).isEmpty();
    }

    private static WebAddress server() {
        return WebAddress.parse("http://localhost:9/").orElseThrow();
    }
}
