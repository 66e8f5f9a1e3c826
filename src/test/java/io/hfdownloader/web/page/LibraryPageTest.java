package io.hfdownloader.web.page;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What is done with models on the Library page: looked into, copied, updated, deleted. */
@QuarkusTest
class LibraryPageTest extends BrowserTestBase {

    private static final String QUANTS = "acme/quants-GGUF";
    private static final String VISION = "acme/vision-GGUF";
    private static final String LARGE = "acme/large-file";
    private static final String TWO_COMMITS = "acme/two-commits";

    @BeforeEach
    @AfterEach
    void goBackToTheFirstCommit() {
        main(0);
    }

    @Test
    void oneVariantIsDeletedAndTheOtherStaysOpen() {
        ServiceClient.fetch(Map.of("repo", VISION, "variants", List.of("Q4_K_M", "Q8_0")));
        Page page = chromium.open(at("manage"));
        Locator model = model(page, VISION);
        assertThat(model.locator(".variants li")).hasCount(2);
        model.locator(".model-name").click();
        assertThat(model.locator(".row-name")).hasCount(2);
        assertThat(model.locator(".where")).containsText(Pattern.compile("Licence\\s*apache-2\\.0"));
        assertThat(model.locator(".other-files summary")).hasText(Pattern.compile("\\d+ other files \\(.*\\)"));
        button(model, "Delete Q8_0 of " + VISION).click();
        assertThat(page.locator("#confirm-title")).hasText("Delete Q8_0 of " + VISION + "?");
        assertThat(page.locator("#confirm-text"))
                .containsText("Other variants stay. Can be restored from the bin for 7 d");
        page.locator("#confirm [value=yes]").click();

        assertThat(model.locator(".row-name")).hasText(new String[] {"Q4_K_M"});
        assertThat(model.locator("[data-action=open]")).hasAttribute("aria-expanded", "true");
        assertThat(model.locator("[data-action=open]")).isFocused();
        Chromium.assertNews(page, "Q8_0 of " + VISION + " moved to the bin");

        page.locator(".toast-actions").getByText("Undo").click();
        assertThat(model.locator(".row-name")).hasCount(2);
        Chromium.assertNews(page, "Q8_0 of " + VISION + " restored");
        assertThat(page.locator("#bin")).isHidden();
    }

    @Test
    void whatIsInTheBinIsRestoredOrDeletedForGoodOnThePage() throws Exception {
        put("shelf/delta");
        put("shelf/epsilon");
        ServiceClient.await()
                .until(() ->
                        ServiceClient.get("/api/v1/library").getList("path").size() == 2);
        for (String name : List.of("shelf/delta", "shelf/epsilon")) {
            given().delete("/api/v1/library/models/" + name).then().statusCode(200);
        }
        Page page = chromium.open(at("manage"));
        assertThat(page.locator("#bin-sum")).hasText("2 items, 20 bytes");
        assertThat(page.locator(".disk-use-parts [data-part=bin]")).containsText("20 bytes");
        assertThat(page.locator("#bin-entries")).isHidden();
        page.locator("#bin summary").click();
        assertThat(page.locator("#bin-entries li").first()).containsText("shelf/epsilon");
        assertThat(page.locator("#bin-entries li").first()).containsText("kept until");

        button(page.locator("#bin"), "Restore shelf/delta").click();
        assertThat(model(page, "shelf/delta")).isVisible();
        assertThat(page.locator("#bin-sum")).hasText("1 item, 10 bytes");

        button(page.locator("#bin"), "Delete shelf/epsilon for good").click();
        assertThat(page.locator("#confirm-text")).containsText("must be downloaded again");
        page.locator("#confirm [value=yes]").click();
        Chromium.assertNews(page, "shelf/epsilon deleted for good, 10 bytes freed");
        assertThat(page.locator("#bin")).isHidden();
    }

