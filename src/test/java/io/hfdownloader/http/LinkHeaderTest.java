package io.hfdownloader.http;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class LinkHeaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<https://hub/x?cursor=a,b;c>; rel=\"next\"",
                "<https://hub/x?cursor=a,b;c>;rel=next",
                "<https://hub/x?cursor=a,b;c>; title=\"a, <b>; rel=x\"; REL = \"last NEXT\"",
                "<https://hub/first>; rel=\"first\", <https://hub/x?cursor=a,b;c> ; rel=\"next\"; title=x",
                "<https://hub/x?cursor=a,b;c>; type=\"text/html\"; rel=\"next\" , <y>; rel=next",
            })
    void theNextPageIsFoundHoweverItIsWritten(String header) {
        assertThat(LinkHeader.target(List.of(header), "next")).contains("https://hub/x?cursor=a,b;c");
    }

    @Test
    void severalFieldsAreOne() {
        assertThat(LinkHeader.target(List.of("<a>; rel=prev", "<b>; rel=next"), "next"))
                .contains("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<a>",
                "<a>; rel=nextpage",
                "<a>; rel=\"prev\"",
                "<a; rel=next",
                "<a>; title=\"rel=next\""
            })
    void otherLinksAreNone(String header) {
        assertThat(LinkHeader.target(List.of(header), "next")).isEmpty();
    }
}
