package io.hfdownloader.network;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class WebAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://Hub.Example, https, hub.example, 443, /",
        "http://hub.example:8080/a?b=c#d, http, hub.example, 8080, /a?b=c",
        "https://hub.example?x=1, https, hub.example, 443, /?x=1",
        "http://[::1]:5000/a, http, ::1, 5000, /a",
        "http://[fe80::1]/a, http, fe80::1, 80, /a",
    })
    void anAddressIsTakenApart(String text, String scheme, String host, int port, String target) {
        assertThat(WebAddress.parse(text)).contains(new WebAddress(scheme, host, port, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hub.example",
                "ftp://hub.example/",
                "file:///etc/passwd",
                "https://",
                "https://user@hub.example/",
                "https://hub.example:0/",
                "https://hub.example:65536/",
                "https://hub.example:80x/",
                "https://hub.example/a b",
                "https://hub.example/a\r\nX: y",
                "https://hub.example/\u20ac"
            })
    void whatIsNoUsableAddressIsNone(String text) {
        assertThat(WebAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://cdn.example/x?Signature=a%2Bb~, https://cdn.example/x?Signature=a%2Bb~",
        "//cdn.example/x, https://cdn.example/x",
        "/api/x?y=%2F, https://hub.example/api/x?y=%2F",
        "other?u=http://z/, https://hub.example/a/other?u=http://z/",
        "?cursor=2, https://hub.example/a/b?cursor=2",
        "#end, https://hub.example/a/b?c=/d",
        "./x, https://hub.example/a/x",
        "../../../x, https://hub.example/x",
        "/e/%2e%2E/x/., https://hub.example/x/",
        "https://hub.example/e/../x?y=/../, https://hub.example/x?y=/../",
        "https://cdn.example/e/../x, https://cdn.example/e/../x",
        "/with space/é, https://hub.example/with%20space/%E9",
        "'/back\\slash', https://hub.example/back%5Cslash",
    })
    void aLocationIsFollowedFromWhereItWasGiven(String location, String reached) {
        WebAddress from = WebAddress.parse("https://hub.example/a/b?c=/d").orElseThrow();
        assertThat(from.resolve(location).orElseThrow()).hasToString(reached);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "mailto:a@b",
                "javascript:x",
                "ftp://hub.example/x",
                "//",
                "https://u:p@h/x",
                "/a\tb",
                "/€"
            })
    void aLocationThatLeadsNowhereIsNone(String location) {
        WebAddress from = WebAddress.parse("https://hub.example/a/b").orElseThrow();
        assertThat(from.resolve(location)).isEmpty();
    }

    @Test
    void aSignedLinkStaysByteForByte() {
        String link = "https://cdn.example/x/%7Ey?response-content-disposition=inline%3B%20filename%2A%3DUTF-8''a%2520b"
                + "&Policy=eyJ+/=&Signature=~-_";
        assertThat(WebAddress.parse(link).orElseThrow()).hasToString(link);
    }
}