    @Test
    void aViewForAnotherProgramIsMadeToldAndRemoved() throws Exception {
        put("shelf/alpha");
        Path place = models.resolve(".views/llama");
        Page page = chromium.open(at("manage"));
        Locator views = page.locator("#views");
        views.locator("summary").first().click();
        assertThat(views.locator(".view-list > li")).hasText("There is no view yet.");
        views.locator("[type=submit]").click();
        assertThat(views.locator(".outcome")).hasText("Name the folder.");
        views.locator("[name=kind]").selectOption("flat");
        views.locator("[name=path]").fill(models.toString());
        views.locator("[type=submit]").click();
        assertThat(views.locator(".outcome")).containsText("Choose a folder elsewhere");
        views.locator("[name=path]").fill(place.toString());
        views.locator("[type=submit]").click();
        assertThat(views.locator(".view-path")).hasText(place.toString());
        assertThat(views.locator(".view-facts")).hasText(Pattern.compile("1 model, .* take no room"));
        Path theirs = Files.writeString(place.resolve("theirs.gguf"), "theirs");
        views.locator(".view-list button").click();
        assertThat(page.locator("#confirm-title")).hasText("Remove the view at " + place + "?");
        page.locator("#confirm [value=yes]").click();
        assertThat(page.locator("#confirm-text")).containsText("theirs.gguf");
        page.locator("#confirm [value=yes]").click();
        assertThat(views.locator(".view-list > li")).hasText("There is no view yet.");
        assertThat(views.locator("summary").first()).isFocused();
        assertThat(theirs).hasContent("theirs");
        Files.delete(theirs);
    }

    @Test
    void howLargeAModelIsStandsInTheHeadersOfItsWeights() {
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        assertThat(given().queryParam("folder", "acme/tiny-sharded")
                        .get("/fragments/model")
                        .asString())
                .containsPattern("<dt>Parameters</dt> <dd translate=\"no\">[0-9.]+[KM]</dd>")
                .containsPattern("<dt>Licence</dt> <dd translate=\"no\">apache-2.0</dd>");
    }

    @Test
    void rotIsFoundMarkedAndMended() throws Exception {
        ServiceClient.fetch(Map.of("repo", LARGE));
        Path file = models.resolve(LARGE).resolve("model.bin");
        byte[] good = Files.readAllBytes(file);
        FileTime time = Files.getLastModifiedTime(file);
        byte[] rotten = good.clone();
        rotten[good.length / 2] ^= 1;
        Files.write(file, rotten);
        Files.setLastModifiedTime(file, time);

        Page page = chromium.open(at("manage"));
        Locator model = model(page, LARGE);
        model.locator("[data-action=select]").check();
        page.locator("[data-bulk=verify]").click();
        Chromium.assertNews(page, LARGE + ": 1 damaged file");
        assertThat(model.locator(".marks .tag").filter(having("1 damaged file")))
                .isVisible();
        model.locator("[data-action=open]").click();
        assertThat(model.locator(".details .notice li")).hasText("model.bin");
        assertThat(model.locator(".where")).containsText(Pattern.compile("Verified\\s*just now"));
        button(model, "Repair " + LARGE).click();
        Chromium.assertNews(page, LARGE + " is repaired");
        assertThat(model.locator(".details .notice")).hasCount(0);
        assertThat(file).hasBinaryContent(good);

        model.locator("[data-action=menu]").click();
        page.getByRole(AriaRole.MENUITEM, named("Verify")).click();
        Chromium.assertNews(page, LARGE + ": all files are as on the Hub");

        whatIsMissingAndWhatWasChangedIsMarkedUntilItIsMended(page, model);
    }

    private void whatIsMissingAndWhatWasChangedIsMarkedUntilItIsMended(Page page, Locator model) throws Exception {
        Path readme = models.resolve(LARGE).resolve("README.md");
        Path weights = models.resolve(LARGE).resolve("model.bin");
        Files.writeString(readme, "mine");
        Files.delete(weights);
        model.locator("[data-action=menu]").click();
        page.getByRole(AriaRole.MENUITEM, named("Verify")).click();
        Chromium.assertNews(page, LARGE + ": 1 missing file, 1 file changed by another program");
        Locator marks = model.locator(".marks .tag:visible");
        assertThat(marks.filter(having("1 missing file"))).isVisible();
        assertThat(marks.filter(having("1 file changed here"))).isVisible();
        assertThat(model.locator(".details .notice[data-kind=warning] li")).hasText("model.bin");
        assertThat(model.locator(".details .notice[data-kind=info] li")).hasText("README.md");

        button(model, "Repair " + LARGE).click();
        Chromium.assertNews(page, LARGE + " is repaired");
        assertThat(marks.filter(having("1 missing file"))).hasCount(0);
        assertThat(marks.filter(having("1 file changed here"))).isVisible();
        assertThat(readme).hasContent("mine");
    }

