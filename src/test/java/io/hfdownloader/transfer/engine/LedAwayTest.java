package io.hfdownloader.transfer.engine;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.DnsStandIn;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.BadRedirects;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A Hub that leads to where it may not: machines near us, or without TLS where the Hub has it. */
class LedAwayTest extends EngineTestBase {

    private static final List<String> NEAR = BadRedirects.NEAR;
    private static final List<String> NONE = BadRedirects.NONE;

    @BeforeEach
    void useFewRetries() throws Exception {
        use(new EngineFixture.Settings().retries(1, Duration.ofMillis(10)));
    }

    @ParameterizedTest
    @FieldSource("NEAR")
    void aFileIsNotFetchedFromAMachineNearUs(String target) {
        TransferRequest request = request(SMALL);
        hub.faults().add(BadRedirects.to(target, "/resolve/"));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("is not asked")
                .hasMessageContaining("may not lead");
    }

    @ParameterizedTest
    @FieldSource("NEAR")
    void noneIsAskedForWhatTheHubHas(String target) {
        hub.faults().add(BadRedirects.to(target, "/api/models/"));

        assertThatThrownBy(() ->
                        fixture.client.info(RepoId.model(REPO), "main").await().atMost(EngineFixture.TIMEOUT))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(HubException.Kind.BAD_REDIRECT))
                .hasMessageContaining("which is not asked");
    }

    @ParameterizedTest
    @FieldSource("NONE")
    void whatIsNoAddressOfTheWebIsNotFollowed(String target) {
        hub.faults().add(BadRedirects.to(target, "/api/models/"));

        assertThatThrownBy(() ->
                        fixture.client.info(RepoId.model(REPO), "main").await().atMost(EngineFixture.TIMEOUT))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("redirects to nowhere");
    }

    /** The name may be anybody's: what counts is the address that it has now. */
    @Test
    void aNameThatLeadsNearUsIsJudgedByItsAddress() throws Exception {
        try (DnsStandIn dns = DnsStandIn.start()) {
            dns.knowAllNames(InetAddress.getByName("10.11.12.13"), InetAddress.getByName("169.254.169.254"));
            HubStandIn other = serve(HubStandIn.startWithCdnNamed("cdn.example"));
            useInstead(
                    other,
                    new EngineFixture(
                            other,
                            new EngineFixture.Settings().retries(1, Duration.ofMillis(10)),
                            UnreachableSourceTest.vertxThatAsks(dns),
                            Clock.systemUTC(),
                            Map.of()));
            TransferRequest request = request(SMALL);

            assertThatThrownBy(() -> fixture.fetch(request))
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining("http://cdn.example")
                    .hasMessageContaining("10.11.12.13 is a private address");
        }
    }
}
