package io.hfdownloader.web.api;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ErrorLogCapture;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.start;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code GET /api/v1/events}. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class EventsApiTest {

    private static final String EVENTS = "/api/v1/events";

    HubStandIn hub;

    @Inject
    DownloadService downloads;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
        ServiceClient.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, "/hf-downloader" + EVENTS})
    void theFirstEventHasAllDownloads(String path) throws Exception {
        String id = ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        try (EventStreamClient stream = EventStreamClient.open(path)) {
            await().until(() -> stream.first("snapshot").isPresent());
            EventStreamClient.Event first = stream.events().get(0);
            assertThat(first.name()).isEqualTo("snapshot");
            assertThat(first.id()).isEqualTo("1");
            assertThat(first.data().<String>getList("downloads.id")).containsExactly(id);
            assertThat(first.data().<String>getList("downloads.state")).containsExactly("completed");
            assertThat(stream.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(stream.response().headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void ofVeryManyDownloadsThoseAtWorkAndTheNewestComeFirst() {
        hub.add(StandInRepo.model("acme/slow").file("model.safetensors", Content.generated(8, 3_000_000)));
        hub.faults().add(Fault.bytesPerSecond("acme/slow", 100_000));
        String works = start("acme/slow");
        await(works, "downloading");
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        String older = ServiceClient.fetch(Map.of("repo", "acme/quants-GGUF", "variants", List.of("Q4_K_M")));
        String newest = ServiceClient.fetch(Map.of("repo", "acme/quants-GGUF", "variants", List.of("Q8_0")));

        DownloadChanges told = new DownloadChanges(downloads, () -> "", 2);
        DownloadChanges.Snapshot first = told.snapshot();
        assertThat(first.count()).isEqualTo(4);
        assertThat(ids(first.downloads())).containsExactly(newest, works);
        DownloadChanges.Changes second = told.changes().orElseThrow();
        assertThat(ids(second.downloads())).hasSize(2).contains(older);
        assertThat(second.removed()).isEmpty();
        given().delete("/api/v1/downloads/" + older).then().statusCode(204);
        await().until(() -> told.changes().stream()
                .flatMap(changes -> changes.removed().stream())
                .anyMatch(id -> id.toString().equals(older)));
    }

    private static List<String> ids(List<DownloadJson> told) {
        return told.stream().map(one -> one.download().id().toString()).toList();
    }

    @Test
    void aListenerThatComesBackGetsAllOfItAgain() throws Exception {
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        try (EventStreamClient stream = EventStreamClient.open(EVENTS, "Last-Event-ID", "17")) {
            await().until(() -> !stream.events().isEmpty());
            assertThat(stream.events().get(0).name()).isEqualTo("snapshot");
            assertThat(stream.events().get(0).data().getList("downloads")).hasSize(1);
        }
    }

    @Test
    void aDownloadIsToldFromItsBeginningUntilItIsRemoved() throws Exception {
        hub.add(StandInRepo.model("acme/told")
                .file("model.safetensors", Content.generated(8, 3_000_000))
                .file("config.json", "{}"));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 500_000));
        try (EventStreamClient stream = EventStreamClient.open(EVENTS)) {
            await().until(() -> stream.first("snapshot").isPresent());
            String id = start("acme/told");
            await(id, "completed");
            await().until(() -> told(stream, id).anyMatch("completed"::equals));
            given().delete("/api/v1/downloads/" + id).then().statusCode(204);
            await().until(() -> changes(stream)
                    .anyMatch(event -> event.data().getList("removed").contains(id)));

            List<Long> received = changes(stream)
                    .flatMap(event -> event.data().where("downloads", "id", id).each("").stream())
                    .map(download -> download.getLong("bytesReceived"))
                    .toList();
            assertThat(received).isSorted().hasSizeGreaterThan(2);
            assertThat(told(stream, id)).contains("downloading").endsWith("completed");
            assertThat(changes(stream).flatMap(EventsApiTest::files)).contains("model.safetensors", "config.json");
            assertThat(stream.events().stream().map(EventStreamClient.Event::id))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void anotherSpeedLimitIsToldOnce() throws Exception {
        try (EventStreamClient stream = EventStreamClient.open(EVENTS)) {
            await().until(() -> stream.first("snapshot").isPresent());
            Json first = stream.events().get(0).data();
            assertThat(first.getString("bandwidthLimit")).isEmpty();
            assertThat(Instant.parse(first.getString("now"))).isBeforeOrEqualTo(Instant.now());
            ServiceClient.json(Map.of("limit", "30M"))
                    .put("/api/v1/system/bandwidth-limit")
                    .then()
                    .statusCode(200);
            await().until(() -> limits(stream).equals(List.of("30M")));
            assertThat(given().get("/api/status").jsonPath().getString("bandwidth_limit"))
                    .isEqualTo("30M");
        } finally {
            ServiceClient.json(Map.of("limit", "")).put("/api/v1/system/bandwidth-limit");
        }
    }

    private static List<String> limits(EventStreamClient stream) {
        return changes(stream)
                .map(event -> event.data().getString("bandwidthLimit"))
                .filter(Objects::nonNull)
                .toList();
    }

    /** A tab that is closed resets its connection, mostly while something is being sent. */
    @Test
    void aListenerThatGoesAwayIsNothingToLog() throws Exception {
        hub.add(StandInRepo.model("acme/left").file("model.safetensors", Content.generated(8, 9_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 20_000));
        start("acme/left");
        try (ErrorLogCapture errors = ErrorLogCapture.listen()) {
            for (int i = 0; i < 20; i++) {
                try (Socket tab = new Socket("127.0.0.1", RestAssured.port)) {
                    tab.getOutputStream()
                            .write(("GET " + EVENTS + " HTTP/1.1\r\nHost: 127.0.0.1:" + RestAssured.port + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(tab.getInputStream().read()).isEqualTo('H');
                    tab.setSoLinger(i % 2 == 0, 0); // closed by a reset, or in peace
                }
            }
            try (EventStreamClient stream =
                    EventStreamClient.open(EVENTS)) { // in which time the others were written to
                await().until(() -> changes(stream).count() > 4);
            }
            assertThat(errors.messages()).isEmpty();
        }
    }

    @Test
    void whoComesLateGetsTheRatesOfTheLastSeconds() throws Exception {
        hub.add(StandInRepo.model("acme/rated").file("model.safetensors", Content.generated(8, 9_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 200_000));
        String id = start("acme/rated");
        await().until(() -> ServiceClient.download(id).getList("rates").size() >= 2);

        try (EventStreamClient stream = EventStreamClient.open(EVENTS)) {
            await().until(() -> stream.first("snapshot").isPresent());
            Json told = stream.events().get(0).data();
            assertThat(told.getList("downloads[0].rates")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(told.getInt("downloads[0].connections")).isPositive();
            assertThat(told.<String>getList("downloads[0].via")).containsExactly("http");
            await().until(() -> changes(stream).findAny().isPresent());
            assertThat(changes(stream).map(event -> event.data().get("downloads[0].rates")))
                    .containsOnlyNulls();
        }
    }

    @Test
    void onlyFilesThatChangedAreSent() throws Exception {
        RepoBuilder repo =
                StandInRepo.model("acme/many-told").file("slow.safetensors", Content.generated(4, 1_800_000));
        for (int i = 0; i < 120; i++) {
            repo.file("part-" + i + ".safetensors", Content.generated(i, 2_000));
        }
        hub.add(repo);
        hub.faults().add(Fault.bytesPerSecond("slow.safetensors", 300_000));
        try (EventStreamClient stream = EventStreamClient.open(EVENTS)) {
            await().until(() -> stream.first("snapshot").isPresent());
            String id = start("acme/many-told");
            await().until(() -> ServiceClient.download(id).getInt("filesDone") == 120);
            await().until(() -> tellingThatAreDone(stream, 120) >= 0);
            int then = tellingThatAreDone(stream, 120) + 2; // the next may have been made of what was before
            await(id, "completed");
            await().until(() -> told(stream, id).anyMatch("completed"::equals));

            List<String> later = stream.events().stream()
                    .skip(then)
                    .flatMap(EventsApiTest::files)
                    .toList();
            assertThat(later).isNotEmpty().containsOnly("slow.safetensors");
        }
    }

    /** The number of the first event that tells of this many files that are done; -1 when there is none. */
    private static int tellingThatAreDone(EventStreamClient stream, int files) {
        List<EventStreamClient.Event> events = stream.events();
        return IntStream.range(0, events.size())
                .filter(index ->
                        events.get(index).data().getList("downloads.filesDone").contains(files))
                .findFirst()
                .orElse(-1);
    }

    private static Stream<EventStreamClient.Event> changes(EventStreamClient stream) {
        return stream.events().stream().filter(event -> event.name().equals("changes"));
    }

    private static Stream<String> told(EventStreamClient stream, String id) {
        return changes(stream)
                .flatMap(event -> event.data().where("downloads", "id", id).each("").stream())
                .map(download -> download.getString("state"));
    }

    /** The paths of the files that an event tells of. */
    private static Stream<String> files(EventStreamClient.Event event) {
        return event.data().<String, List<Map<String, String>>>getMap("files").values().stream()
                .flatMap(List::stream)
                .map(file -> file.get("path"));
    }
}
