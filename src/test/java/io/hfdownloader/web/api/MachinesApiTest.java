package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.hfdownloader.web.HubStandInResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** The machines that a user names once. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class MachinesApiTest {

    private static final String MACHINES = "/api/v1/system/machines";
    private static final Map<String, Object> DESK = machine("Desk", 24L << 30, 64L << 30);

    Path models;

    @AfterEach
    void clear() {
        put(List.of(), 8192).then().statusCode(200);
    }

    @Test
    void machinesAreKept() {
        Map<String, Object> wanted = Map.of("machines", List.of(DESK), "contextLength", 32_768);

        json(wanted).put(MACHINES).then().statusCode(200);

        assertThat(get(MACHINES).getMap("")).isEqualTo(wanted);
        assertThat(get("/hf-downloader" + MACHINES).getMap("")).isEqualTo(wanted);
        assertThat(models.resolve(".cache/hf-downloader/settings.json"))
                .content()
                .contains("Desk");
    }

    @Test
    void thereAreNoneAtFirst() {
        assertThat(get(MACHINES).getMap("")).isEqualTo(Map.of("machines", List.of(), "contextLength", 8192));
    }

    @Test
    void theBandwidthLimitStaysWhenMachinesAreNamed() {
        String limit = "/api/v1/system/bandwidth-limit";
        json(Map.of("limit", "900M")).put(limit).then().statusCode(200);
        put(List.of(DESK), 8192).then().statusCode(200);
        json(Map.of("limit", "")).put(limit).then().statusCode(200);

        assertThat(get(MACHINES).<String>getList("machines.name")).containsExactly("Desk");
    }

    @Test
    void whatIsLeftOutStays() {
        put(List.of(DESK), 8192).then().statusCode(200);

        json(Map.of("contextLength", 2048))
                .put(MACHINES)
                .then()
                .statusCode(200)
                .body("machines.name", contains("Desk"));
        json(Map.of("machines", List.of(machine("Shelf", 0, 1L << 30))))
                .put(MACHINES)
                .then()
                .statusCode(200)
                .body("contextLength", equalTo(2048));

        assertThat(get(MACHINES).<String>getList("machines.name")).containsExactly("Shelf");
    }

    @Test
    void namesOfTheWholeWorldAndOneKindOfMemoryAreFine() {
        put(List.of(Map.of("name", " 桌面电脑 👩‍💻 ", "vramBytes", 1), Map.of("name", "b", "ramBytes", 1L << 50)), 256)
                .then()
                .statusCode(200);

        assertThat(get(MACHINES).<String>getList("machines.name")).containsExactly("桌面电脑 👩‍💻", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|contextLength",
                "{\"machines\": null, \"contextLength\": null}|or both",
                "{\"machines\": [null], \"contextLength\": 8192}|is null",
                "{\"machines\": [], \"contextLength\": 255}|between 256 and 10485760",
                "{\"machines\": [], \"contextLength\": 10485761}|between 256 and 10485760",
                "{\"machines\": [{}], \"contextLength\": 8192}|1 to 60 characters",
                "{\"machines\": [{\"name\": \" \", \"ramBytes\": 1}], \"contextLength\": 8192}|1 to 60 characters",
                "{\"machines\": [{\"name\": \"a\\nb\", \"ramBytes\": 1}], \"contextLength\": 8192}|no control characters",
                "{\"machines\": [{\"name\": \"a\\u202eb\", \"ramBytes\": 1}], \"contextLength\": 8192}|no control characters",
                "{\"machines\": [{\"name\": \"a\"}], \"contextLength\": 8192}|how much memory",
                "{\"machines\": [{\"name\": \"a\", \"ramBytes\": -1}], \"contextLength\": 8192}|between 0 and",
                "{\"machines\": [{\"name\": \"a\", \"vramBytes\": 1125899906842625}], \"contextLength\": 8192}|between 0 and",
                "{\"machines\": [{\"name\": \"a\", \"ramBytes\": 1}, {\"name\": \"A\", \"ramBytes\": 1}], \"contextLength\": 8192}|Two machines",
                "{\"machines\": [{\"name\": \"a\", \"ramBytes\": 1.5}], \"contextLength\": 8192}|wrong type",
                "{\"machines\": [{\"name\": \"a\", \"ramBytes\": 99999999999999999999}], \"contextLength\": 8192}|",
                "{\"machines\": [{\"name\": \"a\", \"ram\": 1}], \"contextLength\": 8192}|\"ram\" is not known",
                "{\"machines\": 7, \"contextLength\": 8192}|wrong type",
            })
    void whatCannotBeIsRefusedWithWhatToDo(String body, String word) {
        put(List.of(DESK), 8192).then().statusCode(200);

        problem(json(body).put(MACHINES), 400, null).body("detail", containsString(word == null ? "" : word));

        assertThat(get(MACHINES).<String>getList("machines.name")).containsExactly("Desk");
    }

    @Test
    void thereAreBoundsToTheList() {
        List<Map<String, Object>> twenty = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> machine("m" + number, 1, 1))
                .toList();
        put(twenty, 8192).then().statusCode(200);
        List<Map<String, Object>> more = IntStream.rangeClosed(1, 21)
                .mapToObj(n -> machine("m" + n, 1, 1))
                .toList();
        problem(put(more, 8192), 400, "bad-request").body("detail", containsString("20 machines at most"));
        problem(put(List.of(machine("x".repeat(61), 1, 1)), 8192), 400, "bad-request");
        problem(given().contentType("application/json").put(MACHINES), 400, null);

        assertThat(get(MACHINES).getList("machines")).hasSize(20);
    }

    private static Response put(List<?> machines, int contextLength) {
        return json(Map.of("machines", machines, "contextLength", contextLength))
                .put(MACHINES);
    }

    private static Map<String, Object> machine(String name, long vramBytes, long ramBytes) {
        return Map.of("name", name, "vramBytes", vramBytes, "ramBytes", ramBytes);
    }
}
