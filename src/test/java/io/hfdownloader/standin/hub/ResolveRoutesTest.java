package io.hfdownloader.standin.hub;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.PlainHttpClient;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.LoggedRequest;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("http")
class ResolveRoutesTest {

    private static final String WEIGHTS = "/acme/x/resolve/main/a%20b/weights.bin";

    private final HubStandIn hub = HubStandIn.start();
    private final PlainHttpClient plainHttpClient = new PlainHttpClient(hub);
    private final Content weights = Content.generated(5, 100_000);
    private StandInRepo repo;

    @BeforeEach
    void addRepos() {
        repo = hub.add(StandInRepo.model("acme/x")
                .file("a b/weights.bin", weights)
                .file("config.json", "{\"a\": 1}\n")
                .file("empty.txt", ""));
        hub.add(StandInRepo.model("acme/closed").file("config.json", "{}\n").privately());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void largeFilesAreRedirectedToAnotherHostWithoutTheirLength() throws Exception {
        HttpResponse<byte[]> head = plainHttpClient.head(WEIGHTS);
        assertThat(head.statusCode()).isEqualTo(302);
        assertThat(header(head, "X-Linked-Etag")).isEqualTo("\"" + weights.sha256() + "\"");
        assertThat(header(head, "X-Linked-Size")).isEqualTo("100000");
        assertThat(header(head, "X-Repo-Commit")).isEqualTo(repo.main().id());
        assertThat(header(head, "Content-Length")).isNotEqualTo("100000");
        URI link = URI.create(header(head, "Location"));
        assertThat(link.getHost()).isNotEqualTo(URI.create(hub.endpoint()).getHost());
        assertThat(plainHttpClient.get(link.toString()).body()).isEqualTo(weights.bytes());
    }

    @Test
    void ordinaryFilesAreRedirectedToTheirCachedCopy() throws Exception {
        HttpResponse<byte[]> first = plainHttpClient.get("/acme/x/resolve/main/config.json");
        assertThat(first.statusCode()).isEqualTo(307);
        assertThat(header(first, "Location"))
                .startsWith("/api/resolve-cache/models/acme/x/" + repo.main().id());
        HttpResponse<byte[]> second = plainHttpClient.get(header(first, "Location"));
        assertThat(second.body()).isEqualTo("{\"a\": 1}\n".getBytes(StandardCharsets.UTF_8));
        assertThat(header(second, "ETag"))
                .isEqualTo("\"" + Content.of("{\"a\": 1}\n").gitSha1() + "\"");
        assertThat(header(second, "X-Repo-Commit")).isEqualTo(repo.main().id());
    }

    @Test
    void emptyFilesAndThoseOfPrivateReposComeAtOnce() throws Exception {
        assertThat(plainHttpClient.get("/acme/x/resolve/main/empty.txt").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> closed = plainHttpClient.get(
                "/acme/closed/resolve/main/config.json", "Authorization", "Bearer " + HubStandIn.STAND_IN_TOKEN);
        assertThat(closed.statusCode()).isEqualTo(200);
        assertThat(closed.body()).hasSize(3);
    }

    @Test
    void textIsCompressedForThoseWhoAcceptItAndThenHasNoRanges() throws Exception {
        String cached = header(plainHttpClient.get("/acme/x/resolve/main/config.json"), "Location");
        HttpResponse<byte[]> packed = plainHttpClient.get(cached, "Accept-Encoding", "gzip", "Range", "bytes=2-");
        assertThat(packed.statusCode()).isEqualTo(200);
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "ETag")).startsWith("W/");
        assertThat(packed.headers().firstValue("Content-Length")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=10-19, 206, 10, 20",
        "bytes=99990-, 206, 99990, 100000",
        "bytes=-5, 206, 99995, 100000",
        "bytes=10-999999, 206, 10, 100000",
        "bytes=5-4, 200, 0, 100000",
        "bytes=0-1;5-6, 200, 0, 100000",
    })
    void cdnServesRanges(String range, int status, int from, int to) throws Exception {
        HttpResponse<byte[]> part = plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Range", range);
        assertThat(part.statusCode()).isEqualTo(status);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(weights.bytes(), from, to));
        if (status == 206) {
            assertThat(header(part, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/100000");
        }
    }

    @Test
    void cdnRefusesARangeBehindTheEnd() throws Exception {
        HttpResponse<byte[]> refused = plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Range", "bytes=100000-");
        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(header(refused, "Content-Range")).isEqualTo("bytes */100000");
    }

    @Test
    void ifRangeOfAnotherEtagBringsTheWholeFile() throws Exception {
        String link = plainHttpClient.link(WEIGHTS);
        String etag = header(plainHttpClient.head(link), "ETag");
        assertThat(etag).doesNotContain(weights.sha256());
        assertThat(plainHttpClient
                        .get(link, "Range", "bytes=1-2", "If-Range", etag)
                        .statusCode())
                .isEqualTo(206);
        assertThat(plainHttpClient
                        .get(link, "Range", "bytes=1-2", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void cdnRefusesATokenAndCountsIt() throws Exception {
        HttpResponse<byte[]> refused =
                plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Authorization", "Bearer secret");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(hub.tokenLeaks()).isEqualTo(1);
    }

    @Test
    void alteredLinksAreRefusedInXml() throws Exception {
        String link = plainHttpClient.link(WEIGHTS);
        for (String altered :
                new String[] {link + "x", link.replace("Expires=1", "Expires=2"), link.replace("%3B", ";")}) {
            HttpResponse<byte[]> refused = plainHttpClient.get(altered);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("<Code>AccessDenied</Code>");
        }
    }

    @Test
    void linksExpireWhenToldToAndFreshOnesWork() throws Exception {
        String link = plainHttpClient.link(WEIGHTS);
        hub.expireLinks();
        assertThat(plainHttpClient.get(link).statusCode()).isEqualTo(403);
        assertThat(plainHttpClient.get(plainHttpClient.link(WEIGHTS)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void requestsAndBytesAreRemembered() throws Exception {
        plainHttpClient.get(plainHttpClient.link(WEIGHTS), "Range", "bytes=0-9");
        assertThat(hub.bytesSent("acme/x/a b/weights.bin")).isEqualTo(10);
        assertThat(hub.maxConcurrent("weights.bin")).isEqualTo(1);
        LoggedRequest last = hub.requests().get(1);
        assertThat(last.listener()).isEqualTo(ServerRole.CDN);
        assertThat(last.range()).isEqualTo("bytes=0-9");
        assertThat(last.status()).isEqualTo(206);
        assertThat(last.token()).isFalse();
        hub.clear();
        assertThat(hub.requests()).isEmpty();
        assertThat(hub.bytesSent("weights.bin")).isZero();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
