package io.hfdownloader.web.page;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class LinkedTextTest {

    @Test
    void anAddressBecomesALinkWithoutTheFullStopBehindIt() {
        LinkedText linkedText = LinkedText.of("Accept the licence at https://hub.example/acme/x, then try again.");

        assertThat(linkedText.parts())
                .containsExactly(
                        new LinkedText.Part("Accept the licence at ", null),
                        new LinkedText.Part("https://hub.example/acme/x", "https://hub.example/acme/x"),
                        new LinkedText.Part(", then try again.", null));
    }

    @Test
    void anAddressEndsWhereAChineseSentenceGoesOn() {
        LinkedText linkedText = LinkedText.of("无法连接 https://hub.example：连接被拒绝。请打开“https://hub.example/x”。");

        assertThat(linkedText.parts())
                .extracting(LinkedText.Part::link)
                .containsExactly(null, "https://hub.example", null, "https://hub.example/x", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "See data:text/html,x", "ftp://hub.example/x", "<b>bold</b>", ""})
    void nothingElseBecomesALink(String text) {
        assertThat(LinkedText.of(text).parts()).isEqualTo(List.of(new LinkedText.Part(text, null)));
    }
}
