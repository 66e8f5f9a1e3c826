package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.stream.EngineResources;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.RefusedException.Kind;
import io.hfdownloader.transfer.stream.StreamWithoutConnection;
import io.hfdownloader.transfer.stream.Streams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class FailurePolicyTest {

    private static final long SECOND = 1_000_000_000;
    private static final int MAX_RETRIES = 3;
    private static final TransferRequest REQUEST = new TransferRequest(
            RepoId.model("acme/files"),
            "c0ffee",
            new RepoFile("large.bin", 60_000_000, "0".repeat(64), "", null),
            Path.of("never-opened.part"),
            Path.of("never-opened.ranges"));

    private static EngineResources shared;

    private final EngineFixture.Settings settings =
            new EngineFixture.Settings().retries(MAX_RETRIES, Duration.ofSeconds(2));
    private final SettableClock clock = new SettableClock();
    private final EngineFixture.Seen seen = new EngineFixture.Seen();
    private final Streams streams = new Streams();
    private final ScriptedTransport transport = new ScriptedTransport("http");
    private final TransportFallback transportFallback = new TransportFallback(List.of(transport), null, seen);
    private final ConnectionWindow connectionWindow = new ConnectionWindow(settings, 0);
    private final RetryWait retryWait =
            new RetryWait(shared.by(clock, settings, ""), Runnable::run, transportFallback::lastServer, () -> {});
    private final StallReporter stallReporter = new StallReporter(seen, streams, retryWait, clock);
    private final List<Throwable> givenUp = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final FailurePolicy failurePolicy = new FailurePolicy(
            REQUEST,
            seen,
            MAX_RETRIES,
            new FailurePolicy.Collaborators(
                    transportFallback,
                    streams,
                    connectionWindow,
                    new RetryBackoff(settings, clock),
                    retryWait,
                    stallReporter),
            (why, reason) -> {
                givenUp.add(why);
                reasons.add(reason);
            });

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

    // --- broken connections ---

    @Test
    void waitsAfterABrokenConnectionAndSaysWhy() {
        failurePolicy.decide(new IOException("cut"));

        assertThat(retryWait.isWaiting()).isTrue();
        assertThat(retryWait.until())
                .isBetween(clock.instant().plusSeconds(2), clock.instant().plusMillis(2_500));
        assertThat(seen.errors).containsExactly("The connection failed: cut");
        assertThat(givenUp).isEmpty();
    }

    @Test
    void countsFailuresThatComeDuringAWaitOnce() {
        for (int i = 0; i < 20; i++) {
            failurePolicy.decide(new IOException("cut"));
        }

        assertThat(seen.errors).hasSize(1);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void givesUpAfterTheConfiguredTriesWithoutANewByte() {
        for (int i = 0; i < MAX_RETRIES; i++) {
            failAfterTheWait(new IOException("cut"));
            assertThat(givenUp).isEmpty();
        }
        failAfterTheWait(new IOException("cut"));

        assertThat(givenUp).singleElement().isInstanceOf(TransferException.class);
        assertThat(((TransferException) givenUp.get(0)).kind()).isEqualTo(TransferException.Kind.NETWORK);
        assertThat(givenUp.get(0))
                .hasMessageContaining("4 tries without a new byte")
                .hasMessageContaining("kept");
        assertThat(reasons).containsExactly("The connection failed: cut");
    }

    @Test
    void startsTheCountAnewWithEachNewByte() {
        for (int i = 0; i < 20; i++) {
            failurePolicy.receivedNewBytes();
            failAfterTheWait(new IOException("cut"));
        }

        assertThat(givenUp).isEmpty();
    }

    @Test
    void goesOnAlmostAtOnceWhereBytesCame() {
        failurePolicy.receivedNewBytes();
        failurePolicy.decide(new IOException("cut"));

        assertThat(retryWait.until()).isBefore(clock.instant().plusMillis(501));
        assertThat(seen.waits).as("not worth a word").isEmpty();
    }

    @Test
    void asksForFewerConnectionsAfterAFailure() {
        allowSeveral();
        openStreams(2);

        failurePolicy.decide(new IOException("cut"));

        assertThat(connectionWindow.size()).isEqualTo(2);
    }

    // --- what no further try helps against ---

    @Test
    void givesUpAtOnceWhereNoFurtherTryHelps() {
        TransferException vanished = new TransferException(TransferException.Kind.VANISHED, "It was removed.");
        failurePolicy.decide(vanished);

        assertThat(givenUp).containsExactly(vanished);
        assertThat(retryWait.isWaiting()).isFalse();
        assertThat(seen.errors).isEmpty();
    }

    @Test
    void givesUpAtOnceWhereTheHubRefusesForGood() {
        HubException gated = new HubException(HubException.Kind.GATED, "Its licence has to be accepted. Retry later.");
        failurePolicy.decide(gated);

        assertThat(givenUp).containsExactly(gated);
        assertThat(reasons)
                .as("nobody has to do anything where another transport is taken")
                .containsExactly("Its licence has to be accepted");
    }

    @Test
    void waitsWhereTheHubIsOutOfReach() {
        failurePolicy.decide(new HubException(HubException.Kind.UNAVAILABLE, "The Hub cannot be reached"));

        assertThat(givenUp).isEmpty();
        assertThat(retryWait.isWaiting()).isTrue();
    }

    // --- refusals ---

    @Test
    void waitsAsLongAsAServerSaysAndHardlyLonger() {
        Instant later = clock.instant().plusSeconds(40);
        failurePolicy.decide(new RefusedException(Kind.THROTTLED, "slow down", later));

        assertThat(retryWait.until()).isBetween(later, later.plusSeconds(2));
        assertThat(seen.waits).containsExactly("slow down");
        assertThat(seen.untils).containsExactly(retryWait.until());
    }

    /** A server that limits requests closes connections as well, and the one may be heard of before the other. */
    @Test
    void showsTheLimitAndNotTheConnectionThatBrokeBeforeIt() {
        failurePolicy.decide(new IOException("Connection was closed"));
        Instant later = clock.instant().plusSeconds(40);

        failurePolicy.decide(new RefusedException(Kind.THROTTLED, "slow down", later));
        failurePolicy.decide(new IOException("Connection was closed"));

        assertThat(retryWait.until()).isBetween(later, later.plusSeconds(2));
        assertThat(retryWait.reason()).isEqualTo("slow down");
        assertThat(seen.waits).endsWith("slow down");
        assertThat(seen.errors).endsWith("slow down");
    }

    @Test
    void waitsForAServerThatTellsForHowLongAlthoughOthersGoOn() {
        allowSeveral();
        openStreams(2);

        failurePolicy.decide(new RefusedException(
                Kind.THROTTLED, "slow down", clock.instant().plusSeconds(40)));

        assertThat(retryWait.isWaiting()).isTrue();
        assertThat(connectionWindow.ceiling()).isEqualTo(2);
    }

    @Test
    void leavesATransportAtOnceOverWhichNoFurtherTryHelps() {
        transport.maxRetries = 0;

        failurePolicy.decide(new IOException("cut"));

        assertThat(givenUp).singleElement().isInstanceOf(TransferException.class);
        assertThat(givenUp.get(0)).hasMessageContaining("(one try without a new byte)");
        assertThat(retryWait.isWaiting()).isFalse();
    }

    @Test
    void takesARefusalWhileOthersGoOnForALimitOfConnections() {
        allowSeveral();
        openStreams(2);

        failurePolicy.decide(new RefusedException(Kind.THROTTLED, "too many"));

        assertThat(retryWait.isWaiting()).isFalse();
        assertThat(connectionWindow.ceiling()).isEqualTo(2);
        assertThat(connectionWindow.size()).isEqualTo(2);
        assertThat(seen.errors).isEmpty();
    }

    @Test
    void asksForAFreshLinkAtOnceWhereAnOldOneIsRefused() {
        transport.countsConnections = true;
        allowSeveral();
        openStreams(2);

        failurePolicy.decide(new RefusedException(Kind.OLD_LINK, "expired"));

        assertThat(retryWait.isWaiting()).isFalse();
        assertThat(seen.errors).isEmpty();
        assertThat(connectionWindow.ceiling()).isEqualTo(2);
    }

    @Test
    void keepsItsConnectionsWhereAnOldLinkSaysNothingOfThem() {
        allowSeveral();
        openStreams(2);

        failurePolicy.decide(new RefusedException(Kind.OLD_LINK, "expired"));

        assertThat(connectionWindow.size()).isEqualTo(4);
    }

    @Test
    void givesUpWhenASecondFreshLinkIsRefused() {
        failurePolicy.decide(new RefusedException(Kind.FRESH_LINK, "The server refuses the link with status 403"));
        assertThat(givenUp).isEmpty();
        assertThat(retryWait.isWaiting()).isTrue();

        failAfterTheWait(new RefusedException(Kind.FRESH_LINK, "The server refuses the link with status 403"));

        assertThat(givenUp).singleElement().isInstanceOf(TransferException.class);
        assertThat(((TransferException) givenUp.get(0)).kind()).isEqualTo(TransferException.Kind.REFUSED);
        assertThat(givenUp.get(0)).hasMessageContaining("status 403");
    }

    @Test
    void asksForFreshLinksAndFewerConnectionsAfterAServerError() {
        allowSeveral();

        failurePolicy.decide(new RefusedException(Kind.SERVER, "The server answers with status 502"));

        assertThat(transport.renewals).isEqualTo(1);
        assertThat(connectionWindow.size()).isLessThan(4);
        assertThat(retryWait.isWaiting()).isTrue();
    }

    @Test
    void givesUpATransportThatBreaksTheProtocolTwiceAndCannotBeUsedMoreSimply() {
        failurePolicy.decide(new RefusedException(Kind.BAD_ANSWER, "it is compressed"));
        assertThat(givenUp).isEmpty();

        failAfterTheWait(new RefusedException(Kind.BAD_ANSWER, "it is compressed"));

        assertThat(((TransferException) givenUp.get(0)).kind()).isEqualTo(TransferException.Kind.BAD_ANSWER);
        assertThat(reasons).containsExactly("it is compressed");
    }

    @Test
    void usesATransportMoreSimplyThatBreaksTheProtocolTwice() {
        transport.canSimplify = true;
        failurePolicy.decide(new RefusedException(Kind.BAD_ANSWER, "it is compressed"));
        failAfterTheWait(new RefusedException(Kind.BAD_ANSWER, "it is compressed"));

        assertThat(givenUp).isEmpty();
        assertThat(retryWait.isWaiting()).isTrue();
    }

    // --- plans ---

    @Test
    void waitsForAPlanWhileStreamsGoOn() {
        openStreams(1);

        failurePolicy.planFailed(new RefusedException(Kind.THROTTLED, "too many questions"));

        assertThat(retryWait.isWaiting()).isFalse();
        assertThat(seen.errors).isEmpty();
    }

    @Test
    void countsAPlanThatFailsWhileNothingGoesOn() {
        failurePolicy.planFailed(new RefusedException(Kind.THROTTLED, "too many questions"));

        assertThat(retryWait.isWaiting()).isTrue();
        assertThat(seen.errors).containsExactly("too many questions");
    }

    /** So that four connections are allowed. */
    private void allowSeveral() {
        connectionWindow.responseReceived();
        connectionWindow.responseReceived();
    }

    private void openStreams(int count) {
        for (int i = 0; i < count; i++) {
            streams.add(StreamWithoutConnection.startedAt(SECOND));
        }
    }

    private void failAfterTheWait(Throwable failure) {
        retryWait.stop();
        failurePolicy.decide(failure);
    }
}
