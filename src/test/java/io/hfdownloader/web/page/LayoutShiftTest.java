package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

/**
 * What moves on a page while nobody does anything: as good as nothing, on any first view and behind any link into a page. The
 * pages are opened one after the other, each in a session of its own that has nothing in its cache.
 */
@QuarkusTest
class LayoutShiftTest extends BrowserTestBase {

    private static final String QUANTS = "?repo=acme/quants-GGUF";

    /** Cumulative, without unit; above 0.1 people notice it on any page, and above this on ours. */
    private static final double MAX_SHIFT = 0.02;

    private static final int[][] SIZES = {{1440, 900}, {390, 844}};

    /** Adds up what moves without anybody doing something, and says what it was. */
    private static final String WATCH_SHIFTS = """
            window.shifts = [];
            const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
            const named = node => node?.nodeType === 1 ? `${node.localName}#${node.id}.${node.className}` : String(node?.textContent);
            new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry =>
              window.shifts.push({ value: entry.value, moved: entry.sources.map(({ node, previousRect, currentRect }) =>
                `${named(node)} from ${place(previousRect)} to ${place(currentRect)}`) })))
              .observe({ type: 'layout-shift', buffered: true });""";

    /**
     * A way into a page.
     *
     * @param path the page with its query, relative to the root
     * @param settled what is seen when all of it has come
     */
    private record View(String path, String settled) {}

    @Test
    void nothingMovesBeforeAnythingIsHere() {
        awaitSearch();
        nothingMovesOn(List.of(
                new View("", "#explore[aria-busy=false] .result-link"),
                new View("?q=acme", "#explore[aria-busy=false] .result-link"),
                new View("?repo=acme/tiny-shraded", "#suggestions a"),
                new View("manage", ".nothing")));
    }

    @Test
    void nothingMovesWhileDownloadsRunAndModelsAreHere() throws Exception {
        awaitSearch();
        stage().fillTheLibrary();
        ServiceClient.fetch(Map.of("repo", "acme/quants-GGUF", "variants", List.of("Q2_K")));
        stage().fail();
        stage().downloadSlowly();
        stage().fillTheQueue();
        nothingMovesOn(List.of(
                new View("", "#explore[aria-busy=false] .result-link"),
                new View(QUANTS, "#offer .variant"),
                new View(QUANTS + "&tab=files", ".tree-row"),
                new View(QUANTS + "&tab=card", "#panel-card:not([aria-busy]) .model-card"),
                new View(QUANTS + "&tab=revisions", "#revision-list button"),
                new View("?repo=acme/sample-data&type=dataset", ".tree-row"),
                new View("manage", "#count:not(:empty)"),
                new View("manage?filter=shelf&sort=size", "#count:not(:empty)"),
                new View("manage?open=shelf/alpha", ".row-note")));
    }

    @Test
    void nothingMovesWhileTheHubIsOutOfReach() {
        stage().closeTheHub();
        ServiceClient.await().until(() -> {
            given().get("/api/v1/search?q=away").then().statusCode(502);
            return !ServiceClient.get("/api/v1/system").getBoolean("hub.reachable");
        });
        nothingMovesOn(List.of(new View("", "#hub p:not(:empty)"), new View("manage", "#hub p:not(:empty)")));
        hub.faults().clear();
        given().get("/api/v1/search?q=away").then().statusCode(200);
    }

    /** Else it may be told that the Hub takes its time. */
    private static void awaitSearch() {
        ServiceClient.get("/api/v1/search");
    }

    private void nothingMovesOn(List<View> views) {
        SoftAssertions all = new SoftAssertions();
        for (int[] size : SIZES) {
            for (View view : views) {
                Page page = chromium.blankIn("en-GB", at(""));
                page.setViewportSize(size[0], size[1]);
                page.addInitScript(WATCH_SHIFTS);
                page.navigate(address + view.path());
                assertThat(page.locator(view.settled()).first()).isVisible();
                assertThat(page.locator("#space")).not().isEmpty();
                Object shift = page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(() =>"
                        + " done(window.shifts.reduce((sum, { value }) => sum + value, 0)))))");
                all.assertThat(((Number) shift).doubleValue())
                        .as("/%s, %d wide: %s", view.path(), size[0], page.evaluate("JSON.stringify(window.shifts)"))
                        .isLessThanOrEqualTo(MAX_SHIFT);
                all.assertThat(page.evaluate(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as("/%s, %d wide, sideways", view.path(), size[0])
                        .isEqualTo(0);
                page.context().close();
            }
        }
        all.assertAll();
    }
}
