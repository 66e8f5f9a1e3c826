package io.hfdownloader.standin.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.PlainHttpClient;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Tag("http")
class FaultInjectorTest {

    private static final String WEIGHTS = "/acme/x/resolve/main/weights.bin";
    private static final int SIZE = 1_000_000;

    private final HubStandIn hub = HubStandIn.start();
    private final PlainHttpClient plainHttpClient = new PlainHttpClient(hub);
    private final Content weights = Content.generated(5, SIZE);

    @BeforeEach
    void addRepo() {
        hub.add(StandInRepo.model("acme/x").file("weights.bin", weights).file("config.json", "{}\n"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void dropsTheConnectionOnceAndThenServesOn() throws Exception {
        FaultInjector.InjectedFault drop =
                hub.faults().add(Fault.dropAfter("weights.bin", 300_000).once());
        String link = plainHttpClient.link(WEIGHTS);
        assertThatThrownBy(() -> plainHttpClient.get(link)).isInstanceOf(IOException.class);
        assertThat(hub.bytesSent("weights.bin")).isEqualTo(300_000);
        assertThat(plainHttpClient.get(link).body()).isEqualTo(weights.bytes());
        assertThat(drop.hits()).isEqualTo(1);
    }

    @Test
    void aDropBehindTheEndOfTheAnswerIsNotUsedUp() throws Exception {
        FaultInjector.InjectedFault drop =
                hub.faults().add(Fault.dropAfter("weights.bin", 300_000).once());
        plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Range", "bytes=0-299999");
        assertThat(drop.hits()).isZero();
    }

    @Test
    void resetsTheConnectionOnce() throws Exception {
        hub.faults().add(Fault.resetAfter("weights.bin", 300_000).once());
        String link = plainHttpClient.link(WEIGHTS);
        assertThatThrownBy(() -> plainHttpClient.get(link)).isInstanceOf(IOException.class);
        assertThat(hub.bytesSent("weights.bin")).isEqualTo(300_000);
        assertThat(plainHttpClient.get(link).body()).isEqualTo(weights.bytes());
    }

    @Test
    void dripsAHeadThatNeverEnds() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.SLOW_HEAD, "/api/models", 1).once());
        URI endpoint = URI.create(hub.endpoint());
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.getOutputStream().write("GET /api/models/acme/x HTTP/1.1\r\nHost: hub\r\n\r\n".getBytes());
            String head = new String(socket.getInputStream().readNBytes(60));
            assertThat(head).startsWith("HTTP/1.1 200 OK\r\nX-Slow: xxx").endsWith("xxx");
        }
    }

    @Test
    void changesTheEntityTag() throws Exception {
        String link = plainHttpClient.link(WEIGHTS);
        String before = tag(plainHttpClient.get(link, "Range", "bytes=0-9"));
        hub.faults().add(Fault.of(Fault.Kind.OTHER_TAG, "weights.bin", 0));
        HttpResponse<byte[]> changed = plainHttpClient.get(link, "Range", "bytes=0-9", "If-Range", before);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(tag(changed)).isNotEqualTo(before);
        assertThat(plainHttpClient
                        .get(link, "Range", "bytes=0-9", "If-Range", tag(changed))
                        .statusCode())
                .isEqualTo(206);
    }

    private static String tag(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void stallsAndKeepsTheConnection() throws Exception {
        hub.faults().add(Fault.stallAfter("weights.bin", 200_000));
        HttpResponse<InputStream> stalled =
                plainHttpClient.open(plainHttpClient.link(WEIGHTS)).get(10, TimeUnit.SECONDS);
        try (InputStream body = stalled.body()) {
            assertThat(body.readNBytes(200_000)).hasSize(200_000);
            assertThat(body.available()).isZero();
            assertThat(hub.bytesSent("weights.bin")).isEqualTo(200_000);
        }
    }

    @Test
    void corruptsOneByteOnce() throws Exception {
        hub.faults().add(Fault.corruptAt("weights.bin", 500_000).once());
        String link = plainHttpClient.link(WEIGHTS);
        byte[] wrong = plainHttpClient.get(link).body();
        assertThat(wrong[500_000]).isNotEqualTo(weights.bytes()[500_000]);
        wrong[500_000] ^= (byte) 0xFF;
        assertThat(wrong).isEqualTo(weights.bytes());
        assertThat(plainHttpClient.get(link).body()).isEqualTo(weights.bytes());
    }

    @Test
    void ignoresRanges() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.IGNORE_RANGE, "weights.bin", 0).once());
        HttpResponse<byte[]> whole = plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Range", "bytes=10-");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).hasSize(SIZE);
    }

    @Test
    void namesTheWrongRange() throws Exception {
        hub.faults()
                .add(Fault.of(Fault.Kind.WRONG_CONTENT_RANGE, "weights.bin", 7).once());
        HttpResponse<byte[]> wrong = plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Range", "bytes=10-19");
        assertThat(wrong.headers().firstValue("Content-Range")).contains("bytes 17-26/1000000");
    }

    @Test
    void sendsTooLittleOrTooMuch() throws Exception {
        String link = plainHttpClient.link(WEIGHTS);
        hub.faults().add(Fault.of(Fault.Kind.SHORT_BODY, "weights.bin", 10).once());
        assertThat(plainHttpClient.get(link).body()).hasSize(SIZE - 10);
        hub.faults().add(Fault.of(Fault.Kind.LONG_BODY, "weights.bin", 10).once());
        assertThat(plainHttpClient.get(link).body()).hasSize(SIZE + 10);
    }

    @Test
    void compressesUnasked() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.GZIP, "weights.bin", 0).once());
        HttpResponse<byte[]> packed = plainHttpClient.get(plainHttpClient.link(WEIGHTS));
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(weights.bytes());
    }

    @Test
    void limitsRequestsInBothWaysTheHubKnows() throws Exception {
        hub.faults()
                .add(Fault.of(Fault.Kind.RETRY_AFTER, "/api/models/acme/x", 3).once());
        HttpResponse<byte[]> first = plainHttpClient.get("/api/models/acme/x");
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).contains("3");
        hub.faults()
                .add(Fault.of(Fault.Kind.RATE_LIMIT, "/api/models/acme/x", 4).once());
        HttpResponse<byte[]> second = plainHttpClient.get("/api/models/acme/x");
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("RateLimit")).contains("\"api\";r=0;t=4");
        assertThat(plainHttpClient.get("/api/models/acme/x").statusCode()).isEqualTo(200);
    }

    @Test
    void failsAsOftenAsOrderedOnTheListenerOrdered() throws Exception {
        hub.faults()
                .add(Fault.status("acme/x/weights.bin", 502).on(ServerRole.CDN).times(2));
        String link = plainHttpClient.link(WEIGHTS);
        assertThat(plainHttpClient.get(link).statusCode()).isEqualTo(502);
        assertThat(plainHttpClient.get(link).statusCode()).isEqualTo(502);
        assertThat(plainHttpClient.get(link).statusCode()).isEqualTo(200);
    }

    @Test
    void linksAreBornExpiredOrEndAfterSomeBytes() throws Exception {
        hub.faults().add(Fault.linksExpireIn("weights.bin", Duration.ZERO).once());
        assertThat(plainHttpClient.get(plainHttpClient.link(WEIGHTS)).statusCode())
                .isEqualTo(403);
        hub.faults()
                .add(Fault.of(Fault.Kind.LINK_EXPIRES_AFTER_BYTES, "weights.bin", 1_000)
                        .once());
        String link = plainHttpClient.link(WEIGHTS);
        assertThat(plainHttpClient.get(link, "Range", "bytes=0-999").statusCode())
                .isEqualTo(206);
        assertThat(plainHttpClient.get(link, "Range", "bytes=1000-").statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesMoreConnectionsThanAllowed() throws Exception {
        hub.faults().add(Fault.stallAfter("weights.bin", 0).once());
        hub.faults().add(Fault.of(Fault.Kind.MAX_CONNECTIONS, "weights.bin", 1).withStatus(403));
        String link = plainHttpClient.link(WEIGHTS);
        HttpResponse<InputStream> held = plainHttpClient.open(link).get(10, TimeUnit.SECONDS);
        assertThat(plainHttpClient.get(link).statusCode()).isEqualTo(403);
        held.body().close();
        await().until(() -> plainHttpClient.get(link).statusCode() == 200);
    }

    @Test
    void refusesLargeFilesUnlessARangeIsAskedFor() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.NO_PLAIN_GET_ABOVE, "weights.bin", 999_999));
        String link = plainHttpClient.link(WEIGHTS);
        assertThat(plainHttpClient.get(link).statusCode()).isEqualTo(400);
        assertThat(plainHttpClient.get(link, "Range", "bytes=0-").statusCode()).isEqualTo(206);
    }

    @Test
    void saysNothingUntilFaultsAreCleared() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.HANG, "", 0));
        CompletableFuture<HttpResponse<InputStream>> unanswered = plainHttpClient.open("/api/models/acme/x");
        await().until(() -> hub.requests().size() == 1);
        hub.faults().clear();
        assertThat(plainHttpClient.get("/api/models/acme/x").statusCode()).isEqualTo(200);
        assertThat(unanswered).isNotDone();
        unanswered.cancel(true);
    }

    @Test
    void aCaptivePortalAnswersEverything() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.CAPTIVE_PORTAL, "", 0));
        HttpResponse<byte[]> page = plainHttpClient.get("/api/models/acme/x");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
    }

    @Test
    void sendsNoFasterThanOrdered() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("weights.bin", 1_000_000));
        long start = System.nanoTime();
        assertThat(plainHttpClient
                        .get(plainHttpClient.link(WEIGHTS), "Range", "bytes=0-299999")
                        .body())
                .isEqualTo(Arrays.copyOf(weights.bytes(), 300_000));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void faultsCanBeOrderedFromOutside() throws Exception {
        plainHttpClient.post(
                "/_standin/faults",
                "{\"kind\":\"status\",\"path\":\"config.json\",\"on\":\"hub\",\"method\":\"GET\",\"times\":1,\"status\":500}");
        assertThat(plainHttpClient.get("/acme/x/resolve/main/config.json").statusCode())
                .isEqualTo(500);
        assertThat(plainHttpClient.get("/acme/x/resolve/main/config.json").statusCode())
                .isEqualTo(307);
        assertThat(hub.faults().all())
                .singleElement()
                .extracting(FaultInjector.InjectedFault::hits)
                .isEqualTo(1);
        assertThat(plainHttpClient
                        .post("/_standin/faults", "{\"kind\":\"no such\"}")
                        .statusCode())
                .isEqualTo(400);
    }
}
