package io.hfdownloader.transfer.engine;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.DnsStandIn;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.proxy.ProxyStandIn;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.tls.TestAuthority;
import io.hfdownloader.standin.tls.TlsFront;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Networks that are left by way of a forward proxy. The CDN has a name that no DNS knows, and the proxy does. */
@Tag("http")
class ProxyTest {

    private static final String USER = "jane@corp";
    private static final String PASSWORD = "hunter2:%/";
    private static final String ACCOUNT = "jane%40corp:hunter2%3A%25%2F@";
    private static final String REPO = "acme/files";
    private static final String XET_REPO = "acme/xet";
    private static final String FILE = "model.bin";
    private static final int FILE_BYTES = 3_000_000;
    private static final EngineFixture.Settings FEW_RETRIES =
            new EngineFixture.Settings().retries(2, Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private TestAuthority authority;
    private ProxyStandIn proxy;
    private TlsFront tls;
    private HubStandIn hub;
    private final Map<String, String> trusted = new HashMap<>();
    private EngineFixture fixture;

    @BeforeEach
    void startHubAndProxy() throws Exception {
        authority = new TestAuthority("Own");
        proxy = ProxyStandIn.start();
        serve(HubStandIn.startWithCdnNamed("cdn.example"));
    }

    @AfterEach
    void stop() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
        hub.close();
        proxy.close();
        if (tls != null) {
            tls.close();
        }
    }

    private void serve(HubStandIn other) {
        hub = other;
        hub.add(StandInRepo.model(REPO)
                .file(FILE, Content.generated(3, FILE_BYTES))
                .lfs());
        hub.add(StandInRepo.model(XET_REPO)
                .onXet()
                .file(FILE, Content.generated(4, FILE_BYTES))
                .lfs());
    }

