package io.hfdownloader.transfer.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.tls.TestAuthority;
import io.hfdownloader.standin.tls.TlsFront;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A CDN that is reached over TLS, with an authority of the house. */
class TlsTest extends EngineTestBase {

    private static final EngineFixture.Settings FEW_RETRIES =
            new EngineFixture.Settings().retries(1, Duration.ofMillis(50));

    private static TestAuthority authority;

    private TlsFront cdn;

    @BeforeAll
    static void makeAuthority() throws GeneralSecurityException {
        authority = new TestAuthority("The house");
    }

    @BeforeEach
    void startTls() throws Exception {
        TestAuthority.Shown shown = authority.serverNamed("localhost");
        HubStandIn other = serve(HubStandIn.startWithCdnBehind(port -> {
            cdn = TlsFront.before(port, shown);
            return cdn.address();
        }));
        Path pem = Files.writeString(folder.resolve("house.pem"), authority.pem());
        use(other, new EngineFixture.Settings(), Map.of("SSL_CERT_FILE", pem.toString()));
    }

    @AfterEach
    void stopTls() throws Exception {
        cdn.close();
    }

    private void use(HubStandIn other, EngineFixture.Settings settings, Map<String, String> environment)
            throws Exception {
        EngineFixture engine = new EngineFixture(other, settings, Vertx.vertx(), Clock.systemUTC(), environment);
        if (other == hub) {
            fixture.close();
            fixture = engine;
        } else {
            useInstead(other, engine);
        }
    }

    @Test
    void anAuthorityOfTheHouseIsTrustedAndOneProtocolIsOffered() throws Exception {
        fetchesRight(request(LARGE));

        assertThat(fixture.seen.errors).isEmpty();
        assertThat(cdn.protocols()).isNotEmpty().containsOnly(List.of("http/1.1"));
    }

    @Test
    void sessionsAreResumedSoThatFurtherConnectionsCostLess() throws Exception {
        use(hub, new EngineFixture.Settings().onOneConnection(), trust());
        fetchesRight(request(SMALL));
        cdn.cutAll();

        fetchesRight(request(LARGE));

        assertThat(cdn.names()).hasSizeGreaterThan(1);
        assertThat(cdn.fullHandshakes()).isEqualTo(1);
    }

    @Test
    void aServerOfAnAuthorityThatNobodyNamedIsNotTrusted() throws Exception {
        use(hub, FEW_RETRIES, Map.of());

        assertRefused("TLS failed: ", "SSL_CERT_FILE");
    }

    @Test
    void aServerThatIsAnotherIsNotTrusted() throws Exception {
        cdn.shows(authority.serverNamed("cdn.example"));
        use(hub, FEW_RETRIES, trust());

        assertRefused("TLS failed: ", "localhost");
    }

    @Test
    void aServerWhoseCertificateHasExpiredIsNotTrusted() throws Exception {
        cdn.shows(authority.expired("localhost"));
        use(hub, FEW_RETRIES, trust());

        assertRefused("TLS failed: ", "NotAfter");
    }

    @Test
    void aCertificateThatExpiresDuringADownloadIsWaitedOutAndNothingIsFetchedTwice() throws Exception {
        use(hub, new EngineFixture.Settings().retries(8, Duration.ofMillis(700)), trust());
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);
        cdn.shows(authority.expired("localhost"));
        cdn.cutAll();
        await().until(() -> fixture.seen.errors.stream().anyMatch(error -> error.contains("TLS failed: ")));

        cdn.shows(authority.serverNamed("localhost"));
        hub.faults().clear();

        await().until(running::isDone);
        running.join();
        assertRight(request.partial(), request);
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tlsThatEndsInTheMiddleOfABodyIsGoneOnFromThere(boolean withGoodbye) throws Exception {
        hub.faults().add(Fault.bytesPerSecond(LARGE, 20_000_000));
        cdn.cutsOnceAfter(1_000_000, withGoodbye);
        TransferRequest request = request(LARGE);

        fetchesRight(request);

        assertThat(fixture.seen.errors).isNotEmpty();
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    private Map<String, String> trust() {
        return Map.of("SSL_CERT_FILE", folder.resolve("house.pem").toString());
    }

    private void assertRefused(String... words) {
        TransferRequest request = request(SMALL);
        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining(cdn.address() + " cannot be reached");
        assertThat(cdn.names()).isEmpty();
    }
}
