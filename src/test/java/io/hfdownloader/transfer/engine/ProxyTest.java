package io.hfdownloader.transfer.engine;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
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

    private ProxyStandIn proxy;
    private HubStandIn hub;
    private EngineFixture fixture;

    @BeforeEach
    void startHubAndProxy() throws Exception {
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
    @ValueSource(strings = {"http://", "", "socks5://", "socks5h://"})
    void everyRequestGoesByWayOfTheProxyWhichLooksUpTheNames(String scheme) throws Exception {
        use("ALL_PROXY", scheme + "127.0.0.1:" + proxy.port());

        fetchesRight(REPO);

        assertThat(proxy.asked())
                .anyMatch(asked -> asked.endsWith(" " + hostAndPort(hub.endpoint())))
                .anyMatch(asked -> asked.contains(" cdn.example:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "socks5://"})
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
        TestAuthority authority = new TestAuthority("Own");
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

    @Test
    void anOldSocksProxyServesServersWithTlsAndSaysSoForOthers() throws Exception {
        TestAuthority authority = new TestAuthority("Own");
        Path pem = Files.writeString(folder.resolve("own.pem"), authority.pem());
        int hubPort = Integer.parseInt(hub.endpoint().replaceFirst(".*:", ""));
        try (TlsFront front = TlsFront.before(hubPort, authority.serverNamed("hub.example"))) {
            use("ALL_PROXY", "socks4://127.0.0.1:" + proxy.port(), "SSL_CERT_FILE", pem.toString());

            assertThatThrownBy(() -> info(fixture.client))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("socks4://127.0.0.1:" + proxy.port() + " is used for servers with TLS only");
            info(fixture.clientOf("https://hub.example:" + front.port(), EngineFixture.TIMEOUT));

            assertThat(proxy.asked()).containsOnly("SOCKS4 hub.example:" + front.port());
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
    @ValueSource(strings = {"http://", "http://jane:wrong-hunter2@", "socks5://", "socks5://jane:wrong-hunter2@"})
    void aProxyThatAsksForAPasswordIsNamedAndNotAskedAgainAndAgain(String schemeAndUser) throws Exception {
        use();
        TransferRequest request = request(REPO);
        fixture.close();
        proxy.asksFor(USER, PASSWORD);
        use("ALL_PROXY", schemeAndUser + "127.0.0.1:" + proxy.port());

        assertThatThrownBy(() -> info(fixture.client))
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(HubException.Kind.PROXY_REFUSED))
                .hasMessageContainingAll(
                        "The Hub at " + hub.endpoint() + " cannot be reached (the proxy ",
                        "://127.0.0.1:" + proxy.port() + " asks for a user and a password",
                        "HTTPS_PROXY")
                .hasMessageNotContainingAny("hunter2", "jane");
        int before = proxy.asked().size();
        Throwable failure = catchThrowable(() -> fixture.fetch(request));
        assertThat(failure)
                .hasMessageContaining("127.0.0.1:" + proxy.port() + " asks for a user and a password")
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

    @Test
    void aTunnelThatIsRefusedIsNamedWithTheProxysWords() throws Exception {
        use("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
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
    @ValueSource(strings = {"http://hub.example", "https://hub.example", "socks5"})
    void aProxyThatClosesIsNamed(String endpoint) throws Exception {
        boolean socks = endpoint.equals("socks5");
        use("ALL_PROXY", (socks ? "socks5://" : "http://") + "127.0.0.1:" + proxy.port());
        proxy.closes();

        assertUnavailable(socks ? "http://hub.example" : endpoint, "127.0.0.1:" + proxy.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hub.example", "https://hub.example"})
    void aProxyThatIsSilentIsNamed(String endpoint) throws Exception {
        use("ALL_PROXY", "http://127.0.0.1:" + proxy.port());
        proxy.isSilent();

        assertUnavailable(endpoint, "the proxy http://127.0.0.1:" + proxy.port() + " gives no answer");
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
                "socks5://127.0.0.1:" + proxy.port());
        TransferRequest request = request(REPO);
        proxy.closes();
        var running = fixture.engine
                .fetch(request, fixture.seen)
                .subscribeAsCompletionStage()
                .toCompletableFuture();
        await().until(() -> !fixture.seen.waits.isEmpty());
        assertThat(fixture.seen.waits).first().asString().contains("the proxy socks5://127.0.0.1:" + proxy.port());
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
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        fixture = new EngineFixture(hub, settings, Vertx.vertx(), Clock.systemUTC(), variables);
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