    // --- by way of it --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"http://", "", "socks5h://", "socks4a://"})
    void everyRequestGoesByWayOfTheProxyWhichLooksUpTheNames(String scheme) throws Exception {
        use("ALL_PROXY", scheme + "127.0.0.1:" + proxy.port());

        fetchesRight(REPO);

        assertThat(proxy.asked())
                .anyMatch(asked -> asked.endsWith(" " + hostAndPort(hub.endpoint())))
                .anyMatch(asked -> asked.contains(" cdn.example:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "socks5h://"})
    void userAndPasswordAreGivenToTheProxyAndToNobodyElse(String scheme) throws Exception {
        proxy.asksFor(USER, PASSWORD);
        use("ALL_PROXY", scheme + ACCOUNT + "127.0.0.1:" + proxy.port());

        fetchesRight(REPO);

        assertThat(hub.tokenLeaks()).isZero();
    }

    @Test
    void theStorageIsReachedByWayOfTheProxyToo() throws Exception {
        use("http_proxy", "http://127.0.0.1:" + proxy.port());

        fetchesRight(XET_REPO);

        assertThat(fixture.seen.transports).containsExactly("xet");
        assertThat(proxy.asked())
                .contains(
                        "GET " + hostAndPort(hub.xet().casUrl()),
                        "GET " + hostAndPort(hub.xet().xorbsBase()));
    }

    /** The proxy sees host and port, and neither the path nor the token. */
    @Test
    void serversWithTlsAreReachedThroughATunnel() throws Exception {
        hub.close();
        TlsFront[] front = new TlsFront[1];
        serve(HubStandIn.startWithCdnBehind(port -> {
            front[0] = TlsFront.before(port, shownBy(authority));
            return "https://cdn.example:" + front[0].port();
        }));
        Path pem = Files.writeString(folder.resolve("own.pem"), authority.pem());
        try (TlsFront cdn = front[0]) {
            proxy.asksFor(USER, PASSWORD);
            use("HTTPS_PROXY", ACCOUNT + "127.0.0.1:" + proxy.port(), "SSL_CERT_FILE", pem.toString());

            fetchesRight(REPO);

            assertThat(proxy.asked()).isNotEmpty().containsOnly("CONNECT cdn.example:" + cdn.port());
            assertThat(proxy.heads()).noneMatch(head -> head.contains(FILE) || head.contains("\r\nAuthorization"));
            assertThat(cdn.names()).containsOnly("cdn.example");
        }
    }

    /** One TLS with the proxy, which sees nothing of the other within it. */
    @Test
    void aProxyThatIsItselfReachedOverTlsServesServersWithTlsAndWithout() throws Exception {
        hub.close();
        TlsFront[] front = new TlsFront[1];
        serve(HubStandIn.startWithCdnBehind(port -> {
            front[0] = TlsFront.before(port, shownBy(authority));
            return "https://cdn.example:" + front[0].port();
        }));
        proxy.asksFor(USER, PASSWORD);
        try (TlsFront cdn = front[0]) {
            use("ALL_PROXY", overTls("localhost").replace("://", "://" + ACCOUNT));

            fetchesRight(REPO);

            assertThat(proxy.asked())
                    .containsOnly("GET " + hostAndPort(hub.endpoint()), "CONNECT cdn.example:" + cdn.port());
            assertThat(proxy.heads())
                    .filteredOn(head -> head.startsWith("CONNECT"))
                    .isNotEmpty()
                    .noneMatch(head -> head.contains(FILE) || head.contains("\r\nAuthorization"));
            assertThat(cdn.names()).containsOnly("cdn.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hub.example", "https://hub.example"})
    void aProxyThatProvesToBeAnotherIsToldNothing(String endpoint) throws Exception {
        use("ALL_PROXY", overTls("other.example").replace("://", "://" + ACCOUNT));

        assertUnavailable(endpoint, "the proxy https://localhost:" + tls.port() + " cannot be reached: TLS failed: ");

        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void aProxyThatSpeaksNoTlsWhereItShouldIsNamed() throws Exception {
        use("ALL_PROXY", "https://127.0.0.1:" + proxy.port());

        assertUnavailable(
                "https://hub.example",
                "the proxy https://127.0.0.1:" + proxy.port()
                        + " cannot be reached: TLS failed: what answers speaks no TLS");
    }

    /** As curl has it: {@code socks5h} and {@code socks4a} have the proxy look names up. */
    @ParameterizedTest
    @ValueSource(strings = {"socks5", "socks4"})
    void aProxyThatIsToldAddressesIsToldNoNames(String scheme) throws Exception {
        hub.close();
        serve(HubStandIn.start());
        use("ALL_PROXY", scheme + "://127.0.0.1:" + proxy.port());

        fetchesRight(REPO);

        assertThat(proxy.asked())
                .isNotEmpty()
                .allMatch(asked -> asked.matches("SOCKS[45] address (127\\.0\\.0\\.1|0:0:0:0:0:0:0:1):\\d+"));
        assertUnavailable(
                "http://hub.example",
                "its name is not known to the DNS here; where the proxy " + scheme + "://127.0.0.1:" + proxy.port()
                        + " is to look it up, write socks5h://");
    }

    @Test
    void aProxyThatIsToldAddressesIsToldTheNextWhereOneDoesNotAnswer() throws Exception {
        try (DnsStandIn dns = DnsStandIn.start()) {
            dns.knowAllNames(InetAddress.getByName("127.0.0.3"), InetAddress.getLoopbackAddress());
            fixture = new EngineFixture(
                    hub,
                    FEW_RETRIES,
                    UnreachableSourceTest.vertxThatAsks(dns),
                    Clock.systemUTC(),
                    Map.of("ALL_PROXY", "socks5://127.0.0.1:" + proxy.port()));

            fetchesRight(REPO);

            int cdn = URI.create(hub.cdnBase()).getPort();
            assertThat(proxy.asked()).contains("SOCKS5 address 127.0.0.3:" + cdn, "SOCKS5 address 127.0.0.1:" + cdn);
            assertThat(fixture.seen.errors).isEmpty();
        }
    }

    /** Vert.x and Netty do not agree on these handlers where no TLS follows; see {@code Socks4Codec}. */
    @Test
    void anOldSocksProxyServesServersWithTlsToo() throws Exception {
        Path pem = Files.writeString(folder.resolve("own.pem"), authority.pem());
        int hubPort = Integer.parseInt(hub.endpoint().replaceFirst(".*:", ""));
        try (TlsFront front = TlsFront.before(hubPort, authority.serverNamed("hub.example"))) {
            use("ALL_PROXY", "socks4a://127.0.0.1:" + proxy.port(), "SSL_CERT_FILE", pem.toString());

            info(fixture.clientOf("https://hub.example:" + front.port(), EngineFixture.TIMEOUT));

            assertThat(proxy.asked()).containsOnly("SOCKS4 name hub.example:" + front.port());
        }
    }

    @Test
    void whatNoProxyNamesIsReachedDirectly() throws Exception {
        proxy.closes();
        hub.close();
        serve(HubStandIn.start());
        use("ALL_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "127.0.0.0/8,localhost");

        fetchesRight(REPO);

        assertThat(proxy.asked()).isEmpty();
    }

    // --- those that refuse ---------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {"http://", "http://jane:wrong-hunter2@", "https://", "socks5://", "socks5://jane:wrong-hunter2@"
            })
    void aProxyThatAsksForAPasswordIsNamedAndNotAskedAgainAndAgain(String schemeAndUser) throws Exception {
        use();
        TransferRequest request = request(REPO);
        fixture.close();
        proxy.asksFor(USER, PASSWORD);
        use("ALL_PROXY", way(schemeAndUser));

        assertThatThrownBy(() -> info(fixture.client))
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.PROXY_REFUSED))
                .hasMessageContainingAll(
                        "The Hub at " + hub.endpoint() + " cannot be reached (the proxy ",
                        " asks for a user and a password",
                        "HTTPS_PROXY")
                .hasMessageNotContainingAny("hunter2", "jane");
        int before = proxy.asked().size();
        Throwable failure = catchThrowable(() -> fixture.fetch(request));
        assertThat(failure)
                .hasMessageContaining(" asks for a user and a password")
                .hasMessageNotContainingAny("hunter2", "jane");
        assertThat(proxy.asked().size() - before).isLessThan(10);
        assertThat(fixture.seen.errors).isEmpty();
    }

    @Test
    void aProxyThatDoesNotLetThroughToTheCdnIsNamed() throws Exception {
        use("ALL_PROXY", "http://127.0.0.1:" + proxy.port());
        proxy.refuses("cdn.example", 403);

        assertThatThrownBy(() -> fixture.fetch(request(REPO)))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(TransferException.Kind.PROXY_REFUSED))
                .hasMessageContainingAll(
                        "http://cdn.example:",
                        "the proxy http://127.0.0.1:" + proxy.port() + " refuses the connection with status 403",
                        "NO_PROXY");
        assertThat(fixture.seen.errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "https://"})
    void aTunnelThatIsRefusedIsNamedWithTheProxysWords(String scheme) throws Exception {
        use("HTTPS_PROXY", way(scheme));
        proxy.refuses("", 403);
        HubClient client = fixture.clientOf("https://hub.example", EngineFixture.TIMEOUT);

        assertThatThrownBy(() -> info(client))
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.PROXY_REFUSED))
                .hasMessageContaining("refuses the connection with status 403 Not by way of here");
        proxy.refuses("", 502);
        assertThatThrownBy(() -> info(client))
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.UNAVAILABLE))
                .hasMessageContaining("answers with status 502");
    }

    @ParameterizedTest
    @CsvSource({
        "http://,http://hub.example",
        "http://,https://hub.example",
        "https://,http://hub.example",
        "https://,https://hub.example",
        "socks5h://,http://hub.example"
    })
    void aProxyThatClosesIsNamed(String scheme, String endpoint) throws Exception {
        String way = way(scheme);
        use("ALL_PROXY", way);
        proxy.closes();

        assertUnavailable(endpoint, "the proxy " + way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hub.example", "https://hub.example"})
    void aProxyThatIsSilentIsNamed(String endpoint) throws Exception {
        use("ALL_PROXY", "http://127.0.0.1:" + proxy.port());
        proxy.isSilent();

        assertUnavailable(endpoint, "the proxy http://127.0.0.1:" + proxy.port() + " gives no answer");
    }

    @Test
    void aProxyThatLetsThroughToAPageOfItsOwnIsNamed() throws Exception {
        use("ALL_PROXY", "http://127.0.0.1:" + proxy.port());
        proxy.isAPortal();

        assertUnavailable(
                "https://hub.example",
                "what answers by way of the proxy http://127.0.0.1:" + proxy.port() + " speaks no TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "socks5h://"})
    void aConnectionThatBreaksInTheMiddleOfABodyNamesTheProxy(String scheme) throws Exception {
        String way = scheme + "127.0.0.1:" + proxy.port();
        use("ALL_PROXY", way);
        hub.faults().add(Fault.dropAfter(FILE, 300_000).once());

        fetchesRight(REPO);

        assertThat(fixture.seen.errors)
                .isNotEmpty()
                .allMatch(error -> error.startsWith("The connection by way of the proxy " + way + " "));
    }

    @Test
    void aProxyThatIsAwayOrThatNoDnsKnowsIsNamed() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        use("http_proxy", "127.0.0.1:" + closed, "https_proxy", "http://no-such-host.invalid:3128");

        assertUnavailable("http://hub.example", "the proxy http://127.0.0.1:" + closed + " cannot be reached");
        assertUnavailable(
                "https://hub.example",
                "the name of the proxy http://no-such-host.invalid:3128 is not known to the DNS");
    }

    @Test
    void aProxyThatComesBackIsNoticedDuringTheWait() throws Exception {
        use(
                new EngineFixture.Settings().retries(8, Duration.ofMinutes(1)),
                "ALL_PROXY",
                "socks5h://127.0.0.1:" + proxy.port());
        TransferRequest request = request(REPO);
        proxy.closes();
        var running = fixture.engine
                .fetch(request, fixture.seen)
                .subscribeAsCompletionStage()
                .toCompletableFuture();
        await().until(() -> !fixture.seen.waits.isEmpty());
        assertThat(fixture.seen.waits).first().asString().contains("the proxy socks5h://127.0.0.1:" + proxy.port());
        await().until(() -> proxy.asked().size() > 0 || !running.isDone());

        proxy.behaves();

        await().atMost(Duration.ofSeconds(40)).until(running::isDone); // long before the wait of a minute is over
        running.join();
    }

    @Test
    void aStorageThatTheProxyDoesNotAllowIsLeftForHttpAtOnce() throws Exception {
        use("ALL_PROXY", "http://127.0.0.1:" + proxy.port());
        proxy.refuses(hostAndPort(hub.xet().casUrl()), 403);

        fetchesRight(XET_REPO);

        assertThat(fixture.seen.transports).containsExactly("xet", "http");
        assertThat(fixture.seen.errors)
                .singleElement()
                .asString()
                .contains("Not over Xet: ", "the proxy http://127.0.0.1:");
    }

    // --- what they have in common --------------------------------------------------------------------------------

    private void assertUnavailable(String endpoint, String reason) {
        assertThatThrownBy(() -> info(fixture.clientOf(endpoint, Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.UNAVAILABLE))
                .hasMessageContainingAll("The Hub at " + endpoint + " cannot be reached (", reason, "Check that proxy");
    }

    private void use(String... environment) {
        use(FEW_RETRIES, environment);
    }

    private void use(EngineFixture.Settings settings, String... environment) {
        Map<String, String> variables = new HashMap<>(trusted);
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        fixture = new EngineFixture(hub, settings, Vertx.vertx(), Clock.systemUTC(), variables);
    }

    private String way(String schemeAndUser) throws Exception {
        return schemeAndUser.equals("https://") ? overTls("localhost") : schemeAndUser + "127.0.0.1:" + proxy.port();
    }

    /** The proxy behind TLS, where it shows a certificate of this name that is trusted. */
    private String overTls(String shownName) throws Exception {
        tls = TlsFront.before(proxy.port(), authority.serverNamed(shownName));
        trusted.put(
                "SSL_CERT_FILE",
                Files.writeString(folder.resolve("tls.pem"), authority.pem()).toString());
        return "https://localhost:" + tls.port();
    }

    private static void info(HubClient client) {
        var unused = client.info(RepoId.model(REPO), "main").await().atMost(EngineFixture.TIMEOUT);
    }

    private TransferRequest request(String repo) {
        return fixture.request(repo, FILE, folder);
    }

    private void fetchesRight(String repo) throws Exception {
        TransferRequest request = request(repo);
        EngineTestBase.assertRight(fixture.fetch(request), request);
    }

    private static TestAuthority.Shown shownBy(TestAuthority authority) {
        try {
            return authority.serverNamed("cdn.example");
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hostAndPort(String address) {
        return address.replaceFirst("^https?://", "");
    }
}
