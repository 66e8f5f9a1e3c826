package io.hfdownloader.hub;

import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class RedirectChainTest {

    private static final String ASKED = "/api/models/acme/old/revision/main";

    @ParameterizedTest
    @CsvSource({
        // as the Hub sends it, which knows nothing of the mirror's path
        "/api/models/acme/new/revision/main, https://mirror.example/hf/api/models/acme/new/revision/main",
        "https://mirror.example/api/models/acme/new, https://mirror.example/hf/api/models/acme/new",
        "/acme/x/resolve/c0ffee/a?b=/c, https://mirror.example/hf/acme/x/resolve/c0ffee/a?b=/c",
        "/hfx/y, https://mirror.example/hf/hfx/y",
        // with the path
        "/hf/api/models/acme/new, https://mirror.example/hf/api/models/acme/new",
        "https://mirror.example:443/hf/api/x, https://mirror.example/hf/api/x",
        // relative
        "../../new/revision/main, https://mirror.example/hf/api/models/acme/new/revision/main",
        "?x=1, https://mirror.example/hf/api/models/acme/old/revision/main?x=1",
        "../../../../../../../other, https://mirror.example/hf/other",
        "/hf/../../secret, https://mirror.example/hf/secret",
        "/hf/%2e%2e/secret, https://mirror.example/hf/secret",
        "//mirror.example/hf/../api/x, https://mirror.example/hf/api/x",
        // by the name of the original Hub
        "https://huggingface.co/api/models/acme/new, https://mirror.example/hf/api/models/acme/new",
        "//huggingface.co/api/models/acme/new, https://mirror.example/hf/api/models/acme/new",
        // elsewhere on the same server, where files may be
        "https://mirror.example/files/1?sig=a/../b, https://mirror.example/files/1?sig=a/../b",
        // elsewhere
        "https://cdn.example/x?Signature=a%2Bb, https://cdn.example/x?Signature=a%2Bb",
        "//cdn.example/x, https://cdn.example/x",
    })
    void whatAMirrorNamesOnItsOwnServerStaysBelowItsPath(String location, String next) {
        assertThat(mirror().follow(location).address()).hasToString(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mirror.example/hf/api/models/acme/new",
                "http://elsewhere.example/",
                "http://cdn.example/x?Signature=a",
                "http://mirror.example:443/hf/api/x",
                "HTTP://cdn.example/x"
            })
    void nothingThatIsAskedOverTlsGoesOnWithoutIt(String location) {
        assertThatThrownBy(() -> mirror().follow(location))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(HubException.Kind.BAD_REDIRECT))
                .hasMessageContaining("without TLS")
                .hasMessageNotContaining("Signature");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "ftp://x/", "mailto:x", "https://", "https://u@h/", "/a\rb"})
    void whatLeadsNowhereNamesTheMirror(String location) {
        assertThatThrownBy(() -> mirror().follow(location))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("https://mirror.example/hf is not a Hub: it redirects to nowhere")
                .hasMessageContaining("The mirror may be wrong");
    }

    @ParameterizedTest
    @CsvSource({
        "http://hub.example, https://hub.example, https://hub.example",
        "http://hub.example, https://www.hub.example, https://www.hub.example",
        "https://hub.example, https://other.example:8443/hf, https://other.example:8443/hf",
        "https://hub.example/hf, https://other.example, https://other.example",
        "https://hub.example/hf, https://hub.example/hub, https://hub.example/hub",
        "https://hub.example/hf, /hub, https://hub.example/hub",
        "https://mirror.example, https://huggingface.co, https://huggingface.co",
    })
    void aHubThatHasMovedIsFollowedAndItsPathsAreThoseOfItsNewPlace(String before, String location, String place) {
        RedirectChain moved = at(before, ASKED).follow(location + ASKED);

        assertThat(moved.place().displayed()).isEqualTo(place);
        assertThat(moved.isOnHub()).isTrue();
        assertThat(moved.movedTo()).isPresent();
        assertThat(moved.follow("/api/models/acme/new").address()).hasToString(place + "/api/models/acme/new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ASKED,
                "https://mirror.example" + ASKED,
                "https://mirror.example:443" + ASKED + "#top",
                "HTTPS://MIRROR.example" + ASKED,
                "//mirror.example" + ASKED,
                "/hf/.." + ASKED,
                "https://mirror.example/other/%2e%2e" + ASKED,
            })
    void aMirrorThatForgetsItsPathInTheVeryAddressThatWasAskedIsAskedThereOnceMore(String location) {
        RedirectChain again = mirror().follow(location);

        assertThat(again.address()).hasToString("https://mirror.example/hf" + ASKED);
        assertThat(again.isOnHub()).isTrue();
        assertThat(again.movedTo()).isEmpty();
        assertThatThrownBy(() -> again.follow(location)).hasMessageContaining("in a circle");
    }

    @Test
    void theSameWithAnotherQueryIsAskedBelowTheMirrorsPath() {
        assertThat(mirror().follow("https://mirror.example" + ASKED + "?blobs=1")
                        .address())
                .hasToString("https://mirror.example/hf" + ASKED + "?blobs=1");
    }

    @Test
    void aCircleIsSeenAtOnce() {
        RedirectChain there = mirror().follow("/hf/a");
        assertThatThrownBy(() -> there.follow("/hf/a")).hasMessageContaining("in a circle");
        assertThatThrownBy(() -> there.follow("/hf" + ASKED)).hasMessageContaining("in a circle");
    }

    @Test
    void aChainHasAnEnd() {
        RedirectChain chain = mirror();
        for (int i = 0; i < 20; i++) {
            chain = chain.follow("/hf/" + i);
        }
        RedirectChain last = chain;
        assertThatThrownBy(() -> last.follow("/hf/x")).hasMessageContaining("without end");
    }

    @Test
    void filesElsewhereAreNotTheHubs() {
        RedirectChain cdn = mirror().follow("https://cdn.example/x");
        assertThat(cdn.isOnHub()).isFalse();
        assertThat(cdn.movedTo()).isEmpty();
        assertThat(cdn.follow("/y").address()).hasToString("https://cdn.example/y");
    }

    private static RedirectChain mirror() {
        return at("https://mirror.example/hf", ASKED);
    }

    private static RedirectChain at(String place, String asked) {
        HubEndpoint endpoint = HubEndpoint.of(Optional.of(place));
        return RedirectChain.of(endpoint, endpoint.at(asked));
    }
}
