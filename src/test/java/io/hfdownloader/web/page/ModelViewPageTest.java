package io.hfdownloader.web.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The model view: its head, its tabs, its variants and its revisions. */
@QuarkusTest
class ModelViewPageTest extends RepoChoiceTestBase {

    private static final String TWO_COMMITS = "acme/two-commits";
    private static final long MIB = 1L << 20;

    // --- head and tabs -----------------------------------------------------------------------------------------

    @Test
    void backLeadsFromAModelThatIsStillAskedForAndItsLateAnswerIsNotShown() {
        hub.faults().add(Fault.delay("/api/models/" + QUANTS, Duration.ofSeconds(3)));
        Page page = open("?q=quants");
        page.locator("#results .result-link").first().click();
        assertThat(page.locator("#model")).hasAttribute("data-state", "loading");
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF"));
        page.goBack();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page).hasURL(Pattern.compile(".*[?]q=quants"));
        assertThat(page.locator("#repo")).hasValue("quants");
        assertThat(page.locator("#results .result-link").first()).isFocused();

        page.goForward();
        assertThat(page.locator("#model")).hasAttribute("data-state", "loading");
        lookUp(page, "acme/tiny-sharded");
        assertThat(page.locator("#model-title")).hasText("acme/tiny-sharded");
        page.goBack();
        assertThat(page.locator("#model")).hasAttribute("data-state", "shown"); // as soon as the Hub has answered
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(page.locator("#repo")).hasValue(QUANTS);
        page.goBack();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#action-bar")).isHidden();
    }

    @Test
    void theHeadTellsTheFactsAndTabsAreStepsOfTheAddress() {
        Page page = open("?repo=" + QUANTS);
        assertThat(fact(page, "parameters")).containsText("2.1M");
        assertThat(fact(page, "context")).hasText("8k context");
        assertThat(fact(page, "license")).containsText("apache-2.0");
        assertThat(page.locator("#hub-link")).hasAttribute("href", Pattern.compile(".*/" + QUANTS));
        assertThat(page.locator("#tab-variants")).hasAttribute("aria-selected", "true");
        assertThat(page.locator("#tab-variants .count")).hasText("12");

        page.locator("#tab-variants").press("ArrowRight");
        assertThat(page.locator("#tab-files")).isFocused();
        assertThat(page.locator("#panel-files")).isVisible();
        assertThat(page.locator("#panel-variants")).isHidden();
        assertThat(page).hasURL(Pattern.compile(".*tab=files"));
        page.locator("#tab-files").press("ArrowRight");
        assertThat(page.locator(".model-card")).containsText("quants-GGUF");
        page.locator("#tab-card").press("End");
        assertThat(page.locator("#revision-list [aria-current]")).hasText("main");
        page.goBack();
        assertThat(page.locator("#panel-card")).isVisible();
        page.goBack();
        assertThat(page.locator("#panel-files")).isVisible();
        page.reload();
        assertThat(page.locator("#panel-files")).isVisible();
        page.goBack();
        assertThat(page.locator("#panel-variants")).isVisible();

        page.locator("[data-fact=base] a").click();
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Ftiny-sharded"));
        assertThat(page.locator("#repo")).hasValue("acme/tiny-sharded");
        page.goBack();
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(page.locator("#action-bar")).isVisible();
        page.locator("#close-model").click();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#action-bar")).isHidden();
        assertThat(page.locator("#repo")).isFocused();
        assertThat(page).hasURL(address.toString());
    }

    @Test
    void anAddressOpensAChoiceAndBackAndReloadKeepIt() {
        Page page = open("?repo=" + QUANTS + "&variant=q4_k_m");
        assertThat(tick(page, "Q4_K_M")).isChecked();
        assertThat(page.locator("#repo")).hasValue(QUANTS);
        tick(page, "Q5_K_M").check();
        assertThat(page).hasURL(Pattern.compile(".*GGUF&variant=Q5_K_M")); // one takes the other's place
        page.locator("#several-variants").check();
        tick(page, "Q4_K_M").check();
        assertThat(page).hasURL(Pattern.compile(".*variant=Q5_K_M&variant=Q4_K_M"));
        page.reload();
        assertThat(page.locator("#several-variants")).isChecked();
        assertThat(tick(page, "Q5_K_M")).isChecked();
        assertThat(tick(page, "Q4_K_M")).isChecked();
        page.locator("#repo").press("Enter"); // asks anew, and what is chosen stays chosen
        assertThat(page.locator("#model")).hasAttribute("data-state", "shown");
        assertThat(tick(page, "Q5_K_M")).isChecked();

        lookUp(page, "acme/two-formats");
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Ftwo-formats.*"));
        page.goBack();
        assertThat(page.locator("#model-title")).hasText(QUANTS);
        assertThat(tick(page, "Q5_K_M")).isChecked();
        page.goForward();
        assertThat(page.locator("#model-title")).hasText("acme/two-formats");
        page.goBack();

        tick(page, "Q5_K_M").uncheck();
        tick(page, "Q4_K_M").uncheck();
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF$"));
        assertThat(page.locator("#chosen")).hasText("Pick a variant");
        assertThat(page.locator("#start")).isHidden();
        page.reload();
        assertThat(page.locator("#chosen")).hasText("Pick a variant");
        assertThat(page.locator("#offer [name=variant]:checked")).hasCount(0);
    }

    @Test
    void aNameThatSeveralVariantsShareIsAQuestion() {
        hub.add(StandInRepo.model("choose/shared")
                .file("x-Alpha-Q4_K_M.gguf", Content.generated(1, 2_000))
                .file("x-Beta-Q4_K_M.gguf", Content.generated(2, 2_500))
                .file("x-Beta-Q8_0.gguf", Content.generated(3, 4_000)));
        Page page = open("");
        lookUp(page, "ollama run hf.co/choose/shared:Q4_K_M");

        assertThat(page.locator("#which")).containsText("“Q4_K_M” could be each of 2 variants here");
        assertThat(page.locator("#which button").first()).isFocused();
        assertThat(page.locator("#offer [name=variant]:checked")).hasCount(0);
        shots(page, "choose-which");
        assertThat(page).hasURL(Pattern.compile(".*variant=Q4_K_M"));
        page.reload();
        assertThat(page.locator("#which")).containsText("“Q4_K_M” could be each of 2 variants here");
        assertThat(page.locator("#offer [name=variant]:checked")).hasCount(0);
        page.locator("#which button", new Page.LocatorOptions().setHasText("Beta-Q4_K_M"))
                .click();
        assertThat(page.locator("#which")).isHidden();
        assertThat(tick(page, "Beta-Q4_K_M")).isChecked();
        assertThat(page).hasURL(Pattern.compile(".*variant=Beta-Q4_K_M"));
        assertThat(page.locator("#chosen")).containsText("to download");

        page.navigate(address + "?repo=choose/shared&variant=q4_k_m");
        assertThat(page.locator("#which")).isVisible();
        page.navigate(address + "?repo=choose/shared&variant=x-alpha-q4_k_m");
        assertThat(tick(page, "Alpha-Q4_K_M")).isChecked();
        assertThat(page.locator("#which")).isHidden();
    }

    @Test
    void aLookUpThatFailsLeavesWhatWasShown() {
        hub.add(StandInRepo.model("choose/grows").file("a-Q4_K_M.gguf", Content.generated(1, 2_000)));
        Page page = open("?repo=choose/grows");
        assertThat(tick(page, "Q4_K_M")).isChecked();
        hub.add(StandInRepo.model("choose/grows")
                .file("a-Q4_K_M.gguf", Content.generated(1, 2_000))
                .file("a-Q8_0.gguf", Content.generated(2, 3_000)));
        hub.faults().add(Fault.status("/api/models", 503));
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#problem")).isVisible();
        assertThat(tick(page, "Q4_K_M")).isChecked();

        hub.faults().clear();
        ServiceClient.awaitHub();
        page.locator("#repo").press("Enter"); // which asks the Hub anew
        assertThat(variant(page, "Q8_0")).isVisible();
        assertThat(page.locator("#problem")).isHidden();
    }

    // --- revisions ---------------------------------------------------------------------------------------------

    @Test
    void aNameThatIsThatOfABranchShowsTheBranchWhichGoesToAFolderOfItsOwn() {
        StandInRepo repo = hub.add(StandInRepo.model("choose/branches")
                .file("main.safetensors", Content.generated(1, 3_000))
                .commit("4 bits")
                .file("output.safetensors", Content.generated(4, 4_000))
                .mainAt(0));
        repo.moveBranch("4.0bpw", repo.commits().get(1));
        ServiceClient.fetch(Map.of("repo", "choose/branches"));
        Page page = open("?repo=choose/branches");
        assertThat(page.locator("#chosen")).containsText("Already on disk");
        assertThat(page.locator("#chosen-notes")).hasText("");
        assertThat(page.locator("#start")).isHidden();

        lookUp(page, "choose/branches:4.0bpw");
        assertThat(page.locator("#revision-now")).hasText("4.0bpw");
        assertThat(page).hasURL(Pattern.compile(".*revision=4.0bpw"));
        tick(page, "output").check();
        assertThat(page.locator("#chosen-notes")).containsText("its own folder, choose/branches@4.0bpw,");
        shots(page, "choose-beside");

        page.navigate(address.toString());
        page.navigate(address + "?repo=choose/branches:4.0bpw"); // an address of one's own is one step
        assertThat(page.locator("#revision-now")).hasText("4.0bpw");
        assertThat(page).hasURL(Pattern.compile(".*revision=4.0bpw"));
        page.goBack();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page).hasURL(address.toString());
    }

    @Test
    void anotherRevisionIsPickedFromThoseThereAre() {
        String first = hub.model(TWO_COMMITS).main().id();
        Page page = open("?repo=" + TWO_COMMITS + "&tab=revisions");
        Locator list = page.locator("#revision-list");
        assertThat(list.locator("[value=main]")).hasAttribute("aria-current", "true");
        shots(page, "choose-revision");
        list.locator("[value='" + first + "']").click();

        assertThat(page).hasURL(Pattern.compile(".*revision=" + first + ".*"));
        assertThat(page.locator("#revision-now")).hasText(first);
        assertThat(page.locator("#panel-variants")).isVisible();
        page.locator("#tab-revisions").click();
        page.locator("#revision").fill("no-such-branch");
        page.locator("#revision").press("Enter");
        assertThat(page.locator("#revision-problem")).containsText("no-such-branch");
        assertThat(page.locator("#revision")).hasValue("no-such-branch");
        assertThat(page.locator("#revision")).isFocused();
        assertThat(page.locator("#revision-now")).hasText(first); // what was there is there still
        assertThat(page.locator("#problem")).isHidden();
        assertThat(page.locator("#one")).not().hasAttribute("aria-busy", "true");
        shots(page, "choose-revision-missing");

        page.locator("#revision").fill("main");
        page.locator("#revision").press("Enter");
        assertThat(page.locator("#revision-now")).hasText("main");
        assertThat(page.locator("#revision-problem")).isHidden();
    }

    /** Whoever writes a revision and starts wants that one, whether or not it was looked at. */
    @Test
    void aRevisionThatIsWrittenIsFetchedOrRefused() {
        String other = hub.model(TWO_COMMITS).commits().get(1).id();
        Page page = open("?repo=" + TWO_COMMITS + "&variant=model&tab=revisions");
        page.locator("#revision").fill("mian");
        page.locator("#start").click();
        assertThat(page.locator("#revision-problem")).containsText("mian");
        assertThat(page.locator(".transfers > li")).hasCount(0);

        page.locator("#revision").fill(other);
        page.locator("#start").click();
        assertThat(page.locator(".transfers > li")).hasCount(1);
        assertThat(page.locator(".transfers > li .name").first()).containsText(other.substring(0, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "acme/two-commits@mian, ''",
        "'', ?repo=acme/two-commits&revision=mian",
        "'', ?repo=acme/two-commits@mian"
    })
    void aMistypedRevisionIsCorrectedBesideItsError(String given, String query) {
        Page page = open(query);
        if (!given.isEmpty()) {
            lookUp(page, given);
        }
        assertThat(page.locator("#revision-problem")).containsText("mian");
        assertThat(page.locator("#model-title")).hasText(TWO_COMMITS);
        assertThat(page.locator("#action-bar")).isHidden();
        shots(page, "choose-revision-unknown");
        page.locator("#revision-list [value=main]").click();

        assertThat(page.locator("#revision-now")).hasText("main");
        assertThat(page.locator("#panel-variants")).isVisible();
        assertThat(page.locator("#action-bar")).isVisible();
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Ftwo-commits&revision=main.*"));
    }

    // --- what fits ---------------------------------------------------------------------------------------------

    @Test
    void whatFitsIsToldForOneOfTheMachines() {
        machines(machine("Desk", 2 * GIB, 0), machine("Shelf", 0, 3 * GIB));
        hub.add(StandInRepo.model("choose/sizes")
                .file("m-F32.gguf", Content.hollow(3_400 * MIB))
                .file("m-BF16.gguf", Content.hollow(1_700 * MIB))
                .file("m-Q8_0.gguf", Content.hollow(900 * MIB))
                .file("m-Q6_K.gguf", Content.hollow(700 * MIB))
                .file("m-Q4_K_M.gguf", Content.hollow(500 * MIB)));
        hub.faults().add(Fault.status("/choose/sizes/resolve", 404)); // so that no head is waited for
        Page page = open("?repo=choose/sizes");
        assertThat(page.locator("#fit-machine option")).hasText(new String[] {"Desk · 2 GB", "Shelf · 3 GB"});
        assertThat(page.locator("#variants .variant .why"))
                .hasText(new String[] {"Fits in VRAM", "1.41 GB too big", "Tight", "Fits in VRAM", "Fits in VRAM"});
        assertThat(variant(page, "Q8_0").locator(".variant-reason"))
                .hasText("Recommended Best quality that fits in 2 GB with room for context");
        assertThat(page.locator(".variant-reason:visible")).hasCount(1);
        shots(page, "choose-fits");

        page.locator("#fit-machine").selectOption("Shelf");
        assertThat(page.locator("#variants .variant").first()).containsText("Q4_K_M");
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("RAM only (slow)");
        page.reload();
        assertThat(page.locator("#fit-machine")).hasValue("Shelf");
        machines(machine("Tiny", 100 * MIB, 0));
        page.reload();
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("419 MB too big");
        assertThat(page.locator(".variant-reason:visible")).hasCount(0);
        assertThat(page.locator(".advice")).containsText("None of these fits this machine");
    }

    @Test
    void theArithmeticIsToldAndAnotherContextCounts() {
        machines(machine("Desk", GIB + 200 * MIB, 0));
        Page page = open("?repo=" + QUANTS);
        assertThat(variant(page, "Q2_K").locator(".variant-reason")).containsText("Just fits in 1.2 GB");
        Locator why = variant(page, "Q2_K").locator(".why");
        assertThat(why).hasText("Tight");
        why.focus();
        assertThat(page.locator("#tooltip")).isVisible();
        assertThat(page.locator("#tooltip")).containsText("weights + 268 MB KV cache (8,192 tokens × 16 layers");
        assertThat(page.locator("#tooltip")).containsText("Desk has 1.28 GB of VRAM (sold as 1.2 GB)");
        assertThat(page.locator("#chosen")).hasText("Pick a variant");
        photograph(page, "choose-formula");
        page.keyboard().press("Escape");
        assertThat(page.locator("#tooltip")).isHidden();

        page.waitForResponse( // which keeps the context for next time
                response -> response.request().method().equals("PUT"),
                () -> page.locator("#context").selectOption("2048"));
        assertThat(variant(page, "Q8_0").locator(".variant-reason")).containsText("Best quality");
        assertThat(page.locator("#variants .variant").first()).containsText("Q8_0");
        assertThat(variant(page, "Q2_K")).isHidden();
        page.locator("#more-variants").click();
        assertThat(variant(page, "Q2_K")).isVisible();
        assertThat(page.locator("#more-variants")).hasText("Fewer");
    }

    @Test
    void nothingMovesWhenAllOfItComesLate() {
        machines(machine("Desk", 8 * GIB, 16 * GIB));
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        hub.faults().add(Fault.delay("quants-Q2_K.gguf", Duration.ofMillis(600)));
        Page page = chromium.blankIn("en-GB", address.toString());
        page.addInitScript("""
            window.shift = 0;
            window.moved = [];
            new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => {
              window.shift += entry.value;
              window.moved.push(entry.value + ' ' + entry.sources.map(source => source.node?.outerHTML?.slice(0, 90)).join(' + '));
            })).observe({ type: 'layout-shift', buffered: true });
            """);
        for (int width : new int[] {1280, 390}) {
            page.setViewportSize(width, 844);
            page.navigate(address + "?repo=" + QUANTS + "&variant=Q4_K_M");
            assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("Fits in VRAM");
            assertThat(page.locator("#chosen")).containsText("to download");
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            assertThat(((Number) page.evaluate("window.shift")).doubleValue())
                    .as("%s", page.evaluate("window.moved.join('\\n')"))
                    .isLessThanOrEqualTo(0.02);
        }
    }

    @Test
    void aProjectorAMissingShardAndOtherFormatsAreTold() {
        hub.add(StandInRepo.model("choose/lacks-a-shard")
                .file("m-Q8_0-00001-of-00002.gguf", Content.generated(1, 3_000))
                .file("m-Q4_K_S.gguf", Content.generated(2, 2_000)));
        Page page = open("?repo=acme/vision-GGUF");
        assertThat(page.locator(".projector")).containsText("Includes vision projector mmproj-F16 (");
        shots(page, "choose-vision");

        page.navigate(address + "?repo=choose/lacks-a-shard");
        assertThat(variant(page, "Q8_0").locator(".variant-tags")).hasText("Incomplete: 1 of 2 parts");
        assertThat(variant(page, "Q4_K_S").locator(".variant-reason")).containsText("Recommended");
        assertThat(page.locator(".projector")).isHidden();

        page.navigate(address + "?repo=acme/two-formats");
        assertThat(page.locator("#duplicates summary")).hasText("Same weights in other formats");
        assertThat(page.locator("#duplicates [name=variant]")).isHidden();
        assertThat(page.locator("#offer [name=variant]").first()).isChecked();
        assertThat(page.locator("#chosen")).containsText("to download");
    }

    // --- the bar of actions ------------------------------------------------------------------------------------

    @Test
    void fromTheBoxToTheDownloadInAFewKeys() {
        Page page = open("");
        lookUp(page, QUANTS);
        assertThat(page.locator("#variants [name=variant]").first()).isFocused();
        page.keyboard().press("Enter"); // takes the recommended one
        assertThat(tick(page, "Q4_K_M")).isChecked();
        assertThat(page.locator("#start")).isVisible();
        int tabs = 0;
        while (!(boolean) page.evaluate("document.activeElement.id === 'start'") && tabs < 20) {
            page.keyboard().press("Tab");
            tabs++;
        }
        assertThat(tabs).isLessThanOrEqualTo(6);

        tick(page, "Q5_K_M").focus();
        page.keyboard().press("Space");
        page.keyboard().press("Enter"); // starts what is chosen
        assertThat(page.locator(".transfers > li")).hasCount(1);
        assertThat(variant(page, "Q5_K_M").locator(".variant-tags")).hasText("On disk");
        assertThat(page.locator("#chosen")).hasText("Q5_K_M Already on disk");
        assertThat(page.locator("#start")).isHidden();
        assertThat(page.locator("#keep")).isHidden();
    }

    @Test
    void onAPhoneTheModelHasTheScreenAndTheDownloadAfterIt() {
        Page page = open("");
        page.setViewportSize(390, 844);
        lookUp(page, "acme/tiny-sharded");
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Ftiny-sharded.*"));
        assertThat(page.locator("#start")).isInViewport();
        assertThat(page.locator("#repo")).isHidden();
        assertThat(page.locator("#downloads")).isHidden();
        page.goBack();
        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#repo")).isVisible();
        page.goForward();
        page.locator("#start").click();

        assertThat(page.locator("#model")).isHidden();
        assertThat(page.locator("#list-title")).isInViewport();
        assertThat(page.locator(".transfers > li[data-repo='acme/tiny-sharded']"))
                .isInViewport();
        assertThat(page).hasURL(address.toString());
        page.goBack();
        assertThat(page.locator("#model-title")).hasText("acme/tiny-sharded");
    }

    @Test
    void ofWhatIsGatedItIsToldWhatToDo() {
        Page page = open("?repo=acme/gated-model");
        assertThat(page.locator(".model-marks")).containsText("gated");
        assertThat(page.locator("#chosen")).hasText("Accept the licence on Hugging Face, then add a token.");
        assertThat(page.locator("#gate a")).hasAttribute("href", Pattern.compile(".*/acme/gated-model"));
        assertThat(page.locator("#start")).isHidden();
        shots(page, "choose-gated");
        page.locator("#add-token").click();
        assertThat(page.locator("#hub-token")).isFocused();
    }

    @Test
    void whatDoesNotFitTheDiskIsToldWithWhatCouldGo() {
        ServiceClient.fetch(Map.of("repo", "acme/two-formats"));
        hub.add(StandInRepo.model("choose/huge").file("model.bin", Content.hollow(1L << 42)));
        Page page = open("?repo=choose/huge");

        assertThat(page.locator("#chosen")).containsText("Not enough space: ");
        assertThat(page.locator("#chosen-notes")).containsText("Largest models: acme/two-formats");
        assertThat(page.locator("#chosen-notes a")).hasAttribute("href", "./manage#make-room");
        assertThat(page.locator("#start")).isHidden();
        assertThat(page.locator("#offer .variant-tags")).containsText("Not enough disk space");
        shots(page, "choose-too-large");
    }

    @Test
    void whatDoesNotFitNowWaitsInTheQueueAndTellsWhatIsMissing() {
        var system = ServiceClient.get("/api/v1/system");
        long free = system.getLong("freeBytes");
        hub.add(StandInRepo.model("choose/waits")
                .file("model.bin", Content.hollow(free + (system.getLong("totalBytes") - free) / 2)));
        Page page = open("?repo=choose/waits");
        assertThat(page.locator("#chosen")).containsText("Not enough space: ");
        assertThat(page.locator("#chosen-notes"))
                .containsText("It waits in the queue and starts by itself when there is room.");
        page.locator("#start").click();

        Locator row = page.locator(".transfer", new Page.LocatorOptions().setHasText("choose/waits"));
        assertThat(row.locator("[data-field=now]")).hasText(Pattern.compile("Waiting for space: [0-9.]+ [GT]B short"));
        shots(page, "queue-no-room");
    }

    @Test
    void whatIsOnTheDiskIsToldAnewWhenADownloadHasEnded() {
        Page page = open("?repo=" + QUANTS);
        assertThat(variant(page, "Q2_K").locator(".variant-tags")).isEmpty();
        assertThat(variant(page, "Q2_K")).isHidden();
        assertThat(page.locator("#past-count")).hasText("0"); // an end that came before is no news
        tick(page, "Q5_K_M").check();
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        assertThat(variant(page, "Q2_K").locator(".variant-tags")).hasText("On disk");
        assertThat(variant(page, "Q2_K")).isVisible();
        assertThat(variant(page, "Q5_K_M").locator(".variant-tags")).isEmpty();
        assertThat(tick(page, "Q5_K_M")).isChecked();

        choose(page, "Q2_K");
        assertThat(page.locator("#chosen")).containsText("Already on disk");
        given().delete("/api/v1/library/models/" + QUANTS).then().statusCode(200);
        page.evaluate("new BroadcastChannel('hf-downloader.library').postMessage('changed')"); // as the Library does
        assertThat(page.locator("#start")).isVisible();
        assertThat(variant(page, "Q2_K").locator(".variant-tags")).isEmpty();
    }

    @Test
    void theBarFollowsADownloadThatIsCancelled() {
        hub.faults().add(Fault.bytesPerSecond("quants-Q8_0", 50_000));
        Page page = open("?repo=" + QUANTS + "&variant=Q8_0");
        page.locator("#start").click();
        assertThat(page.locator("#chosen")).containsText("Already in your downloads");
        assertThat(page.locator("#start")).isHidden();
        String id = ServiceClient.get(ServiceClient.DOWNLOADS).getString("[0].id");
        ServiceClient.post(ServiceClient.DOWNLOADS + "/" + id + "/cancel");
        assertThat(page.locator("#start")).isVisible();
        assertThat(page.locator("#chosen")).containsText("to download");
    }

    @Test
    void whatCannotBeCountedIsNotOffered() {
        Page page = open("");
        lookUp(page, "https://huggingface.co/acme/quants-GGUF/resolve/main/nope.gguf");
        assertThat(page.locator("#start-problem")).containsText("nope.gguf");
        assertThat(page.locator("#start")).isHidden();
        assertThat(page.locator("#keep")).isHidden();
    }

    private static Locator fact(Page page, String name) {
        return page.locator(".model-facts [data-fact=" + name + "]");
    }
}
