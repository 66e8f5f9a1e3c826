package io.hfdownloader.transfer.engine;

import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Connections that break, fall silent or cannot be made. */
class ConnectionFaultsTest extends EngineTestBase {

    private static final int DROPS = 200;

    /** With a reset, what the server has sent and we have not read is lost on the way; with a close, hardly anything is. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"DROP", "RESET"})
    void connectionIsDroppedAtRandomTwoHundredTimesInOneFile(Fault.Kind kind) throws Exception {
        use(new EngineFixture.Settings().retries(20, Duration.ofMillis(20)));
        TransferRequest request = request(LARGE);
        Random random = new Random(DROPS);
        long onDropped = 0;
        for (int i = 0; i < DROPS; i++) {
            int after = 1 + random.nextInt(400_000);
            onDropped += after;
            hub.faults().add(Fault.of(kind, LARGE, after).once());
        }

        if (kind == Fault.Kind.RESET) { // or hardly a byte of any connection would be read before it breaks
            hub.faults().add(Fault.bytesPerSecond(LARGE, 2_000_000));
        }

        fetchesRight(request);

        assertThat(hub.faults().all().subList(0, DROPS)).allMatch(fault -> fault.hits() == 1);
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
        long again = hub.bytesSent(LARGE) - LARGE_BYTES;
        System.out.printf(
                "%d × %s in %d bytes: %d bytes were sent twice, %.2f %% of the file; %d bytes went over dropped"
                        + " connections%n",
                DROPS, kind, LARGE_BYTES, again, 100.0 * again / LARGE_BYTES, onDropped);
        // The first bytes of a connection are on their way when the one before it is seen to break: the later, the
        // more.
        assertThat(again).isLessThanOrEqualTo(kind == Fault.Kind.DROP ? LARGE_BYTES / 50 : onDropped);
    }

    @Test
    void connectionGoesQuietAndIsReplaced() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(2)));
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.stallAfter(SMALL, 100_000).once());

        fetchesRight(request);

        assertThat(fixture.seen.errors).anyMatch(error -> error.contains("no byte for 2 seconds"));
    }

    @Test
    void quietIsToldBeforeTheConnectionIsReplaced() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofMinutes(2)));
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.stallAfter(SMALL, 100_000).once());
        CompletableFuture<Void> running = start(request);

        await().until(() -> !fixture.seen.waits.isEmpty());

        assertThat(fixture.seen.waits)
                .containsExactly("No byte has come for some seconds; the connection will be replaced");
        assertThat(fixture.seen.untils).hasSize(1);
        assertThat(running.cancel(true)).isTrue();
    }

    @Test
    void oneQuietConnectionOfManyDoesNotHoldUpTheOthers() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(2)));
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.stallAfter(LARGE, 1_000_000).times(3));

        fetchesRight(request);

        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    /** Of a connection that would take a minute and more for its segment, while all others are done at once. */
    @Test
    void theSlowestConnectionAtTheEndIsReplaced() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.bytesPerSecond(LARGE, 50_000).once());

        fetchesRight(request);

        assertThat(hub.bytesSent(LARGE)).isLessThan(LARGE_BYTES + 4_000_000);
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    @Test
    void headThatNeverComesIsNotWaitedForWithoutEnd() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(2)));
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.HANG, LARGE, 0).once());

        fetchesRight(request);

        assertThat(fixture.seen.errors).anyMatch(error -> error.contains("no byte for 2 seconds"));
    }

    @Test
    void headThatComesByteByByteIsNotWaitedForWithoutEnd() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(2)));
        TransferRequest request = request(LARGE);
        Fault drip = Fault.of(Fault.Kind.SLOW_HEAD, LARGE, 100);
        hub.faults().add(drip.times(2));

        fetchesRight(request);

        assertThat(fixture.seen.errors).anyMatch(error -> error.contains("no byte for 2 seconds"));
    }

    @Test
    void headThatComesLateIsWaitedFor() throws Exception {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.delay(SMALL, Duration.ofMillis(200)));

        fetchesRight(request);

        assertThat(fixture.seen.errors).isEmpty();
    }

    @Test
    void serverThatClosesWithoutAWordIsTriedAgain() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.CLOSE, LARGE, 0).times(4));

        fetchesRight(request);
    }

    @Test
    void serverThatAlwaysClosesIsAnErrorThatKeepsWhatCame() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);
        hub.faults().add(Fault.of(Fault.Kind.CLOSE, LARGE, 0));
        hub.faults().add(Fault.dropAfter(LARGE, 10));

        assertThatThrownBy(running::join)
                .hasCauseInstanceOf(TransferException.class)
                .hasMessageContaining("large.bin could not be fetched")
                .hasMessageContaining("What has arrived is kept");
        resumesFromWhatWasKept(request);
    }

    /** More failures in one file than there are tries: with every new byte the count starts anew. */
    @Test
    void countOfTriesStartsAnewWithEachNewByte() throws Exception {
        use(new EngineFixture.Settings().retries(1, Duration.ofMillis(20)));
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.dropAfter(SMALL, 10_000).times(25));

        fetchesRight(request);
    }

    /** That the usual waits outlast five minutes is counted in {@link RetryBackoffTest}. */
    @Test
    void wholeNetworkGoesAwayAndComesBack() throws Exception {
        int hubPort = URI.create(hub.endpoint()).getPort();
        int cdnPort = URI.create(hub.cdnBase()).getPort();
        use(new EngineFixture.Settings().retries(8, Duration.ofSeconds(60)));
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        hub.close();
        await().until(() -> fixture.seen.waits.stream().anyMatch(reason -> reason.contains("connection failed")));
        hub = serve(HubStandIn.start(hubPort, cdnPort));

        await().atMost(Duration.ofSeconds(40)).until(running::isDone); // long before the wait of a minute is over
        running.join();
        assertRight(request.partial(), request);
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }
}
