package io.hfdownloader.web.api;

import java.util.List;

import io.hfdownloader.web.Json;
import io.hfdownloader.web.LogCapture;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Who is told what happens, for programs and on the page. The two hooks stand in {@code HubStandInResource}. */
@QuarkusTest
@Tag("service")
class HooksApiTest {

    private static final String SECRET = "AbCdEf-0123456789-gh";

    @Test
    void hooksAreListedWithoutTheirSecrets() {
        String all =
                given().get("/api/v1/hooks").then().statusCode(200).extract().asString();
        assertThat(all).doesNotContain(SECRET, "services");
        Json hooks = Json.of(all);
        assertThat(hooks.getList("name")).isEqualTo(List.of("away", "says"));
        assertThat(hooks.getList("kind")).isEqualTo(List.of("slack", "command"));
        assertThat(hooks.getList("target").get(0)).isEqualTo("http://127.0.0.1:9/…");
    }

    @Test
    void aHookIsTriedAndItsResultStandsOnThePageInBothLanguages() {
        try (LogCapture log = LogCapture.listen()) {
            Json told = Json.of(ServiceClient.post("/api/v1/hooks/says/test")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            assertThat(told.getString("state")).isEqualTo("delivered");
            assertThat(told.getString("event")).isEqualTo("test");
            Json refused = Json.of(ServiceClient.post("/api/v1/hooks/away/test")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            assertThat(refused.getString("state")).isEqualTo("failed");
            assertThat(refused.getString("detail")).contains("http://127.0.0.1:9 cannot be reached");

            assertThat(log.text())
                    .contains("Hook says says: test: This is a test of the hook says", "Hook away could not be told")
                    .doesNotContain(SECRET);
        }
        String english = fragment("en");
        assertThat(english)
                .contains("data-hook=\"says\"", "It ended with status 0.", "Sent,", "Could not be delivered,")
                .doesNotContain(SECRET);
        assertThat(fragment("zh")).contains("已通知", "无法送达", "测试");
        assertThat(english).contains("data-hook=\"away\"");
    }

    @Test
    void aHookThatThereIsNotIsAProblem() {
        given().post("/api/v1/hooks/nobody/test")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:hf-downloader:problem:hook-not-found"));
        given().post("/api/v1/hooks/%00%0a/test").then().statusCode(404);
    }

    @Test
    void nobodyElsesPageTriesAHook() {
        given().header("Origin", "http://evil.example")
                .header("Sec-Fetch-Site", "cross-site")
                .post("/api/v1/hooks/says/test")
                .then()
                .statusCode(403);
    }

    private static String fragment(String language) {
        return given().header("Accept-Language", language)
                .get("/fragments/hooks")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
