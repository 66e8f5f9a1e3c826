package io.hfdownloader.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;
import io.hfdownloader.hub.HubException.Kind;
import io.hfdownloader.hub.search.ModelFormat;
import io.hfdownloader.hub.search.ParameterRange;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.SearchFilter;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The Hub's API against the stand-in, and against servers that say what no stand-in says. */
@Tag("http")
class HubClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String MEMBER = HubStandIn.STAND_IN_TOKEN;

    private static HubStandIn hub;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        hub = HubStandIn.startWithSamples();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        hub.close();
        var closing = vertx.close();
        assertThat(closing).isNotNull();
    }

    @AfterEach
    void clear() {
        hub.clear();
    }

    // --- trees -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"acme/many-files, 2500", "acme/seventy-thousand, 70000"})
    void aTreeOfManyPagesIsComplete(String id, int count) {
        var commit = hub.model(id).main();
        RepoTree tree = await(client(null).tree(RepoId.model(id), commit.id()));
        assertThat(tree.files()).hasSize(count);
        assertThat(tree.files().stream().map(RepoFile::path).toList())
                .containsExactlyInAnyOrderElementsOf(
                        commit.files().stream().map(file -> file.path()).toList());
        assertThat(tree.files()).allMatch(file -> file.etag().length() == (file.isLfs() ? 64 : 40));
    }

    @Test
    void aTreeThatBreaksOffFails() {
        hub.faults().add(Fault.status("cursor", 503));
        assertThat(failure(client(null).tree(RepoId.model("acme/many-files"), "main"))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void sizesAndHashesAreThoseOfTheContent() {
        var commit = hub.model("acme/tiny-sharded").main();
        RepoTree tree = await(client(null).tree(RepoId.model("acme/tiny-sharded"), commit.id()));
        assertThat(tree.files()).allSatisfy(file -> {
            var served = commit.file(file.path()).orElseThrow();
            assertThat(file.sizeBytes()).isEqualTo(served.content().size());
            assertThat(file.etag()).isEqualTo(served.etag());
        });
    }

    // --- names -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "MODEL, gpt2, openai-community/gpt2",
        "MODEL, canonical, canonical",
        "MODEL, acme/old-name, acme/new-name",
        "MODEL, ACME/NEW-NAME, acme/new-name",
        "DATASET, acme/sample-data, acme/sample-data",
        "SPACE, acme/sample-space, acme/sample-space",
    })
    void redirectsLeadToTheCanonicalName(RepoType type, String asked, String canonical) {
        RepoInfo info = await(client(null).info(RepoId.parse(type, asked), "main"));
        assertThat(info.repo()).isEqualTo(RepoId.parse(type, canonical));
        assertThat(info.commit()).matches("[0-9a-f]{40}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dir x/f#1%2F+é~.txt|dir%20x/f%231%252F%2B%C3%A9~.txt",
                "question?mark&amp.txt|question%3Fmark%26amp.txt",
                "[a]*'\"|%5Ba%5D%2A%27%22",
            })
    void pathsAreQuotedByteForByte(String path, String quoted) {
        assertThat(client(null)
                        .fileAddress(RepoId.parse(RepoType.DATASET, "a/b"), "refs/pr/1", path)
                        .target())
                .isEqualTo("/datasets/a/b/resolve/refs%2Fpr%2F1/" + quoted);
    }

    @Test
    void aRefIsOneSegmentOfTheAddress() {
        var repo = hub.model("acme/two-commits");
        repo.ref("refs/pr/1", repo.commits().get(1));
        assertThat(await(client(null).info(RepoId.model("acme/two-commits"), "refs/pr/1"))
                        .commit())
                .isEqualTo(repo.commits().get(1).id());
    }

    @Test
    void aMirrorMayHaveAPathAndALastSlash() {
        assertThat(HubClients.of(vertx, "https://mirror.example/hub/", null)
                        .fileAddress(RepoId.model("a/b"), "main", "c")
                        .toString())
                .isEqualTo("https://mirror.example/hub/a/b/resolve/main/c");
    }

    // --- refusals ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "acme/none, main, '', REPO_NOT_FOUND",
        "acme/none, main, hf_standInMember, REPO_NOT_FOUND",
        "acme/private-model, main, '', REPO_NOT_FOUND",
        "acme/private-model, main, hf_standInStranger, REPO_NOT_FOUND",
        "acme/new-name, main, hf_wrong, TOKEN_INVALID",
        "acme/new-name, none, '', REVISION_NOT_FOUND",
    })
    void refusalsOfTheStandInHaveTheirKind(String repo, String revision, String token, Kind kind) {
        HubException refused = failure(client(token.isEmpty() ? null : token).info(RepoId.model(repo), revision));
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.requestId()).isPresent();
        assertThat(refused.getMessage()).endsWith(".").doesNotContain("hf_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401||Invalid username or password.|REPO_NOT_FOUND|HF_TOKEN",
                "401||Invalid credentials in Authorization header|TOKEN_INVALID|HF_TOKEN",
                "401|GatedRepo|Access to model a/b is restricted. Please log in.|GATED|/a/b",
                "403|GatedRepo|you are not in the authorized list|GATED|/a/b",
                "403||Access to this resource is disabled.|DISABLED|disabled",
                "403||other reason|FORBIDDEN|other reason",
                "404|RepoNotFound|Repository not found|REPO_NOT_FOUND|a/b",
                "404|RevisionNotFound|Invalid rev id: x|REVISION_NOT_FOUND|main",
                "404|EntryNotFound|Entry not found|FILE_NOT_FOUND|a/b",
                "429||slow down|THROTTLED|rate",
                "408||<html>|UNAVAILABLE|408",
                "500||<html>|UNAVAILABLE|500",
                "502||<html>|UNAVAILABLE|502",
                "503||<html>|UNAVAILABLE|503",
                "504||<html>|UNAVAILABLE|504",
                "400||bad|BAD_REQUEST|400",
            })
    void refusalsAreToldByCodeThenMessageThenStatus(int status, String code, String said, Kind kind, String word)
            throws IOException {
        try (OneAnswer server = new OneAnswer(status, code, said, "")) {
            HubException refused =
                    failure(HubClients.of(vertx, server.address(), null).info(RepoId.model("a/b"), "main"));
            assertThat(refused.kind()).isEqualTo(kind);
            assertThat(refused.getMessage()).contains(word).doesNotContain("<html>");
        }
    }

    @Test
    void aUsedUpWindowTellsUntilWhen() {
        hub.faults().add(Fault.of(Fault.Kind.RATE_LIMIT, "/api/models", 120));
        HubException throttled = failure(client(null).info(RepoId.model("acme/new-name"), "main"));
        assertThat(throttled.retryAt().orElseThrow())
                .isBetween(Instant.now().plusSeconds(100), Instant.now().plusSeconds(122));
    }

    @Test
    void retryAfterIsHeard() {
        hub.faults().add(Fault.of(Fault.Kind.RETRY_AFTER, "/api/models", 40));
        HubException throttled = failure(client(null).info(RepoId.model("acme/new-name"), "main"));
        assertThat(throttled.retryAt().orElseThrow())
                .isBetween(Instant.now().plusSeconds(20), Instant.now().plusSeconds(42));
    }

    @Test
    void aSearchAsksTheHubForAllThatIsWanted() {
        SearchFilter filter = new SearchFilter(
                ModelFormat.GGUF,
                "text-generation",
                "apache-2.0",
                "acme",
                new ParameterRange(500_000_000, 7_500_000_000L));

        var found = await(client(null).search(new RepoSearch(RepoType.MODEL, "a b", RepoSearch.Sort.LIKES, 5, filter)));

        assertThat(found).isEmpty();
        assertThat(hub.requests())
                .last()
                .satisfies(asked -> assertThat(asked.uri())
                        .startsWith(
                                "/api/models?limit=5&search=a%20b&filter=gguf&filter=license:apache-2.0"
                                        + "&pipeline_tag=text-generation&author=acme&num_parameters=max:8B&sort=likes&direction=-1")
                        .contains("&expand=safetensors", "&expand=gguf"));
    }

    @Test
    void whatRequestsAreToldOfALimitHoldsForTheOthers() {
        HubClient client = client(null);
        RepoInfo info = await(client.info(RepoId.model("acme/new-name"), "main"));
        hub.faults().add(Fault.of(Fault.Kind.RETRY_AFTER, "", 40));
        failure(client.info(RepoId.model("acme/other"), "main"));
        int asked = hub.requests().size();

        List<Uni<?>> others = List.of(
                client.tree(info.repo(), info.commit()),
                client.search(new RepoSearch(RepoType.MODEL, "x", RepoSearch.Sort.DOWNLOADS, 1)),
                client.head(info.repo(), info.commit(), "config.json", 10));

        for (int round = 0; round < 10; round++) {
            assertThat(others).allSatisfy(other -> {
                HubException refused = failure(other);
                assertThat(refused.kind()).isEqualTo(Kind.THROTTLED);
                assertThat(refused.retryAt().orElseThrow()).isAfter(Instant.now());
            });
        }
        assertThat(hub.requests().size() - asked).isLessThan(10); // now and then one, on a slow machine
    }

    /** A server has no range of it, and says so with a refusal. */
    @Test
    void theBeginningOfAnEmptyFileIsNothing() {
        RepoInfo info = await(client(null).info(RepoId.model("acme/new-name"), "main"));

        assertThat(await(client(null).head(info.repo(), info.commit(), "empty.txt", 10)))
                .isEmpty();
        assertThat(hub.requests()).anyMatch(request -> request.status() == 416);
    }

    // --- whose a token is --------------------------------------------------------------------------------------

    @Test
    void aTokenIsTestedWhateverTokenIsInForce() {
        for (HubClient client : List.of(client(null), client("hf_wrong"), client(MEMBER))) {
            assertThat(await(client.whoAmI(MEMBER))).isEqualTo("member");
            assertThat(await(client.whoAmI(HubStandIn.TOKEN_WITHOUT_ACCESS))).isEqualTo("stranger");
            HubException unknown = failure(client.whoAmI("hf_nobodys"));
            assertThat(unknown.kind()).isEqualTo(Kind.TOKEN_INVALID);
            assertThat(unknown).hasMessageStartingWith("The mirror ").hasMessageContaining("does not know this token");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS, 503, UNAVAILABLE",
        "STATUS, 404, BAD_REQUEST",
        "STATUS, 403, BAD_REQUEST",
        "CLOSE, 0, UNAVAILABLE",
        "CAPTIVE_PORTAL, 0, NOT_A_HUB",
        "RETRY_AFTER, 0, THROTTLED",
        "ECHO_AUTHORIZATION, 401, TOKEN_INVALID",
        "ECHO_AUTHORIZATION, 400, BAD_REQUEST",
    })
    void whyATokenCouldNotBeTestedIsToldWithoutIt(Fault.Kind kind, int status, Kind told) {
        hub.faults().add(Fault.of(kind, "/api/whoami-v2", 40).withStatus(status));
        HubException failure = failure(client(null).whoAmI("house-token"));
        assertThat(failure.kind()).isEqualTo(told);
        assertThat(failure.getMessage()).endsWith(".").doesNotContain("house-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"name\": \" \"}", "{\"name\": 7", "<html>"})
    void whoeverDoesNotTellWhoseATokenIsIsNoHub(String answer) throws IOException {
        try (OneAnswer server = new OneAnswer(200, null, answer, "")) {
            assertThat(failure(HubClients.of(vertx, server.address(), null).whoAmI(MEMBER))
                            .kind())
                    .isEqualTo(Kind.NOT_A_HUB);
        }
    }

    /** Whoever has run into the limit of those without a token gives one just then. */
    @Test
    void aLimitOfOneTokenHoldsNeitherForTheTestOfAnotherNorBehindIt() {
        HubToken token = HubClients.token(null);
        HubClient client = HubClients.withToken(vertx, hub.endpoint(), token);
        hub.faults().add(Fault.of(Fault.Kind.RETRY_AFTER, "/api/models", 40).times(2));
        RepoId repo = RepoId.model("acme/private-model");
        assertThat(failure(client.info(repo, "main")).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure(client.info(repo, "main")).kind()).isEqualTo(Kind.THROTTLED);

        assertThat(await(client.whoAmI(MEMBER))).isEqualTo("member");
        token.give(MEMBER);

        assertThat(await(client.info(repo, "main")).isPrivate()).isTrue();
    }

    @Test
    void retryAfterIsHeardOfAHubThatIsDown() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Retry-After", "40");
        HubException down =
                HubErrors.of(client(null).requestContext(RepoId.model("a/b"), "main", null), 503, headers, "");
        assertThat(down.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(down.retryAt().orElseThrow())
                .isBetween(Instant.now().plusSeconds(20), Instant.now().plusSeconds(42));
    }

    @Test
    void answersThatNeverComeDoNotUseUpTheConnections() {
        hub.faults().add(Fault.of(Fault.Kind.HANG, "/api/models", 0));
        HubClient client = HubClients.of(vertx, hub.endpoint(), null, Duration.ofSeconds(3));
        for (int round = 0; round < 2; round++) {
            List<Uni<RepoInfo>> hung = IntStream.range(0, 8)
                    .mapToObj(number -> client.info(RepoId.model("acme/new-name"), "main"))
                    .toList();
            HubException late = failure(Uni.join().all(hung).andFailFast());
            assertThat(late.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(late.getMessage()).contains("no answer in time");
        }
        hub.clear();
        assertThat(client.info(RepoId.model("acme/new-name"), "main")
                        .await()
                        .atMost(TIMEOUT)
                        .commit())
                .matches("[0-9a-f]{40}");
    }

    @Test
    void aCaptivePortalIsNotAHub() {
        hub.faults().add(Fault.of(Fault.Kind.CAPTIVE_PORTAL, "/api/models", 0));
        assertThat(failure(client(null).info(RepoId.model("acme/new-name"), "main"))
                        .kind())
                .isEqualTo(Kind.NOT_A_HUB);
        assertThat(failure(client(null).tree(RepoId.model("acme/new-name"), "main"))
                        .kind())
                .isEqualTo(Kind.NOT_A_HUB);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "null",
                "[]",
                "{\"id\": \"a/b\", \"sha\": \"short\"}",
                "{\"id\": \"../b\", \"sha\": \"0123456789012345678901234567890123456789\"}",
            })
    void anUnsoundAnswerIsNotAHubs(String answer) throws IOException {
        try (OneAnswer server = new OneAnswer(200, null, answer, "")) {
            assertThat(failure(HubClients.of(vertx, server.address(), null).info(RepoId.model("a/b"), "main"))
                            .kind())
                    .isEqualTo(Kind.NOT_A_HUB);
        }
    }

    @Test
    void aClosedPortIsUnreachableAndTheSentenceNamesTheAddress() throws IOException {
        String address;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "http://127.0.0.1:" + closed.getLocalPort();
        }
        HubException unreachable = failure(HubClients.of(vertx, address, null).info(RepoId.model("a/b"), "main"));
        assertThat(unreachable.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(unreachable.getMessage()).contains(address, "HF_ENDPOINT");
    }

    @Test
    void redirectsWithoutEndAreFollowedForAWhileOnly() throws IOException {
        try (OneAnswer server = new OneAnswer(307, null, "", "/again")) {
            assertThat(failure(HubClients.of(vertx, server.address(), null).info(RepoId.model("a/b"), "main"))
                            .kind())
                    .isEqualTo(Kind.NOT_A_HUB);
            assertThat(server.tokens()).hasSizeBetween(2, 30);
        }
    }

    // --- token -------------------------------------------------------------------------------------------------

    @Test
    void theTokenGoesToTheHubButNotWhereItRedirectsTo() throws IOException {
        try (OneAnswer other = new OneAnswer(404, "RepoNotFound", "none", "");
                OneAnswer first = new OneAnswer(307, null, "", other.address() + "/x")) {
            assertThat(failure(HubClients.of(vertx, first.address(), MEMBER).info(RepoId.model("a/b"), "main"))
                            .kind())
                    .isEqualTo(Kind.REPO_NOT_FOUND);
            assertThat(first.tokens()).containsExactly("Bearer " + MEMBER);
            assertThat(other.tokens()).containsExactly("none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example/a, true",
        "https://hub.example:443/a, true",
        "http://hub.example/a, false",
        "https://hub.example:8443/a, false",
        "https://cdn.hub.example/a, false",
        "https://hub.example.evil/a, false",
    })
    void theTokenIsForTheSameOriginAlone(String address, boolean sent) {
        HubClient client = HubClients.of(vertx, "https://hub.example", MEMBER);
        assertThat(client.authorization(WebAddress.parse(address).orElseThrow()).isPresent())
                .isEqualTo(sent);
    }

    @Test
    void aTokenOpensWhatIsPrivate() {
        RepoInfo info = await(client(MEMBER).info(RepoId.model("acme/private-model"), "main"));
        assertThat(info.isPrivate()).isTrue();
    }

    private static HubClient client(String token) {
        return HubClients.of(vertx, hub.endpoint(), token);
    }

    private static <T> T await(Uni<T> result) {
        return result.await().atMost(TIMEOUT);
    }

    private static HubException failure(Uni<?> result) {
        return catchThrowableOfType(HubException.class, () -> await(result));
    }

    /** A server with one answer to everything, which remembers the tokens it was sent. */
    private static final class OneAnswer implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final List<String> tokens = new CopyOnWriteArrayList<>();

        OneAnswer(int status, String code, String body, String location) throws IOException {
            server.createContext("/", exchange -> {
                String token = exchange.getRequestHeaders().getFirst("Authorization");
                tokens.add(token == null ? "none" : token);
                if (code != null) {
                    exchange.getResponseHeaders().add("X-Error-Code", code);
                }
                if (!location.isEmpty()) {
                    exchange.getResponseHeaders().add("Location", location);
                }
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        List<String> tokens() {
            return tokens;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
