package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static org.assertj.core.api.Assertions.assertThat;

/** What a token opens, and that nobody but the Hub sees it. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestProfile(SettingsTestProfile.class)
@Tag("service")
class HubTokenTest {

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/gated-model", "acme/private-model"})
    void aTokenOpensARepoAndGoesToTheHubAlone(String repo) {
        String id = fetch(Map.of("repo", repo));
        hub.model(repo)
                .main()
                .files()
                .forEach(file -> assertThat(models.resolve(repo).resolve(file.path()))
                        .hasBinaryContent(file.content().bytes()));
        assertThat(hub.tokenLeaks()).isZero();
        assertThat(hub.requests()).anyMatch(request -> request.token());
        for (String path : new String[] {"/api/v1/downloads/" + id, "/api/v1/system", "/api/status"}) {
            assertThat(get(path).prettify()).doesNotContain(HubStandIn.STAND_IN_TOKEN);
        }
        assertThat(get("/api/v1/system").getBoolean("tokenPresent")).isTrue();
    }
}
