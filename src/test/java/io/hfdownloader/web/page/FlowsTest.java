package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What people come for takes no more clicks and scrolls than stand in a table, on a laptop; the main job on a phone as well. */
@QuarkusTest
class FlowsTest extends TransferTestBase {

    /** What somebody comes for, and what it may cost: clicks besides typing, and scrolls. */
    private enum Flow {
        SEE_WHAT_IS_POPULAR(0, 0),
        SEARCH_BY_WORDS_AND_OPEN(1, 0),
        SEE_THE_MODEL(0, 0),
        NAME_A_MACHINE(4, 0),
        SEE_WHAT_FITS_AND_IS_RECOMMENDED(0, 0),
        CHOOSE_A_VARIANT_AND_SEE_THE_PLAN(1, 0),
        START(1, 0),
        WATCH(0, 0),
        SEE_THE_DETAILS(1, 0),
        PAUSE(1, 0),
        RESUME(1, 0),
        CANCEL_AND_TAKE_IT_BACK(2, 0),
        GO_BACK(0, 0),
        LOAD_THE_PAGE_AGAIN(0, 0),

        PASTE_A_COMMAND_AND_START(1, 0),
        PASTE_A_LIST_AND_START(1, 0),
        MEND_A_WRONG_NAME(1, 0),
        GET_INTO_A_GATED_MODEL(1, 0),
        PICK_FILES(2, 0),
        ANOTHER_REVISION(2, 0),

        CHANGE_THE_ORDER(1, 0),
        TRY_AGAIN(1, 0),
        COPY_THE_PATH(1, 0),
        COPY_THE_COMMAND(2, 0),
        SHOW_IN_THE_LIBRARY(2, 0),
        LIMIT_THE_SPEED(2, 0),
        CHINESE(2, 0),
        THE_SERVER_IS_AWAY_AND_BACK(0, 0),

        OPEN_THE_LIBRARY(1, 0),
        ASK_FOR_UPDATES_IN_VAIN(1, 0),
        FIND_AN_UPDATE_SEE_WHAT_IT_CHANGES_AND_BRING_IT(3, 0),
        DELETE_A_VARIANT(3, 0),
        DELETE_A_MODEL(3, 0),
        ADD_A_VARIANT(2, 0);

        private final int clicks;
        private final int scrolls;

        Flow(int clicks, int scrolls) {
            this.clicks = clicks;
            this.scrolls = scrolls;
        }
    }

    private static final String QUANTS = "acme/quants-GGUF";
    private static final String MODEL = "flows/Tiny-GGUF";
    private static final int MAX_TABS = 6;

    private CountingUser user;

    @BeforeEach
    @AfterEach
    void forgetSettings() {
        stage().nameNoMachine();
        limit("");
    }

    private static void limit(String limit) {
        ServiceClient.json(Map.of("limit", limit))
                .put("/api/v1/system/bandwidth-limit")
                .then()
                .statusCode(200);
    }

    /** A model that takes long once it is slowed down, as large ones do. */
    private void publish() {
        hub.add(StandInRepo.model(MODEL)
                .tag("gguf")
                .file("README.md", "# Tiny\n")
                .file("config.json", "{}")
                .file("tiny-Q8_0.gguf", Content.generated(8, 2 * SIZE))
                .file("tiny-Q6_K.gguf", Content.generated(6, SIZE))
                .file("tiny-Q4_K_M.gguf", Content.generated(4, SIZE / 2)));
    }

    /** From now on, as its head was read before. */
    private void slowDown(String repo) {
        hub.faults().add(Fault.bytesPerSecond(repo, CRAWL));
    }

    private Page sit(String query, int width, int height) {
        Page page = chromium.blankIn("en-GB", at(""));
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.navigate(address.resolve(query).toString());
        user = new CountingUser(page);
        return page;
    }

    private Page laptop(String query) {
        return sit(query, 1440, 900);
    }

    private void took(Flow flow) {
        assertThat(user.clicks()).as("clicks to " + flow).isEqualTo(flow.clicks);
        assertThat(user.scrolledTo()).as("scrolls to " + flow).hasSize(flow.scrolls);
    }

    // --- the main job ------------------------------------------------------------------------------------------

