package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.hfdownloader.web.ServiceClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What tests of the upper half of the Download page have in common: the machines that somebody named, and the variants. */
abstract class RepoChoiceTestBase extends BrowserTestBase {

    static final String QUANTS = "acme/quants-GGUF";
    static final long GIB = 1L << 30;

    private static final String MACHINES = "/api/v1/system/machines";

    @BeforeEach
    @AfterEach
    void nameNoMachine() {
        machines();
    }

    /** Names these machines, and no others, as a user did before. */
    @SafeVarargs
    static void machines(Map<String, ?>... machines) {
        ServiceClient.json(Map.of("machines", List.of(machines), "contextLength", 8192))
                .put(MACHINES)
                .then()
                .statusCode(200);
    }

    static Map<String, ?> machine(String name, long vramBytes, long ramBytes) {
        return Map.of("name", name, "vramBytes", vramBytes, "ramBytes", ramBytes);
    }

    /** Types what is wanted into the box, and asks for it. */
    static void lookUp(Page page, String given) {
        page.locator("#repo").fill(given);
        page.locator("#repo").press("Enter");
    }

    /** The row of a variant. */
    static Locator variant(Page page, String label) {
        return page.locator("#offer .variant", new Page.LocatorOptions().setHas(page.locator(value(label))));
    }

    /** What chooses it. */
    static Locator tick(Page page, String label) {
        return page.locator("#offer " + value(label));
    }

    /** Chooses a variant, which may be folded. */
    static void choose(Page page, String label) {
        assertThat(tick(page, label)).isAttached();
        if (!tick(page, label).isVisible()) {
            page.locator("#more-variants").click();
        }
        tick(page, label).check();
    }

    private static String value(String label) {
        return "[name=variant][value='" + label + "']";
    }
}
