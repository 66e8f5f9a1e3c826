package io.hfdownloader.web.access;

import io.hfdownloader.access.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RouteScopesTest {

    @ParameterizedTest
    @CsvSource({
        "GET,/api/status,READ",
        "HEAD,/api/status,READ",
        "GET,/api/v1/repos/models/acme/tiny,READ",
        "GET,/api/v1/repos/models/gpt2,READ",
        "GET,/q/metrics,READ",
        "POST,/api/v1/downloads,DOWNLOAD",
        "POST,/api/v1/downloads/plan,READ",
        "POST,/api/v1/downloads/0f/pause,DOWNLOAD",
        "GET,/api/v1/library/check,READ",
        "POST,/api/v1/library/check,DOWNLOAD",
        "POST,/api/v1/library/models/acme/tiny/check,READ",
        "POST,/api/v1/library/models/acme/tiny/update,DOWNLOAD",
        "DELETE,/api/v1/library/models/acme/tiny,MANAGE",
        "PUT,/api/v1/system/machines,MANAGE",
        "GET,/api/v1/system/token,READ",
        "PUT,/api/v1/system/token,MANAGE",
        "DELETE,/api/v1/system/token,MANAGE",
        "GET,/access,MANAGE",
        "POST,/access,MANAGE",
        "GET,/,MANAGE",
        "GET,/q/dev,MANAGE",
        "OPTIONS,/api/status,MANAGE",
        "TRACE,/api/status,MANAGE",
        "GET,/api/v2/anything,MANAGE"
    })
    void eachRouteNeedsWhatTheTableSaysAndAnyOtherTheMost(String method, String path, Scope needed) {
        assertThat(RouteScopes.needed(method, path)).isEqualTo(needed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/repos/../access",
                "/api/v1/repos/models/..",
                "/api/v1/repos/./models",
                "/api/v1/repos/models/%2e%2e",
                "/api/v1/repos/models/%2E%2E/x",
                "/api/v1/repos//models/x",
                "/api/v1/repos/models/x;a=b",
                "/api/v1/repos/models/a%2fb",
                "/api/v1/repos/models/%61bc",
                "/api/v1/repos/models/%252e",
                "/api/v1/repos/models/a\\b",
                "/api/v1/repos/models/a b",
                "/API/STATUS",
                "/api/status/",
                ""
            })
    void anAddressThatCouldBeReadInTwoWaysNeedsTheMost(String path) {
        assertThat(RouteScopes.needed("GET", path)).isEqualTo(Scope.MANAGE);
    }

    @Test
    void noOperationStandsInTheTableTwice() {
        assertThat(RouteScopes.operations()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example/",
                "https:evil.example",
                "javascript:alert(1)",
                "evil.example",
                "",
                "/..//evil.example",
                "/a/../..//evil.example",
                "/.evil",
                "/%2f/evil",
                "/@evil.example",
                "/;evil",
                "/a\r\nSet-Cookie: x=y",
                "/a\t/evil",
                "/ /evil",
                "/?next=\"><script>",
                "///",
                "/манage"
            })
    void nobodyIsLedToAnotherServerAfterTheLogin(String wanted) {
        assertThat(ReturnPath.of(wanted)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/manage", "/?repo=acme/tiny&variant=Q4_K_M", "/manage?q=a%20b&sort=size", "/q/swagger-ui/"
            })
    void placesOfOursAreReturnedTo(String wanted) {
        assertThat(ReturnPath.of(wanted)).isEqualTo(wanted);
        assertThat(ReturnPath.of(wanted + "x".repeat(2_000))).isEqualTo("/");
        assertThat(ReturnPath.of(null)).isEqualTo("/");
    }
}
