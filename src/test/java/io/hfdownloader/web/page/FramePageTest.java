package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What stands around every page: the bar that follows the downloads, the line that tells of outages, the keys that lead around. */
@QuarkusTest
class FramePageTest extends TransferTestBase {

    private static final Pattern SPEED = Pattern.compile("All downloads: ↓ [0-9.]+ kB/s · .* left");

    @Test
    void theBarOfEachPageFollowsTheDownloadsByTheirEvents() {
        Page library = chromium.blankIn("en-GB", at("manage"));
        List<String> polls = new CopyOnWriteArrayList<>();
        library.onRequest(request -> polls.add(request.url()));
        library.waitForResponse(
                response -> response.url().endsWith("/api/v1/events"), () -> library.navigate(at("manage")));
        assertThat(library.locator("#total-speed")).isHidden();
        assertThat(library.locator("#badge-downloads")).isHidden();
        polls.clear();
        String one = slow("frame/one");
        slow("frame/two");
        slow("frame/three"); // waits for its turn

        assertThat(library.locator("#badge-downloads")).hasText("3 downloads running");
        assertThat(library.locator("#total-speed")).hasText(SPEED);
        assertThat(library).hasTitle(Pattern.compile("\\d+ % · HF Downloader"));
        assertThat(polls).noneMatch(url -> url.endsWith("/api/v1/downloads"));
        Page download = open();
        assertThat(download.locator("#total-speed")).hasText(SPEED);
        download.locator("#total-speed").click();
        assertThat(download.locator("#list-title")).isFocused();
        assertThat(download).hasURL(at(""));
        library.locator("#total-speed").click();
        assertThat(library).hasURL(at("#downloads"));

        ServiceClient.post(ServiceClient.DOWNLOADS + "/" + one + "/pause")
                .then()
                .statusCode(200);
        assertThat(download.locator("#badge-downloads")).hasText("2 downloads running");
        ServiceClient.clear();
        assertThat(download.locator("#badge-downloads")).isHidden();
        assertThat(download.locator("#total-speed")).isHidden();
    }

    @Test
    void anEndIsToldOnTheLibraryPageToo() {
        Page page = chromium.blankIn("en-GB", at("manage"));
        page.waitForResponse(response -> response.url().endsWith("/api/v1/events"), () -> page.navigate(at("manage")));
        assertThat(page.locator("#badge-downloads")).hasAttribute("data-count", "0"); // an end before would be no news
        quick("frame/ends");

        Chromium.assertNews(page, "frame/ends is complete");
        assertThat(page.locator("[data-id='frame/ends']")).isVisible();
    }

    @Test
    void updatesAreCountedOnEachPage() {
        Page page = chromium.blankIn("en-GB", at(""));
        page.route("**/api/v1/system", route -> system(route, "\"updatesAvailable\":\\d+", "\"updatesAvailable\":2"));
        page.navigate(at(""));
        assertThat(page.locator("#badge-updates")).hasText("2 updates available");
    }

    @Test
    void anOutageIsToldInOneLineAndOnlyOnce() {
        Page page = chromium.blankIn("en-GB", at("manage"));
        String away =
                "\"reachable\":false,\"since\":\"2026-01-01T09:16:00Z\",\"code\":\"hub-unavailable\",\"parameters\":{\"reason\":\"refused\"},\"reason\":\"The Hub says no.\"";
        page.route("**/api/v1/system", route -> system(route, "\"reachable\":.*?\"parameters\":\\{.*?\\}", away));
        page.navigate(at("manage"));
        Locator hub = page.locator("#hub");
        assertThat(hub.locator("> p"))
                .hasText(Pattern.compile("\\S+ unreachable since 1 Jan \\(connection refused\\)\\."
                        + " Downloads resume by themselves\\."));
        assertThat(hub.getByText("The Hub says no.")).isHidden();
        hub.locator("summary").click();
        assertThat(hub.getByText("The Hub says no.")).isVisible();
        shots(page, "hub-outage");

        page.context().setOffline(true);
        assertThat(page.locator("#connection")).hasText("Can’t reach HF Downloader. Retrying…");
        assertThat(hub).isHidden();
        assertThat(page.locator("#total-speed")).isHidden();
        page.context().setOffline(false);
        assertThat(page.locator("#connection")).isHidden();
        assertThat(hub).isVisible();
        page.unroute("**/api/v1/system");
        assertThat(hub).isHidden();
    }

    private void system(Route route, String what, String instead) {
        route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody(given().get("/api/v1/system").asString().replaceFirst(what, instead)));
    }

    @Test
    void keysLeadAroundUnlessSomebodyTypesOrHasSwitchedThemOff() throws Exception {
        stage().fillTheLibrary(); // an empty one has nothing to filter
        Page page = chromium.open(at("manage"));
        assertThat(page.locator("#space")).containsText("B free"); // its scripts run
        page.keyboard().press("/");
        Locator filter = page.locator("#view [name=filter]");
        assertThat(filter).isFocused();
        assertThat(filter).hasValue("");
        page.keyboard().type("g/?");
        assertThat(filter).hasValue("g/?");
        assertThat(page.locator("#shortcuts")).isHidden();

        page.locator("#library-title").focus();
        page.keyboard().press("Control+?");
        page.keyboard().press("?");
        assertThat(page.locator("#shortcuts")).isVisible();
        page.keyboard().press("g");
        page.keyboard().press("d"); // nothing behind a dialog
        shots(page, "shortcuts");
        page.keyboard().press("Escape");
        assertThat(page.locator("#shortcuts")).isHidden();
        assertThat(page.locator("#library-title")).isFocused();

        page.keyboard().press("g");
        page.keyboard().press("d");
        assertThat(page).hasURL(at(""));
        assertThat(page.locator("#space")).containsText("B free");
        page.keyboard().press("/");
        assertThat(page.locator("#repo")).isFocused();
        page.locator("#list-title").focus();
        page.keyboard().press("?");
        page.locator("#shortcuts [data-settings]").click();
        assertThat(page.locator("#shortcuts")).isHidden();
        page.locator("#use-shortcuts").uncheck();
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        page.keyboard().press("g");
        page.keyboard().press("l");
        assertThat(page.locator("#shortcuts")).isHidden();
        assertThat(page).hasURL(at(""));
    }

    @Test
    void nothingMovesWhenTheBarIsFilled() {
        Page page = chromium.blankIn("en-GB", at("manage"));
        page.addInitScript("""
                window.shifts = [];
                new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts.push(
                  ...entry.sources.filter(source => source.node?.parentElement?.closest('.appbar')).map(source => source.node.textContent))))
                  .observe({ type: 'layout-shift', buffered: true });""");
        page.navigate(at("manage"));
        assertThat(page.locator("#space")).containsText("B free");
        slow("frame/fills");
        assertThat(page.locator("#total-speed")).hasText(SPEED);
        awaitTicks(page, 6);
        assertThat(page.evaluate("window.shifts.join('\\n')")).isEqualTo("");
        assertThat((Map<?, ?>) page.evaluate("({ ...localStorage })")).isEmpty();
    }
}
