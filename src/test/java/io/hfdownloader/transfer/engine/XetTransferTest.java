package io.hfdownloader.transfer.engine;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.XorbLimits;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Files from the content-addressed storage, and what may go wrong there. */
@Tag("http")
class XetTransferTest {

    private static final String REPO = "acme/stored";
    private static final String FILE = "model.bin";
    private static final int MIB = 1 << 20;
    private static final Content CONTENT = content();

    @TempDir
    Path folder;

    private HubStandIn hub;
    private EngineFixture fixture;

    @BeforeEach
    void start() {
        serve(new XorbLimits(3L * MIB, 200));
        fixture = new EngineFixture(hub);
    }

    /** A Hub with xorbs of this size in the place of the one before. */
    private void serve(XorbLimits limits) {
        hub = HubStandIn.startWith(limits);
        hub.add(StandInRepo.model(REPO)
                .onXet()
                .file(FILE, CONTENT)
                .lfs()
                .file("small.bin", Content.generated(5, 12_345))
                .lfs()
                .file("empty.bin", "")
                .lfs());
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {FILE, "small.bin", "empty.bin"})
    void aFileComesFromTheStorageAlone(String path) throws Exception {
        TransferRequest request = request(path);

        assertRight(fixture.fetch(request), request);

        assertThat(hub.bytesSent(ServerRole.CDN, "")).isZero();
        assertThat(hub.tokenLeaks()).isZero();
        assertThat(fixture.seen.received.get()).isEqualTo(request.file().sizeBytes());
        assertThat(fixture.seen.errors).isEmpty();
        if (request.file().sizeBytes() > 0) {
            assertThat(fixture.seen.transports).containsExactly("xet");
            assertThat(hub.bytesSent(ServerRole.XORBS, path))
                    .isPositive()
                    .isLessThanOrEqualTo(request.file().sizeBytes() + 100_000);
        }
    }

    @Test
    void whatRepeatsIsFetchedOnceAndOneTokenServesAllFiles() throws Exception {
        assertRight(fixture.fetch(request(FILE)), request(FILE));
        assertThat(hub.bytesSent(ServerRole.XORBS, FILE)).isLessThan(CONTENT.size() * 3 / 4);
        assertThat(hub.xet().tokenCalls()).isEqualTo(1);
    }

