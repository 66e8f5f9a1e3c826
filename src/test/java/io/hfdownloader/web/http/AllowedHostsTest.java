package io.hfdownloader.web.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
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
                "192.0.2.7:5000",
                "other-nas:5000",
                "models.lan",
                "localhost:5000",
                "127.0.0.1:5000",
                "[::1]:5000"
            })
    void itsOwnNamesAreServed(String host) {
        given().header("Host", host).get("/api/status").then().statusCode(200);
    }

    /** A client that changes to HTTP/2 by itself tells the name in another place. */
    @ParameterizedTest
    @CsvSource({"nas, 200", "127.0.0.1, 200", "evil.example, 403", "nas.evil.example, 403"})
    void theNameIsReadOverHttp2AsWell(String host, int status) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            RequestOptions asked = new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(RestAssured.port, "127.0.0.1"))
                    .setHost(host)
                    .setPort(5000)
                    .setURI("/api/status");
            int answer = client.request(asked)
                    .compose(HttpClientRequest::send)
                    .map(HttpClientResponse::statusCode)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(answer).isEqualTo(status);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, /api/v1/downloads",
        "evil.example:5000, /hf-downloader/api/v1/downloads",
        "models.example.com.evil.example, /",
        "xmodels.example.com, /q/metrics",
        "192.0.2.7.evil.example:5000, /static/shared/frame.css",
    })
    void anyOtherNameIsRefusedWhateverIsAsked(String host, String path) {
        problem(given().header("Host", host).get(path), 403, "host-not-allowed")
                .body("detail", containsString("HF_DOWNLOADER_ALLOWED_HOSTS"));
    }

    /** Before anything of ours is asked: what answers for it must not show where in the program it happened. */
    @ParameterizedTest
    @ValueSource(strings = {"[::1", "a:b:c", "user@foo.lan", "foo:99999x", "a b"})
    void aHostThatIsNoneIsRefusedInAProblem(String host) throws Exception {
        String v1 = answer("/api/v1/downloads", host);
        assertThat(v1)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "The Host header of this request")
                .doesNotContain("Stack", "Exception");
        assertThat(answer("/api/status", host))
                .startsWith("HTTP/1.1 400")
                .contains("{\"error\":\"The Host header of this request")
                .doesNotContain("Stack");
    }

    private static String answer(String path, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
