package io.hfdownloader.transfer.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.proxy.Tinyproxy;
import io.hfdownloader.standin.tls.TestAuthority;
import io.hfdownloader.standin.tls.TlsFront;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** By way of a proxy that others wrote; skipped, and told so, where it is not installed. */
class RealProxyTest extends EngineTestBase {

    private static final String ACCOUNT = "jane:hunter2@";

    private Tinyproxy proxy;

    @BeforeAll
    static void lookForTheProxy() {
        assumeTrue(Tinyproxy.program().isPresent(), "tinyproxy is not installed");
    }

    @BeforeEach
    void startProxy() throws Exception {
        proxy = Tinyproxy.start(folder, "jane", "hunter2", "forbidden");
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void aFileComesByWayOfARealProxy() throws Exception {
        use("ALL_PROXY", "http://" + ACCOUNT + "127.0.0.1:" + proxy.port());

        fetchesRight(request(SMALL));

        assertThat(fixture.seen.errors).isEmpty();
        assertThat(proxy.log())
                .contains(hub.endpoint().replace("http://", ""), hub.cdnBase().replace("http://", ""));
    }

    @Test
    void aServerWithTlsIsReachedThroughItsTunnel() throws Exception {
        TestAuthority authority = new TestAuthority("Own");
        Path pem = Files.writeString(folder.resolve("own.pem"), authority.pem());
        int port = Integer.parseInt(hub.endpoint().replaceFirst(".*:", ""));
        try (TlsFront front = TlsFront.before(port, authority.serverNamed("localhost"))) {
            use("HTTPS_PROXY", ACCOUNT + "localhost:" + proxy.port(), "SSL_CERT_FILE", pem.toString());

            info(fixture.clientOf(front.address(), EngineFixture.TIMEOUT));

            assertThat(proxy.log()).contains("CONNECT localhost:" + front.port());
        }
    }

    @Test
    void whatItRefusesIsToldAsItsRefusal() throws Exception {
        use(
                "HTTP_PROXY",
                "http://jane:wrong@127.0.0.1:" + proxy.port(),
                "HTTPS_PROXY",
                ACCOUNT + "127.0.0.1:" + proxy.port());

        assertRefused(hub.endpoint(), "asks for a user and a password other than those in the variable");
        assertRefused("https://forbidden.example", "refuses the connection with status 403");
    }

    private void assertRefused(String endpoint, String reason) {
        assertThatThrownBy(() -> info(fixture.clientOf(endpoint, EngineFixture.TIMEOUT)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.PROXY_REFUSED))
                .hasMessageContaining("the proxy http://127.0.0.1:" + proxy.port() + " " + reason);
    }

    private static void info(HubClient client) {
        var unused = client.info(RepoId.model(REPO), "main").await().atMost(EngineFixture.TIMEOUT);
    }

    private void use(String... environment) throws Exception {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        fixture.close();
        fixture = new EngineFixture(
                hub,
                new EngineFixture.Settings().retries(1, Duration.ofMillis(50)),
                Vertx.vertx(),
                Clock.systemUTC(),
                variables);
    }
}