    @Test
    void aStorageOfTheFirstVersionDoes() throws Exception {
        hub.faults().add(Fault.status("/v2/reconstructions", 404).on(ServerRole.CAS));

        fetchesByXet();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"DROP", "RESET"})
    void connectionsThatBreakCostNoChunkTwice(Fault.Kind kind) throws Exception {
        for (int i = 0; i < 20; i++) {
            hub.faults()
                    .add(Fault.of(kind, FILE, 50_000L + 10_000L * i)
                            .on(ServerRole.XORBS)
                            .once());
        }
        // What was sent just before a reset is lost with it, and whoever gets nothing at all goes elsewhere.
        if (kind == Fault.Kind.RESET) {
            hub.faults().add(Fault.bytesPerSecond(FILE, MIB).on(ServerRole.XORBS));
        }

        fetchesByXet();

        assertThat(hub.faults().all().subList(0, 20)).allMatch(fault -> fault.hits() == 1);
        assertThat(hub.bytesSent(ServerRole.XORBS, FILE))
                .isLessThan(hub.xet().file(hub.model(REPO), FILE).size() * 3 / 4 + 20L * 200_000);
    }

    /** Of a connection that would take a minute for its range, while all others are done at once. */
    @Test
    void theSlowestRangeIsResumedOnAnotherConnection() throws Exception {
        hub.faults().add(Fault.bytesPerSecond(FILE, 50_000).on(ServerRole.XORBS).once());

        fetchesByXet();

        List<String> ranges = hub.requests().stream()
                .filter(request -> request.listener() == ServerRole.XORBS)
                .map(request -> String.valueOf(request.range()))
                .toList();
        assertThat(ranges)
                .as("an end that was asked for twice, from the middle on: %s", ranges)
                .anyMatch(range -> ranges.stream()
                        .anyMatch(other -> !other.equals(range)
                                && other.substring(other.indexOf('-')).equals(range.substring(range.indexOf('-')))));
        assertThat(hub.bytesSent(ServerRole.XORBS, FILE))
                .isLessThan(hub.xet().file(hub.model(REPO), FILE).size() + 3L * MIB);
    }

    @Test
    void aStorageThatSendsNoPartOfARangeSendsAllOfIt() throws Exception {
        hub.xet().wholeMembersOnly(true);
        hub.faults().add(Fault.dropAfter(FILE, 900_000).on(ServerRole.XORBS).times(3));

        fetchesByXet();
    }

    @Test
    void expiredAddressesAreRenewedOnceForAll() throws Exception {
        hub.faults()
                .add(Fault.linksExpireIn(FILE, Duration.ZERO).on(ServerRole.CAS).once());

        fetchesByXet();

        long refused = hub.requests().stream()
                .filter(request -> request.listener() == ServerRole.XORBS && request.status() == 403)
                .count();
        long asked = hub.requests().stream()
                .filter(request -> request.uri().startsWith("/v2/reconstructions/"))
                .count();
        assertThat(refused).isBetween(1L, 8L);
        assertThat(asked).isLessThanOrEqualTo(4);
    }

    @Test
    void addressesThatLiveTwoSecondsSuffice() throws Exception {
        hub.faults().add(Fault.linksExpireIn(FILE, Duration.ofSeconds(2)).on(ServerRole.CAS));
        hub.faults().add(Fault.bytesPerSecond(FILE, 1_000_000).on(ServerRole.XORBS));

        fetchesByXet();
    }

    @Test
    void aFreshAddressThatIsRefusedIsRenewedOnceThenTheFileComesOverHttp() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.ACCESS_DENIED, "", 0).on(ServerRole.XORBS));

        fetchesOverHttpInTheEnd("AccessDenied");

        assertThat(hub.requests().stream()
                        .filter(request -> request.listener() == ServerRole.XORBS)
                        .count())
                .isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404})
    void aStorageThatRefusesTheFileIsLeftForHttp(int status) throws Exception {
        hub.faults().add(Fault.status("/reconstructions", status).on(ServerRole.CAS));

        fetchesOverHttpInTheEnd("refuses the file");
    }

    @Test
    void aHubThatGivesNoTokenIsAskedForTheFileItself() throws Exception {
        hub.faults().add(Fault.status("/xet-read-token/", 404));

        fetchesOverHttpInTheEnd("");
    }

    @Test
    void aTokenThatExpiredEarlyIsRenewedOnce() throws Exception {
        hub.faults()
                .add(Fault.status("/reconstructions", 401).on(ServerRole.CAS).once());

        fetchesByXet();

        assertThat(hub.xet().tokenCalls()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"TERM_OUTSIDE_RANGES", "WRONG_LENGTH", "HUGE_LENGTHS", "MISSING_URLS"})
    void anAnswerThatMakesNoSenseLeadsToHttp(Fault.Kind kind) throws Exception {
        hub.faults().add(Fault.of(kind, FILE, -1_000_000_000L).on(ServerRole.CAS));

        fetchesOverHttpInTheEnd("cannot be used");
    }

    @Test
    void aStallIsNoticedAndAStorageThatNeverSendsAByteIsLeft() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(1)));
        hub.faults().add(Fault.stallAfter("", 0).on(ServerRole.XORBS));

        fetchesOverHttpInTheEnd("no byte for 1 seconds");
    }

    /** It takes connections and never answers; so does a firewall in front of it. */
    @ParameterizedTest
    @EnumSource(
            value = ServerRole.class,
            names = {"CAS", "XORBS"})
    void aStorageThatSaysNothingIsWaitedForOnceAndNotForTheNextFile(ServerRole host) throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(1)));
        hub.faults().add(Fault.of(Fault.Kind.HANG, "", 0).on(host));

        fetchesOverHttpInTheEnd("");

        assertThat(asked(host)).isEqualTo(1);
        comesOverHttpAlone("small.bin");
        assertThat(asked(host)).isEqualTo(1);
    }

    @Test
    void aStorageThatSwallowsPacketsIsWaitedForOnceAndNotForTheNextFile() throws Exception {
        use(new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(1)));
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.4"))) {
            int number = port.getLocalPort();
            port.close();
            try (FullBacklog full = FullBacklog.at(InetAddress.getByName("127.0.0.4"), number)) {
                hub.xet().nameCas("http://127.0.0.4:" + number);

                fetchesOverHttpInTheEnd("no answer in time");

                assertThat(full.isFull()).isTrue();
                assertThat(fixture.seen.errors).as("tries").hasSize(2);
                comesOverHttpAlone("small.bin");
            }
        }
    }

    private long asked(ServerRole host) {
        return hub.requests().stream()
                .filter(request -> request.listener() == host)
                .count();
    }

    private void comesOverHttpAlone(String path) throws Exception {
        fixture.seen.transports.clear();
        TransferRequest next = request(path);
        assertRight(fixture.fetch(next), next);
        assertThat(fixture.seen.transports).containsExactly("http");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void passingTroubleIsWaitedOut(int status) throws Exception {
        hub.faults().add(Fault.status("", status).on(ServerRole.XORBS).times(2));
        hub.faults().add(Fault.status("", status).on(ServerRole.CAS).once());

        fetchesByXet();
    }

    @Test
    void whatIsOnTheDiskStaysWhenTheTransportChanges() throws Exception {
        stop();
        serve(new XorbLimits(MIB / 2, 200));
        fixture = new EngineFixture(hub);
        hub.faults().add(Fault.bytesPerSecond(FILE, 500_000).on(ServerRole.XORBS));
        TransferRequest request = request(FILE);
        CompletableFuture<Void> running = start(request);
        await().until(() -> fixture.seen.received.get() > CONTENT.size() / 3);
        long before = fixture.seen.received.get();
        hub.faults().add(Fault.status("", 404).on(ServerRole.XORBS));

        running.get();

        assertRight(request.partial(), request);
        assertThat(fixture.seen.transports).containsExactly("xet", "http");
        assertThat(hub.bytesSent(ServerRole.CDN, FILE)).isLessThanOrEqualTo(CONTENT.size() - before);
        assertThat(fixture.seen.received.get()).isEqualTo(CONTENT.size());
    }

    /** The one transport is down for a while and is left; the other one refuses for good, so the first is asked once more. */
    @Test
    void whereHttpRefusesTheStorageIsAskedOnceMore() throws Exception {
        hub.faults()
                .add(Fault.status("/reconstructions", 503).on(ServerRole.CAS).times(4));
        hub.faults().add(Fault.status("", 403).on(ServerRole.CDN));
        TransferRequest request = request(FILE);

        assertRight(fixture.fetch(request), request);

        assertThat(fixture.seen.transports).containsExactly("xet", "http", "xet");
        assertThat(hub.bytesSent(ServerRole.XORBS, FILE)).isPositive();
    }

    /** A storage that is down is down for the next file as well, which does not wait for it anew. */
    @Test
    void theNextFileDoesNotWaitForAStorageThatIsDown() throws Exception {
        hub.faults().add(Fault.status("/reconstructions", 503).on(ServerRole.CAS));
        fixture.fetch(request(FILE));
        assertThat(fixture.seen.transports).containsExactly("xet", "http");
        hub.clear();
        fixture.seen.transports.clear();
        TransferRequest next = request("small.bin");

        assertRight(fixture.fetch(next), next);

        assertThat(fixture.seen.transports).containsExactly("http");
        assertThat(hub.requests()).noneMatch(request -> request.listener() == ServerRole.CAS);
    }

    @Test
    void aRestartGoesOnFromWhatIsOnTheDisk() throws Exception {
        hub.faults().add(Fault.bytesPerSecond(FILE, 2_000_000).on(ServerRole.XORBS));
        TransferRequest request = request(FILE);
        CompletableFuture<Void> running = start(request);
        await().until(() -> fixture.seen.received.get() > CONTENT.size() / 2);
        running.cancel(true);
        await().until(() -> fixture.seen.closed);
        hub.clear();
        hub.faults().clear();
        EngineFixture.Seen again = new EngineFixture.Seen();

        fixture.engine.fetch(request, again).await().atMost(EngineFixture.TIMEOUT);

        assertRight(request.partial(), request);
        assertThat(again.found.get()).isGreaterThan(CONTENT.size() / 3);
        assertThat(again.received.get()).isEqualTo(CONTENT.size() - again.found.get());
        assertThat(hub.bytesSent(ServerRole.CDN, "")).isZero();
    }

    @Test
    void aCorruptedChunkIsFoundAndOnlyWhatIsNotProvedIsFetchedAgain() throws Exception {
        hub.faults().add(Fault.corruptAt(FILE, 1_000_000).on(ServerRole.XORBS).once());
        TransferRequest request = request(FILE);

        assertRight(fixture.fetch(request), request);

        assertThat(fixture.seen.transports).containsExactly("xet");
        assertThat(fixture.seen.errors).anyMatch(error -> error.contains("did not match the hash"));
        assertThat(fixture.seen.received.get()).isEqualTo(CONTENT.size());
        // Each xorb is 3 MiB; the file's last one may be shared, and is fetched again where it cannot be proved.
        assertThat(hub.bytesSent(ServerRole.XORBS, FILE)).isBetween(CONTENT.size() + 1L, CONTENT.size() + 7L * MIB);
    }

    /** More pieces than are kept in memory while they wait to be proved. */
    @Test
    void aCorruptedChunkIsFoundAmongThousandsOfPieces() throws Exception {
        stop();
        serve(new XorbLimits(MIB, 1));
        fixture = new EngineFixture(hub);
        hub.add(StandInRepo.model("acme/pieces")
                .onXet()
                .file(FILE, Content.generated(8, 80 * MIB))
                .lfs());
        hub.faults().add(Fault.corruptAt(FILE, 5_000).on(ServerRole.XORBS).once());
        TransferRequest request = fixture.request("acme/pieces", FILE, folder);

        assertRight(fixture.fetch(request), request);

        assertThat(hub.xet().file(hub.model("acme/pieces"), FILE).terms()).hasSizeGreaterThan(1_000);
        assertThat(fixture.seen.errors).anyMatch(error -> error.contains("did not match the hash"));
        assertThat(hub.bytesSent(ServerRole.XORBS, FILE)).isBetween(80L * MIB + 1, 82L * MIB);
    }

    @Test
    void aSourceThatIsBadForGoodIsNamedAndNothingIsKept() throws Exception {
        hub.faults().add(Fault.corruptAt(FILE, 1_000_000).on(ServerRole.XORBS));
        TransferRequest request = request(FILE);

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(TransferException.Kind.BAD_CONTENT))
                .hasMessageContaining("source is bad");
        assertThat(request.partial()).doesNotExist();
    }

    private void fetchesByXet() throws Exception {
        TransferRequest request = request(FILE);
        assertRight(fixture.fetch(request), request);
        assertThat(fixture.seen.transports)
                .as(String.valueOf(fixture.seen.errors))
                .containsExactly("xet");
        assertThat(hub.bytesSent(ServerRole.CDN, "")).isZero();
        assertThat(fixture.seen.received.get()).isEqualTo(CONTENT.size());
        assertThat(hub.tokenLeaks()).isZero();
    }

    private void fetchesOverHttpInTheEnd(String reason) throws Exception {
        TransferRequest request = request(FILE);
        assertRight(fixture.fetch(request), request);
        assertThat(fixture.seen.transports).containsExactly("xet", "http");
        assertThat(fixture.seen.errors).anyMatch(error -> error.contains(reason));
        assertThat(fixture.seen.received.get()).isEqualTo(CONTENT.size());
    }

    private void use(EngineFixture.Settings settings) throws Exception {
        fixture.close();
        fixture = new EngineFixture(hub, settings);
    }

    private TransferRequest request(String path) {
        return fixture.request(REPO, path, folder);
    }

    private CompletableFuture<Void> start(TransferRequest request) {
        return fixture.engine
                .fetch(request, fixture.seen)
                .subscribeAsCompletionStage()
                .toCompletableFuture();
    }

    private static void assertRight(Path file, TransferRequest request) throws Exception {
        assertThat(Files.size(file)).isEqualTo(request.file().sizeBytes());
        assertThat(ContentHash.matches(file, request.file().etag(), () -> false, bytes -> {}))
                .isTrue();
    }

    /** Noise, zeros, text, and some of it again. */
    private static Content content() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            all.writeBytes(Content.generated(i, 3L * MIB).bytes());
            all.writeBytes(new byte[MIB]);
            all.writeBytes("the same words again and again, "
                    .repeat(20_000)
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        return Content.of(all.toByteArray());
    }
}
