package io.hfdownloader.web.http;

import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

/** A page of another site whose name was made to lead here gets nothing. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestProfile(SettingsTestProfile.class)
@Tag("service")
class AllowedHostsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models.example.com",
                "MODELS.example.com:8443",
                "models.example.com.",
                "nas:5000",
                "localhost:5000",
                "127.0.0.1:5000",
                "[::1]:5000"
            })
    void itsOwnNamesAreServed(String host) {
        given().header("Host", host).get("/api/status").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, /api/v1/downloads",
        "evil.example:5000, /hf-downloader/api/v1/downloads",
        "models.example.com.evil.example, /",
        "xmodels.example.com, /q/metrics",
        "192.0.2.7:5000, /static/shared/frame.css",
    })
    void anyOtherNameIsRefusedWhateverIsAsked(String host, String path) {
        problem(given().header("Host", host).get(path), 403, "host-not-allowed")
                .body("detail", containsString("HF_DOWNLOADER_ALLOWED_HOSTS"));
    }
}
