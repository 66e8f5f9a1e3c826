package io.hfdownloader.web.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.access.Access;
import io.hfdownloader.access.AccessToken;
import io.hfdownloader.access.LoginSettings;
import io.hfdownloader.access.Scope;
import io.hfdownloader.web.http.BasePath;
import io.hfdownloader.web.http.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The filter before a server in which whatever passes is answered 200, so that nothing but the filter refuses. */
@Tag("fast")
class AccessFilterTest {

    private static final String INSIDE = "inside";

    @TempDir
    private static Path models;

    private static Vertx vertx;
    private static Access access;
    private static HttpServer byLogin;
    private static HttpServer byProxy;
    private static HttpServer byOtherProxy;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(models.resolve(".cache/hf-downloader"));
        vertx = Vertx.vertx();
        access = LoginSettings.ofAlice().in(models, InstantSource.system());
        byLogin = serve(access);
        byProxy = serve(LoginSettings.ofAlice()
                .proxies("Remote-User", "127.0.0.1", "::1")
                .in(models, InstantSource.system()));
        byOtherProxy = serve(LoginSettings.ofAlice()
                .proxies("Remote-User", "10.0.0.7")
                .withOpenMetrics()
                .in(models, InstantSource.system()));
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static HttpServer serve(Access access) throws Exception {
        WebConfig config = new WebConfig() {
            @Override
            public Optional<String> baseUrl() {
                return Optional.of("/hf");
            }

            @Override
            public Optional<List<String>> allowedHosts() {
                return Optional.empty();
            }
        };
        BasePath basePath = new BasePath(config);
        AccessFilter filter = new AccessFilter(access, basePath);
        Router router = Router.router(vertx);
        router.route().order(-2).handler(basePath::strip);
        router.route().order(-1).handler(filter::check);
        router.route().order(1).handler(context -> context.response().end(INSIDE));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> send(HttpServer server, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    /** As it stands, which no client of ours would send. */
    private static String raw(HttpServer server, String line, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            socket.setSoTimeout(10_000);
            String head =
                    line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/manage",
                "/access",
                "/api/status",
                "/api/v1/downloads",
                "/api/v1/events",
                "/download",
                "/fragments/library",
                "/fragments/model-card?repo=acme/tiny-sharded",
                "/q/openapi",
                "/q/metrics",
                "/q/dev",
                "/q/swagger-ui/",
                "/static/api/index.html",
                "/static/download.js",
                "/static/bundle/metafile.json",
                "/static/bundle/frame.js.map/x",
                "/login/",
                "/login/..",
                "/login/../api/status",
                "/login/%2e%2e/api/status",
                "/login%2f..%2fapi/status",
                "/login;/api/status",
                "/login;x=y",
                "/login/x",
                "/login.json",
                "/LOGIN",
                "//login",
                "/./login",
                "/%6cogin",
                "/hf/login/../api/status",
                "/hf/../login",
                "/hf//api/status",
                "/hf/hf/api/status",
                "/static/shared/../../api/status",
                "/static/shared/..%2f..%2fapi/status",
                "/static/shared/%2e%2e/%2e%2e/api/status",
                "/static/shared/x.js/../../../api/status",
                "/static/shared/x.js;/../../api",
                "/static/shared//api/status",
                "/static/../api/status",
                "/q/health/../../api/status",
                "/q/health/;/api/status",
                "/q/health/live/../../openapi",
                "/q/health%2f..%2fopenapi",
                "/q/healthx",
                "/api/status?/login",
                "/api/status#/login",
                "/api\\status",
                "http://localhost/api/status",
                "http://localhost/login/../api/status"
            })
    void nothingIsReachedWithoutALoginHoweverTheAddressIsWritten(String target) throws IOException {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND")) {
            String answer = raw(byLogin, method + " " + target);
            assertThat(answer)
                    .as(method + " " + target)
                    .matches("(?s)HTTP/1.1 (?:401|400|308|404|501) .*")
                    .doesNotContain(INSIDE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/hf/login",
                "/login?next=/manage",
                "/static/shared/frame.js",
                "/static/bundle/frame.js",
                "/static/bundle/chunk-2WHS2PBC.js",
                "/static/frame.css",
                "/static/shared/base.css",
                "/static/login.css",
                "/static/icon.svg",
                "/q/health",
                "/q/health/live",
                "/hf/q/health/ready"
            })
    void theLoginWithWhatItShowsAndTheHealthAreForEverybodyToLookAt(String target) throws Exception {
        assertThat(send(byLogin, "GET", target).body()).isEqualTo(INSIDE);
        assertThat(send(byLogin, "PUT", target).statusCode()).isEqualTo(401);
        assertThat(send(byLogin, "DELETE", target).statusCode()).isEqualTo(401);
    }

    @Test
    void metricsAreForEverybodyWhereASettingSaysSo() throws Exception {
        assertThat(send(byLogin, "GET", "/q/metrics").statusCode()).isEqualTo(401);
        assertThat(send(byOtherProxy, "GET", "/q/metrics").body()).isEqualTo(INSIDE);
        assertThat(send(byOtherProxy, "POST", "/q/metrics").statusCode()).isEqualTo(401);
        assertThat(send(byOtherProxy, "GET", "/q/metrics/..").statusCode()).isEqualTo(401);
    }

    @Test
    void aPersonIsLedToTheLoginAndAScriptIsToldWhatToDo() throws Exception {
        HttpResponse<String> page = send(byLogin, "GET", "/hf/manage?q=a%20b", "Accept", "text/html,*/*");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location")).contains("/hf/login?next=%2Fmanage%3Fq%3Da%2520b");
        assertThat(send(byLogin, "GET", "/", "Accept", "text/html", "X-Forwarded-Prefix", "/models")
                        .headers()
                        .firstValue("Location"))
                .contains("/models/login");
        assertThat(send(byLogin, "GET", "/q/swagger-ui/", "Accept", "text/html")
                        .headers()
                        .firstValue("Location"))
                .contains("/login?next=%2Fq%2Fswagger-ui%2F");
        HttpResponse<String> script = send(byLogin, "GET", "/api/v1/downloads", "Accept", "text/html");
        assertThat(script.statusCode()).isEqualTo(401);
        assertThat(script.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(script.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"hf-downloader\"");
        assertThat(script.body()).contains("urn:hf-downloader:problem:login-needed", "HF_DOWNLOADER_API_TOKEN");
        HttpResponse<String> older = send(byLogin, "GET", "/api/status");
        assertThat(older.statusCode()).isEqualTo(401);
        assertThat(older.body()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/x", "/\\evil.example", "/..//evil.example", "/.//evil.example"})
    void theWayBackFromTheLoginIsToNoOtherServer(String target) throws IOException {
        assertThat(raw(byLogin, "GET " + target, "Accept: text/html\r\n"))
                .containsIgnoringCase("Location: /login\r\n")
                .doesNotContain("evil");
    }

    @Test
    void aPrefixThatAClientMakesUpLeadsNowhereElse() throws IOException {
        for (String prefix :
                List.of("//evil.example", "/\\evil.example", "https://evil.example", "/a;b", "/a%0d%0ab")) {
            assertThat(raw(byLogin, "GET /manage", "Accept: text/html\r\n", "X-Forwarded-Prefix: " + prefix + "\r\n"))
                    .containsIgnoringCase("Location: /login?next=%2Fmanage\r\n");
        }
    }

    @Test
    void aSessionIsWhatThisServerHasBegunAndNothingElse() throws Exception {
        String cookie = access.begin(LoginSettings.USER);
        String name = "hf-downloader-session=";
        assertThat(send(byLogin, "GET", "/", "Cookie", name + cookie).body()).isEqualTo(INSIDE);
        assertThat(send(byLogin, "DELETE", "/x", "Cookie", "language=en; " + name + "other; " + name + cookie)
                        .body())
                .isEqualTo(INSIDE);
        for (String forged : List.of(
                name,
                name + "A".repeat(43),
                name + "\"" + cookie + "\"",
                name + cookie + "x",
                "HF-DOWNLOADER-SESSION=" + cookie,
                "x" + name + cookie,
                "other=" + cookie,
                (name + "x; ").repeat(5) + name + cookie)) {
            assertThat(send(byLogin, "GET", "/", "Cookie", forged).statusCode())
                    .as(forged)
                    .isEqualTo(401);
        }
        access.sessions().end(cookie);
        assertThat(send(byLogin, "GET", "/", "Cookie", name + cookie).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aTokenOpensWhatItsScopeAllows(Scope scope) throws Exception {
        AccessToken.Made made = access.tokens().make("of " + scope, scope);
        String bearer = "Bearer " + made.secret();
        assertThat(send(byLogin, "GET", "/hf/api/status", "Authorization", bearer)
                        .body())
                .isEqualTo(INSIDE);
        assertThat(send(byLogin, "GET", "/api/status", "Authorization", "bearer   " + made.secret())
                        .body())
                .isEqualTo(INSIDE);
        HttpResponse<String> start = send(byLogin, "POST", "/api/v1/downloads", "Authorization", bearer);
        HttpResponse<String> delete =
                send(byLogin, "DELETE", "/api/v1/library/models/acme/tiny", "Authorization", bearer);
        assertThat(start.statusCode()).isEqualTo(scope == Scope.READ ? 403 : 200);
        assertThat(delete.statusCode()).isEqualTo(scope == Scope.MANAGE ? 200 : 403);
        if (scope == Scope.READ) {
            assertThat(start.body()).contains("scope-missing", "needs \\\"download\\\"");
            assertThat(start.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("scope=\"download\"");
        }
        int revoked = access.tokens().revoke(made.token().id());
        assertThat(revoked).isEqualTo(1);
        assertThat(send(byLogin, "GET", "/api/status", "Authorization", bearer).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenThatIsNoneIsRefusedAlsoWithASession() throws Exception {
        String cookie = "hf-downloader-session=" + access.begin(LoginSettings.USER);
        for (String token : List.of("hfd_", "hfd_" + "A".repeat(43), "hfd_" + "A".repeat(5_000))) {
            HttpResponse<String> answer =
                    send(byLogin, "GET", "/api/v1/system", "Authorization", "Bearer " + token, "Cookie", cookie);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("revoked").doesNotContain("AAAA");
        }
        assertThat(send(byLogin, "GET", "/api/v1/system", "Authorization", "Basic YTpi", "Cookie", cookie)
                        .body())
                .as("that of a proxy in front")
                .isEqualTo(INSIDE);
        assertThat(send(byLogin, "GET", "/api/v1/system", "Authorization", "Basic YTpi")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theUserThatAProxyNamesIsBelievedFromItsAddressAlone() throws Exception {
        assertThat(send(byProxy, "GET", "/", "Remote-User", "alice").body()).isEqualTo(INSIDE);
        assertThat(send(byProxy, "POST", "/api/v1/downloads", "remote-user", "alice")
                        .body())
                .isEqualTo(INSIDE);
        assertThat(send(byProxy, "GET", "/").statusCode()).isEqualTo(401);
        assertThat(send(byOtherProxy, "GET", "/", "Remote-User", "alice").statusCode())
                .isEqualTo(401);
        assertThat(send(byOtherProxy, "GET", "/", "Remote-User", "alice", "X-Forwarded-For", "10.0.0.7")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(
                                byOtherProxy,
                                "GET",
                                "/",
                                "Remote-User",
                                "alice",
                                "Forwarded",
                                "for=10.0.0.7",
                                "X-Real-IP",
                                "10.0.0.7")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(byLogin, "GET", "/", "Remote-User", "alice").statusCode())
                .as("none is named")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remote-User: alice\r\nRemote-User: admin\r\n",
                "Remote-User: \r\n",
                "Remote_User: alice\r\n",
                "Remote-User : alice\r\n",
                "X-Remote-User: alice\r\n",
                "X: y\r\n Remote-User: alice\r\n"
            })
    void aHeaderThatAClientSmugglesPastTheProxyNamesNobody(String headers) throws IOException {
        assertThat(raw(byProxy, "GET /api/status", headers))
                .matches("(?s)HTTP/1.1 40[01] .*")
                .doesNotContain(INSIDE);
    }

    @Test
    void overHttp2ItIsTheSame() throws Exception {
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI root = URI.create("http://127.0.0.1:" + byLogin.actualPort());
        HttpResponse<String> refused =
                http2.send(HttpRequest.newBuilder(root.resolve("/api/status")).build(), BodyHandlers.ofString());
        assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(refused.statusCode()).isEqualTo(401);
        HttpResponse<String> let = http2.send(
                HttpRequest.newBuilder(root.resolve("/api/status"))
                        .header("Cookie", "hf-downloader-session=" + access.begin(LoginSettings.USER))
                        .build(),
                BodyHandlers.ofString());
        assertThat(let.body()).isEqualTo(INSIDE);
    }
}
