package io.hfdownloader.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.access.LoginSettings;
import io.hfdownloader.standin.HubStandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged program with a login, which all tests here share: the real router behind the door. */
@Tag("process")
class LoginIT {

    private static final String NAME = "hf-downloader-session=";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static HubStandIn hub;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        hub = HubStandIn.startWithSamples();
        server = ServerProcess.launch(
                        folder.resolve("server.log"),
                        folder.resolve("no-such-home"),
                        Map.of(
                                "HF_DOWNLOADER_MODELS_DIR",
                                folder.resolve("models").toString(),
                                "HF_ENDPOINT",
                                hub.endpoint(),
                                "HF_DOWNLOADER_LOGIN",
                                LoginSettings.ofAlice().login().orElseThrow()))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.kill();
        }
        hub.close();
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.root().resolve(path))
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> form(String path, String body, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/x-www-form-urlencoded";
        all[2] = "Origin";
        all[3] = "http://" + server.root().getAuthority();
        return send("POST", path, body, all);
    }

    private static String credentials(String password) {
        return "name=" + LoginSettings.USER + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    private static String cookie(HttpResponse<String> login) {
        assertThat(login.statusCode()).as(login.body()).isEqualTo(303);
        return login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static String session() {
        return cookie(form("/login", credentials(LoginSettings.PASSWORD)));
    }

    /** Anybody may send it before a login: it is read in no time, and tells the log nothing. */
    @Test
    void whatIsNoFormIsRefusedInOneSentence() throws IOException {
        Map<String, Integer> bodies = Map.of(
                "name=a&password=" + "x".repeat(100_000),
                413,
                "a&".repeat(4_000),
                400,
                "\u00ff\u00fe%zz",
                400,
                "name=%zz",
                400,
                "name=" + "%".repeat(3_000),
                400,
                "=&=&=",
                403);
        bodies.forEach((body, status) ->
                assertThat(form("/login", body).statusCode()).as(body).isEqualTo(status));
        assertThat(server.log()).doesNotContain("Uncaught", "Exception", "nobody expected");
    }

    @Test
    void aReaderLogsInGoesOnToWhereItWantedAndOutAgain() {
        HttpResponse<String> asked = send("GET", "/hf-downloader/manage?q=a", "", "Accept", "text/html");
        assertThat(asked.headers().firstValue("Location")).contains("/hf-downloader/login?next=%2Fmanage%3Fq%3Da");
        HttpResponse<String> page =
                send("GET", "/hf-downloader/login?next=%2Fmanage%3Fq%3Da", "", "Accept-Language", "zh");
        assertThat(page.body()).contains("登录", "name=\"next\" value=\"/manage?q=a\"");

        HttpResponse<String> login = form(
                "/hf-downloader/login",
                credentials(LoginSettings.PASSWORD) + "&next=%2Fmanage%3Fq%3Da",
                "Cookie",
                NAME + "A".repeat(43));

        assertThat(login.headers().firstValue("Location")).contains("/hf-downloader/manage?q=a");
        assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(NAME + "[A-Za-z0-9_-]{43}; Path=/hf-downloader/; Max-Age=2592000; HttpOnly; SameSite=Lax");
        String cookie = cookie(login);
        assertThat(cookie).as("one that was put there before is not taken up").isNotEqualTo(NAME + "A".repeat(43));
        HttpResponse<String> manage = send("GET", "/manage", "", "Cookie", cookie, "Accept", "text/html");
        assertThat(manage.statusCode()).isEqualTo(200);
        assertThat(manage.body()).contains("action=\"./logout\"");
        assertThat(send("GET", "/api/status", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/q/openapi", "", "Cookie", cookie).body()).contains("accessToken:", "scheme: bearer");
        assertThat(send("GET", "/q/swagger-ui/", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);

        HttpResponse<String> out = form("/hf-downloader/logout", "", "Cookie", cookie);
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(out.headers().firstValue("Location")).contains("/hf-downloader/login");
        assertThat(send("GET", "/api/status", "", "Cookie", cookie).statusCode())
                .isEqualTo(401);
        assertThat(server.log()).doesNotContain(cookie.substring(NAME.length()), LoginSettings.PASSWORD);
    }

    @Test
    void theCookieIsForTlsAloneWhereTheBrowserSpeaksIt() {
        HttpResponse<String> login = send(
                "POST",
                "/login",
                credentials(LoginSettings.PASSWORD),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                "https://" + server.root().getAuthority());
        assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; SameSite=Lax; Secure");
    }

    @Test
    void anotherSiteLogsNobodyInOrOut() {
        String cookie = session();
        for (String[] from : new String[][] {
            {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"X-None", "x"}
        }) {
            for (String path : List.of("/login", "/logout", "/access")) {
                assertThat(send(
                                        "POST",
                                        path,
                                        credentials(LoginSettings.PASSWORD),
                                        "Content-Type",
                                        "application/x-www-form-urlencoded",
                                        "Cookie",
                                        cookie,
                                        from[0],
                                        from[1])
                                .statusCode())
                        .as(path + " " + from[1])
                        .isEqualTo(403);
            }
        }
        assertThat(send("GET", "/api/status", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        assertThat(form("/api/v1/downloads", "repo=x", "Cookie", cookie).statusCode())
                .as("forms are taken nowhere else")
                .isEqualTo(415);
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreAnsweredAlike() {
        HttpResponse<String> wrong = form("/login", credentials("wrong") + "&next=//evil.example");
        HttpResponse<String> unknown = form("/login", "name=nobody&password=wrong&next=//evil.example");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(wrong.body()).contains("Wrong name or password.").doesNotContain("evil", "wrong\"");
        assertThat(unknown.body().replace("nobody", LoginSettings.USER)).isEqualTo(wrong.body());
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        String unused = session(); // which ends the count of tries
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/status",
                "//api/status",
                "/./api/status",
                "/x/../api/status",
                "/login/../api/status",
                "/login/%2e%2e/api/status",
                "/login;/../api/status",
                "/login%2f../api/status",
                "/api/status;a=b",
                "/api;a=b/status",
                "/%61pi/status",
                "/static/shared/../../api/status",
                "/static/shared/%2e%2e/%2e%2e/api/status",
                "/static/shared/frame.js/../../../api/status",
                "/static/shared/frame.js;/x",
                "/q/health/../openapi",
                "/q/health/%2e%2e/openapi",
                "/q//openapi",
                "/q/openapi;x",
                "/q/metrics",
                "/hf-downloader/login/../api/status",
                "/hf-downloader//api/status",
                "/hf-downloader/../api/status",
                "/hf-downloader;x/api/status",
                "http://localhost/api/status",
                "http://localhost/login/../api/status",
                "/api/status?/login",
                "/fragments/library",
                "/fragments/model-card?repo=acme/tiny-sharded",
                "/access",
                "*"
            })
    void nothingIsReachedWithoutALoginHoweverTheAddressIsWritten(String target) throws IOException {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST")) {
            String answer = raw(method + " " + target
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRemote-User: alice\r\n"
                    + "X-Forwarded-For: 127.0.0.1\r\nX-Original-URL: /login\r\nX-Rewrite-URL: /login\r\n"
                    + "X-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer)
                    .as(method + " " + target)
                    .matches("(?s)HTTP/1.1 (?:400|401|403|404|308) .*")
                    .doesNotContain("downloaded_bytes", "openapi:", "jvm_", "class=\"tokens\"");
        }
    }

    private static String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.root().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aTokenThatACommandMakesDownloadsAndListensUntilItIsRevoked() throws Exception {
        Map<String, String> environment = Map.of(
                "HF_DOWNLOADER_MODELS_DIR",
                folder.resolve("models").toString(),
                "HF_DOWNLOADER_URL",
                server.root().toString());
        CommandProcess refused = CommandProcess.start(folder, environment, "status");
        CommandProcess make = CommandProcess.start(folder, environment, "token", "cron", "--scope", "download");
        assertThat(make.await()).as(make.err()).isZero();
        String token = make.out().strip();
        assertThat(refused.await()).isEqualTo(4);
        assertThat(refused.err()).contains("asks for a login", "HF_DOWNLOADER_API_TOKEN");

        CommandProcess download = CommandProcess.start(
                folder,
                Map.of("HF_DOWNLOADER_URL", server.root().toString(), "HF_DOWNLOADER_API_TOKEN", token),
                "download",
                "acme/two-commits",
                "--wait");
        assertThat(download.await()).as(download.err()).isZero();
        String bearer = "Bearer " + token;
        assertThat(send("DELETE", "/api/v1/library/models/acme/two-commits", "", "Authorization", bearer)
                        .body())
                .contains("scope-missing");
        try (InputStream events = HTTP.send(
                        HttpRequest.newBuilder(server.root().resolve("/api/v1/events"))
                                .header("Authorization", bearer)
                                .build(),
                        BodyHandlers.ofInputStream())
                .body()) {
            assertThat(new String(events.readNBytes(3), StandardCharsets.US_ASCII))
                    .isNotEmpty();
            String cookie = session();
            HttpResponse<String> page = send("GET", "/access", "", "Cookie", cookie);
            assertThat(page.body()).contains(">cron</h3>").doesNotContain(token);
            String id = page.body().replaceFirst("(?s).*name=\"revoke\" value=\"([0-9a-f]+)\".*", "$1");
            assertThat(form("/access", "revoke=" + id, "Cookie", cookie).statusCode())
                    .isEqualTo(200);
            assertThat(send("GET", "/api/status", "", "Authorization", bearer).statusCode())
                    .isEqualTo(401);
            assertThat(endOf(events)).as("the events end with the token").isTrue();
        }
        assertThat(Files.readString(folder.resolve("models/.cache/hf-downloader/access-tokens.json")))
                .doesNotContain(token);
    }

    private static boolean endOf(InputStream events) {
        try {
            events.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException broken) {
            return true;
        }
    }
}
