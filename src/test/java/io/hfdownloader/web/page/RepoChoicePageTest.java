package io.hfdownloader.web.page;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Choosing one repository: the box, what it finds, and the address of the page. */
@QuarkusTest
class RepoChoicePageTest extends RepoChoiceTestBase {

    private static final String TWO_COMMITS = "acme/two-commits";

    // --- the box -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/quants-GGUF:q4_k_m",
                "https://huggingface.co/acme/quants-GGUF/blob/main/quants-Q4_K_M.gguf?download=true",
                "hf download acme/quants-GGUF --include '*Q4_K_M*'",
                "ollama run hf.co/acme/quants-GGUF:Q4_K_M",
                "llama-server -hf acme/quants-GGUF:Q4_K_M",
            })
    void theBoxTakesAnything(String given) {
        Page page = open("");
        lookUp(page, given);

        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(tick(page, "Q4_K_M")).isChecked();
        assertThat(page.locator("#chosen")).containsText("to download");
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF.*Q4_K_M.*"));
    }

    @Test
    void whatCannotBeReadIsToldWithTheReason() {
        Page page = open("?repo=" + QUANTS);
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        lookUp(page, "https://example.com/some/model");

        assertThat(page.locator("#problem")).containsText("\"example.com\" is not a Hub");
        assertThat(page.locator("#repo")).isFocused();
        assertThat(page.locator("#model")).isHidden();
        page.evaluate("location.hash = 'content'"); // as a link to a part of the page
        assertThat(page).hasURL(Pattern.compile(".*#content"));
        page.goBack();
        assertThat(page.locator("#repo")).hasValue("https://example.com/some/model");
        assertThat(page.locator("#problem")).containsText("\"example.com\" is not a Hub");
        page.reload();
        assertThat(page.locator("#repo")).hasValue("https://example.com/some/model");
        assertThat(page.locator("#model")).isHidden();
        page.goBack();
        assertThat(page.locator("#model-title")).hasText(QUANTS);
    }

    @Test
    void aNameIsNotOfTheTypeOfWhatWasOpenedBeforeAndIsFoundAmongTheOthers() {
        Page page = open("");
        lookUp(page, "https://huggingface.co/spaces/acme/sample-space");
        assertThat(page.locator("#model-title")).hasText("acme/sample-space");
        lookUp(page, "acme/quants-GGUF:Q4_K_M");
        assertThat(tick(page, "Q4_K_M")).isChecked();

        lookUp(page, "acme/sample-data");
        assertThat(page.locator("#problem")).containsText("acme/sample-data");
        assertThat(page.locator("#other-types a")).hasText(new String[] {"datasets", "Spaces"});
        shots(page, "choose-other-type");
        page.locator("#other-types a").first().click();
        assertThat(page.locator("#model-title")).hasText("acme/sample-data");
        assertThat(page.locator("#other-types")).isHidden();
    }

    @Test
    void whatWasTypedWhileTheServerWasAwayIsFoundWhenItIsBack() {
        Page page = open("");
        assertThat(page.locator("#space")).containsText("B free");
        page.route("**/api/v1/{parse,system}", Route::abort);
        page.locator("#repo").fill("two-formats");
        assertThat(page.locator("#problem")).isVisible();
        page.unroute("**/api/v1/{parse,system}");
        assertThat(page.locator("#results [data-repo='acme/two-formats']")).isVisible();
        assertThat(page.locator("#problem")).isHidden();
        assertThat(page.locator("#repo")).hasValue("two-formats");
    }

    @Test
    void aNameWithoutAnOwnerIsFoundByItself() {
        Page page = open("");
        lookUp(page, "canonical");
        assertThat(page.locator("#model-title")).hasText("canonical");
        assertThat(page).hasURL(Pattern.compile(".*repo=canonical.*"));
        page.reload();
        assertThat(page.locator("#model-title")).hasText("canonical");
    }

    // --- the address -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "acme/quants-GGUF:Q4_K_M, variant=Q4_K_M",
        "acme/quants-GGUF@main, revision=main",
        "https://huggingface.co/acme/quants-GGUF/tree/main, revision=main",
        "models/acme/quants-GGUF&variant=Q2_K, variant=Q2_K",
    })
    void anAddressTakesWhatTheBoxTakes(String given, String part) {
        Page page = open("?repo=" + given);

        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(page.locator("#repo")).hasValue(QUANTS);
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF&" + part + ".*"));
        assertThat(page.locator("#one")).not().hasAttribute("aria-busy", "true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../system",
                "acme/..",
                "..",
                "acme/%2e%2e/%2e%2e/system",
                "https://example.com/acme/model",
                "acme/one%0Aacme/two",
                "%23%23"
            })
    void anAddressThatNamesNoRepositoryIsToldSo(String given) {
        List<String> asked = new CopyOnWriteArrayList<>();
        Page page = open("");
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(address + "?repo=" + given);

        assertThat(page.locator("#problem")).containsText(Pattern.compile("[.]$"));
        assertThat(page.locator("#model")).isHidden();
        assertThat(asked).noneMatch(url -> url.contains("/api/v1/repos/"));
    }

    @Test
    void whatAnotherPageNamedMeanwhileIsNotLost() {
        machines(machine("Desk", 4 * GIB, 0));
        Page page = open("?repo=" + QUANTS);
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("Fits in VRAM");
        machines(machine("Desk", 4 * GIB, 0), machine("Shelf", 0, GIB));

        page.waitForResponse(
                response -> response.request().method().equals("PUT"),
                () -> page.locator("#context").selectOption("2048"));
        assertThat(ServiceClient.get("/api/v1/system/machines").<String>getList("machines.name"))
                .containsExactly("Desk", "Shelf");
        page.locator("#edit-machines").click();
        assertThat(page.locator("#settings-machines li")).hasCount(2);
    }

    // --- the Hub out of reach ----------------------------------------------------------------------------------

    @Test
    void aHubOutOfReachIsToldUntilItIsBack() {
        Page page = open("");
        hub.faults().add(Fault.status("/api/models", 503));
        lookUp(page, QUANTS);
        assertThat(page.locator("#problem")).isVisible();
        assertThat(page.locator("#hub")).containsText("unreachable since");
        assertThat(page.locator("#hub")).containsText("Downloads resume by themselves.");
        shots(page, "choose-hub-out");

        hub.faults().clear();
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(page.locator("#hub")).isHidden();
        assertThat(page.locator("#problem")).isHidden();
    }
}