    @Test
    void aVerificationIsPausedAndEndedFromTheMenu() {
        ServiceClient.fetch(Map.of("repo", LARGE));
        List<String> asked = new CopyOnWriteArrayList<>();
        Page page = chromium.blankIn("en-GB", at("manage"));
        page.route("**/api/v1/tasks**", route -> {
            String path = URI.create(route.request().url()).getPath();
            if (route.request().method().equals("POST")) {
                asked.add(path.substring(path.lastIndexOf('/') + 1));
            }
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                            asked.contains("cancel")
                                    ? "[]"
                                    : """
                            [{"id": "1", "kind": "verify", "state": "%s", "type": "model", "folder": "%s", "bytesDone": 1, "bytesTotal": 4}]
                            """.formatted(asked.contains("pause") ? "paused" : "running", LARGE)));
        });
        page.navigate(at("manage"));
        Locator model = model(page, LARGE);
        Locator checking = model.locator("[data-field=checking]");
        assertThat(checking).hasText("Verifying 25 %");
        model.locator("[data-action=menu]").click();
        page.getByRole(AriaRole.MENUITEM, named("Pause verification")).click();
        assertThat(checking).hasText("Verification paused");
        model.locator("[data-action=menu]").click();
        assertThat(page.getByRole(AriaRole.MENUITEM, named("Resume verification")))
                .isVisible();
        page.getByRole(AriaRole.MENUITEM, named("Cancel verification")).click();
        assertThat(checking).isHidden();
        assertThat(asked).containsExactly("pause", "cancel");
    }

    @Test
    void aModelWhoseDownloadIsNotOverStaysAndThePageSaysWhy() throws Exception {
        stage().pause();
        put("shelf/alpha");
        Page page = chromium.open(at("manage"));
        Locator held = model(page, LARGE);
        assertThat(held.locator("[data-field=activity], .lacks")
                        .filter(visible())
                        .first())
                .containsText("aused");
        held.locator("[data-action=menu]").click();
        Locator delete =
                page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Delete (in use by a download)"));
        assertThat(delete).hasAttribute("aria-disabled", "true");
        page.keyboard().press("Escape");
        assertThat(held.locator("[data-action=menu]")).isFocused();

        page.locator("#select-all").check();
        page.locator("[data-bulk=delete]").click();
        assertThat(page.locator("#confirm-title")).hasText("Delete shelf/alpha?");
        assertThat(page.locator("#confirm-text")).containsText("1 is in use by a download and stays.");
        page.locator("#confirm [value=yes]").click();
        assertThat(model(page, "shelf/alpha")).hasCount(0);
        assertThat(held).isVisible();

        String download =
                ServiceClient.get(ServiceClient.DOWNLOADS).each("").get(0).getString("id");
        given().post(ServiceClient.DOWNLOADS + "/" + download + "/cancel")
                .then()
                .statusCode(200);
        assertThat(held).hasAttribute("data-held", "false");
        held.locator("[data-action=open]").click();
        assertThat(held.locator(".details .notice")).containsText("left from an unfinished download");
        page.locator("[data-bulk=delete]").click();
        page.locator("#confirm [value=yes]").click();
        assertThat(held).hasCount(0);
    }

    @Test
    void aVariantThatArrivesIsToldBesideTheWholeOnes() {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        hub.faults().add(Fault.bytesPerSecond("quants-Q8_0", 50_000));
        ServiceClient.start(Map.of("repo", QUANTS, "variants", List.of("Q8_0")));
        Page page = chromium.open(at("manage"));
        Locator model = model(page, QUANTS);
        assertThat(model.locator("[data-variant='Q8_0'] .lacks")).hasText(Pattern.compile("[1-9]\\d? %"));
        assertThat(model.locator("[data-variant='Q8_0']").first()).hasAttribute("data-state", "arriving");
        assertThat(model.locator("[data-variant='Q4_K_M']")).hasText("Q4_K_M");
        assertThat(model.locator(".marks .tag:visible")).hasText(Pattern.compile("[0-9.]+ [kM]B unfinished"));
        page.getByText("Unfinished 1", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(page).hasURL(at("manage?show=unfinished"));
        assertThat(page.locator("#disk-use li[data-part=unfinished]")).isVisible();
    }

    @Test
    void anUpdateIsFoundBroughtAndToldWithWhatItChanged() {
        ServiceClient.fetch(Map.of("repo", TWO_COMMITS));
        Page page = chromium.open(at("manage"));
        Locator model = model(page, TWO_COMMITS);
        model.locator("[data-action=menu]").click();
        page.getByRole(AriaRole.MENUITEM, named("Check for update")).click();
        Chromium.assertNews(page, TWO_COMMITS + " is up to date");

        main(1);
        page.locator("#check-all").click();
        Chromium.assertNews(page, "1 update available");
        assertThat(page.locator("#update-check")).hasText("Updates: 1 · checked just now");
        assertThat(page.locator("#update-check [role=status]")).hasText("Updates: 1"); // its age is no news
        model.locator("[data-action=open]").click();
        assertThat(model.locator(".row-path").filter(having("removed.txt"))).hasCount(1);
        updateIsShownAndHeldBack(page, model);
        page.route("**/changes", LibraryPageTest::withoutRoom);
        button(model, "Update " + TWO_COMMITS).click();
        assertThat(page.locator("#update-preview-lack"))
                .hasText(Pattern.compile("There is no room for the old and the new files: .* are missing\\..*"));
        page.locator("#update-preview-room [name=each]").check();
        Request asked = page.waitForRequest(
                "**/update?fileByFile=true",
                () -> page.locator("#update-preview [value=now]").click());
        assertThat(asked.method()).isEqualTo("POST");

        Chromium.assertNews(
                page, Pattern.compile(TWO_COMMITS + " updated: \\d+ files, [0-9.]+ .?[Bb].*, \\d+ file removed"));
        assertThat(model.locator("[data-field=result]")).hasText(Pattern.compile("Updated: .*"));
        assertThat(model.locator("[data-action=update]")).hasCount(0);
        assertThat(model.locator(".row-path").filter(having("added.txt"))).hasCount(1);
        assertThat(model.locator(".row-path").filter(having("removed.txt"))).hasCount(0);

        model.locator("[data-action=select]").check();
        page.locator("[data-bulk=update]").click();
        assertThat(page.locator("#confirm-text")).hasText("1 is as on the Hub.");
        page.locator("#confirm [value=yes]").click();
        Chromium.assertNews(page, TWO_COMMITS + " is up to date");
        assertThat(model.locator("[data-field=result]")).hasText("Up to date");
    }

    private static void withoutRoom(Route route) {
        APIResponse real = route.fetch();
        String told = real.text().replace("\"fits\":true", "\"fits\":false");
        route.fulfill(new Route.FulfillOptions().setResponse(real).setBody(told));
    }

    private static void updateIsShownAndHeldBack(Page page, Locator model) {
        Locator preview = page.locator("#update-preview");
        Locator update = model.locator("[data-action=update]");
        update.focus();
        page.keyboard().press("Enter");
        assertThat(preview.locator("#update-preview-told"))
                .hasText(Pattern.compile("The weights change\\. [0-9.]+ MB to fetch\\."));
        assertThat(preview.locator("summary"))
                .hasText(new String[] {"1 changed file", "1 new file", "1 file to be removed", "1 commit"});
        assertThat(preview.locator("li")).hasText(new Pattern[] {
            Pattern.compile("model\\.safetensors\\s*weights\\s*2\\..* MB"),
            Pattern.compile("added\\.txt.* bytes"),
            Pattern.compile("removed\\.txt.* bytes"),
            Pattern.compile("Train longer.*"),
            Pattern.compile(".*here now.*")
        });
        page.keyboard().press("Escape");
        assertThat(preview).isHidden();
        assertThat(update).isFocused();

        page.keyboard().press("Enter");
        preview.getByText("New weights only").click();
        assertThat(page.locator("#update-check [role=status]")).hasText("Updates: 0");
        assertThat(model.locator(".marks")).containsText("Updates: new weights only");
        page.keyboard().press("Escape");
        assertThat(update).hasCount(0);
        assertThat(model.locator("[data-action=open]")).isFocused();

        model.locator("[data-action=menu]").click();
        page.getByRole(AriaRole.MENUITEM, named("Preview update…")).click();
        assertThat(preview.getByLabel("New weights only")).isChecked();
        preview.getByText("All", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(update).hasCount(1);
        preview.locator("[value=later]").click();
        assertThat(model.locator("[data-action=menu]")).isFocused();
    }

    @Test
    void whatIsDeletedInOneTabGoesFromTheOther() throws Exception {
        put("shelf/alpha");
        put("shelf/beta");
        put("shelf/gamma");
        Page page = chromium.open(at("manage"));
        Page other = page.context().newPage();
        other.navigate(at("manage"));
        assertThat(model(other, "shelf/beta")).isVisible();
        for (String name : List.of("shelf/alpha", "shelf/beta")) {
            model(page, name).locator("[data-action=select]").check();
        }
        assertThat(page.locator("#selected-count")).hasText("2 selected · 20 bytes");
        assertThat(page.locator("#select-all")).hasJSProperty("indeterminate", true);
        page.locator("#view [name=filter]").fill("beta");
        assertThat(page.locator("#selected-count")).hasText("1 selected · 10 bytes");
        page.locator("#view [name=filter]").fill("");
        model(page, "shelf/alpha").locator("[data-action=select]").check();
        page.locator("[data-bulk=delete]").click();
        assertThat(page.locator("#confirm-title")).hasText("Delete 2 models?");
        assertThat(page.locator("#confirm-text")).containsText("shelf/alpha, shelf/beta. Deletes 2 files");
        page.locator("#confirm [value=yes]").click();
        Chromium.assertNews(page, "2 models moved to the bin");
        assertThat(page.locator("#selected")).isHidden();
        assertThat(page.evaluate("document.activeElement.closest('.model').dataset.name"))
                .isEqualTo("shelf/gamma");
        assertThat(other.locator(".model")).hasCount(1);
        other.close();
    }

    @Test
    void theMenuOfALineIsUsedWithTheKeysAndCopiesWhatRunsTheModel() {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        Page page = chromium.open(at("manage"));
        Locator model = model(page, QUANTS);
        Locator more = model.locator("[data-action=menu]");
        more.press("Enter");
        Locator items = page.getByRole(AriaRole.MENUITEM);
        assertThat(more).hasAttribute("aria-expanded", "true");
        assertThat(items.first()).isFocused();
        assertThat(items.first()).hasAttribute("href", hub.endpoint() + "/" + QUANTS);
        assertThat(page.getByRole(AriaRole.MENUITEM, named("Add variant"))).hasAttribute("href", "./?repo=" + QUANTS);
        page.keyboard().press("ArrowDown");
        assertThat(items.nth(1)).isFocused();
        page.keyboard().press("Enter");
        assertThat(more).isFocused();
        Chromium.assertNews(page, "Path copied: " + models.resolve(QUANTS));

        more.press("Enter");
        page.getByRole(AriaRole.MENUITEM, named("Copy command (llama-server)")).click();
        Chromium.assertNews(
                page,
                "Command copied: llama-server -m " + models.resolve(QUANTS).resolve("quants-Q4_K_M.gguf") + " -c 8192");
    }

    @Test
    void whatCouldGoIsToldAndGoesByAClick() throws Exception {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K", "Q8_0")));
        Files.setLastModifiedTime(
                Files.createDirectory(models.resolve(QUANTS).resolve("old")),
                FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        Page page = chromium.open(at("manage#make-room"));
        Locator rows = page.locator("#room-list li");
        assertThat(page.locator("#make-room-title")).isFocused();
        assertThat(page.locator("#room-disks [data-field=free]")).containsText("B");
        assertThat(page.locator("#room-disks [data-field=waiting]")).isHidden();
        assertThat(rows).hasCount(1);
        assertThat(rows.locator(".room-name")).hasText(QUANTS);
        assertThat(rows.locator(".room-reason")).hasText("Also here as Q8_0.");
        assertThat(page.locator("#room-sum")).hasText(Pattern.compile("It gives [0-9.]+ [kM]B\\."));
        page.locator("[name=goal]").fill("0.00001");
        assertThat(page.locator("#room-sum")).hasText(Pattern.compile("The first one gives [0-9.]+ [kM]B\\."));
        shots(page, "make-room");
        Locator leftovers = page.locator("#leftover-list li");
        assertThat(leftovers.locator(".room-name")).hasText(QUANTS + "/old");
        assertThat(leftovers.locator(".room-reason")).hasText("Empty folder, changed 3 d ago");
        leftovers.locator("button").click();
        Chromium.assertNews(page, "1 leftover removed, 0 bytes freed");
        assertThat(page.locator("#leftovers")).isHidden();

        page.getByRole(AriaRole.BUTTON, named("Delete Q2_K of " + QUANTS)).click();
        page.locator("#confirm [value=yes]").click();
        assertThat(rows.locator(".room-reason")).hasText("One of the largest here.");
        Chromium.assertNews(page, "Q2_K of " + QUANTS + " moved to the bin");
        page.locator("#toasts .toast-actions button").first().click();
        assertThat(rows.locator(".room-reason")).hasText("Also here as Q8_0.");

        page.getByRole(AriaRole.BUTTON, named("Delete Q2_K of " + QUANTS)).click();
        page.locator("#confirm [value=yes]").click();
        assertThat(rows.locator(".room-reason")).hasText("One of the largest here.");
        page.locator("#make-room [data-close]").click();
        assertThat(model(page, QUANTS).locator(".variants li")).hasText(new String[] {"Q8_0"});
        assertThat(page).hasURL(at("manage"));
    }

    @Test
    void whatIsOnTheDiskIsFoundAndAdopted() throws Exception {
        Content weights = Content.generated(41, 30_000);
        StandInRepo repo =
                hub.add(StandInRepo.model("acme/adopted-GGUF").tag("gguf").file("adopted-Q8_0.gguf", weights));
        Files.write(Files.createDirectories(models.resolve("drop")).resolve("adopted-Q8_0.gguf"), weights.bytes());
        put("drop/unheard-of");
        Page page = chromium.open(at("manage"));
        page.locator("#open-adopt").click();
        assertThat(page.locator("#adopt-title")).isFocused();
        page.locator("#adopt [name=path]").fill("/etc");
        page.locator("#adopt-search button").click();
        assertThat(page.locator("#adopt .outcome")).containsText("HF_DOWNLOADER_ADOPT_DIRS");
        page.locator("#adopt [name=path]").fill("drop");
        page.locator("#adopt-search button").click();
        Locator rows = page.locator("#adopt-list li");
        assertThat(rows).hasCount(2);
        Locator proved = rows.filter(new Locator.FilterOptions().setHasText("content matches"));
        assertThat(proved.locator(".adopt-facts")).hasText("30.0 kB · acme/adopted-GGUF, content matches");
        assertThat(proved.locator("select")).hasValue("move");
        assertThat(rows.filter(new Locator.FilterOptions().setHasText("no repository known"))
                        .locator("select"))
                .isDisabled();
        shots(page, "adopt");

        page.locator("#adopt-choices [type=submit]").click();
        assertThat(page.locator("#adopt .outcome")).hasText("1 model is in the library now");
        page.locator("#adopt [data-close]").click();
        assertThat(model(page, repo.id())).isVisible();
        assertThat(models.resolve(repo.id()).resolve("adopted-Q8_0.gguf")).hasBinaryContent(weights.bytes());
        hub.remove(repo);
    }

    private void put(String folder) throws Exception {
        Files.write(Files.createDirectories(models.resolve(folder)).resolve("model-Q8_0.gguf"), new byte[10]);
        ServiceClient.awaitOnPage(folder);
    }

    /** The branch leads to this commit from now on. */
    private void main(int commit) {
        StandInRepo repo = hub.model(TWO_COMMITS);
        repo.moveBranch("main", repo.commits().get(commit));
    }

    private static Locator model(Page page, String repo) {
        return page.locator(".model[data-name='" + repo + "']");
    }

    private static Locator button(Locator model, String name) {
        return model.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator.FilterOptions visible() {
        return new Locator.FilterOptions().setVisible(true);
    }
}
