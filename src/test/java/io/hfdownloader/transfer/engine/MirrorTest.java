package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.MirrorStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.LoggedRequest;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.transfer.TransferRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Hubs that are not the original one: below a path, with headers that others wrote, in another place, or wrong. */
@Tag("http")
class MirrorTest {

    private static final String REPO = "acme/mirrored";
    private static final String LONG = "acme/long";
    private static final String TOKEN = HubStandIn.STAND_IN_TOKEN;
    private static final int FILES = 1_100; // more than a page has

    private static HubStandIn hub;

    @TempDir
    private Path folder;

    private MirrorStandIn mirror;
    private @Nullable EngineFixture fixture;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.start();
        hub.add(StandInRepo.model(REPO)
                .file("config.json", "{\"a\": 1}\n")
                .file("a b/weights.bin", Content.generated(3, 300_000))
                .lfs()
                .renamedFrom("acme/before"));
        RepoBuilder repo = StandInRepo.model(LONG).file("config.json", "{\"a\": 1}\n");
        for (int i = 0; i < FILES; i++) {
            repo.file("notes/" + i + ".txt", "");
        }
        hub.add(repo);
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @BeforeEach
    void startMirror() throws IOException {
        mirror = MirrorStandIn.of(hub, "/some/hf");
    }

    @AfterEach
    void stopMirror() throws Exception {
        mirror.close();
        hub.clear();
        if (fixture != null) {
            fixture.close();
        }
    }

    // --- places ------------------------------------------------------------------------------------------------

    static Stream<Arguments> links() {
        return Stream.of(
                arguments("of the server behind it", (UnaryOperator<String>) link -> link),
                arguments("of the original Hub", server("https://huggingface.co")),
                arguments("of the original Hub, without a scheme", server("//huggingface.co")),
                arguments("with a path that has forgotten the mirror's", server("")),
                arguments("with the mirror's path", server("/some/hf")),
                arguments("with a query alone", (UnaryOperator<String>) link -> link.replaceFirst("<[^?]*", "<")),
                arguments("relative", (UnaryOperator<String>)
                        link -> link.replaceFirst("<[^?]*/", "<./").replace("rel=\"next\"", "title=\"x\"; rel=next")));
    }

