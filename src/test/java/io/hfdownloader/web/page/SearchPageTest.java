package io.hfdownloader.web.page;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ReducedMotion;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What the Hub has: what is popular, what is found for words and filters, and what may have been meant. */
@QuarkusTest
class SearchPageTest extends RepoChoiceTestBase {

    private static final long BILLION = 1_000_000_000;

    // --- what is popular ---------------------------------------------------------------------------------------

    @Test
    void whatIsPopularIsToldWithItsFactsAndWhatFitsTheMachine() {
        add("large", 9 * BILLION);
        add("small", 2 * BILLION);
        hub.add(StandInRepo.model("popular/unknown")
                .tag("license:popular-1")
                .gated()
                .file("model.bin", Content.generated(3, 900)));
        Page page = open("?license=popular-1&sort=likes");

        assertThat(page.locator("#explore-title")).hasText("Most liked models");
        assertThat(results(page)).hasCount(3);
        assertThat(result(page, "popular/large").locator(".result-facts")).containsText("9B");
        assertThat(result(page, "popular/large").locator(".result-facts")).containsText("~5.50 GB"); // as Q4_K_M
        assertThat(result(page, "popular/large").locator(".result-facts")).containsText("Text generation");
        assertThat(result(page, "popular/large").locator(".result-facts")).containsText("GGUF");
        assertThat(result(page, "popular/unknown").locator(".result-marks")).hasText("gated");
        assertThat(result(page, "popular/large").locator(".result-fit")).isHidden();
        assertThat(page.locator("#filters")).isVisible(); // one of those that are folded is in force
        assertThat(page.locator("#open-filters .count")).hasText("· 1");

        machines(machine("Desk", 4 * GIB, 0), machine("Box", 24 * GIB, 64 * GIB));
        page.reload();
        assertThat(page.locator("#explore-machine option")).hasText(new String[] {"Desk · 4 GB", "Box · 24 GB"});
        assertThat(page.locator("#explore-machine")).hasValue("Box");
        assertThat(result(page, "popular/large").locator(".result-fit")).hasText("Fits");
        page.locator("#explore-machine").selectOption("Desk");
        assertThat(result(page, "popular/small").locator(".result-fit")).hasText("Fits");
        assertThat(results(page)).hasCount(2); // nobody looked for what does not run
        page.locator("#hide-too-big").click();
        assertThat(result(page, "popular/large").locator(".result-fit")).hasText("Too big");
        assertThat(page).hasURL(Pattern.compile(".*fits=no.*"));
        page.reload();
        assertThat(page.locator("#explore-machine")).hasValue("Desk");
        assertThat(results(page)).hasCount(3);
        shots(page, "explore");

        link(page, "popular/small").click();
        page.locator("#fit-machine").selectOption("Box");
        page.locator("#close-model").click();
        assertThat(page.locator("#explore-machine")).hasValue("Box");
        assertThat(result(page, "popular/large").locator(".result-fit")).hasText("Fits");
    }

    @Test
    void withoutAMachineThePageInvitesToNameOne() {
        Page page = open("");
        page.locator("#add-own-machine").click();
        assertThat(page.locator("#settings-machines")).isVisible();
    }

    @Test
    void aHubOutOfReachIsToldInPlaceOfTheListUntilItIsBack() {
        hub.faults().add(Fault.status("/api/models", 503));
        Page page = open("?q=tiny");
        assertThat(page.locator("#no-results")).isVisible();
        assertThat(page.locator("#no-results button:visible")).hasText("Try again");
        shots(page, "explore-away");

        hub.faults().clear();
        ServiceClient.awaitHub();
        assertThat(result(page, "acme/tiny-sharded")).isVisible(); // by itself
        assertThat(page.locator("#no-results")).isHidden();
    }

    // --- words and filters -------------------------------------------------------------------------------------

