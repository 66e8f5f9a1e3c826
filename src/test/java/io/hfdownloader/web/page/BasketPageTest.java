package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Several references at once. */
@QuarkusTest
class BasketPageTest extends RepoChoiceTestBase {

    @Test
    void severalPastedLinesBecomeABasketThatIsChosenAndStarted() {
        Page page = open("");
        paste(
                page,
                "acme/two-formats\nollama run hf.co/acme/vision-GGUF:Q4_K_M\nhttps://example.com/x\nacme/quants-GGUF\nsample data");

        assertThat(row(page, "acme/two-formats")).hasAttribute("data-state", "ready");
        assertThat(row(page, "acme/two-formats").locator(".basket-plan")).containsText("to download");
        assertThat(row(page, "acme/vision-GGUF").locator(".basket-what")).hasText("Q4_K_M");
        assertThat(row(page, "example.com").locator(".notice")).containsText("Line 3: ");
        assertThat(row(page, QUANTS).locator(".basket-plan")).hasText("12 variants: pick the ones you want.");
        assertThat(row(page, "sample data").locator(".basket-plan")).containsText("Pick one of the search results.");
        assertThat(page.locator("#basket-total")).containsText("2 ready");
        assertThat(page.locator("#basket-total")).containsText("2 need a choice. 1 line could not be read.");
        assertThat(page.locator("#many")).isHidden();
        shots(page, "basket");

        row(page, QUANTS).locator("[data-do=choose]").click();
        assertThat(page.locator("#model")).hasAttribute("data-state", "shown");
        choose(page, "Q2_K");
        assertThat(page.locator("#start")).hasText("Save choice");
        page.locator("#start").click();
        assertThat(row(page, QUANTS).locator(".basket-what")).hasText("Q2_K");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "ready");
        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#start")).isHidden();
        row(page, "sample data").locator("[data-do=remove]").click();
        row(page, "example.com").locator("[data-do=remove]").click();
        assertThat(page.locator(".basket-rows > li")).hasCount(3);
        assertThat(page.locator("#basket-total")).containsText("3 ready");

