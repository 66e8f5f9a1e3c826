package io.hfdownloader.transfer.engine;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Servers that say no: for ever, for a while, for so many connections, or since the content has changed. */
class RefusalsTest extends EngineTestBase {

    @Test
    void linkExpiresMidFileAndIsResolvedAnew() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        hub.expireLinks();
        hub.faults().clear();

        running.join();
        assertRight(request.partial(), request);
        assertThat(resolved()).isBetween(2L, 10L); // once for each connection at most, when all are refused at once
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    @Test
    void linkThatIsGoodForSoManyBytesIsResolvedAnewEachTime() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.LINK_EXPIRES_AFTER_BYTES, LARGE, 20_000_000));

        fetchesRight(request);
    }

    @Test
    void freshLinksThatAreRefusedAreAnErrorWithTheServersOwnText() {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.of(Fault.Kind.LINK_EXPIRES, SMALL, 0));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("refuses small.bin even with a fresh link")
                .hasMessageContaining("403")
                .hasMessageContaining("Access Denied");
        assertThat(resolved()).isLessThanOrEqualTo(3);
    }

    @Test
    void linksThatAreRefusedFromTheMiddleOnAreAnErrorThatKeepsWhatCame() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);
        hub.faults().add(Fault.of(Fault.Kind.LINK_EXPIRES, LARGE, 0));
        hub.faults().add(Fault.dropAfter(LARGE, 10));

        hub.expireLinks();

        assertThatThrownBy(running::join)
                .hasCauseInstanceOf(TransferException.class)
                .hasMessageContaining("even with a fresh link");
        resumesFromWhatWasKept(request);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    void moreThanTwoConnectionsOnOneFileAreRefusedAndTwoGoOn(int status) throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.bytesPerSecond(LARGE, 8_000_000));
        var most =
                hub.faults().add(Fault.of(Fault.Kind.MAX_CONNECTIONS, LARGE, 2).withStatus(status));

        fetchesRight(request);

        assertThat(hub.maxConcurrent(LARGE)).isBetween(2, 3); // two may be let in at the same moment
        assertThat(most.hits()).isBetween(1, 12);
        assertThat(fixture.seen.errors).noneMatch(error -> error.contains("connection failed"));
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408})
    void burstOfServerErrorsPasses(int status) throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.status(LARGE, status).times(4));

        fetchesRight(request);
    }

    @Test
    void serverErrorsThatStayAreAnErrorThatNamesThem() {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.status(SMALL, 503).on(ServerRole.CDN));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("503")
                .hasMessageContaining("What has arrived is kept");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"RETRY_AFTER", "RETRY_AFTER_DATE", "RATE_LIMIT"})
    void throttlingIsObeyedExactlyAndShownUntilWhen(Fault.Kind kind) throws Exception {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.of(kind, SMALL, 600).on(ServerRole.HUB).once());
        Instant before = Instant.now();

        CompletableFuture<Void> running = start(request);
        await().until(() -> !fixture.seen.untils.isEmpty() && !fixture.seen.waits.isEmpty());

        // dates have whole seconds, and those who wait come back spread over two
        assertThat(fixture.seen.untils.get(0))
                .isBetween(before.plusSeconds(599), Instant.now().plusSeconds(604));
        assertThat(fixture.seen.waits.get(0)).contains("limits the rate of requests until");
        assertThat(running.cancel(true)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"RETRY_AFTER", "RATE_LIMIT"})
    void throttlingIsNeverShorterThanTheServerSays(Fault.Kind kind) throws Exception {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.of(kind, SMALL, 1).on(ServerRole.CDN).once());
        long before = System.nanoTime();

        fetchesRight(request);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(990));
        assertThat(fixture.seen.waits).anyMatch(reason -> reason.contains("429"));
    }

    /** Else those beside it would lose theirs. */
    @ParameterizedTest
    @ValueSource(ints = {429, 503, 403})
    void refusalIsReadToItsEndAndItsConnectionServesOn(int status) throws Exception {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.status(SMALL, status).on(ServerRole.CDN).times(status == 403 ? 1 : 4));

        fetchesRight(request);

        assertThat(hub.connections(ServerRole.CDN)).isEqualTo(1);
    }

    @Test
    void whatAServerToldOneFileIsHeardByTheOthersUntilNobodyWaitsForIt() throws Exception {
        TransferRequest small = request(SMALL);
        TransferRequest large = fixture.request(REPO, LARGE, Files.createDirectory(folder.resolve("other")));
        hub.faults()
                .add(Fault.of(Fault.Kind.RETRY_AFTER, "", 600)
                        .on(ServerRole.CDN)
                        .once());
        CompletableFuture<Void> first = start(small);
        await().until(() -> !fixture.seen.waits.isEmpty());
        EngineFixture.Seen seen = new EngineFixture.Seen();
        var second = fixture.engine.fetch(large, seen).subscribeAsCompletionStage();
        await().until(() -> !seen.waits.isEmpty());

        assertThat(seen.waits).first().asString().contains("limits requests");
        assertThat(seen.untils.get(0)).isAfter(Instant.now().plusSeconds(500));
        assertThat(requestsToTheCdn()).isEqualTo(1);

        assertThat(first.cancel(true)).isTrue();
        assertThat(second.cancel(true)).isTrue();
        await().until(() -> seen.closed && fixture.seen.closed);
        fetchesRight(small);
    }

    private long requestsToTheCdn() {
        return hub.requests().stream()
                .filter(seen -> seen.listener() == ServerRole.CDN)
                .count();
    }

    @Test
    void stopDuringALongWaitEndsItAtOnce() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults()
                .add(Fault.of(Fault.Kind.RETRY_AFTER, LARGE, 3_000)
                        .on(ServerRole.CDN)
                        .once());
        CompletableFuture<Void> running = start(request);
        await().until(() -> !fixture.seen.waits.isEmpty());

        assertThat(running.cancel(true)).isTrue();

        fetchesRight(request); // would wait for the first one if that had not ended
    }

    // --- changes upstream --------------------------------------------------------------------------------------

    @Test
    void newCommitUpstreamDuringTheTransferChangesNothing() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        var next = hub.model(REPO)
                .push("Train longer", commitDraft -> commitDraft.file(LARGE, Content.generated(9, 1_000), true));
        hub.expireLinks();
        hub.faults().clear();

        running.join();
        assertThat(next.id()).isNotEqualTo(request.commit());
        assertRight(request.partial(), request);
    }

    @Test
    void entityTagChangesUpstreamAtTheSameCommit() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        hub.add(StandInRepo.model(REPO)
                .file(LARGE, Content.generated(9, LARGE_BYTES))
                .lfs()
                .refAt(request.commit(), 0));
        hub.faults().add(Fault.dropAfter(LARGE, 10));
        hub.expireLinks();

        assertThatThrownBy(running::join)
                .hasCauseInstanceOf(HubException.class)
                .hasMessageContaining("gives other content for large.bin than it listed")
                .hasMessageContaining("(it is at commit ")
                .hasMessageContaining("The mirror " + hub.endpoint());
        serve(hub);
        resumesFromWhatWasKept(request);
    }

    @Test
    void fileIsGoneUpstream() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        hub.add(StandInRepo.model(REPO)
                .file("other.bin", Content.generated(9, 1_000))
                .refAt(request.commit(), 0));
        hub.faults().add(Fault.dropAfter(LARGE, 10));
        hub.expireLinks();

        assertThatThrownBy(running::join)
                .hasCauseInstanceOf(HubException.class)
                .hasMessageContaining("lists large.bin of acme/files at " + request.commit() + " and refuses it");
        serve(hub);
        resumesFromWhatWasKept(request);
    }

    @Test
    void commitIsGoneUpstream() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        hub.add(StandInRepo.model(REPO).commit("Rewritten history").file(LARGE, LARGE_CONTENT));
        hub.faults().add(Fault.dropAfter(LARGE, 10));
        hub.expireLinks();

        assertThatThrownBy(running::join).hasCauseInstanceOf(HubException.class).hasMessageContaining(request.commit());
        serve(hub);
        resumesFromWhatWasKept(request);
    }

    private long resolved() {
        return hub.requests().stream()
                .filter(seen -> seen.uri().contains("/resolve/"))
                .count();
    }
}