    private static UnaryOperator<String> server(String server) {
        return link -> link.replaceFirst("<http://[^/]*", "<" + server);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("links")
    void allPagesOfAListingComeFromBelowTheMirrorsPath(String name, UnaryOperator<String> change) {
        mirror.rewrite("Link", change);
        use(mirror.endpoint(), null);

        assertThat(fixture.request(LONG, "notes/" + (FILES - 1) + ".txt", folder)
                        .file()
                        .sizeBytes())
                .isZero();

        assertThat(mirror.asked())
                .allMatch(target -> target.startsWith("/some/hf/api/models/acme/"))
                .filteredOn(target -> target.contains("/tree/"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<https://u:p@h/x?cursor=1>", "<>", "</no/query>", "<?>", "<ftp://x/?cursor=2>"})
    void aNextPageThatCannotBeFoundIsNoEndOfTheListing(String link) {
        mirror.rewrite("Link", before -> link + "; rel=\"next\"");
        use(mirror.endpoint(), null);

        assertThatThrownBy(() -> fixture.request(LONG, "config.json", folder))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("link to the next page of its listing cannot be used");
    }

    @Test
    void aListingThatLeadsBackToItsOwnPageDoesNotEnd() {
        mirror.answer("cursor=", response -> response.with("Link", "<?cursor=eyJwb3NpdGlvbiI6MH0%3D>; rel=next"));
        use(mirror.endpoint(), null);

        assertThatThrownBy(() -> fixture.request(LONG, "config.json", folder))
                .hasMessageContaining("its listing does not end");
        assertThat(mirror.asked()).hasSizeLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "a b/weights.bin"})
    void redirectsOfAMirrorStayBelowItsPathAlthoughTheyDoNotKnowIt(String path) throws Exception {
        use(mirror.endpoint(), TOKEN);

        fetchesRight(request(path));

        assertThat(mirror.asked()).allMatch(target -> target.startsWith("/some/hf/"));
        assertThat(mirror.asked().stream().anyMatch(target -> target.contains("/api/resolve-cache/")))
                .isEqualTo(path.equals("config.json"));
        assertThat(hub.tokenLeaks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRedirectToTheSameWithoutTheMirrorsPathStaysBelowIt(boolean absolute) throws Exception {
        use(mirror.endpoint(), TOKEN);
        TransferRequest request = request("config.json");
        String server = mirror.endpoint().replace("/some/hf", "");
        AtomicBoolean redirected = new AtomicBoolean();
        mirror.answer("/resolve/", response -> {
            String path = "/" + REPO + "/resolve/" + request.commit() + "/config.json";
            return redirected.getAndSet(true) ? response : Response.redirect(307, (absolute ? server : "") + path);
        });

        fetchesRight(request);

        assertThat(redirected).isTrue();
        assertThat(mirror.asked()).allMatch(target -> target.startsWith("/some/hf/"));
    }

    @Test
    void aRepositoryThatWasRenamedIsFoundBehindAMirror() {
        use(mirror.endpoint(), null);

        assertThat(fixture.client
                        .info(RepoId.model("acme/before"), "main")
                        .await()
                        .atMost(EngineFixture.TIMEOUT)
                        .repo())
                .isEqualTo(RepoId.model(REPO));
        assertThat(mirror.asked()).hasSize(2).allMatch(target -> target.startsWith("/some/hf/api/models/acme/"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aHubThatHasMovedIsFollowedForReadingWithoutTheToken(int status) throws Exception {
        try (MirrorStandIn left = MirrorStandIn.movedTo(mirror.endpoint(), status)) {
            use(left.endpoint(), TOKEN);

            fetchesRight(request("config.json"));
            fetchesRight(request("a b/weights.bin"));

            assertThat(left.tokens()).isNotEmpty().containsOnly("Bearer " + TOKEN);
            assertThat(mirror.tokens()).isEmpty();
            assertThat(mirror.asked()).allMatch(target -> target.startsWith("/some/hf/"));
            assertThat(hub.requests()).noneMatch(LoggedRequest::token);
        }
    }

    @Test
    void whoNeedsTheTokenIsToldWhereTheHubHasMovedTo() throws Exception {
        hub.add(StandInRepo.model("acme/closed").file("config.json", "{}").privately());
        try (MirrorStandIn left = MirrorStandIn.movedTo(mirror.endpoint(), 308)) {
            use(left.endpoint(), TOKEN);

            assertThatThrownBy(() -> fixture.request("acme/closed", "config.json", folder))
                    .hasMessageContaining("The token was kept back: HF_ENDPOINT redirects to "
                            + mirror.endpoint().replace("/some/hf", ""));
        }
    }

    // --- headers -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "a b/weights.bin"})
    void headersThatTheListingMakesUnnecessaryMayBeMissing(String path) throws Exception {
        for (String header : List.of("X-Repo-Commit", "X-Linked-Size", "X-Linked-Etag", "Etag", "X-Xet-Hash")) {
            mirror.drop(header);
        }
        use(mirror.endpoint(), null);

        fetchesRight(request(path));

        assertThat(fixture.seen.errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"%s\"", "%s", "W/%s", "\"%S\""})
    void etagsAreReadHoweverTheyAreWritten(String form) throws Exception {
        mirror.rewrite("X-Linked-Etag", tag -> String.format(form, tag.replace("\"", "")));
        mirror.rewrite("Etag", tag -> String.format(form, tag.replace("\"", "")));
        mirror.rewrite("X-Linked-Size", size -> "many");
        mirror.rewrite("X-Repo-Commit", commit -> "main");
        use(mirror.endpoint(), null);

        fetchesRight(request("config.json"));
        fetchesRight(request("a b/weights.bin"));

        assertThat(fixture.seen.errors).isEmpty();
    }

    // --- mirrors that are wrong --------------------------------------------------------------------------------

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("not there", status(404, "text/plain", "Not found")),
                arguments("not there, in the Hub's words", (UnaryOperator<Response>)
                        response -> status(404, "text/plain", "Entry not found")
                                .apply(response)
                                .with("X-Error-Code", "EntryNotFound")),
                arguments("no commit of this name", (UnaryOperator<Response>) response ->
                        status(404, "text/plain", "x").apply(response).with("X-Error-Code", "RevisionNotFound")),
                arguments("gone", status(410, "text/html", "<html>Gone</html>")),
                arguments("only for others", status(401, "text/html", "<html>Log in</html>")),
                arguments("forbidden", status(403, "text/html", "<html>No</html>")),
                arguments("another commit", header("X-Repo-Commit", "0123456789012345678901234567890123456789")),
                arguments("another size", header("X-Linked-Size", "17")),
                arguments("another hash", header("X-Linked-Etag", "\"" + "ab".repeat(32) + "\"")),
                arguments("a web page", status(200, "text/html", "<html>Welcome</html>")),
                arguments("a short file", status(200, "application/octet-stream", "short")),
                arguments("other bytes", status(200, "application/octet-stream", "{\"a\": 2}\n")),
                arguments("a redirect to nowhere", status(302, "text/plain", "")),
                arguments("a redirect to itself", (UnaryOperator<Response>) response ->
                        status(302, "text/plain", "x").apply(response).with("Location", "#")));
    }

    private static UnaryOperator<Response> status(int status, String type, String text) {
        return response -> Response.text(status, type, text);
    }

    private static UnaryOperator<Response> header(String name, String value) {
        return response -> response.with(name, value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMirrorThatIsWrongIsNamedAndNotTheRepository(String name, UnaryOperator<Response> mistake) {
        use(mirror.endpoint(), null);
        TransferRequest request = request("config.json");
        mirror.answer("config.json", mistake);

        assertThatThrownBy(() -> fixture.fetch(request))
                .message()
                .containsIgnoringCase("mirror " + mirror.endpoint())
                .doesNotContain("has no file", "has no public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"size\": null,",
                "\"size\": -1,",
                "\"size\": \"\",",
                "\"size\": \"9\",",
                "\"size\": 1.5,",
                "\"size\": 1e30,",
                "\"size\": {},"
            })
    void aListingThatTellsNoSizeIsBlamedAndNotTheBytes(String size) {
        use(mirror.endpoint(), null);
        String oid = "0123456789012345678901234567890123456789";
        mirror.answer(
                "/tree/",
                status(
                        200,
                        "application/json",
                        "[{\"type\": \"file\", " + size + " \"oid\": \"" + oid + "\", \"path\": \"config.json\"}]"));

        assertThatThrownBy(() -> request("config.json"))
                .hasMessageContaining(
                        "The list of files of " + REPO + " is not whole: it tells no size of config.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 418, 429, 451, 500})
    void aMirrorThatRefusesIsNamedAndItsWordsEndInOneStop(int status) {
        use(mirror.endpoint(), null);
        mirror.answer("/api/models/", status(status, "text/html", "<html>cf</html>"));

        assertThatThrownBy(() -> request("config.json"))
                .message()
                .startsWith("The mirror " + mirror.endpoint() + " ")
                .doesNotContain("The Hub", "..")
                .satisfies(message -> assertThat(message.contains("cf")).isEqualTo(message.contains(": cf.")))
                .endsWith(".");
    }

    @Test
    void aMirrorThatDoesNotCarryARepositorySaysSo() {
        use(mirror.endpoint(), null);

        assertThatThrownBy(() -> fixture.request("acme/elsewhere", "config.json", folder))
                .hasMessageContaining("The mirror " + mirror.endpoint() + " has no public model \"acme/elsewhere\"")
                .hasMessageContaining("whether the mirror carries it");
    }

    private void use(String endpoint, @Nullable String token) {
        fixture = new EngineFixture(hub, endpoint, token);
    }

    private TransferRequest request(String path) {
        return fixture.request(REPO, path, folder);
    }

    private void fetchesRight(TransferRequest request) throws IOException {
        Path file = fixture.fetch(request);
        assertThat(ContentHash.matches(file, request.file().etag(), () -> false, bytes -> {}))
                .isTrue();
        assertThat(hub.requests().stream().filter(asked -> asked.listener() == ServerRole.CDN))
                .noneMatch(LoggedRequest::token);
    }
}
