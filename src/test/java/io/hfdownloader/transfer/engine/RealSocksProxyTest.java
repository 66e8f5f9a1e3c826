package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.proxy.Dante;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** By way of a proxy for SOCKS5 that others wrote; skipped, and told so, where it is not installed or may not run. */
class RealSocksProxyTest extends EngineTestBase {

    private Dante proxy;

    @BeforeAll
    static void lookForTheProxy() {
        String obstacle = Dante.obstacle().orElse("");
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @BeforeEach
    void startProxy() throws Exception {
        proxy = Dante.start(folder);
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void aFileComesByWayOfARealSocksProxyThatAsksForAPassword() throws Exception {
        use("socks5h://jane:hunter2@");

        fetchesRight(request(SMALL));

        assertThat(fixture.seen.errors).isEmpty();
        assertThat(proxy.log()).contains("username%jane@", hub.cdnBase().replaceFirst(".*:", ""));
    }

    @Test
    void whatARealSocksProxyRefusesIsToldAsItsRefusal() throws Exception {
        use("socks5://jane:wrong@");
        assertRefused(hub.endpoint(), "asks for a user and a password other than those in the variable");
        use("socks5://");
        assertRefused(hub.endpoint(), "asks for a user and a password; write them into the variable");
        use("socks5://jane:hunter2@");
        assertRefused("http://" + Dante.FORBIDDEN, "refuses the connection; have it allow this server");
    }

    private void assertRefused(String endpoint, String reason) {
        assertThatThrownBy(() -> {
                    var unused = fixture.clientOf(endpoint, EngineFixture.TIMEOUT)
                            .info(RepoId.model(REPO), "main")
                            .await()
                            .atMost(EngineFixture.TIMEOUT);
                })
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.PROXY_REFUSED))
                .hasMessageContaining("the proxy socks5://127.0.0.1:" + proxy.port() + " " + reason);
    }

    private void use(String schemeAndUser) throws Exception {
        fixture.close();
        fixture = new EngineFixture(
                hub,
                new EngineFixture.Settings().retries(1, Duration.ofMillis(50)),
                Vertx.vertx(),
                Clock.systemUTC(),
                Map.of("ALL_PROXY", schemeAndUser + "127.0.0.1:" + proxy.port()));
    }
}
