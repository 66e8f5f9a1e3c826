package io.hfdownloader.web.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The Library page: links that lead to a part of it, many models, and a Hub that is out of reach. */
@QuarkusTest
class ManagePageTest extends BrowserTestBase {

    /** As many are all in the page. */
    private static final int MANY = 500;

    private static final int MORE = 650;

    @ParameterizedTest
    @ValueSource(strings = {"", "hf-downloader/"})
    void aLinkLeadsToOneModelAndTheBackButtonFindsTheViewAgain(String prefix) throws Exception {
        putAndAwait("shelf/alpha", "model-Q8_0.gguf");
        putAndAwait("shelf/beta", "model-Q8_0.gguf");
        putAndAwait("other/gamma", "model-Q8_0.gguf");
        Page page = chromium.open(at(prefix + "manage?filter=shelf/alpha"));
        Locator names = page.locator(".model:visible .model-name");
        assertThat(page.locator("#view [name=filter]")).hasValue("shelf/alpha");
        assertThat(names).hasText(new String[] {"alpha"});

        page.locator("#view [name=filter]").fill("SHELF q8");
        page.locator("#view [name=group]").selectOption("namespace");
        Locator size = page.locator("th[data-sort=size]");
        size.locator("button").click();
        assertThat(page).hasURL(at(prefix + "manage?filter=SHELF+q8&group=namespace&sort=size"));
        assertThat(size).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("#count")).hasText("2 of 3 models · 20 bytes");
        page.locator("nav a").first().click();
        assertThat(page).hasURL(at(prefix));
        page.goBack();
        assertThat(page).hasURL(at(prefix + "manage?filter=SHELF+q8&group=namespace&sort=size"));
        assertThat(names).hasText(new String[] {"alpha", "beta"});
        assertThat(page.locator(".group h2")).hasText("shelf · 2 models · 20 bytes");

        page.locator("#view [name=filter]").fill("no such thing");
        assertThat(names).hasCount(0);
        page.locator("#show-all").click();
        assertThat(names).hasText(new String[] {"alpha", "beta", "gamma"});
        assertThat(page.locator("#view [name=filter]")).isFocused();
        assertThat(page.locator(".group h2"))
                .hasText(new String[] {"shelf · 2 models · 20 bytes", "other · 1 model · 10 bytes"});
        size.locator("button").click();
        assertThat(size).hasAttribute("aria-sort", "ascending");
        assertThat(names).hasText(new String[] {"gamma", "alpha", "beta"});
        assertThat(page).hasURL(at(prefix + "manage?group=namespace&sort=size&order=reverse"));

