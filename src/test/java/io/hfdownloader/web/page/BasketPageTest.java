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
        assertThat(row(page, "acme/two-formats").locator(".basket-plan")).containsText("to fetch");
        assertThat(row(page, "acme/vision-GGUF").locator(".basket-what")).hasText("Q4_K_M");
        assertThat(row(page, "example.com").locator(".notice")).containsText("Line 3: ");
        assertThat(row(page, QUANTS).locator(".basket-plan")).hasText("It has 12 variants: choose which you want.");
        assertThat(row(page, "sample data").locator(".basket-plan")).containsText("Choose one of the repositories");
        assertThat(page.locator("#basket-total")).containsText("2 downloads are ready");
        assertThat(page.locator("#basket-total")).containsText("2 need a choice.");
        assertThat(page.locator("#many")).isVisible();
        shots(page, "basket");

        row(page, QUANTS).locator("[data-do=choose]").click();
        assertThat(page.locator("#start")).hasText("Take into the basket");
        tick(page, "Q2_K").check();
        page.locator("#start").click();
        assertThat(row(page, QUANTS).locator(".basket-what")).hasText("Q2_K");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "ready");
        assertThat(page.locator("#card")).isHidden();
        assertThat(page.locator("#start")).hasText("Download");
        row(page, "sample data").locator("[data-do=remove]").click();
        row(page, "example.com").locator("[data-do=remove]").click();
        assertThat(page.locator(".basket-rows > li")).hasCount(3);
        assertThat(page.locator("#basket-total")).containsText("3 downloads are ready");

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
        assertThat(page.locator("#basket-total")).containsText("1 download is ready");
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

        assertThat(page.locator("#card-title")).hasText(QUANTS);
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

        assertThat(page.locator("#basket-total")).containsText("Together they will not fit");
        assertThat(page.locator("#basket-total")).containsText("acme/two-formats");
        assertThat(page.locator("#basket-total a")).hasAttribute("href", "./manage");
        shots(page, "basket-too-large");
        row(page, "basket/half-other").locator("[data-do=remove]").click();
        assertThat(page.locator("#basket-total")).containsText("stay free");
    }

    @Test
    void anotherLookUpLeavesTheRowThatWasBeingChosenFor() {
        Page page = open("");
        several(page, "acme/vision-GGUF:Q4_K_M\nacme/quants-GGUF\nhttps://example.com/x");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        row(page, QUANTS).locator("[data-do=choose]").click();
        assertThat(page.locator("#choosing-for")).containsText("Choosing for basket line 2: " + QUANTS);
        assertThat(page.locator("#card-title")).hasText(QUANTS);
        shots(page, "basket-choosing");

        page.locator("#repo").fill("acme/two-formats");
        assertThat(page.locator("#choosing-for")).isHidden();
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#card-title")).hasText("acme/two-formats");
        assertThat(page.locator("#start")).hasText("Download");
        page.locator("#keep").click();

        assertThat(row(page, "acme/two-formats")).hasAttribute("data-state", "ready");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        assertThat(row(page, "example.com").locator(".notice")).containsText("Line 3: "); // nobody mended it yet
        assertThat(page.locator(".basket-rows > li")).hasCount(4);
    }

    @Test
    void cancellingLeavesTheRowAsItWas() {
        Page page = open("");
        several(page, "acme/vision-GGUF:Q4_K_M\nacme/quants-GGUF");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "choose");
        row(page, QUANTS).locator("[data-do=choose]").click();
        assertThat(page.locator("#card-title")).hasText(QUANTS);
        page.locator("#choosing-for button").click();

        assertThat(page.locator("#choosing-for")).isHidden();
        assertThat(page.locator("#card")).isHidden();
        assertThat(page.locator("#repo")).hasValue("");
        assertThat(page.locator("#start")).hasText("Download");
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
        assertThat(page.locator("#basket-total")).containsText("1 download is ready");
        assertThat(page.locator("#basket-total")).containsText("1 needs its licence accepted and a token.");
        shots(page, "basket-gated");
        page.locator("#start-all").click();

        assertThat(page.locator(".basket-rows > li")).hasCount(1);
        assertThat(page.locator("#start-all")).isDisabled();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("repo")).containsExactly("acme/two-formats");
    }

    @Test
    void whatIsOnTheCardGoesIntoTheBasketToo() {
        Page page = open("?repo=" + QUANTS + "&variant=Q3_K_M");
        assertThat(tick(page, "Q3_K_M")).isChecked();
        page.locator("#keep").click();

        assertThat(row(page, QUANTS).locator(".basket-what")).hasText("Q3_K_M");
        assertThat(row(page, QUANTS)).hasAttribute("data-state", "ready");
        assertThat(page.locator("#card")).isHidden();
        assertThat(row(page, QUANTS).locator(".basket-name")).isFocused();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("")).isEmpty();
    }

    private static void several(Page page, String lines) {
        page.locator("#several").click();
        assertThat(page.locator("#lines")).isFocused();
        page.locator("#lines").fill(lines);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Put into the basket"))
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
