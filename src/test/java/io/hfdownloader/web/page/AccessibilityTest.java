package io.hfdownloader.web.page;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.HubStandInResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** axe-core finds nothing at level AA in any state of a page, light or dark, wide or narrow; and each state is photographed. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
class AccessibilityTest {

    private static final List<String> LEVEL_AA = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final int MAX_WIDTH_PIXELS = 2560;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static Chromium chromium;

    @TestHTTPResource("/")
    URI address;

    HubStandIn hub;
    Path models;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void clear() {
        new PageScenarios(hub, models).clear();
        assertThat(chromium.closePages()).isEmpty();
    }

    static Stream<PageStates.State> states() {
        return PageStates.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void everybodyCanUseThePage(PageStates.State state) throws Exception {
        PageScenarios pageScenarios = new PageScenarios(hub, models);
        pageScenarios.clear();
        state.prepare().run(pageScenarios);
        Page page = chromium.open(address.resolve(state.path()).toString());
        page.emulateMedia(
                new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE)); // no colours between two
        state.reach().run(page);

        List<String> found = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {1280, 360}) {
                page.setViewportSize(width, 800);
                found.addAll(violations(page, look(scheme, width)));
                keep(page, state, look(scheme, width), found);
            }
        }
        page.setViewportSize(MAX_WIDTH_PIXELS, 1_200);
        keep(page, state, look(ColorScheme.DARK, MAX_WIDTH_PIXELS), found);
        page.close();

        assertThat(found).isEmpty();
    }

    @Test
    void whatIsWrongIsFound() {
        Page page = chromium.open(address.resolve("manage").toString());
        page.evaluate(
                "document.querySelector('#view [name=filter]').closest('label').replaceWith(document.createElement('input'))");
        assertThat(violations(page, "look")).singleElement().asString().contains("label");
    }

    private static List<String> violations(Page page, String look) {
        List<String> found = new ArrayList<>();
        for (Rule rule : new AxeBuilder(page)
                .setLegacyMode(true) // the others ask for a second window, which only frames need
                .withTags(LEVEL_AA)
                .analyze()
                .getViolations()) {
            rule.getNodes()
                    .forEach(node -> found.add(look + ": " + rule.getId() + " (" + rule.getHelp() + ") "
                            + node.getHtml() + " " + node.getFailureSummary().replace('\n', ' ')));
        }
        return found;
    }

    private static void keep(Page page, PageStates.State state, String look, List<String> found) {
        Object beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!beyond.equals(0)) {
            found.add(look + ": the page is wider than the screen by " + beyond);
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(state.name() + "-" + look + ".png"))
                .setFullPage(true));
    }

    private static String look(ColorScheme scheme, int width) {
        return scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    }
}
