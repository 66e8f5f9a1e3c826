package io.hfdownloader.web.page;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What comes late to a page, or not at all: the end of an end, another line below an open menu, a part of the page itself. */
@QuarkusTest
class LateNewsPageTest extends TransferTestBase {

    private static final String QUANTS = "acme/quants-GGUF";
    private static final UnaryOperator<String> WITHOUT_RESULT =
            json -> json.replaceAll("\"result\":\\{[^}]*}", "\"result\":null");
    private static final UnaryOperator<String> AT_WORK =
            WITHOUT_RESULT.andThen(json -> json.replace("\"completed\"", "\"verifying\""))::apply;

    /** What cannot be hit 19 px above and below its middle, where a control would be. */
    private static final String TOO_SMALL = """
            () => [...document.querySelectorAll('.chips label, .chips button, button.plain, button.link')]
              .filter(target => target.checkVisibility())
              .filter(target => {
                const { x, y, width, height } = target.getBoundingClientRect();
                return [-19, 19].some(by => !target.contains(document.elementFromPoint(x + width / 2, y + height / 2 + by)));
              })
              .map(target => target.outerHTML.slice(0, 200))""";

    private final AtomicReference<UnaryOperator<String>> told = new AtomicReference<>(UnaryOperator.identity());

    @Test
    void whatADownloadHasBroughtIsOfferedAlsoWhenItIsToldAfterItsEnd() {
        String id = ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        Page page = pageThatPolls();
        told.set(AT_WORK);
        page.navigate(at(""));
        assertThat(page.locator("#badge-downloads")).hasText("1 download running");
        told.set(WITHOUT_RESULT);
        Locator toast = page.locator(".toast:has(#news)");
        Locator offered = toast.locator(".toast-actions button");
        assertThat(offered).hasText("Copy path");
        toast.hover(); // it stays
        assertThat(button(page, id, "copy")).hasAttribute("title", "Copy path");

        told.set(UnaryOperator.identity());
        page.evaluate("dispatchEvent(new Event('online'))");
        assertThat(button(page, id, "copy")).hasAttribute("title", "Copy command (llama-server)");
        assertThat(offered).hasText("Copy command (llama-server)");
        offered.click();
        Chromium.assertNews(
                page,
                "Command copied: llama-server -m " + models.resolve(QUANTS).resolve("quants-Q4_K_M.gguf") + " -c 8192");
    }

    @Test
    void noPathIsCopiedBeforeTheServerHasSaidWhereAllModelsAre() {
        String id = ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        Page page = pageThatPolls();
        told.set(WITHOUT_RESULT);
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/api/v1/system", held::add);
        page.waitForResponse("**/api/v1/downloads", () -> page.navigate(at("")));
        button(page, id, "copy").click();
        assertThat(button(page, id, "copy")).hasAttribute("aria-busy", "true");
        assertThat(page.locator("#news")).hasText("");

        page.unroute("**/api/v1/system");
        held.forEach(Route::resume);
        Chromium.assertNews(page, "Path copied: " + models.resolve(QUANTS));
    }

    @Test
    void aLineThatArrivesStaysAndAMenuOutlivesTheLineBelowIt() throws Exception {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        hub.faults().add(Fault.bytesPerSecond("quants-Q8_0", 50_000));
        ServiceClient.start(Map.of("repo", QUANTS, "variants", List.of("Q8_0")));
        Page page = chromium.open(at("manage"));
        Locator line = page.locator(".model[data-name='" + QUANTS + "']");
        comeBackUntil(page, () -> line.locator("[data-variant='Q8_0'] .lacks").count() == 1);
        assertThat(line.locator("[data-variant='Q8_0'] .lacks")).containsText("%");
        String partial = line.getAttribute("data-partial");
        String size = line.locator("td.size").getAttribute("title");
        line.evaluate("line => { line.isOld = true; }");
        comeBackUntil(
                page,
                () -> !line.getAttribute("data-partial").equals(partial)
                        && !line.locator("td.size").getAttribute("title").equals(size));
        assertThat(line).hasJSProperty("isOld", true);

        Locator more = line.locator("[data-action=menu]");
        more.click();
        drawAnew(page, line, "first.txt");
        assertThat(more).hasAttribute("aria-expanded", "true");
        page.keyboard().press("Escape");
        assertThat(more).isFocused();
        assertThat(more).hasAttribute("aria-expanded", "false");

        more.click();
        drawAnew(page, line, "second.txt");
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Check for update"))
                .click();
        Chromium.assertNews(page, QUANTS + " is up to date");
        assertThat(more).isFocused();
    }