    @Test
    void aModelIsFoundChosenStartedAndWatched() {
        publish();
        Page page = laptop("");
        user.see(page.locator(".result-link").first());
        took(Flow.SEE_WHAT_IS_POPULAR);

        user.type("/flows tiny").click(result(page, MODEL));
        took(Flow.SEARCH_BY_WORDS_AND_OPEN);
        user.see(page.locator("#model-title")).see(variant(page, "Q8_0"));
        took(Flow.SEE_THE_MODEL);

        user.click(page.locator("#add-first-machine"))
                .pick(page.locator("#machine-preset"), "3090")
                .click(page.locator("#add-machine"))
                .click(page.locator("#settings-machines [type=submit]"));
        assertThat(page.locator("#settings-machines .outcome")).hasText("Saved.");
        user.press("Escape");
        took(Flow.NAME_A_MACHINE);
        user.see(variant(page, "Q8_0").locator(".variant-reason"))
                .see(variant(page, "Q8_0").locator(".why"));
        assertThat(variant(page, "Q8_0").locator(".variant-reason")).containsText("Recommended");
        took(Flow.SEE_WHAT_FITS_AND_IS_RECOMMENDED);

        user.click(variant(page, "Q6_K").locator(".variant-name")).see(page.locator("#start"));
        assertThat(page.locator("#chosen")).hasText(Pattern.compile("Q6_K.* to download.* free afterwards"));
        user.see(page.locator("#chosen"));
        took(Flow.CHOOSE_A_VARIANT_AND_SEE_THE_PLAN);
        slowDown(MODEL);
        user.click(page.locator("#start"));
        Locator row = page.locator(".transfers > li[data-repo='" + MODEL + "']");
        user.see(row);
        took(Flow.START);
        user.see(row.locator(".bar")).see(row.locator(".now")).see(page.locator("#total-speed"));
        assertThat(row.locator(".now")).hasText(Pattern.compile(".*/s.* left|.*/s · .*"));
        took(Flow.WATCH);

        user.click(action(row, "details"))
                .see(row.locator(".graph"))
                .see(row.locator(".files li").first());
        took(Flow.SEE_THE_DETAILS);
        user.click(action(row, "pause")).see(action(row, "resume"));
        took(Flow.PAUSE);
        user.click(action(row, "resume")).see(action(row, "pause"));
        took(Flow.RESUME);
        Chromium.stopTime(page);
        user.click(action(row, "cancel")).click(undo(page)).see(action(row, "pause"));
        took(Flow.CANCEL_AND_TAKE_IT_BACK);

        page.goBack();
        user.see(result(page, MODEL));
        took(Flow.GO_BACK);
        page.reload();
        user.see(result(page, MODEL)).see(row.locator(".bar"));
        took(Flow.LOAD_THE_PAGE_AGAIN);
    }

    @Test
    void aPhoneTakesNoMoreThanALaptop() {
        publish();
        Page page = sit("", 390, 844);
        user.see(page.locator(".result-link").first());
        took(Flow.SEE_WHAT_IS_POPULAR);
        user.press("/").type("flows tiny").click(result(page, MODEL));
        took(Flow.SEARCH_BY_WORDS_AND_OPEN);
        user.see(page.locator("#model-title")).see(variant(page, "Q8_0"));
        took(Flow.SEE_THE_MODEL);
        user.click(variant(page, "Q6_K").locator(".variant-name"))
                .see(page.locator("#chosen"))
                .see(page.locator("#start"));
        took(Flow.CHOOSE_A_VARIANT_AND_SEE_THE_PLAN);
        slowDown(MODEL);
        user.click(page.locator("#start"));
        Locator row = page.locator(".transfers > li[data-repo='" + MODEL + "']");
        user.see(row);
        took(Flow.START);
        user.see(row.locator(".bar")).see(row.locator(".now"));
        took(Flow.WATCH);
    }

