package io.hfdownloader.standin.xet;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.PlainHttpClient;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.ReferenceFixtures;
import io.hfdownloader.standin.xet.store.Xorb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("http")
class XorbRoutesTest {

    private static HubStandIn hub;
    private static PlainHttpClient plainHttpClient;
    private static StandInRepo repo;

    @BeforeAll
    static void start() {
        hub = HubStandIn.start();
        plainHttpClient = new PlainHttpClient(hub);
        ReferenceFixtures referenceFixtures = ReferenceFixtures.load();
        hub.xet().use(referenceFixtures);
        repo = hub.add(StandInRepo.model("acme/x")
                .onXet()
                .file(
                        "patchwork.bin",
                        Content.of(referenceFixtures.file("patchwork.bin").content())));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void forget() {
        hub.clear();
    }

    @Test
    void servesTheMembersOfTheSignedListOneByOneOrTogether() throws Exception {
        Xorb xorb = xorb();
        List<String> members = members();
        assertThat(members).hasSize(3);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String member : members) {
            HttpResponse<byte[]> part = plainHttpClient.get(url(), "Range", "bytes=" + member);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(header(part, "Content-Range")).isEqualTo("bytes " + member + "/" + xorb.size());
            assertThat(part.headers().firstValue("Date")).isPresent();
            assertThat(part.body()).isEqualTo(bytes(xorb, member));
            all.writeBytes(("\r\n--3d6b6a416f9b5\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes "
                            + member + "/" + xorb.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(part.body());
        }
        all.writeBytes("\r\n--3d6b6a416f9b5--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpResponse<byte[]> list = plainHttpClient.get(url(), "Range", "bytes=" + String.join(",", members));
        assertThat(list.statusCode()).isEqualTo(206);
        assertThat(header(list, "Content-Type")).isEqualTo("multipart/byteranges; boundary=3d6b6a416f9b5");
        assertThat(list.body()).isEqualTo(all.toByteArray());
    }

    @Test
    void refusesWhatTheLinkIsNotSignedFor() throws Exception {
        String member = members().get(1);
        long first = Long.parseLong(member.substring(0, member.indexOf('-')));
        for (String range : List.of("bytes=0-10", "bytes=" + first + "-", "bytes=" + (first - 1) + "-" + first)) {
            assertRefused(plainHttpClient.get(url(), "Range", range), "The range is outside of the signed one");
        }
        assertRefused(plainHttpClient.get(url()), "The range is outside of the signed one");
        String partOfMember = "bytes=" + (first + 1) + "-" + (first + 10);
        assertThat(plainHttpClient.get(url(), "Range", partOfMember).statusCode())
                .isEqualTo(206);
        hub.xet().wholeMembersOnly(true);
        assertRefused(plainHttpClient.get(url(), "Range", partOfMember), "The range is outside of the signed one");
        assertThat(plainHttpClient.get(url(), "Range", "bytes=" + member).statusCode())
                .isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Expires=1->Expires=2", "Signed-Range=bytes%3D->Signed-Range=bytes%3D0-9%2C", "%3D->="})
    void refusesLinksThatWereAltered(String change) throws Exception {
        String[] words = change.split("->");
        String altered = url().replaceFirst(words[0], words[1]);
        assertThat(altered).isNotEqualTo(url());
        assertRefused(
                plainHttpClient.get(altered, "Range", "bytes=" + members().get(0)), "The signature does not match");
    }

    @Test
    void refusesLinksThatHaveExpiredByItsOwnClock() throws Exception {
        String range = "bytes=" + members().get(0);
        String link = url();
        hub.xet().clockAhead(Duration.ofHours(2));
        assertRefused(plainHttpClient.get(link, "Range", range), "Request has expired");
        assertThat(plainHttpClient.get(url(), "Range", range).statusCode()).isEqualTo(206);
        hub.xet().linkLifetime(Duration.ZERO);
        assertRefused(plainHttpClient.get(url(), "Range", range), "Request has expired");
        hub.clear();
        hub.faults()
                .add(Fault.linksExpireIn("patchwork.bin", Duration.ZERO)
                        .on(ServerRole.CAS)
                        .once());
        assertRefused(plainHttpClient.get(url(), "Range", range), "Request has expired");
        assertThat(plainHttpClient.get(url(), "Range", range).statusCode()).isEqualTo(206);
    }

    @Test
    void refusesFreshLinksOnDemand() throws Exception {
        hub.faults()
                .add(Fault.of(Fault.Kind.ACCESS_DENIED, "", 0)
                        .on(ServerRole.XORBS)
                        .times(2));
        String range = "bytes=" + members().get(0);
        assertRefused(plainHttpClient.get(url(), "Range", range), "Access Denied");
        assertRefused(plainHttpClient.get(url(), "Range", range), "Access Denied");
        assertThat(plainHttpClient.get(url(), "Range", range).statusCode()).isEqualTo(206);
    }

    @Test
    void refusesATokenAndCountsIt() throws Exception {
        int before = hub.tokenLeaks();
        HttpResponse<byte[]> refused =
                plainHttpClient.get(url(), "Range", "bytes=" + members().get(0), "Authorization", "Bearer xet_1");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(hub.tokenLeaks()).isEqualTo(before + 1);
    }

    @Test
    void faultsOfBodiesHoldForXorbsToo() throws Exception {
        Xorb xorb = xorb();
        String member = members().get(1);
        byte[] good = bytes(xorb, member);
        long wrong = xorb.contentByte(4);
        hub.faults().add(Fault.corruptAt(xorb.hash().toString(), wrong).once());
        byte[] corrupted =
                plainHttpClient.get(url(), "Range", "bytes=" + member).body();
        assertThat(Arrays.mismatch(corrupted, good)).isEqualTo((int) (wrong - first(member)));
        hub.faults()
                .add(Fault.of(Fault.Kind.IGNORE_RANGE, "patchwork.bin", 0)
                        .on(ServerRole.XORBS)
                        .once());
        HttpResponse<byte[]> whole = plainHttpClient.get(url(), "Range", "bytes=" + member);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).hasSize((int) xorb.size());
        hub.faults()
                .add(Fault.of(Fault.Kind.WRONG_CONTENT_RANGE, "", 7)
                        .on(ServerRole.XORBS)
                        .once());
        assertThat(header(plainHttpClient.get(url(), "Range", "bytes=" + member), "Content-Range"))
                .startsWith("bytes " + (first(member) + 7));
        hub.faults()
                .add(Fault.of(Fault.Kind.SHORT_BODY, "", 1000)
                        .on(ServerRole.XORBS)
                        .once());
        assertThat(plainHttpClient.get(url(), "Range", "bytes=" + member).body())
                .hasSize(good.length - 1000);
    }

    @Test
    void requestsAndBytesAreRememberedByHost() throws Exception {
        HttpResponse<byte[]> part =
                plainHttpClient.get(url(), "Range", "bytes=" + members().get(0));
        assertThat(hub.bytesSent(ServerRole.XORBS, "acme/x/patchwork.bin")).isEqualTo(part.body().length);
        assertThat(hub.bytesSent(ServerRole.CDN, "")).isZero();
        assertThat(hub.maxConcurrent("acme/x/patchwork.bin")).isEqualTo(1);
        assertThat(hub.requests())
                .anyMatch(request -> request.listener() == ServerRole.CAS
                        && request.file().equals("acme/x/patchwork.bin")
                        && request.status() == 200);
    }

    private static void assertRefused(HttpResponse<byte[]> answer, String message) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("<Code>")
                .contains("<Message>" + message);
    }

    /** A fresh link to the parts of the first xorb. */
    private static String url() throws Exception {
        return fetches().get("url").asText();
    }

    private static List<String> members() throws Exception {
        List<String> members = new ArrayList<>();
        for (JsonNode range : fetches().get("ranges")) {
            JsonNode bytes = range.get("bytes");
            members.add(bytes.get("start").asLong() + "-" + bytes.get("end").asLong());
        }
        return members;
    }

    private static JsonNode fetches() throws Exception {
        String token = Response.JSON
                .readTree(plainHttpClient
                        .get("/api/models/acme/x/xet-read-token/main")
                        .body())
                .get("accessToken")
                .asText();
        String address = hub.xet().casUrl() + "/v2/reconstructions/"
                + hub.xet().file(repo, "patchwork.bin").hash();
        HttpResponse<byte[]> answer = plainHttpClient.get(address, "Authorization", "Bearer " + token);
        return Response.JSON
                .readTree(answer.body())
                .get("xorbs")
                .get(xorb().hash().toString())
                .get(0);
    }

    private static Xorb xorb() {
        return hub.xet().file(repo, "patchwork.bin").terms().get(0).xorb();
    }

    private static long first(String member) {
        return Long.parseLong(member.substring(0, member.indexOf('-')));
    }

    private static byte[] bytes(Xorb xorb, String member) {
        long first = first(member);
        long last = Long.parseLong(member.substring(member.indexOf('-') + 1));
        byte[] bytes = new byte[(int) (last - first + 1)];
        xorb.read(first, bytes, bytes.length);
        return bytes;
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
