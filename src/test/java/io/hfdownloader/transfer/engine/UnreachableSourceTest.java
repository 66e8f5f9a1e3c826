package io.hfdownloader.transfer.engine;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.DnsStandIn;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.UntrustedTlsServer;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Servers whose name is not known, or that cannot prove that they are what they say. */
class UnreachableSourceTest extends EngineTestBase {

    private static final String ASK_THE_JDK = "vertx.disableDnsResolver";
    private static final EngineFixture.Settings MANY_RETRIES =
            new EngineFixture.Settings().retries(8, Duration.ofMinutes(1));

    @Test
    void nameThatTheDnsDoesNotKnowIsWaitedForAndThenGoesOnByItself() throws Exception {
        try (DnsStandIn dns = DnsStandIn.start()) {
            useCdnWithoutName(dns, MANY_RETRIES);
            TransferRequest request = request(LARGE);
            CompletableFuture<Void> running = start(request);
            await().until(() -> !fixture.seen.waits.isEmpty());
            assertThat(fixture.seen.waits).first().asString().contains("cdn.example", "not known to the DNS");
            assertThat(fixture.seen.untils).isNotEmpty();

            dns.knowAllNames();

            await().atMost(Duration.ofSeconds(40)).until(running::isDone); // long before the wait of a minute is over
            running.join();
            assertRight(request.partial(), request);
        }
    }

    @Test
    void nameThatTheDnsNeverKnowsIsAnErrorThatNamesIt() throws Exception {
        try (DnsStandIn dns = DnsStandIn.start()) {
            useCdnWithoutName(dns, new EngineFixture.Settings());
            TransferRequest request = request(LARGE);

            assertThatThrownBy(() -> fixture.fetch(request))
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining("http://cdn.example:")
                    .hasMessageContaining("cannot be reached (its name is not known to the DNS)")
                    .hasMessageContaining("retry to go on from there");
            assertThat(dns.questions()).isBetween(7, 60);
        }
    }

    @Test
    void certificateThatNobodyTrustsIsToldWithBackOffAndThenAnError() throws Exception {
        try (UntrustedTlsServer cdn = UntrustedTlsServer.start()) {
            HubStandIn other = serve(HubStandIn.startBefore(cdn.address(), 0));
            useInstead(other, new EngineFixture(other, MANY_RETRIES.retries(2, Duration.ofMillis(700))));
            TransferRequest request = request(LARGE);

            assertThatThrownBy(() -> fixture.fetch(request))
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining(cdn.address() + " cannot be reached (TLS failed: ")
                    .hasMessageContaining("(3 tries without a new byte)")
                    .hasMessageContaining("clock");
            assertThat(fixture.seen.waits).first().asString().contains("TLS failed: ");
            assertThat(cdn.requests()).isZero();
        }
    }

    @Test
    void hubWithACertificateThatNobodyTrustsIsNamed() throws Exception {
        try (UntrustedTlsServer server = UntrustedTlsServer.start()) {
            var client = HubClients.of(fixture.vertx, server.address().toString(), "hf_secret");

            assertThatThrownBy(() ->
                            client.info(RepoId.model(REPO), "main").await().atMost(EngineFixture.TIMEOUT))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("The Hub at " + server.address() + " cannot be reached")
                    .hasMessageContaining("TLS failed: ");
            assertThat(server.requests()).isZero();
        }
    }

    /** The first address takes no connection and refuses none, as one without a route does. */
    @Test
    void addressThatLeadsNowhereIsPassedOverForAnotherOfTheSameHost() throws Exception {
        try (DnsStandIn dns = DnsStandIn.start()) {
            useCdnWithoutName(dns, new EngineFixture.Settings());
            InetAddress nowhere = InetAddress.getByName("127.0.0.3");
            try (FullBacklog full =
                    FullBacklog.at(nowhere, URI.create(hub.cdnBase()).getPort())) {
                dns.knowAllNames(nowhere, InetAddress.getLoopbackAddress());

                fetchesRight(request(LARGE));

                assertThat(fixture.seen.errors).isEmpty();
                assertThat(full.isFull()).isTrue();
            }
        }
    }

    /** The first address is silent, as one without a route is, or refuses, as one where nobody listens. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hubWhoseFirstAddressIsDeadOrSilentIsReachedAtAnother(boolean silent) throws Exception {
        InetAddress nowhere = InetAddress.getByName("127.0.0.3");
        int port = URI.create(hub.endpoint()).getPort();
        try (DnsStandIn dns = DnsStandIn.start()) {
            dns.knowAllNames(nowhere, InetAddress.getLoopbackAddress());
            Vertx vertx = vertxThatAsks(dns);
            try (FullBacklog full = silent ? FullBacklog.at(nowhere, port) : null) {
                var client = HubClients.of(vertx, "http://hub.example:" + port, null);

                assertThat(client.info(RepoId.model(REPO), "main")
                                .await()
                                .atMost(EngineFixture.TIMEOUT)
                                .repo())
                        .isEqualTo(RepoId.model(REPO));
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    private void useCdnWithoutName(DnsStandIn dns, EngineFixture.Settings settings) throws Exception {
        HubStandIn other = serve(HubStandIn.startWithCdnNamed("cdn.example"));
        useInstead(other, new EngineFixture(other, settings, vertxThatAsks(dns), Clock.systemUTC()));
    }

    /** Quarkus, in another test of this process, has all of Vert.x ask the JDK, which asks the system's name server. */
    static Vertx vertxThatAsks(DnsStandIn dns) {
        String setByQuarkus = System.clearProperty(ASK_THE_JDK);
        try {
            return Vertx.vertx(new VertxOptions()
                    .setAddressResolverOptions(new AddressResolverOptions()
                            .setServers(List.of(dns.address()))
                            .setSearchDomains(List.of())));
        } finally {
            if (setByQuarkus != null) {
                System.setProperty(ASK_THE_JDK, setByQuarkus);
            }
        }
    }
}