    @Test
    void theKeyboardAloneDoesItToo() {
        publish();
        Page page = laptop("");
        assertThat(page.locator("#space")).containsText("B free"); // its scripts run
        user.press("/").type(MODEL).press("Enter");
        assertThat(page.locator("#variants [name=variant]:focus")).isVisible();
        user.press("Space");
        assertThat(page.locator("#start")).isVisible();
        slowDown(MODEL);
        int tabs = 0;
        while (!"start".equals(page.evaluate("document.activeElement.id")) && tabs <= MAX_TABS) {
            user.press("Tab");
            tabs++;
        }
        assertThat(tabs).isLessThanOrEqualTo(MAX_TABS);
        user.see(page.locator("#start:focus-visible")).press("Enter");
        user.see(page.locator(".transfers > li[data-repo='" + MODEL + "']"));

        user.press("g").press("l");
        assertThat(page).hasURL(at("manage"));
        assertThat(page.locator("#space")).containsText("B free");
        user.press("g").press("d");
        assertThat(page).hasURL(at(""));
        assertThat(user.clicks()).isZero();
        assertThat(user.scrolledTo()).isEmpty();
    }

    // --- other ways to say what is wanted ----------------------------------------------------------------------

    @Test
    void whatIsPastedIsStartedByOneClick() {
        Page page = laptop("");
        Locator box = page.locator("#repo");
        Locator rows = page.locator(".transfers > li");
        assertThat(page.locator("#several")).isEnabled(); // its scripts run
        user.paste(box, "llama-server -hf " + QUANTS + ":Q4_K_M")
                .see(page.locator("#offer [value='Q4_K_M']:checked"))
                .click(page.locator("#start"))
                .see(rows.filter(having("quants-GGUF")));
        took(Flow.PASTE_A_COMMAND_AND_START);

        page.locator("#close-model").click();
        user.paste(box, "acme/two-formats\nhttps://huggingface.co/acme/vision-GGUF:Q4_K_M");
        assertThat(page.locator("#basket-total")).containsText("2 ready");
        user.click(page.locator("#start-all")).see(rows.filter(having("vision-GGUF")));
        took(Flow.PASTE_A_LIST_AND_START);

        user.paste(box, "acme/tiny-shraded")
                .click(page.locator("#suggestions a").first())
                .see(page.locator("#start"));
        took(Flow.MEND_A_WRONG_NAME);

        page.locator("#close-model").click();
        user.paste(box, "acme/gated-model").see(page.locator("#gate a")).click(page.locator("#add-token"));
        assertThat(page.locator("#hub-token")).isFocused();
        user.see(page.locator("#hub-token")).press("Escape");
        took(Flow.GET_INTO_A_GATED_MODEL);

        page.locator("#close-model").click();
        user.paste(box, QUANTS + ":Q8_0")
                .click(page.locator("#tab-files"))
                .click(page.locator(".tree-row[data-path='README.md'] .tree-name, .tree-row[data-path='README.md']")
                        .first())
                .see(page.locator("#start"));
        assertThat(page.locator("#chosen")).containsText("file");
        took(Flow.PICK_FILES);

        page.locator("#close-model").click();
        user.paste(box, "acme/two-commits")
                .click(page.locator("#tab-revisions"))
                .click(page.locator("#revision-list [value='v1.0']"));
        assertThat(page.locator("#revision-now")).hasText("v1.0");
        user.see(page.locator("#variants .variant").first());
        took(Flow.ANOTHER_REVISION);
    }

    // --- downloads that are there ------------------------------------------------------------------------------

    @Test
    void whatIsInTheListIsWithinReach() {
        String ended = ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        String failed = failed("flows/fails");
        List<String> ids = List.of(slow("flows/a"), slow("flows/b"), slow("flows/c"), slow("flows/d"));
        ServiceClient.await(ids.get(0), "downloading");
        ServiceClient.await(ids.get(1), "downloading");
        Page page = laptop("");
        user.drag(row(page, ids.get(3)).locator(".handle"), row(page, ids.get(2)));
        ServiceClient.await().until(() -> ServiceClient.queued().equals(List.of(ids.get(3), ids.get(2))));
        took(Flow.CHANGE_THE_ORDER);

        user.click(button(page, failed, "retry"));
        assertThat(row(page, failed).locator(".state")).hasText("Queued");
        took(Flow.TRY_AGAIN);
        user.click(button(page, ended, "copy"));
        Chromium.assertNews(page, "Path copied: " + models.resolve(QUANTS).resolve("quants-Q2_K.gguf"));
        took(Flow.COPY_THE_PATH);
        user.click(button(page, ended, "more")).click(item(page, "Copy command (llama-server)"));
        Chromium.assertNews(page, Pattern.compile("Command copied: llama-server -m .*"));
        took(Flow.COPY_THE_COMMAND);

        user.click(page.locator("#open-settings"))
                .click(page.locator("#settings-limit").getByText("5 MB/s", exactly()));
        assertThat(page.locator("#settings-limit .outcome")).hasText("Limited to 5 MB/s.");
        user.press("Escape");
        took(Flow.LIMIT_THE_SPEED);
        page.context().setOffline(true);
        user.see(page.locator("#connection"));
        page.context().setOffline(false);
        assertThat(page.locator("#connection")).isHidden();
        took(Flow.THE_SERVER_IS_AWAY_AND_BACK);

        user.click(button(page, ended, "more")).click(item(page, "Show in Library"));
        user.see(page.locator("[data-id='" + QUANTS + "'] .row-note"));
        took(Flow.SHOW_IN_THE_LIBRARY);
        user.click(page.locator("#open-settings")).click(page.locator("#language [value=zh]"));
        assertThat(page.locator("html")).hasAttribute("lang", "zh");
        took(Flow.CHINESE);
    }