    @Test
    void whatOneTypesIsFoundWhileOneTypesAndArrowKeysLeadToIt() {
        Page page = open("");
        page.locator("#repo").pressSequentially("quants");
        assertThat(results(page)).hasCount(1);
        assertThat(page.locator("#result-count")).hasText("1 found");
        assertThat(page).hasURL(Pattern.compile(".*[?]q=quants"));
        page.locator("#repo").press("ArrowDown");
        assertThat(link(page, QUANTS)).isFocused();
        page.keyboard().press("ArrowUp");
        assertThat(page.locator("#repo")).isFocused();
        page.locator("#repo").press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("#model")).hasAttribute("data-state", "shown");
        assertThat(page.locator("#explore")).isHidden();

        page.goBack();
        assertThat(link(page, QUANTS)).isFocused();
        assertThat(page.locator("#repo")).hasValue("quants");
        page.goForward();
        assertThat(page.locator("#model")).hasAttribute("data-state", "shown");
        page.locator("#close-model").click();
        assertThat(link(page, QUANTS)).isFocused();
        assertThat(page).hasURL(Pattern.compile(".*[?]q=quants"));
        page.keyboard().press("Escape");
        assertThat(page.locator("#repo")).isFocused();
        page.locator("#repo").fill("");
        assertThat(page).hasURL(address.toString());
        assertThat(page.locator("#explore-title")).hasText("Trending models");
    }

    @Test
    void filtersStandInTheAddressAndBackTakesThemAway() {
        IntStream.rangeClosed(1, 23).forEach(number -> hub.add(gguf("filters/m" + number, number * BILLION)));
        hub.add(StandInRepo.dataset("filters/data").file("data.csv", "a,b\n"));
        Page page = open("?q=filters");
        assertThat(results(page)).hasCount(20);
        assertThat(page.locator("#result-count")).hasText("20+ found");
        page.route("**/api/v1/search?*", Route::abort);
        page.locator("#more-results").click();
        assertThat(page.locator("#more-problem")).isVisible();
        assertThat(results(page)).hasCount(20);
        assertThat(page.locator("#result-count")).hasText("20+ found");
        page.unroute("**/api/v1/search?*");
        page.locator("#more-results").click();
        assertThat(results(page)).hasCount(23);
        assertThat(page.locator("#more-problem")).isHidden();
        assertThat(page.locator("#more-results")).isHidden();
        assertThat(results(page).nth(20).locator(".result-link")).isFocused();

        page.locator("#open-filters").click();
        page.locator("[name=size]").selectOption("4B");
        assertThat(results(page)).hasCount(4);
        page.getByText("Safetensors", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        assertThat(page.locator("#no-results")).containsText("Nothing found for “filters”.");
        assertThat(page).hasURL(Pattern.compile(".*format=safetensors&size=4B"));
        shots(page, "explore-none");
        page.locator("#no-results [value=formats]").click();
        assertThat(results(page)).hasCount(4);
        assertThat(page.locator("#explore-title")).isFocused();
        page.goBack();
        assertThat(page.locator("#no-results")).isVisible();
        assertThat(page.locator("[name=format][value=safetensors]")).isChecked();
        page.locator("#no-results [value=clear]").click();
        assertThat(results(page)).hasCount(20);
        assertThat(page).hasURL(Pattern.compile(".*[?]q=filters"));

        page.getByText("Datasets", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(results(page)).hasCount(1);
        assertThat(page.locator("#formats")).isHidden();
        link(page, "filters/data").click();
        assertThat(page.locator("#model-title")).hasText("filters/data");
        assertThat(page).hasURL(Pattern.compile(".*[?]repo=filters%2Fdata&type=dataset.*"));
        page.reload();
        assertThat(page.locator("#model-title")).hasText("filters/data");
    }

    @Test
    void wordsThatNothingIsFoundForAreToldSo() {
        Page page = open("");
        lookUp(page, "no such thing at all");
        assertThat(page.locator("#no-results")).containsText("Nothing found for “no such thing at all”.");
        assertThat(page.locator("#no-results")).containsText("Check the spelling");
        assertThat(page.locator("#no-results button:visible")).hasCount(0);
        assertThat(page.locator("#repo")).isFocused();
    }

    // --- names -------------------------------------------------------------------------------------------------

    @Test
    void aWrongNameIsToldAtTheBoxWithWhatMayHaveBeenMeant() {
        Page page = open("");
        lookUp(page, "acme/tiny-shraded");
        assertThat(page.locator("#problem")).containsText("acme/tiny-shraded");
        assertThat(page.locator("#repo")).isFocused();
        assertThat(page.locator("#suggestions")).containsText("Did you mean");
        shots(page, "explore-meant");
        page.locator("#suggestions a").first().click();

        assertThat(page.locator("#model-title")).hasText("acme/tiny-sharded");
        assertThat(page.locator("#problem")).isHidden();
        assertThat(page.locator("#suggestions")).isHidden();
        page.navigate(address + "?repo=acme/tiny-shraded");
        assertThat(page.locator("#suggestions a").first()).hasText("acme/tiny-sharded");
        assertThat(results(page).first()).isVisible(); // and not an empty page
    }

    @Test
    void whatWasWrittenBesideAWrongNameIsKept() {
        Page page = open("");
        lookUp(page, "acme/quants-GGFU:Q4_K_M");
        assertThat(page.locator("#problem")).containsText("acme/quants-GGFU");
        assertThat(page.locator("#repo")).hasValue("acme/quants-GGFU:Q4_K_M");
        page.reload();
        assertThat(page.locator("#repo")).hasValue("acme/quants-GGFU:Q4_K_M");
        page.locator("#suggestions a")
                .filter(new Locator.FilterOptions().setHasText("acme/quants-GGUF"))
                .first()
                .click();

        assertThat(page.locator("#model-title")).hasText("acme/quants-GGUF");
        assertThat(page).hasURL(Pattern.compile("variant=Q4_K_M"));
    }

    @Test
    void whatIsPastedIsOpenedAndWhatIsTypedIsOffered() {
        Page page = open("");
        page.locator("#repo").focus();
        page.evaluate(
                "text => document.execCommand('insertText', false, text)", "ollama run hf.co/acme/quants-GGUF:Q4_K_M");
        assertThat(page.locator("#open-named")).hasText("Open acme/quants-GGUF · Q4_K_M");
        page.locator("#open-named").click();
        assertThat(tick(page, "Q4_K_M")).isChecked();

        page.locator("#close-model").click();
        page.locator("#repo").evaluate("""
                box => {
                  box.value = 'https://huggingface.co/acme/vision-GGUF';
                  box.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
                }""");
        assertThat(page.locator("#model-title")).hasText("acme/vision-GGUF");
    }

    @Test
    void whatHasArrivedIsMarkedInTheList() {
        Page page = open("?q=two-formats");
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(result(page, "acme/two-formats").locator(".result-marks")).hasText("");
        ServiceClient.fetch(Map.of("repo", "acme/two-formats"));
        assertThat(result(page, "acme/two-formats").locator(".result-marks")).hasText("On disk");
    }

    private void add(String name, long parameters) {
        hub.add(gguf("popular/" + name, parameters).tag("license:popular-1"));
    }

    private static RepoBuilder gguf(String id, long parameters) {
        return StandInRepo.model(id)
                .tag("gguf")
                .fact("gguf", "{\"total\": " + parameters + ", \"architecture\": \"llama\", \"context_length\": 8192}")
                .file("m-Q4_K_M.gguf", Content.generated(parameters, 1_000));
    }

    private static Locator results(Page page) {
        return page.locator("#results .result:has(.result-link)");
    }

    private static Locator result(Page page, String name) {
        return page.locator("#results .result", new Page.LocatorOptions().setHas(page.locator(linkTo(name))));
    }

    private static Locator link(Page page, String name) {
        return page.locator("#results " + linkTo(name));
    }

    private static String linkTo(String name) {
        return ".result-link[data-repo='" + name + "']";
    }
}
