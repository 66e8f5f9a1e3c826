package io.hfdownloader.web.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.download;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static org.assertj.core.api.Assertions.assertThat;

/** Progress never lies. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ProgressApiTest {

    private static final String REPO = "acme/slow";
    private static final long SIZE = 6_000_000;

    HubStandIn hub;

    @BeforeEach
    void serve() {
        hub.add(StandInRepo.model(REPO)
                .file("config.json", "{}")
                .file("model.bin", Content.generated(77, SIZE))
                .file("other.bin", Content.generated(78, SIZE / 3)));
    }

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void countsOnlyGrowThroughPauseAndResumeAndAHundredPercentMeansCompleted() {
        hub.faults().add(Fault.bytesPerSecond(".bin", 700_000));
        String id = start(REPO);
        List<Sample> samples = new ArrayList<>();
        await().until(() -> sample(id, samples).received > SIZE / 4);

        post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        Sample paused = sample(id, samples);
        assertThat(paused.state).isEqualTo("paused");
        assertThat(paused.rate).isZero();
        assertThat(paused.received).isBetween(SIZE / 4, SIZE + SIZE / 3);

        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await().until(() -> sample(id, samples).received > paused.received);
        post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        hub.faults().clear();
        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await().until(() -> sample(id, samples).state.equals("completed"));

        long total = SIZE + SIZE / 3 + 2;
        assertThat(samples).allSatisfy(now -> {
            assertThat(now.verified).isLessThanOrEqualTo(now.received);
            assertThat(now.received).isLessThanOrEqualTo(now.total);
            assertThat(now.total).isEqualTo(total);
            assertThat(now.percent == 100).isEqualTo(now.state.equals("completed"));
        });
        assertThat(samples.stream().map(Sample::received).toList()).isSorted();
        assertThat(samples.stream().map(Sample::verified).toList()).isSorted();
        assertThat(samples.stream().map(Sample::percent).toList()).isSorted();
        assertThat(samples.get(samples.size() - 1).received).isEqualTo(total);
        assertThat(hub.bytesSent(REPO)).isLessThan(2 * total);
    }

    @Test
    void theRateFallsToNothingWhenNothingArrives() {
        hub.faults().add(Fault.of(Fault.Kind.STALL, "model.bin", 500_000));
        hub.faults().add(Fault.of(Fault.Kind.STALL, "other.bin", 100_000));
        String id = start(REPO);
        await().until(() -> download(id).getLong("bytesReceived") > 500_000);
        // MeterTest holds the five seconds; a busy machine may be late with all of this
        await().atMost(Duration.ofSeconds(12)).until(() -> rate(download(id)) == 0);
        Json now = download(id);
        assertThat(now.getString("state")).isEqualTo("downloading");
        assertThat(now.getString("etaSeconds")).isNull();
    }

    @Test
    void aCompletedDownloadThatIsAskedForAgainFetchesNothing() {
        String first = start(REPO);
        await(first, "completed");
        hub.clear();
        String again = start(REPO);
        Json done = await(again, "completed");
        assertThat(done.getLong("bytesReused")).isEqualTo(done.getLong("bytesTotal"));
        assertThat(hub.bytesSent(REPO)).isZero();
    }

    private static Sample sample(String id, List<Sample> all) {
        Json now = download(id);
        Sample sample = new Sample(
                now.getString("state"),
                now.getInt("percent"),
                now.getLong("bytesReceived"),
                now.getLong("bytesVerified"),
                now.getLong("bytesTotal"),
                rate(now));
        all.add(sample);
        return sample;
    }

    private static long rate(Json download) {
        return download.getString("rate") == null ? 0 : download.getLong("rate");
    }

    private record Sample(String state, int percent, long received, long verified, long total, long rate) {}
}
