package io.hfdownloader.web.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** axe-core finds nothing at level AA in any state of a page, light or dark, wide or narrow; photographs of all on one sheet with {@code -Dscreenshots=true}. */
@QuarkusTest
class AccessibilityTest extends BrowserTestBase {

    private static final List<String> LEVEL_AA = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    /** Those of them that see colours: all that can be another in the dark. */
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private static final Map<String, Object> ALL_RULES = Map.of("runOnly", Map.of("type", "tag", "values", LEVEL_AA));
    private static final Map<String, Object> RULES_OF_COLOURS =
            Map.of("runOnly", Map.of("type", "rule", "values", OF_COLOURS));
    private static final Map<String, Object> RULES_BUT_OF_COLOURS = Map.of(
            "runOnly",
            Map.of("type", "tag", "values", LEVEL_AA),
            "rules",
            OF_COLOURS.stream().collect(Collectors.toMap(rule -> rule, rule -> Map.of("enabled", false))));
    /** What is in order is not described. */
    private static final String LOOK = """
            async options => {
              const found = await axe.run(document, { ...options, resultTypes: ['violations'], selectors: false });
              return found.violations.flatMap(rule => rule.nodes.map(node =>
                `${rule.id} (${rule.help}) ${node.html} ${node.failureSummary.replace(/\\s+/g, ' ')}`));
            }""";

    private static final int MAX_WIDTH_PIXELS = 2560;

    private static final ContactSheet CONTACT_SHEET = new ContactSheet(SCREENSHOTS);

    @AfterAll
    static void writeTheContactSheet() throws IOException {
        if (PHOTOGRAPHS) {
            CONTACT_SHEET.write();
        }
    }

    static Stream<PageStates.State> states() {
        return PageStates.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void everybodyCanUseThePage(PageStates.State state) throws Exception {
        state.prepare().run(stage());
        Page page = chromium.open(at(state.path()));
        page.emulateMedia(
                new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE)); // no colours between two
        state.reach().run(page);
        bringAxe(page);

        List<String> found = new ArrayList<>();
        for (int width : new int[] {1280, 360}) {
            page.setViewportSize(width, 800);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            // Colours, which are most of axe's work, do not change with the width: the narrow page shows all of the
            // wide one's.
            found.addAll(
                    violations(page, width == 360 ? ALL_RULES : RULES_BUT_OF_COLOURS, look(ColorScheme.LIGHT, width)));
            measure(page, width, found);
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        found.addAll(violations(page, RULES_OF_COLOURS, look(ColorScheme.DARK, 360)));
        page.setViewportSize(MAX_WIDTH_PIXELS, 1_200);
        measure(page, MAX_WIDTH_PIXELS, found);
        if (PHOTOGRAPHS) {
            CONTACT_SHEET.add(page, state);
        }

        assertThat(found).isEmpty();
    }

    @Test
    void whatCannotBeReadInTheDarkIsFound() {
        Page page = chromium.open(at("manage"));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.evaluate("document.getElementById('library-title').style.color = '#333'");
        bringAxe(page);
        assertThat(violations(page, RULES_OF_COLOURS, "look"))
                .singleElement()
                .asString()
                .contains("contrast");
    }

    @Test
    void whatIsWrongIsFound() {
        Page page = chromium.open(at("manage"));
        page.evaluate(
                "document.getElementById('content').append(document.createElement('input'))"); // scripts want theirs
        bringAxe(page);
        for (Map<String, Object> rules : List.of(ALL_RULES, RULES_BUT_OF_COLOURS)) {
            assertThat(violations(page, rules, "look"))
                    .singleElement()
                    .asString()
                    .contains("label");
        }
    }

    /** Once for all looks at a page: it is half a megabyte of script, which takes a good part of the time of a look. */
    private static void bringAxe(Page page) {
        assertThat(page.frames()).as("it is brought into one frame").hasSize(1);
        page.evaluate("() => {" + AxeBuilder.getAxeScript() + "}");
    }

    private static List<String> violations(Page page, Map<String, Object> rules, String look) {
        return ((List<?>) page.evaluate(LOOK, rules))
                .stream().map(violation -> look + ": " + violation).toList();
    }

    private static void measure(Page page, int width, List<String> found) {
        Object beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!beyond.equals(0)) {
            found.add(width + ": the page is wider than the screen by " + beyond);
        }
    }

    private static String look(ColorScheme scheme, int width) {
        return scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    }
}
