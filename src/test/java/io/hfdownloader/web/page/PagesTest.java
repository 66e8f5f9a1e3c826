package io.hfdownloader.web.page;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class PagesTest extends BrowserTestBase {

    private static final String QUANTS = "acme/quants-GGUF";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern FREE = Pattern.compile("[0-9.]+ [kMGT]?B free");

    @Test
    void aQuantizationIsChosenWatchedFoundAndDeleted() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("quants-Q4_K_M", 20_000));
        Page page = chromium.open(at(""));
        page.getByLabel("Model, dataset or Space").fill(QUANTS);
        page.getByLabel("Model, dataset or Space").press("Enter");
        assertThat(page.locator("#offer legend")).hasText("12 variants");
        page.getByRole(AriaRole.RADIO, starting("Q4_K_M ")).check();
        assertThat(page.locator("#chosen")).containsText("to download");
        assertThat(page.locator("#chosen")).containsText("free afterwards");
        page.getByRole(AriaRole.BUTTON, named("Download")).click();

        Locator card = card(page, QUANTS);
        assertThat(card.locator(".state")).hasText("Downloading");
        assertThat(card.locator(".now")).containsText("/s");
        assertThat(card.locator("[data-field=percent]")).hasText(Pattern.compile("[1-9]\\d? %"));
        goOnFast(card.getAttribute("data-id"));
        assertThat(card.locator(".state")).hasText("Completed");
        assertThat(card.locator(".tag")).hasText("Q4_K_M");

        tab(page, "Library").click();
        Locator model = model(page, QUANTS);
        assertThat(model.locator(".variants li")).hasText(new String[] {"Q4_K_M"});
        model.locator("[data-action=open]").click();
        assertThat(model.locator(".row-note")).hasText("quants-Q4_K_M.gguf");

        deleteFromMenu(page, model);
        assertThat(page.locator("#confirm-text")).containsText(Pattern.compile("\\([0-9.]+ MB\\)"));
        page.getByRole(AriaRole.BUTTON, named("Keep it")).click();
        assertThat(model).isVisible();
        deleteFromMenu(page, model);
        page.locator("#confirm [value=yes]").click();
        assertThat(model).hasCount(0);
        Chromium.assertNews(page, QUANTS + " moved to the bin");
    }

    @Test
    void cardsFollowTheEventsWithoutPolling() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("quants-Q5_K_M", 20_000));
        Page page = chromium.open(at(""));
        page.waitForResponse(response -> response.url().endsWith("/api/v1/events"), () -> page.reload());
        List<String> polls = new CopyOnWriteArrayList<>();
        String id = ServiceClient.start(Map.of("repo", QUANTS, "variants", List.of("Q5_K_M")));
        Locator card = card(page, QUANTS);
        assertThat(card.locator(".state")).hasText("Downloading");
        page.onRequest(request -> {
            if (request.url().endsWith("/api/v1/downloads")) {
                polls.add(request.url());
            }
        });

        assertThat(card.locator("[data-field=percent]")).hasText(Pattern.compile("[1-9]\\d? %"));
        goOnFast(id);
        assertThat(card.locator(".state")).hasText("Completed");

        assertThat(polls).isEmpty();
    }

    @Test
    void whereEventsDoNotComeThroughThePagePolls() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("quants-Q3_K_M", 20_000));
        Page page = chromium.open(at(""));
        page.route("**/api/v1/events", Route::abort);
        page.reload();
        String id = ServiceClient.start(Map.of("repo", QUANTS, "variants", List.of("Q3_K_M")));

        Locator card = card(page, QUANTS);
        assertThat(card.locator(".state")).hasText("Downloading");
        assertThat(card.locator("[data-field=percent]")).hasText(Pattern.compile("[1-9]\\d? %"));
        goOnFast(id);
        assertThat(card.locator(".state")).hasText("Completed");
    }

    /** Connections that are open stay slow, so they are closed. */
    private void goOnFast(String id) throws Exception {
        hub.faults().clear();
        ServiceClient.post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        ServiceClient.post(ServiceClient.DOWNLOADS + "/" + id + "/resume")
                .then()
                .statusCode(200);
    }

    @Test
    void aPlaceInTheQueueIsToldOnce() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("quants-", 20_000));
        List<String> ids = Stream.of("Q2_K", "Q3_K_M", "Q5_K_M", "Q8_0")
                .map(label -> ServiceClient.start(Map.of("repo", QUANTS, "variants", List.of(label))))
                .toList();
        Page page = chromium.open(at(""));
        Locator next = cardOf(page, ids.get(2));
        Locator last = cardOf(page, ids.get(3));
        assertThat(next.locator(".now")).containsText("Next · ");
        assertThat(last.locator(".now")).containsText("#2 · ");
        last.locator("[data-action=details]").click();
        assertThat(last.locator(".phase")).hasText("#2 in queue");
        assertThat(last.locator("[data-field=waiting]")).isHidden();

        next.locator("[data-action=cancel]").click();
        assertThat(next.locator(".state")).hasText("Cancelled");
        assertThat(last.locator(".phase")).hasText("Next in queue");
        page.reload();
        assertThat(last.locator(".now")).containsText("Next · ");
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        Page page = chromium.open(at(""));
        page.locator("#repo").focus();
        page.keyboard().type("acme/tiny-sharded");
        page.keyboard().press("Enter");
        assertThat(page.locator("#offer [name=variant]").first()).isFocused();
        page.keyboard().press("Enter");

        assertThat(card(page, "acme/tiny-sharded")).isVisible();
        assertThat(card(page, "acme/tiny-sharded").locator(".state")).hasText("Completed");
    }

    @Test
    void whatTheHubRefusesIsToldInItsWordsBesideTheForm() {
        Page page = chromium.open(at(""));
        page.locator("#repo").fill("acme/no-such-model");
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#problem")).containsText("acme/no-such-model");
        assertThat(page.locator("#problem")).hasRole(AriaRole.ALERT);

        page.locator("#repo").fill("../etc/passwd");
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#problem")).not().containsText("acme/no-such-model");
        assertThat(page.locator("#problem")).isVisible();
    }

    @Test
    void openFilesAndTheFocusSurviveAChangeOfState() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("acme/large-file", 1_000_000));
        Page page = chromium.open(at(""));
        lookUp(page, "acme/large-file");
        page.getByRole(AriaRole.BUTTON, named("Download")).click();
        Locator card = card(page, "acme/large-file");
        assertThat(card.locator(".state")).hasText("Downloading");
        card.locator("[data-action=details]").click();
        assertThat(card.locator(".files .path").first()).isVisible();

        card.locator("[data-action=pause]").focus();
        page.keyboard().press("Enter");
        assertThat(card.locator(".state")).hasText("Paused");
        assertThat(card.locator("[data-action=resume]")).isFocused();
        assertThat(card.locator("[data-action=details]")).hasAttribute("aria-expanded", "true");
        assertThat(card.locator(".files .path").first()).isVisible();
        assertThat(card.locator(".graph")).hasCount(0);

        card.locator("[data-action=cancel]").click();
        assertThat(card.locator(".state")).hasText("Cancelled");
        card.locator("[data-action=remove]").click();
        page.keyboard().press("Escape");
        assertThat(card.locator(".state")).hasText("Cancelled");
        card.locator("[data-action=remove]").click();
        page.locator("#confirm [value=yes]").click();
        assertThat(card).hasCount(0);
    }

    @Test
    void aLostConnectionIsToldAndComesBackByItself() {
        Page page = chromium.open(at(""));
        page.context().setOffline(true);
        assertThat(page.locator("#connection")).hasText("Can’t reach HF Downloader. Retrying…");
        page.context().setOffline(false);
        assertThat(page.locator("#connection")).isHidden();
    }

    @ParameterizedTest
    @CsvSource({"'', manage", "hf-downloader/, hf-downloader/manage"})
    void thePagesWorkWithAndWithoutThePrefix(String download, String manage) {
        Page page = chromium.open(at(download));
        assertThat(page.locator("#space")).hasText(FREE);
        tab(page, "Library").click();
        assertThat(page).hasURL(at(manage));
        assertThat(page.locator("#space")).hasText(FREE);
        tab(page, "Download").click();
        assertThat(page).hasURL(at(download));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q/swagger-ui", "hf-downloader/q/swagger-ui", "hf-downloader/q/swagger-ui/"})
    void theApiIsBrowsedAndTriedUnderEveryPrefix(String path) {
        describesAndCallsTheApi(chromium.openForeign(at(path)), at(path).replaceFirst("q/swagger-ui/?$", ""));
    }

    @Test
    void theApiIsBrowsedAndTriedBehindAProxyThatStripsAPrefix() {
        String seen = at("models/hub/");
        Page page = chromium.openForeign(
                seen + "q/swagger-ui/",
                opened -> opened.route(seen + "**", route -> {
                    Map<String, String> headers = new HashMap<>(route.request().headers());
                    headers.put("X-Forwarded-Prefix", "/models/hub");
                    String behind = route.request().url().replace(seen, at(""));
                    route.fulfill(new Route.FulfillOptions()
                            .setResponse(route.fetch(new Route.FetchOptions()
                                    .setUrl(behind)
                                    .setHeaders(headers)
                                    .setMaxRedirects(0))));
                }));
        describesAndCallsTheApi(page, seen);
    }

    private static void describesAndCallsTheApi(Page page, String root) {
        assertThat(page).hasURL(root + "q/swagger-ui/");
        assertThat(page.locator(".info .title")).containsText("HF Downloader");
        assertThat(page.locator(".opblock-tag")).hasCount(8);
        Locator system = page.locator(".opblock")
                .filter(having("/api/v1/system"))
                .filter(having("Version, Hub and whether it is within reach"));
        system.locator(".opblock-summary-control").click();
        system.locator(".try-out__btn").click();
        system.locator(".execute").click();
        assertThat(system.locator(".live-responses-table .response-col_status").last())
                .containsText("200");
        assertThat(system.locator(".request-url")).containsText(root + "api/v1/system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static/shared/frame.css",
                "static/bundle/download.js",
                "static/shared/base.css",
                "hf-downloader/static/manage.js"
            })
    void anUpgradeDoesNotLeaveOldScriptsInBrowsers(String file) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(address.resolve(file)).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void thePagesFitTheScreen() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("acme/two-formats", 20_000));
        Page page = chromium.open(at(""));
        lookUp(page, "acme/two-formats");
        page.locator("#offer [name=variant]").first().check();
        page.getByRole(AriaRole.BUTTON, named("Download")).click();
        Locator card = card(page, "acme/two-formats");
        assertThat(card.locator("[data-field=percent]")).not().hasText("0 %");
        card.locator("[data-action=details]").click();
        assertThat(card.locator(".files .path").first()).isVisible();
        lookUp(page, QUANTS);
        page.getByRole(AriaRole.RADIO, starting("Q4_K_M ")).check();
        page.locator("#dismiss").click(); // it goes by itself, some seconds later
        shots(page, "download");

        endAndForget(card);
        page.navigate(at("manage"));
        assertThat(page.locator("#space")).hasText(FREE);
        shots(page, "manage");
    }

    /** As another client does; on the page the offer to take it back would lie over what is clicked next, for ten seconds. */
    private static void endAndForget(Locator card) {
        String download = ServiceClient.DOWNLOADS + "/" + card.getAttribute("data-id");
        given().post(download + "/cancel").then().statusCode(200);
        given().delete(download).then().statusCode(204);
        assertThat(card).hasCount(0);
    }

    private static Locator tab(Page page, String name) {
        return page.locator(".tabs").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private static void lookUp(Page page, String repo) {
        page.locator("#repo").fill(repo);
        page.locator("#repo").press("Enter"); // on a phone the list of what was found may lie over the button
        assertThat(page.locator("#offer")).isVisible();
    }

    private static Locator card(Page page, String repo) {
        return page.locator(".transfers > li[data-repo='" + repo + "']");
    }

    private static Locator cardOf(Page page, String id) {
        return page.locator(".transfers > li[data-id='" + id + "']");
    }

    private static Locator model(Page page, String repo) {
        return page.locator(".model[data-name='" + repo + "']");
    }

    private static void deleteFromMenu(Page page, Locator model) {
        model.locator("[data-action=menu]").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Delete…"))
                .click();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions starting(String start) {
        return new Page.GetByRoleOptions().setName(Pattern.compile("^" + start));
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
