package io.hfdownloader.web.page;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
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
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
    private static final String TWO_COMMITS = "acme/two-commits";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeEach
    @AfterEach
    void goBackToTheFirstCommit() {
        main(0);
    }

    @Test
    void aQuantizationIsChosenWatchedFoundAndDeleted() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("quants-Q4_K_M", 20_000));
        Page page = chromium.open(at(""));
        page.getByLabel("Repository on the Hub").fill(QUANTS);
        page.getByLabel("Repository on the Hub").press("Enter");
        assertThat(page.locator("#offer legend")).hasText("Choose from 12 variants");
        page.getByRole(AriaRole.CHECKBOX, checkbox("Q4_K_M gguf")).check();
        assertThat(page.locator("#chosen")).containsText("to fetch");
        assertThat(page.locator("#chosen")).containsText("stay free");
        page.getByRole(AriaRole.BUTTON, named("Download")).click();

        Locator card = card(page, QUANTS);
        assertThat(card.locator(".state")).hasText("Downloading");
        assertThat(card.locator("[data-field=rate]")).containsText("/s");
        assertThat(card.locator("[data-field=percent]")).hasText(Pattern.compile("[1-9]\\d? %"));
        goOnFast(card.getAttribute("data-id"));
        assertThat(card.locator(".state")).hasText("Completed");
        assertThat(card.locator("[data-field=percent]")).hasText("100 %");
        assertThat(card.locator(".facts")).containsText("Q4_K_M");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Manage"))
                .click();
        Locator model = model(page, QUANTS);
        assertThat(model.locator("summary .state")).hasText("Complete");
        model.locator("summary").click();
        assertThat(model.locator(".row-path").filter(having("quants-Q4_K_M.gguf")))
                .isVisible();
        assertThat(model.locator(".row-path").filter(having("UD-Q4_K_XL"))).hasCount(0);

        model.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions()
                                .setName("Delete " + QUANTS)
                                .setExact(true))
                .click();
        assertThat(page.locator("#confirm-text")).containsText(Pattern.compile("This frees [0-9.]+ MB"));
        page.getByRole(AriaRole.BUTTON, named("Keep it")).click();
        assertThat(model).isVisible();
        model.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions()
                                .setName("Delete " + QUANTS)
                                .setExact(true))
                .click();
        page.locator("#confirm [value=yes]").click();
        assertThat(model).hasCount(0);
        Chromium.assertNews(page, QUANTS + " was deleted.");
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
    void aPartOfTheNameFindsARepositoryByKeyboard() {
        Page page = chromium.open(at(""));
        Locator box = page.getByLabel("Repository on the Hub");
        box.pressSequentially("quants");
        Locator found = page.getByRole(AriaRole.OPTION).filter(having(QUANTS));
        assertThat(found).isVisible();
        assertThat(found).containsText("downloads");
        assertThat(box).hasAttribute("aria-expanded", "true");
        photograph(page, "search");

        box.press("ArrowDown");
        assertThat(page.locator("#found-0")).hasAttribute("aria-selected", "true");
        box.press("Enter");

        assertThat(box).hasValue(Pattern.compile("acme/.*quants.*"));
        assertThat(page.locator("#found")).isHidden();
        assertThat(page.locator("#offer legend")).containsText("variants");
    }

    @Test
    void aRepositoryThatWasFoundIsPickedByClickAndEscapeClosesTheList() {
        Page page = chromium.open(at(""));
        Locator box = page.getByLabel("Repository on the Hub");
        box.pressSequentially("tiny");
        assertThat(page.locator("#found")).isVisible();
        box.press("Escape");
        assertThat(page.locator("#found")).isHidden();

        box.pressSequentially("-sh");
        page.getByRole(AriaRole.OPTION).filter(having("acme/tiny-sharded")).click();

        assertThat(box).hasValue("acme/tiny-sharded");
        assertThat(page.locator("#chosen")).containsText("to fetch");
    }

    @Test
    void oneVariantIsDeletedAndTheOtherStays() throws Exception {
        String repo = "acme/vision-GGUF";
        Page page = chromium.open(at(""));
        lookUp(page, repo);
        page.getByRole(AriaRole.CHECKBOX, checkbox("Q4_K_M gguf")).check();
        page.getByRole(AriaRole.CHECKBOX, checkbox("Q8_0 gguf")).check();
        page.getByRole(AriaRole.BUTTON, named("Download")).click();
        assertThat(card(page, repo).locator(".state")).hasText("Completed");

        page.navigate(at("manage"));
        Locator model = model(page, repo);
        model.locator("summary").click();
        model.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete Q8_0 of " + repo))
                .click();
        assertThat(page.locator("#confirm-title")).hasText("Delete Q8_0 of " + repo + "?");
        page.locator("#confirm [value=yes]").click();

        assertThat(model.locator(".row-name")).hasText(new String[] {"Q4_K_M"});
        assertThat(model.locator("details")).hasAttribute("open", "");
    }

    @Test
    void aModelWhoseDownloadIsNotOverCannotBeDeletedAndThePageSaysWhy() throws Exception {
        String repo = "acme/large-file";
        hub.faults().add(Fault.bytesPerSecond("acme/large-file", 1_000_000));
        Page page = chromium.open(at(""));
        lookUp(page, repo);
        page.getByRole(AriaRole.BUTTON, named("Download")).click();
        Locator card = card(page, repo);
        assertThat(card.locator("[data-field=percent]")).not().hasText("0 %");
        card.locator("[data-action=pause]").click();
        assertThat(card.locator(".state")).hasText("Paused");

        Page manage = chromium.open(at("manage"));
        Locator model = model(manage, repo);
        Locator delete = model.locator(".actions [data-action=delete]");
        assertThat(delete).isDisabled();
        assertThat(model.locator("[data-field=held]")).hasText("to delete it, cancel its download first");
        assertThat(model.locator("[data-field=activity]")).containsText("paused");
        model.locator("summary").click();
        assertThat(model.locator(".details")).containsText("unfinished files");
        assertThat(model.locator("[data-action^=delete]:enabled")).hasCount(0);

        endAndForget(card);
        assertThat(delete).isEnabled();
        assertThat(model.locator("[data-field=held]")).isHidden();
        delete.click();
        manage.locator("#confirm [value=yes]").click();
        assertThat(model).hasCount(0);
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
        assertThat(next.locator(".phase")).hasText("Waits for its turn, number 1 in the queue");
        assertThat(last.locator(".phase")).hasText("Waits for its turn, number 2 in the queue");
        assertThat(last.locator("[data-field=waiting]")).isHidden();

        next.locator("[data-action=cancel]").click();
        assertThat(next.locator(".state")).hasText("Cancelled");
        assertThat(last.locator(".phase")).hasText("Waits for its turn, number 1 in the queue");
        page.reload();
        assertThat(last.locator(".phase")).hasText("Waits for its turn, number 1 in the queue");
        assertThat(last.locator("[data-field=waiting]")).isHidden();
    }

    @Test
    void anUpdateBringsWhatChangedAndRemovesWhatIsGone() throws Exception {
        Page page = chromium.open(at(""));
        lookUp(page, TWO_COMMITS);
        page.locator("#offer [name=variant]").all().forEach(Locator::check);
        page.getByRole(AriaRole.BUTTON, named("Download")).click();
        assertThat(card(page, TWO_COMMITS).locator(".state")).hasText("Completed");
        main(1);

        page.navigate(at("manage"));
        Locator model = model(page, TWO_COMMITS);
        model.locator("summary").click();
        assertThat(model.locator(".row-path").filter(having("removed.txt"))).isVisible();
        model.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Update " + TWO_COMMITS))
                .click();

        Chromium.assertNews(page, Pattern.compile("update of " + TWO_COMMITS));
        assertThat(model.locator(".row-path").filter(having("added.txt"))).isVisible();
        assertThat(model.locator(".row-path").filter(having("removed.txt"))).hasCount(0);
    }

    @Test
    void aFileNameThatIsMarkupStaysText() throws Exception {
        String name = "<img src=x onerror=alert(1)>{rows}.gguf";
        putOnDisk("acme/markup", name, 10);

        Page page = chromium.open(at("manage"));
        Locator model = model(page, "acme/markup");
        model.locator("summary").click();

        assertThat(model.locator(".row-path")).hasText(name);
        assertThat(page.locator("img")).hasCount(0);
    }

    @Test
    void modelsAreFilteredSortedAndGroupedWithoutLosingWhatIsOpen() throws Exception {
        putOnDisk("shelf/alpha", "model-Q8_0.gguf", 1_000);
        putOnDisk("shelf/beta", "model-Q8_0.gguf", 2_000);
        putOnDisk("other/unrelated", "model-Q8_0.gguf", 1_000);
        putOnDisk("other/gamma-shelf", "model-Q8_0.gguf", 1_000);
        Page page = chromium.open(at("manage"));
        Locator names = page.locator(".models > li:visible .model-name");
        page.getByLabel("Filter", exactly()).fill("SHELF q8");
        assertThat(names).hasText(new String[] {"other/gamma-shelf", "shelf/alpha", "shelf/beta"});
        assertThat(page.locator("#count")).containsText("3 of ");
        model(page, "shelf/beta").locator("summary").click();
        assertThat(model(page, "shelf/beta").locator(".row-path")).hasText("model-Q8_0.gguf");

        page.getByLabel("Sort by").selectOption("size");
        assertThat(names).hasText(new String[] {"shelf/beta", "other/gamma-shelf", "shelf/alpha"});
        page.getByLabel("Group by").selectOption("namespace");
        assertThat(page.locator(".group > h3:visible"))
                .hasText(new String[] {"other – 1, 1.00 kB", "shelf – 2, 3.00 kB"});
        assertThat(names).hasText(new String[] {"other/gamma-shelf", "shelf/beta", "shelf/alpha"});
        assertThat(model(page, "shelf/beta").locator(".row-path")).isVisible();

        page.getByLabel("Filter", exactly()).fill("no such thing");
        assertThat(names).hasCount(0);
        assertThat(page.locator("#no-match")).isVisible();
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
        startByKeyboard(page);
        assertThat(page.locator("#problem")).containsText("acme/no-such-model");
        assertThat(page.locator("#problem")).hasRole(AriaRole.ALERT);

        page.locator("#repo").fill("../etc/passwd");
        startByKeyboard(page);
        assertThat(page.locator("#problem")).not().containsText("acme/no-such-model");
        assertThat(page.locator("#problem")).isVisible();
    }

    @Test
    void theSpeedLimitIsShownAndChangedByTheKeyboard() {
        String hours = "500M, 22:00-07:00 = unlimited";
        Page page = chromium.open(at("hf-downloader/"));
        Locator now = page.locator("#limit-now");
        assertThat(now).hasText("none");
        page.locator("#speed summary").focus();
        page.keyboard().press("Enter");
        Locator field = page.getByLabel("Bytes per second over all downloads");
        page.keyboard().press("Tab");
        assertThat(field).isFocused();
        page.keyboard().type("fast");
        page.keyboard().press("Enter");
        assertThat(page.locator("#limit-problem")).containsText("\"fast\" is no bandwidth limit");
        assertThat(field).isFocused();
        assertThat(now).hasText("none");
        shots(page, "limit");

        field.fill(hours);
        assertThat(page.locator("#limit-problem")).isHidden();
        page.keyboard().press("Enter");
        assertThat(now).hasText(hours);
        page.reload();
        assertThat(now).hasText(hours);
        assertThat(field).hasValue(hours);
        page.locator("#speed summary").click();
        field.fill("");
        page.getByRole(AriaRole.BUTTON, named("Save")).click();
        assertThat(now).hasText("none");
    }

    @Test
    void nobodyGetsAllVariantsUnasked() {
        Page page = chromium.open(at(""));
        page.locator("#repo").fill(QUANTS);
        startByKeyboard(page);

        assertThat(page.locator("#problem")).hasText("Choose which of the 12 variants you want.");
        assertThat(page.locator("#offer [name=variant]").first()).isFocused();
    }

    @Test
    void aPatternThatFitsNothingNamesTheVariantsThereAre() {
        Page page = chromium.open(at(""));
        page.locator("#repo").fill(QUANTS);
        page.locator("#more summary").press("Enter");
        page.getByLabel("Quantization or pattern").fill("Q9_Z");
        page.getByRole(AriaRole.BUTTON, named("Download")).click();

        Locator reason = page.locator("#problem, .cards > li[data-repo='" + QUANTS + "'] [data-kind=error]")
                .filter(having("\"Q9_Z\" matches nothing"));
        assertThat(reason.first()).containsText("UD-Q6_K_XL");
    }

    @Test
    void openFilesAndTheFocusSurviveAChangeOfState() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("acme/large-file", 1_000_000));
        Page page = chromium.open(at(""));
        lookUp(page, "acme/large-file");
        page.getByRole(AriaRole.BUTTON, named("Download")).click();
        Locator card = card(page, "acme/large-file");
        assertThat(card.locator(".state")).hasText("Downloading");
        card.locator("details summary").click();
        assertThat(card.locator(".files .path").first()).isVisible();

        card.locator("[data-action=pause]").focus();
        page.keyboard().press("Enter");
        assertThat(card.locator(".state")).hasText("Paused");
        assertThat(card.locator("[data-action=resume]")).isFocused();
        assertThat(card.locator("details")).hasAttribute("open", "");
        assertThat(card.locator("[data-field=rate]")).hasCount(0);

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
        assertThat(page.locator("#connection")).containsText("Connection to the server lost");
        page.context().setOffline(false);
        assertThat(page.locator("#connection")).isHidden();
    }

    @ParameterizedTest
    @CsvSource({"'', manage", "hf-downloader/, hf-downloader/manage"})
    void thePagesWorkWithAndWithoutThePrefix(String download, String manage) {
        Page page = chromium.open(at(download));
        assertThat(page.locator("#space")).containsText("free in");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Manage"))
                .click();
        assertThat(page).hasURL(at(manage));
        assertThat(page.locator("#space")).containsText("free in");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download"))
                .click();
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
        assertThat(page.locator(".opblock-tag")).hasCount(6);
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
                "static/download.js",
                "static/pico.min.css",
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
        card.locator("details summary").click();
        assertThat(card.locator(".files .path").first()).isVisible();
        lookUp(page, QUANTS);
        page.getByRole(AriaRole.CHECKBOX, checkbox("Q4_K_M gguf")).check();
        page.evaluate("document.getElementById('news').hidden = true"); // it goes by itself, some seconds later
        shots(page, "download");

        endAndForget(card);
        page.navigate(at("manage"));
        assertThat(page.locator("#space")).containsText("free in");
        shots(page, "manage");
    }

    /** As another client does; on the page the offer to take it back would lie over what is clicked next, for ten seconds. */
    private static void endAndForget(Locator card) {
        String download = ServiceClient.DOWNLOADS + "/" + card.getAttribute("data-id");
        given().post(download + "/cancel").then().statusCode(200);
        given().delete(download).then().statusCode(204);
        assertThat(card).hasCount(0);
    }

    /** The branch leads to this commit from now on. */
    private void main(int commit) {
        StandInRepo repo = hub.model(TWO_COMMITS);
        repo.moveBranch("main", repo.commits().get(commit));
    }

    private static void lookUp(Page page, String repo) {
        page.locator("#repo").fill(repo);
        page.locator("#repo").press("Enter"); // on a phone the list of what was found may lie over the button
        assertThat(page.locator("#offer")).isVisible();
    }

    /** The list of what was found may lie over the button. */
    private static void startByKeyboard(Page page) {
        assertThat(page.locator("#start")).isEnabled(); // as soon as the page is live
        page.locator("#start").press("Enter");
    }

    private static Locator card(Page page, String repo) {
        return page.locator(".cards > li[data-repo='" + repo + "']");
    }

    private static Locator cardOf(Page page, String id) {
        return page.locator(".cards > li[data-id='" + id + "']");
    }

    private static Locator model(Page page, String repo) {
        return page.locator(".models > li[data-name='" + repo + "']");
    }

    /** As another program does it; returns when the library has seen it. */
    private void putOnDisk(String folder, String name, int bytes) throws Exception {
        Files.write(Files.createDirectories(models.resolve(folder)).resolve(name), new byte[bytes]);
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("fragments/library")).contains("data-id=\"" + folder + "\""));
    }

    private String get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions checkbox(String start) {
        return new Page.GetByRoleOptions().setName(Pattern.compile("^" + start));
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
