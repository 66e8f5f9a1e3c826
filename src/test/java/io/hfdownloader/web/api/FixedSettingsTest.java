package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** What a service says of settings that it was started with. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestProfile(SettingsTestProfile.class)
@Tag("service")
class FixedSettingsTest {

    private static final String TOKEN = "/api/v1/system/token";

    Path models;

    @Test
    void aTokenOfTheConfigurationIsNotChangedAndThatIsSaid() {
        Json told = get(TOKEN);
        assertThat(told.getBoolean("present")).isTrue();
        assertThat(told.getString("source")).isEqualTo("environment");
        assertThat(told.getString("sourceName")).isEqualTo("HF_TOKEN");
        assertThat(told.getBoolean("canChange")).isFalse();
        assertThat(told.getString("reason")).contains("set by HF_TOKEN");

        problem(json(Map.of("token", HubStandIn.TOKEN_WITHOUT_ACCESS)).put(TOKEN), 409, "token-fixed")
                .body("detail", containsString("HF_TOKEN"));

        assertThat(models.resolve(".cache/hf-downloader/hub-token.json")).doesNotExist();
    }

    @Test
    void theModelsDirectoryHasTheNameThatItsUsersKnow() {
        Json system = get("/api/v1/system");
        assertThat(system.getString("shownDir")).isEqualTo("/srv/models");
        assertThat(system.getString("modelsDir")).isEqualTo(models.toString());
    }
}
