package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.start;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

/** Room on the disks, and what could go, by {@code /api/v1/space}. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class SpaceApiTest {

    private static final String SPACE = "/api/v1/space";
    private static final String QUANTS = "acme/quants-GGUF";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void theDiskIsToldWithWhatDownloadsAreGoingToWrite() {
        Json before = get(SPACE);
        assertThat(before.getString("volumes[0].path")).isEqualTo(models.toString());
        assertThat(before.getLong("volumes[0].total")).isGreaterThan(before.getLong("volumes[0].free"));
        assertThat(before.getLong("volumes[0].reserved")).isZero();
        assertThat(before.getLong("volumes[0].keepFree")).isPositive();
        assertThat(before.getList("suggestions")).isEmpty();

        hub.add(StandInRepo.model("acme/slow-on-disk").file("model.safetensors", Content.generated(1, 3_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 100_000));
        await(start("acme/slow-on-disk"), "downloading");
        hub.add(StandInRepo.model("acme/large-on-disk")
                .file("model.safetensors", Content.hollow(before.getLong("volumes[0].free") + 1_000_000_000)));
        start("acme/large-on-disk");
        ServiceClient.await().until(() -> get(SPACE).getLong("volumes[0].reserved") > 0);

        Json during = get(SPACE);
        assertThat(during.getLong("volumes[0].reserved")).isBetween(1L, 3_000_000L);
        assertThat(during.getLong("volumes[0].waiting")).isGreaterThan(before.getLong("volumes[0].free"));
        assertThat(during.getList("suggestions")).as("it is at work").isEmpty();
    }

    @Test
    void whatCouldGoIsGoneByTheCallThatIsTold() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K", "Q8_0")));

        Json space = get(SPACE);

        assertThat(space.<String>getList("suggestions.kind")).containsExactly("other-variant");
        assertThat(space.getString("suggestions[0].what.repo")).isEqualTo(QUANTS);
        assertThat(space.getString("suggestions[0].what.variant")).isEqualTo("Q2_K");
        assertThat(space.getLong("suggestions[0].bytes")).isPositive();
        assertThat(space.getString("suggestions[0].reason.sentence")).isEqualTo("The model is here as Q8_0, too.");
        assertThat(space.getString("suggestions[0].call.method")).isEqualTo("DELETE");
        given().urlEncodingEnabled(false)
                .delete(space.getString("suggestions[0].call.path"))
                .then()
                .statusCode(lessThan(300));
        assertThat(get("/api/v1/library/models/" + QUANTS).<String>getList("variants.label"))
                .containsExactly("Q8_0");
        assertThat(get(SPACE).<String>getList("suggestions.kind")).containsExactly("model");
    }
}