    /** As who looks at the page again and again, which by itself looks each ten seconds. */
    private static void comeBackUntil(Page page, BooleanSupplier seen) {
        ServiceClient.await()
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
                    return seen.getAsBoolean();
                });
    }

    /** Another file in the model's folder. */
    private void drawAnew(Page page, Locator line, String file) throws Exception {
        line.evaluate("line => { line.isOld = true; }");
        Files.writeString(models.resolve(QUANTS).resolve(file), "new");
        ServiceClient.await()
                .until(() -> given().get("/api/v1/library").asString().contains(file));
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        page.waitForCondition(() -> !Boolean.TRUE.equals(line.evaluate("line => line.isOld")));
    }

    @Test
    void aPartOfThePageThatDoesNotComeIsToldWithAWayToLoadThePageAnew() {
        String id = quick("late/parts");
        Page page = open();
        assertThat(page.locator("#space")).containsText("B free");
        page.evaluate("window.isOld = true");
        page.route("**/*.js", Route::abort);
        Locator notice = page.locator("#missing-part");
        assertThat(notice).isHidden();
        button(page, id, "more").click();
        assertThat(notice).containsText("could not be loaded");
        assertThat(page.locator("#news")).hasText(""); // it is told once
        notice.evaluate("notice => { notice.hidden = true; }");
        page.locator("#open-settings").click();
        assertThat(notice).isVisible();
        assertThat(page.locator("#settings")).isHidden();
        shots(page, "part-missing");
        notice.evaluate("notice => { notice.hidden = true; }");
        page.locator("#repo").fill("late/parts");
        page.locator("#repo").press("Enter");
        assertThat(notice).isVisible();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#problem")).isHidden();
        assertThat(page.locator("#repo")).hasValue("late/parts");

        page.unroute("**/*.js");
        notice.getByText("Reload").click();
        page.waitForCondition(() -> page.evaluate("window.isOld") == null);
        button(page, id, "more").click();
        assertThat(page.getByRole(AriaRole.MENUITEM).first()).isVisible();
        assertThat(notice).isHidden();
    }

    @Test
    void theLibraryIsManagedWhereTheBrowserKeepsNothingAndItsTargetsAreLarge() throws Exception {
        Files.write(Files.createDirectories(models.resolve("shelf/alpha")).resolve("model-Q8_0.gguf"), new byte[10]);
        ServiceClient.awaitOnPage("shelf/alpha");
        Page page = chromium.blankIn("en-GB", at("manage"));
        page.addInitScript(
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })");
        page.navigate(at("manage"));
        page.locator("th[data-sort=size] button").click();
        assertThat(page.locator("th[data-sort=size]")).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("#count")).hasText("1 model · 10 bytes");
        assertThat(page.locator(".chips label:visible").first()).isVisible();
        assertThat((List<?>) page.evaluate(TOO_SMALL)).isEmpty();
        page.navigate(at(""));
        assertThat(page.locator("#space")).containsText("B free");
        assertThat((List<?>) page.evaluate(TOO_SMALL)).isEmpty();
    }

    /** Events do not come through; the downloads are told as a test wants. */
    private Page pageThatPolls() {
        Page page = chromium.blankIn("en-GB", at(""));
        page.addInitScript("localStorage.setItem('hf-downloader.copy.gguf', 'llama-server')");
        page.route("**/api/v1/events", Route::abort);
        page.route(
                "**/api/v1/downloads",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(told.get()
                                .apply(given().get("/api/v1/downloads").asString()))));
        return page;
    }
}
