package io.hfdownloader.web.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.access.RouteScopes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What clients are made from: the API's description has one name for each thing, and says how each call can end. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ApiDescriptionTest {

    private static final Pattern OF_LEGACY = Pattern.compile("/download|/api/(?!v1/).*");

    private JsonObject description;

    /** @param name method and path */
    private record Described(String name, String path, JsonObject operation) {}

    @BeforeEach
    void read() {
        description = new JsonObject(
                given().accept("application/json").get("/q/openapi").asString());
    }

    @Test
    void eachOperationHasANameOfItsOwn() {
        assertThat(operations().map(described -> described.operation().getString("operationId")))
                .doesNotContainNull()
                .doesNotHaveDuplicates()
                .contains("startDownload", "listDownloads", "searchHub", "deleteLibraryModel", "legacyStatus");
    }

    @Test
    void eachOperationNeedsOneScopeOfATokenAndNoOtherStandsInTheTable() {
        assertThat(operations()
                        .map(described ->
                                described.name().replace(described.path(), "").toUpperCase(Locale.ROOT)
                                        + described.path()))
                .containsExactlyInAnyOrderElementsOf(RouteScopes.operations());
        assertThat(operations()).allSatisfy(described -> {
            JsonArray security = described.operation().getJsonArray("security");
            assertThat(security).as(described.name()).hasSize(3);
            assertThat(security.getJsonObject(0).getJsonArray("accessToken"))
                    .as(described.name())
                    .hasSize(1)
                    .containsAnyOf("read", "download", "manage");
        });
        assertThat(description
                        .getJsonObject("components")
                        .getJsonObject("securitySchemes")
                        .fieldNames())
                .containsExactlyInAnyOrder("accessToken", "session");
    }

    @Test
    void withoutALoginThereIsNoTraceOfOne() {
        for (String path : List.of("/login", "/access")) {
            given().get(path).then().statusCode(404);
        }
        Response page = given().accept("text/html").get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).doesNotContain("logout", "./access");
        assertThat(page.cookies()).isEmpty();
        given().contentType("application/x-www-form-urlencoded")
                .body("name=a&password=b")
                .post("/login")
                .then()
                .statusCode(415);
        given().header("Authorization", "Bearer hfd_none")
                .get("/api/status")
                .then()
                .statusCode(200);
    }

    @Test
    void eachErrorIsAProblemOrThatOfTheLegacyApi() {
        assertThat(operations()).allSatisfy(described -> {
            JsonObject responses = described.operation().getJsonObject("responses");
            assertThat(responses.fieldNames())
                    .as(described.name())
                    .contains("400", "403", "414", "431")
                    .doesNotContain("500", "default");
            boolean isLegacy = OF_LEGACY.matcher(described.path()).matches();
            String wanted = isLegacy ? "application/json LegacyError" : "application/problem+json Problem";
            responses.fieldNames().stream()
                    .filter(status -> status.compareTo("400") >= 0
                            && !Set.of("414", "431").contains(status))
                    .forEach(status -> assertThat(contents(responses.getJsonObject(status)))
                            .as(described.name() + " " + status)
                            .containsExactly(wanted));
        });
    }

    @Test
    void eachChangeSaysHowItIsRefusedAtTheDoor() {
        assertThat(operations().filter(described -> !described.name().startsWith("get ")))
                .isNotEmpty()
                .allSatisfy(described -> assertThat(
                                described.operation().getJsonObject("responses").fieldNames())
                        .as(described.name())
                        .contains("403", "413"));
    }

    @Test
    void noTwoSchemasAreOfTheSameShape() {
        Map<String, String> names = new HashMap<>();
        List<String> same = new ArrayList<>();
        schemas().forEach(entry -> {
            String other = names.put(((JsonObject) entry.getValue()).encode(), entry.getKey());
            if (other != null) {
                same.add(other + " and " + entry.getKey());
            }
        });
        assertThat(same).isEmpty();
        assertThat(names.values()).noneMatch(name -> name.matches(".*\\d|Uni.*|Multi.*|OutboundSseEvent|MediaType"));
    }

    @Test
    void noObjectIsWithoutAName() {
        assertThat(operations())
                .allSatisfy(
                        described -> assertThat(described.operation().encode().contains("\"properties\""))
                                .as(described.name())
                                .isFalse());
    }

    @Test
    void eachReferenceLeadsToASchema() {
        Set<String> named = new HashSet<>(
                description.getJsonObject("components").getJsonObject("schemas").fieldNames());
        assertThat(Pattern.compile("#/components/schemas/([^\"]+)")
                        .matcher(description.encode())
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .isSubsetOf(named);
    }

    @Test
    void whatMayBeNullOrMissingIsTold() {
        JsonObject download = schema("DownloadJson");
        assertThat(required(download))
                .contains("id", "state", "rate", "leftOut")
                .doesNotContain("files", "rates");
        assertThat(types(download, "rate")).containsExactly("integer", "null");
        assertThat(types(download, "repo")).containsExactly("string");
        assertThat(download.getJsonObject("properties").getJsonObject("waiting").encode())
                .contains("#/components/schemas/Waiting", "null");
        JsonObject asked = schema("DownloadRequestJson");
        assertThat(required(asked)).containsExactly("repo");
        assertThat(asked.getValue("additionalProperties")).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/downloads, 'GET, HEAD, OPTIONS, POST'",
        "TRACE, /hf-downloader/api/v1/downloads/plan, 'OPTIONS, POST'",
        "POST, /api/v1/library/models/acme/tiny, 'DELETE, GET, HEAD, OPTIONS'",
        "OPTIONS, /api/v1/downloads, 'GET, HEAD, OPTIONS, POST'",
        "OPTIONS, /api/v1/downloads/plan, 'OPTIONS, POST'",
        "OPTIONS, /api/status, 'GET, HEAD, OPTIONS'",
    })
    void anAddressSaysWhichMethodsItTakes(String method, String path, String allowed) {
        given().request(method, path).then().header("Allow", allowed);
    }

    private Stream<Described> operations() {
        JsonObject paths = description.getJsonObject("paths");
        return paths.fieldNames().stream()
                .flatMap(path -> paths.getJsonObject(path).fieldNames().stream()
                        .map(method -> new Described(
                                method + " " + path,
                                path,
                                paths.getJsonObject(path).getJsonObject(method))));
    }

    private Stream<Map.Entry<String, Object>> schemas() {
        return description.getJsonObject("components").getJsonObject("schemas").stream();
    }

    private JsonObject schema(String name) {
        return description.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private static List<String> contents(JsonObject response) {
        JsonObject content = response.getJsonObject("content", new JsonObject());
        return content.fieldNames().stream()
                .map(type -> type + " "
                        + content.getJsonObject(type)
                                .getJsonObject("schema")
                                .getString("$ref")
                                .replaceFirst(".*/", ""))
                .toList();
    }

    private static List<String> required(JsonObject schema) {
        return schema.getJsonArray("required").stream().map(String::valueOf).toList();
    }

    private static List<String> types(JsonObject schema, String property) {
        Object type = schema.getJsonObject("properties").getJsonObject(property).getValue("type");
        return type instanceof JsonArray several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(type));
    }
}