        page.locator("#start-all").dblclick();
        assertThat(page.locator("#basket")).isHidden();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("repo"))
                .containsExactlyInAnyOrder("acme/two-formats", "acme/vision-GGUF", QUANTS);
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).each("").stream()
                        .flatMap(each -> each.<String>getList("variants").stream()))
                .containsExactlyInAnyOrder("Q4_K_M", "Q2_K");
    }

    @Test
    void aRowThatFailsStaysWithItsReasonAndAReloadKeepsTheBasket() {
        Page page = open("");
        several(page, "basket/comes-later\nacme/quants-GGUF:Q9_Z\nacme/tiny-sharded");

        assertThat(row(page, "basket/comes-later").locator(".notice")).containsText("basket/comes-later");
        assertThat(row(page, QUANTS).locator(".notice")).containsText("Q9_Z");
        assertThat(row(page, "acme/tiny-sharded")).hasAttribute("data-state", "ready");
        page.reload();
        assertThat(row(page, "acme/tiny-sharded")).hasAttribute("data-state", "ready");
        assertThat(row(page, QUANTS).locator(".notice")).containsText("Q9_Z");
        assertThat(page.locator("#basket-total")).containsText("1 ready");
        assertThat(page.locator("#basket-total")).containsText("2 cannot be downloaded.");
        page.locator("#start-all").click();

        assertThat(page.locator(".basket-rows > li")).hasCount(2);
        assertThat(page.locator("#start-all")).isDisabled();
        hub.add(StandInRepo.model("basket/comes-later").file("model.safetensors", Content.generated(7, 500)));
        row(page, "basket/comes-later").locator("[data-do=retry]").click();
        assertThat(row(page, "basket/comes-later")).hasAttribute("data-state", "ready");
        page.locator("#empty-basket").click();
        assertThat(page.locator("#basket")).isHidden();
        assertThat(page.locator("#repo")).isFocused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "no json",
                "[null, 7, {}, {\"kind\": \"repo\", \"repo\": \"acme/quants-GGUF\", \"type\": \"model\"}]"
            })
    void whatElseStandsInTheBrowsersStoreDoesNotStopThePage(String found) {
        Page page = open("");
        page.evaluate("found => sessionStorage.setItem('hf-downloader.basket', found)", found);
        page.navigate(address + "?repo=" + QUANTS);

        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(page.locator("#basket")).isHidden();
    }

    @Test
    void aBasketThatDoesNotFitTellsWhatIsMissing() {
        ServiceClient.fetch(Map.of("repo", "acme/two-formats"));
        long free = ServiceClient.get("/api/v1/system").getLong("freeBytes");
        for (String name : List.of("one", "other")) {
            hub.add(StandInRepo.model("basket/half-" + name).file("m.bin", Content.hollow(free / 10 * 7)));
        }
        Page page = open("");
        several(page, "basket/half-one\nbasket/half-other");

        assertThat(page.locator("#basket-total")).containsText("Not enough space: ");
        assertThat(page.locator("#basket-total")).containsText("acme/two-formats");
        assertThat(page.locator("#basket-total a")).hasAttribute("href", "./manage#make-room");
        shots(page, "basket-too-large");
        row(page, "basket/half-other").locator("[data-do=remove]").click();
        assertThat(page.locator("#basket-total")).containsText("free afterwards");
    }

    @Test
    void anotherLookUpLeavesTheRowThatWasBeingChosenFor() {
        Page page = open("");
        several(page, "acme/vision-GGUF:Q4_K_M\nacme/quants-GGUF\nhttps://example.com/x");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        row(page, QUANTS).locator("[data-do=choose]").click();
        assertThat(page.locator("#choosing-for")).containsText("Choosing for line 2 of your list: " + QUANTS);
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(page.locator("#start")).isHidden();
        assertThat(page.locator("#offer")).isVisible();
        assertThat(page.locator("#one")).hasAttribute("aria-busy", "false");
        page.evaluate("location.hash = 'content'"); // as a link to a part of the page
        choose(page, "Q2_K");
        assertThat(page.locator("#choosing-for")).isVisible();
        assertThat(page.locator("#start span")).hasText("Save choice");
        shots(page, "basket-choosing");

        page.locator("#repo").fill("acme/two-formats");
        assertThat(page.locator("#choosing-for")).isHidden();
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#model-title")).hasText("acme/two-formats");
        assertThat(page.locator("#start")).hasText("Download");
        page.locator("#keep").click();

        assertThat(row(page, "acme/two-formats")).hasAttribute("data-state", "ready");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        assertThat(row(page, "example.com").locator(".notice")).containsText("Line 3: "); // nobody mended it yet
        assertThat(page.locator(".basket-rows > li")).hasCount(4);
    }

    @Test
    void theListIsSeenAfterItWasPastedAndOnDemandWhileSomebodyLooksForMore() {
        Page page = open("?q=quants");
        paste(page, "acme/two-formats\nacme/tiny-sharded");
        assertThat(row(page, "acme/two-formats")).isVisible();
        page.locator("#repo").fill("quant");
        assertThat(row(page, "acme/two-formats")).isHidden();
        page.locator("#show-basket").click();
        assertThat(row(page, "acme/two-formats")).isVisible();
        assertThat(page.locator("#show-basket")).hasText("Hide list");
        shots(page, "basket-searching");
        page.locator("#repo").fill("");
        assertThat(page.locator("#show-basket")).isHidden();
        assertThat(row(page, "acme/two-formats")).isVisible();
    }

    @Test
    void cancellingLeavesTheRowAsItWas() {
        Page page = open("");
        several(page, "acme/vision-GGUF:Q4_K_M\nacme/quants-GGUF");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        row(page, QUANTS).locator("[data-do=choose]").click();
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        page.locator("#choosing-for button").click();

        assertThat(page.locator("#choosing-for")).isHidden();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#repo")).hasValue("");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        assertThat(row(page, QUANTS).locator(".basket-name")).isFocused();
    }

    @Test
    void aGatedRepositoryWithoutATokenIsNotReadyAndNotStarted() {
        Page page = open("");
        several(page, "acme/gated-model\nacme/two-formats");

        assertThat(row(page, "acme/two-formats")).hasAttribute("data-state", "ready");
        assertThat(row(page, "acme/gated-model")).hasAttribute("data-state", "gated");
        assertThat(row(page, "acme/gated-model").locator(".notice")).containsText("HF_TOKEN");
        assertThat(row(page, "acme/gated-model").locator(".notice a"))
                .hasAttribute("href", Pattern.compile(".*/acme/gated-model"));
        assertThat(page.locator("#basket-total")).containsText("1 ready");
        assertThat(page.locator("#basket-total")).containsText("1 needs an accepted licence and a token.");
        shots(page, "basket-gated");
        page.locator("#start-all").click();

        assertThat(page.locator(".basket-rows > li")).hasCount(1);
        assertThat(page.locator("#start-all")).isDisabled();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("repo")).containsExactly("acme/two-formats");
    }

    @Test
    void whatIsWrongInALineIsCorrectedWithoutPastingItAgain() {
        Page page = open("");
        several(page, "https://example.com/x\nacme/tiny-shraded");
        row(page, "acme/tiny-shraded").locator("[data-do=mean]").first().click();
        assertThat(row(page, "acme/tiny-sharded")).hasAttribute("data-state", "ready");
        assertThat(row(page, "acme/tiny-sharded").locator(".basket-name")).isFocused();

        row(page, "example.com").locator("[data-do=edit]").click();
        assertThat(page.locator("#repo")).hasValue("https://example.com/x");
        assertThat(page.locator("#repo")).isFocused();
        assertThat(page.locator(".basket-rows > li")).hasCount(1);
    }

    @Test
    void whatIsOnTheCardGoesIntoTheBasketToo() {
        Page page = open("?repo=" + QUANTS + "&variant=Q3_K_M");
        assertThat(tick(page, "Q3_K_M")).isChecked();
        page.locator("#keep").click();

        assertThat(row(page, QUANTS).locator(".basket-what")).hasText("Q3_K_M");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "ready");
        assertThat(page.locator("#model")).isHidden();
        assertThat(row(page, QUANTS).locator(".basket-name")).isFocused();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("")).isEmpty();
    }

    private static void several(Page page, String lines) {
        page.locator("#several").click();
        assertThat(page.locator("#lines")).isFocused();
        page.locator("#lines").fill(lines);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add to list"))
                .click();
        assertThat(page.locator("#basket")).isVisible();
    }

    private static void paste(Page page, String text) {
        page.locator("#repo").evaluate("""
                (box, text) => {
                  const data = new DataTransfer();
                  data.setData('text/plain', text);
                  box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
                }""", text);
        assertThat(page.locator("#basket")).isVisible();
    }

    private static Locator row(Page page, String name) {
        return page.locator(
                ".basket-rows > li", new Page.LocatorOptions().setHas(page.locator(".basket-name", having(name))));
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }
}
