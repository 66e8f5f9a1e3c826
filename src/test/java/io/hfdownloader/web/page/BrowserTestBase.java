package io.hfdownloader.web.page;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of a page have in common: a browser, a Hub of their own, a server with nothing in it. */
@QuarkusTestResource(HubStandInResource.class)
@QuarkusTestResource(SharedBrowser.class)
@Tag("pages")
abstract class BrowserTestBase {

    /** Asked for by {@code -Dscreenshots=true}: nobody looks at those of a usual run, and they take a minute. */
    static final boolean PHOTOGRAPHS = Boolean.getBoolean("screenshots");

    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    static Chromium chromium;

    HubStandIn hub;

    /** The folder of the service's models. */
    Path models;

    @TestHTTPResource("/")
    URI address;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.running();
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @BeforeEach
    void startWithNothing() {
        hub.clear();
        ServiceClient.clear();
    }

    @AfterEach
    void thePageMadeNoMistake() {
        List<String> complaints = chromium.closePages();
        hub.clear();
        ServiceClient.clear();
        assertThat(complaints).isEmpty();
    }

    /** Opens the Download page. */
    Page open() {
        return open("");
    }

    /** Opens the Download page; {@code query} is empty or begins with a question mark. */
    Page open(String query) {
        return chromium.open(address + query);
    }

    /** The address of this path of the service, which is relative to its root. */
    String at(String path) {
        return address.resolve(path).toString();
    }

    /** The states that pages show. */
    PageScenarios stage() {
        return new PageScenarios(hub, models);
    }

    /** Photographed in light and dark, wide and narrow; also checks that nothing sticks out. */
    static void shots(Page page, String name) {
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(new Page.EmulateMediaOptions()
                    .setColorScheme(scheme)
                    .setReducedMotion(ReducedMotion.REDUCE)); // else colours are on their way from one to the other
            for (int width : new int[] {1280, 360}) {
                page.setViewportSize(width, 900);
                String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
                photograph(page, file);
                assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as(file)
                        .isEqualTo(0);
            }
        }
        page.setViewportSize(1280, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** Keeps the whole page as a picture in {@code target/screenshots}, when pictures are wanted. */
    static void photograph(Page page, String name) {
        if (PHOTOGRAPHS) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(name + ".png"))
                    .setFullPage(true));
        }
    }
}