        page.navigate(at(prefix + "manage"));
        assertThat(size).hasAttribute("aria-sort", "ascending");
        page.navigate(at(prefix + "manage?sort=klingon&group=none&show=klingon&open=shelf%2Falpha"));
        assertThat(size).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("#view [name=group]")).hasValue("none");
        assertThat(page.locator("#view [name=show][value=all]")).isChecked();
        assertThat(page.locator("[data-id='shelf/alpha'] .row-note")).hasText("model-Q8_0.gguf");
    }

    @Test
    void aFolderWhoseNameIsMarkupStaysText() throws Exception {
        String name = "\"><img src=x onerror=alert(1)>{t:manage}";
        put("shelf/" + name, "<b>model-Q8_0.gguf");
        ServiceClient.await()
                .until(() -> given().get("/fragments/library").asString().contains("onerror"));
        Page page = chromium.open(at("manage"));
        Locator model = page.locator(".model");
        assertThat(model.locator(".model-name")).hasText("shelf/" + name);
        model.locator("[data-action=open]").click();
        assertThat(model.locator(".row-note")).hasText("<b>model-Q8_0.gguf");
        assertThat(model.locator("[data-action=menu]")).hasAttribute("aria-label", "More for shelf/" + name);
        model.locator("[data-action=select]").check();
        page.locator("[data-bulk=delete]").click();
        assertThat(page.locator("#confirm-title")).hasText("Delete shelf/" + name + "?");
        assertThat(page.locator("main img, main b")).hasCount(0);
    }

    @Test
    void aLargeLibraryStaysSmooth() throws Exception {
        try {
            for (int i = 0; i < MANY; i++) {
                put(large(i), "model-Q8_0.gguf");
            }
            measureALargeLibrary();
            for (int i = MANY; i < MORE; i++) {
                put(large(i), "model-Q8_0.gguf");
            }
            lookAtALargerLibrary();
        } finally {
            for (int i = 0; i < MORE; i++) { // faster than one call each
                Files.deleteIfExists(models.resolve(large(i)).resolve("model-Q8_0.gguf"));
                Files.deleteIfExists(models.resolve(large(i)));
            }
        }
    }

    private static String large(int number) {
        return "owner-" + number % 20 + "/model-" + number + "-GGUF";
    }

    private void measureALargeLibrary() {
        ServiceClient.await()
                .until(() -> given().get("/fragments/library").asString().split("data-id=").length == MANY + 1);
        Page page = chromium.open(at("manage"));
        assertThat(page.locator("#count")).containsText(MANY + " models");
        Object times = page.evaluate("""
                async () => {
                  const { ModelTable } = await import('./static/managing/model-table.js');
                  const list = new ModelTable(document.getElementById('library'), document.getElementById('view'), () => {});
                  const time = async work => { const start = performance.now(); await work(); return performance.now() - start; };
                  const html = await (await fetch('./fragments/library')).text();
                  const fetched = window.fetch;
                  const [changed, same, arranged] = [[], [], []];
                  for (let i = 0; i < 5; i++) {
                    window.fetch = () => Promise.resolve(new Response(html.replace('data-revision-key="', `data-revision-key="${i}`)));
                    changed.push(await time(() => list.refresh()));
                    same.push(await time(() => list.refresh()));
                    arranged.push(await time(() => list.arrange()));
                  }
                  window.fetch = fetched;
                  const middle = times => times.sort((one, other) => one - other)[2].toFixed(1);
                  return `refresh ${middle(changed)} ms, ${middle(same)} ms when nothing changed, filter and sort ${middle(arranged)} ms`;
                }""");
        System.out.println("SCRIPT TIME of the Library page with " + MANY + " models: " + times);
        page.locator("#view [name=filter]").fill("model-499");
        assertThat(page.locator(".model:visible")).hasCount(1);
        page.close();
    }

    /** Of so many the page has a part, and the server knows the rest. */
    private void lookAtALargerLibrary() {
        ServiceClient.await()
                .until(() ->
                        given().get("/fragments/library?limit=1000").asString().split("data-id=").length == MORE + 1);
        assertThat(given().get("/fragments/library").asString().split("data-id="))
                .hasSize(101);
        Page page = chromium.open(at("manage"));
        Locator lines = page.locator(".model:visible");
        assertThat(lines).hasCount(100);
        assertThat(page.locator("#count")).containsText(MORE + " models");
        lines.last().scrollIntoViewIfNeeded();
        assertThat(lines).hasCount(200);
        assertThat(lines.first().locator(".model-name")).hasText("model-0-GGUF");

        page.locator("#view [name=filter]").fill("model-649");
        assertThat(lines).hasCount(1);
        assertThat(page.locator("#count")).containsText("1 of " + MORE + " models");
        assertThat(page.locator(".more-lines")).isHidden();
        page.locator("#view [name=filter]").fill("no such thing");
        assertThat(page.locator("#no-match")).isVisible();
        page.locator("#show-all").click();
        assertThat(lines).hasCount(100);
        page.locator("#view [name=group]").selectOption("namespace");
        assertThat(page.locator(".group h2").first()).hasText("owner-0 · 33 models · 330 bytes");
        page.locator("th[data-sort=name] button").click();
        assertThat(lines.first().locator(".model-name")).hasText("model-639-GGUF");
        page.navigate(at("manage?open=owner-9%2Fmodel-649-GGUF&group=none"));
        assertThat(lines).hasCount(1);
        assertThat(page.locator("[data-id='owner-9/model-649-GGUF'] .row-note")).hasText("model-Q8_0.gguf");
        page.close();
    }

    @Test
    void withoutTheHubWhatIsOnTheDiskIsStillManaged() throws Exception {
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        putAndAwait("shelf/alpha", "model-Q8_0.gguf");
        hub.faults().add(Fault.of(Fault.Kind.CLOSE, "", 0));
        Page page = chromium.open(at("manage"));
        Locator fromHub = page.locator("[data-id='acme/tiny-sharded']");
        assertThat(fromHub).isVisible();
        assertThat(page.locator("#space")).containsText("B free");
        fromHub.locator("[data-action=open]").click();
        assertThat(fromHub.locator(".row-note").first()).isVisible();
        page.locator("#select-all").check();
        page.locator("[data-bulk=delete]").click();
        page.locator("#confirm [value=yes]").click();
        assertThat(page.locator(".model")).hasCount(0);
        assertThat(page.locator(".nothing")).isVisible();
        assertThat(page.locator("#library-title")).isFocused();
        assertThat(page.locator("#connection")).isHidden();
    }

    private void put(String folder, String name) throws Exception {
        Files.write(Files.createDirectories(models.resolve(folder)).resolve(name), new byte[10]);
    }

    private void putAndAwait(String folder, String name) throws Exception {
        put(folder, name);
        ServiceClient.awaitOnPage(folder);
    }

    @Test
    void aHubOutOfReachIsToldHereToo() {
        stage().closeTheHub();
        Page page = chromium.open(at("manage"));
        ServiceClient.await().until(() -> {
            given().get("/api/v1/search?q=quants").then().statusCode(502);
            return !ServiceClient.get("/api/v1/system").getBoolean("hub.reachable");
        });
        assertThat(page.locator("#hub > p"))
                .hasText(Pattern.compile(
                        "\\S+ unreachable since \\d\\d:\\d\\d \\(.+\\)\\. Downloads resume by themselves\\."));
        page.close();
        hub.faults().clear();
        given().get("/api/v1/search?q=quants").then().statusCode(200);
    }

    @Test
    void pagesTellThatTheModelsDirectoryHasGoneAndComeBackByThemselves() throws Exception {
        putAndAwait("shelf/alpha", "model-Q8_0.gguf");
        Page open = chromium.open(at("manage"));
        Page choosing = chromium.open(at(""));
        assertThat(open.locator("#space")).containsText("B free");
        assertThat(open.locator("#space")).hasAttribute("title", Pattern.compile("[0-9,]+ bytes of .* free in /.*"));
        Path away = models.resolveSibling("manage-away");
        Files.move(models, away);
        Page opened;
        try {
            opened = chromium.open(at("manage"));
            assertThat(opened.locator("h1")).hasText("The models directory is missing.");
            shots(opened, "disk-away-manage");
            for (Page page : List.of(open, choosing)) {
                assertThat(page.locator("#disk"))
                        .hasText(Pattern.compile(
                                "The models directory /.* is not there: nothing is there.*resume by themselves.*"));
                assertThat(page.locator("#connection")).isHidden();
                assertThat(page.locator("#space")).hasText("");
            }
            shots(choosing, "disk-away-download");
            assertThat(open.locator(".model")).hasCount(1);
        } finally {
            Files.move(away, models);
        }
        assertThat(open.locator("#disk")).isHidden();
        assertThat(choosing.locator("#disk")).isHidden();
        assertThat(opened.locator(".model .model-name")).hasText("alpha");
    }

    @Test
    void whatCouldNotBeSavedIsToldSteadilyUntilItIs() {
        AtomicBoolean saved = new AtomicBoolean();
        Page page = chromium.blankIn("zh-CN", address.toString());
        page.route(
                "**/api/v1/system",
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody(
                                        given().get("/api/v1/system")
                                                .asString()
                                                .replace(
                                                        "\"unsaved\":null",
                                                        saved.get()
                                                                ? "\"unsaved\":null"
                                                                : "\"unsaved\":\"The list of downloads cannot be saved: the disk is full.\""))));
        page.navigate(at("manage"));
        Locator notice = page.locator("#disk");
        assertThat(notice).hasText("本服务器的部分状态未能写入磁盘，重启后会丢失。正在不断重试。");
        shots(page, "unsaved");
        saved.set(true);
        assertThat(notice).isHidden();
        page.context().close();
    }

    @Test
    void aSlowHubIsNotCalledOutOfReach() {
        Page page = chromium.blankIn("en-GB", address.toString());
        page.route(
                "**/api/v1/system",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(given().get("/api/v1/system")
                                .asString()
                                .replaceFirst("\"reachable\":(true|false|null)", "\"reachable\":true")
                                .replaceFirst("\"silentSeconds\":(null|\\d+)", "\"silentSeconds\":6"))));
        page.navigate(at("manage"));
        assertThat(page.locator("#hub > p")).hasText(Pattern.compile("\\S+ has not answered for 5 s\\. .*"));
        page.context().close();
    }

    @Test
    void theTitleTellsTheProgressOfDownloads() {
        stage().downloadSlowly();
        Page page = chromium.open(at("manage"));
        assertThat(page).hasTitle(Pattern.compile("\\d+ % · HF Downloader"));
        ServiceClient.clear();
        assertThat(page).hasTitle(Pattern.compile("Library.*HF Downloader"));
    }
}
