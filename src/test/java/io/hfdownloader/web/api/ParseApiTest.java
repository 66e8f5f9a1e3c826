package io.hfdownloader.web.api;

import java.net.URI;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Reading what was pasted. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ParseApiTest {

    private static final String PARSE = "/api/v1/parse";

    HubStandIn hub;

    @Test
    void eachLineIsAnsweredByItsKind() {
        String mirrored = URI.create(hub.endpoint()).getAuthority() + "/acme/tiny/tree/v1";

        Json read = read("hf download acme/data --repo-type dataset --include '*.json' --exclude x --token hf_abc"
                + "\nqwen 3\n" + mirrored + "\nhttps://example.com/x\nacme/quants-GGUF:q4_k_m");

        assertThat(read.<String>getList("wishes.kind")).containsExactly("repo", "search", "repo", "unreadable", "repo");
        assertThat(read.<Integer>getList("wishes.line")).containsExactly(1, 2, 3, 4, 5);
        assertThat(read.<String>getList("wishes.repo"))
                .containsExactly("acme/data", null, "acme/tiny", null, "acme/quants-GGUF");
        assertThat(read.<String>getList("wishes.type")).containsExactly("dataset", "model", "model", null, "model");
        assertThat(read.getString("wishes[0].text")).contains("--token ***").doesNotContain("hf_abc");
        assertThat(read.<String>getList("wishes[0].include")).containsExactly("*.json");
        assertThat(read.<String>getList("wishes[0].exclude")).containsExactly("x");
        assertThat(read.<String>getList("wishes[0].notes"))
                .singleElement()
                .asString()
                .contains("HF_TOKEN");
        assertThat(read.<String>getList("wishes[0].noted.code")).containsExactly("note");
        assertThat(read.getString("wishes[0].noted[0].parameters.reason")).isEqualTo("token");
        assertThat(read.getString("wishes[0].noted[0].detail")).isEqualTo(read.getString("wishes[0].notes[0]"));
        assertThat(read.getString("wishes[3].refusal.code")).isEqualTo("unreadable");
        assertThat(read.getString("wishes[3].refusal.detail")).isEqualTo(read.getString("wishes[3].reason"));
        assertThat(read.getString("wishes[1].words")).isEqualTo("qwen 3");
        assertThat(read.getString("wishes[2].revision")).isEqualTo("v1");
        assertThat(read.getString("wishes[3].reason")).contains("\"example.com\" is not a Hub");
        assertThat(read.<String>getList("wishes[4].variants")).containsExactly("Q4_K_M");
    }

    @Test
    void aTextThatIsTooLongIsAnsweredByASentence() {
        Json read = read("a/b\n".repeat(20_000));

        assertThat(read.<String>getList("wishes.reason"))
                .singleElement()
                .asString()
                .contains("64 KiB");
    }

    @Test
    void aBodyWithoutTextIsRefused() {
        problem(post(PARSE, Map.of()), 400, "malformed-request");
        problem(given().contentType("application/json").post(PARSE), 400, "malformed-request");
    }

    private static Json read(String text) {
        return Json.of(post(PARSE, Map.of("text", text))
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