    // --- the library -------------------------------------------------------------------------------------------

    @Test
    void whatIsOnTheDiskIsKeptUpToDateAndDeleted() {
        StandInRepo renewed = hub.add(StandInRepo.model("flows/renewed")
                .file("model.safetensors", Content.generated(1, 9_000))
                .commit("Train it longer")
                .file("model.safetensors", Content.generated(2, 9_000))
                .mainAt(0));
        ServiceClient.fetch(Map.of("repo", renewed.id()));
        ServiceClient.fetch(Map.of("repo", "acme/vision-GGUF", "variants", List.of("Q4_K_M", "Q8_0")));
        Page page = laptop("");
        user.click(page.locator("nav [data-key=l]")).see(model(page, renewed.id()));
        took(Flow.OPEN_THE_LIBRARY);
        user.click(page.locator("#check-all"));
        Chromium.assertNews(page, "Everything is up to date");
        user.see(page.locator("#update-check"));
        took(Flow.ASK_FOR_UPDATES_IN_VAIN);

        renewed.moveBranch("main", renewed.commits().get(1));
        user.click(page.locator("#check-all"))
                .click(model(page, renewed.id()).locator("[data-action=update]"))
                .see(page.locator("#update-preview-changes details").first())
                .click(page.locator("#update-preview [value=now]"))
                .see(model(page, renewed.id()).locator("[data-field=result]"));
        assertThat(model(page, renewed.id()).locator("[data-field=result]")).hasText(Pattern.compile("Updated: .*"));
        took(Flow.FIND_AN_UPDATE_SEE_WHAT_IT_CHANGES_AND_BRING_IT);

        Locator vision = model(page, "acme/vision-GGUF");
        user.click(vision.locator("[data-action=open]"))
                .click(vision.locator("[data-action=delete-variant][data-variant='Q8_0']"))
                .click(page.locator("#confirm [value=yes]"));
        assertThat(vision.locator(".row-name")).hasText(new String[] {"Q4_K_M"});
        took(Flow.DELETE_A_VARIANT);
        user.click(model(page, renewed.id()).locator("[data-action=menu]"))
                .click(item(page, "Delete…"))
                .click(page.locator("#confirm [value=yes]"));
        assertThat(model(page, renewed.id())).hasCount(0);
        took(Flow.DELETE_A_MODEL);
        user.click(vision.locator("[data-action=menu]")).click(item(page, "Add variant"));
        user.see(page.locator("#model-title"));
        took(Flow.ADD_A_VARIANT);
    }

    private static Locator result(Page page, String repo) {
        return page.locator(".result-link[data-repo='" + repo + "']");
    }

    private static Locator variant(Page page, String label) {
        return page.locator(
                "#offer .variant",
                new Page.LocatorOptions().setHas(page.locator("[name=variant][value='" + label + "']")));
    }

    private static Locator action(Locator row, String action) {
        return row.locator("[data-action=" + action + "]");
    }

    private static Locator undo(Page page) {
        return page.locator("#undos button").first();
    }

    private static Locator item(Page page, String name) {
        return page.getByRole(
                AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator model(Page page, String repo) {
        return page.locator(".model[data-name='" + repo + "']");
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
