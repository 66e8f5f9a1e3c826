package io.hfdownloader.web.api;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What a page learns of a Hub that is out of reach, and of its return. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class HubAvailabilityApiTest {

    private static final Duration LONGER_THAN_BETWEEN_TWO_CHECKS = Duration.ofMinutes(1);
    private static final String SYSTEM = "/api/v1/system";
    private static final String API = "/api/models";
    private static final String SEARCH = "/api/v1/search?q=quants";

    HubStandIn hub;

    /** Other tests leave the Hub as they found it last. */
    @BeforeEach
    @AfterEach
    void heal() {
        hub.faults().clear();
        await().untilAsserted(() -> {
            get(SEARCH);
            assertThat(reachable()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"STATUS", "CLOSE", "CAPTIVE_PORTAL"})
    void aHubThatDoesNotAnswerIsOutOfReachUntilItDoes(Fault.Kind kind) {
        Instant answered = Instant.parse(get(SYSTEM).getString("hub.since"));
        hub.faults().add(Fault.of(kind, API, 0));
        await().untilAsserted(() -> {
            given().get(SEARCH).then().statusCode(502);
            assertThat(reachable()).isFalse();
        });

        Json system = get(SYSTEM);
        assertThat(Instant.parse(system.getString("hub.since"))).isAfterOrEqualTo(answered);
        assertThat(system.getString("hub.reason"))
                .containsAnyOf("The Hub", "The mirror")
                .endsWith(".");
        assertThat(system.getString("hub.code")).isIn("hub-unavailable", "not-a-hub");
        assertThat(system.getString("hub.parameters.endpoint")).isEqualTo(hub.endpoint());
        get("/api/v1/library");

        hub.faults().clear();
        get(SEARCH);
        await().untilAsserted(() -> assertThat(reachable()).isTrue());
        assertThat(get(SYSTEM).getString("hub.reason")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/repos/models/acme/no-such-repo", "/api/v1/repos/models/acme/disabled-model"})
    void aRefusalIsAnAnswer(String path) {
        int status = given().get(path).statusCode();

        assertThat(status).isIn(200, 403, 404);
        assertThat(reachable()).isTrue();
    }

    @Test
    void aHubThatLimitsRequestsIsThere() {
        hub.faults().add(Fault.of(Fault.Kind.RETRY_AFTER, API, 30));
        problem(given().get(SEARCH), 503, "hub-throttled");

        assertThat(reachable()).isTrue();
    }

    /** Nobody but the page asks: it learns of the Hub's return all the same. */
    @Test
    void lookingAtTheSystemFindsOutThatTheHubIsBack() {
        hub.faults().add(Fault.of(Fault.Kind.STATUS, "search=quants", 0));
        await().untilAsserted(() -> {
            problem(given().get(SEARCH), 502, "hub-unavailable");
            assertThat(reachable()).isFalse();
        });

        await().atMost(LONGER_THAN_BETWEEN_TWO_CHECKS).until(HubAvailabilityApiTest::reachable);
    }

    @Test
    void aSlowHubIsToldBeforeItIsGivenUp() {
        hub.faults().add(Fault.of(Fault.Kind.HANG, API, 0));
        CompletableFuture<Integer> asked =
                CompletableFuture.supplyAsync(() -> given().get(SEARCH).statusCode());
        await().until(() -> get(SYSTEM).get("hub.silentSeconds") instanceof Integer seconds && seconds >= 1);
        assertThat(asked.join()).isEqualTo(502);
        hub.faults().clear();
        get(SEARCH);
        await().until(() -> get(SYSTEM).get("hub.silentSeconds") == null);
    }

    private static boolean reachable() {
        return get(SYSTEM).getBoolean("hub.reachable");
    }
}
