package io.hfdownloader.web.api;

import java.nio.file.Path;

import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.get;
import static org.assertj.core.api.Assertions.assertThat;

/** What a service says of settings that it was started with. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestProfile(SettingsTestProfile.class)
@Tag("service")
class FixedSettingsTest {

    Path models;

    @Test
    void theModelsDirectoryHasTheNameThatItsUsersKnow() {
        Json system = get("/api/v1/system");
        assertThat(system.getString("shownDir")).isEqualTo("/srv/models");
        assertThat(system.getString("modelsDir")).isEqualTo(models.toString());
    }
}
