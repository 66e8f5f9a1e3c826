package io.hfdownloader.web.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Choosing one repository: the box, its card, its variants and its revisions. */
@QuarkusTest
class RepoChoicePageTest extends RepoChoiceTestBase {

    private static final String TWO_COMMITS = "acme/two-commits";

    // --- the box -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/quants-GGUF:q4_k_m",
                "https://huggingface.co/acme/quants-GGUF/blob/main/quants-Q4_K_M.gguf?download=true",
                "hf download acme/quants-GGUF --include '*Q4_K_M*'",
                "ollama run hf.co/acme/quants-GGUF:Q4_K_M",
                "llama-server -hf acme/quants-GGUF:Q4_K_M",
            })
    void theBoxTakesAnything(String given) {
        Page page = open("");
        lookUp(page, given);

        assertThat(page.locator("#card-title")).hasText(QUANTS);
        assertThat(page.locator("#chosen")).containsText("to fetch");
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF.*Q4_K_M.*"));
    }

    @Test
    void whatCannotBeReadIsToldWithTheReason() {
        Page page = open("");
        lookUp(page, "https://example.com/some/model");

        assertThat(page.locator("#problem")).containsText("\"example.com\" is not a Hub");
        assertThat(page.locator("#repo")).isFocused();
        assertThat(page.locator("#card")).isHidden();
    }

    @Test
    void wordsAreSearchedForAndTheirNumberIsSaid() {
        Page page = open("");
        lookUp(page, "gated model");

        assertThat(page.locator("#found-0")).containsText("gated");
        assertThat(page.locator("#found-count")).hasText("1 repository found");
        page.locator("#found-0").click();
        assertThat(page.locator("#gated")).containsText("its licence must be accepted first at");
        assertThat(page.locator("#gated")).containsText("HF_TOKEN");
        assertThat(page.locator("#gated a")).hasAttribute("href", Pattern.compile(".*/acme/gated-model"));
        assertThat(page.locator("#chosen")).containsText("Not ready: the licence must be accepted");
        shots(page, "choose-gated");

        lookUp(page, "no such thing at all");
        assertThat(page.locator("#problem")).containsText("finds nothing for “no such thing at all”");
    }

    @Test
    void aSearchThatFailsWhileOneTypesIsToldAtTheBox() {
        hub.faults().add(Fault.of(Fault.Kind.RETRY_AFTER, "/api/models", 30));
        Page page = open("");
        page.locator("#repo").fill("gated model");

        assertThat(page.locator("#found-count")).containsText("Searching while you type does not work: ");
        assertThat(page.locator("#found-count")).not().hasClass("unseen");
        shots(page, "choose-search-failed");
        page.locator("#repo").fill("");
        assertThat(page.locator("#found-count")).hasClass("unseen");
        hub.faults().clear();
        ServiceClient.awaitHub();
    }

    @Test
    void aNameWithoutAnOwnerIsFoundByItself() {
        Page page = open("");
        lookUp(page, "canonical");
        assertThat(page.locator("#card-title")).hasText("canonical");
        assertThat(page).hasURL(Pattern.compile(".*repo=canonical.*"));
        page.reload();
        assertThat(page.locator("#card-title")).hasText("canonical");
    }

    // --- the card ----------------------------------------------------------------------------------------------

    @Test
    void theCardTellsTheFactsAndLeadsToTheModelItWasMadeFrom() {
        Page page = open("?repo=" + QUANTS);
        assertThat(fact(page, "parameters")).hasText("2.1 M");
        assertThat(fact(page, "context")).hasText("8,192 tokens");
        assertThat(fact(page, "architecture")).hasText("llama");
        assertThat(fact(page, "license")).hasText("apache-2.0");
        assertThat(page.locator("#card-title a")).hasAttribute("href", Pattern.compile(".*/" + QUANTS));
        assertThat(page.locator(".recommended:visible")).hasCount(1);
        assertThat(variant(page, "Q4_K_M").locator(".recommended")).isVisible();

        page.locator(".base-models a").click();
        assertThat(page.locator("#card-title")).hasText("acme/tiny-sharded");
        assertThat(page.locator("#repo")).hasValue("acme/tiny-sharded");
        page.goBack();
        assertThat(page.locator("#card-title")).hasText(QUANTS);
    }

    @Test
    void anAddressOpensAChoiceAndBackAndReloadKeepIt() {
        Page page = open("?repo=" + QUANTS + "&variant=q4_k_m");
        assertThat(tick(page, "Q4_K_M")).isChecked();
        assertThat(page.locator("#repo")).hasValue(QUANTS);
        tick(page, "Q8_0").check();
        assertThat(page).hasURL(Pattern.compile(".*variant=Q8_0&variant=Q4_K_M"));
        page.reload();
        assertThat(tick(page, "Q8_0")).isChecked();
        assertThat(tick(page, "Q4_K_M")).isChecked();
        page.locator("#repo").press("Enter"); // asks anew, and what is ticked stays ticked
        assertThat(tick(page, "Q8_0")).isChecked();

        lookUp(page, "acme/two-formats");
        assertThat(page.locator("#card-title")).hasText("acme/two-formats");
        page.goBack();
        assertThat(page.locator("#card-title")).hasText(QUANTS);
        assertThat(tick(page, "Q8_0")).isChecked();
        page.goForward();
        assertThat(page.locator("#card-title")).hasText("acme/two-formats");
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
        assertThat(page.locator("#chosen")).containsText("to fetch");

        page.navigate(address + "?repo=choose/shared&variant=q4_k_m");
        assertThat(page.locator("#which")).isVisible();
        page.navigate(address + "?repo=choose/shared&variant=x-alpha-q4_k_m");
        assertThat(tick(page, "Alpha-Q4_K_M")).isChecked();
        assertThat(page.locator("#which")).isHidden();
    }

    @Test
    void aNameThatIsThatOfABranchShowsTheBranch() {
        StandInRepo repo = hub.add(StandInRepo.model("choose/exl2")
                .file("README.md", "see the branches")
                .commit("4 bits")
                .file("output.safetensors", Content.generated(4, 4_000))
                .mainAt(0));
        repo.moveBranch("4.0bpw", repo.commits().get(1));
        Page page = open("");
        lookUp(page, "choose/exl2:4.0bpw");

        assertThat(page.locator("#revision-now")).containsText("4.0bpw");
        assertThat(page.locator("#offer tbody tr").first()).containsText("output");
        assertThat(page).hasURL(Pattern.compile(".*revision=4.0bpw"));
    }

    @Test
    void aSecondRevisionIsToldWhichFolderItGoesTo() {
        StandInRepo repo = hub.add(StandInRepo.model("choose/branches")
                .file("main.safetensors", Content.generated(1, 3_000))
                .commit("4 bits")
                .file("output.safetensors", Content.generated(4, 4_000))
                .mainAt(0));
        repo.moveBranch("4.0bpw", repo.commits().get(1));
        ServiceClient.fetch(Map.of("repo", "choose/branches"));
        Page page = open("?repo=choose/branches");
        assertThat(page.locator("#chosen")).containsText("already");
        assertThat(page.locator("#chosen")).not().containsText("folder");

        page.navigate(address + "?repo=choose/branches&revision=4.0bpw&variant=output");
        assertThat(page.locator("#chosen")).containsText("folder of its own, choose/branches@4.0bpw,");
        shots(page, "choose-beside");
    }

    @Test
    void whatIsUntickedLeavesTheAddressToo() {
        Page page = open("?repo=" + QUANTS + "&variant=Q4_K_M");
        tick(page, "Q4_K_M").uncheck();
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF$"));
        page.reload();

        assertThat(page.locator("#chosen")).hasText("Nothing chosen yet.");
        assertThat(tick(page, "Q4_K_M")).not().isChecked();
    }

    @Test
    void anotherLookAsksTheHubAnew() {
        hub.add(StandInRepo.model("choose/grows").file("a-Q4_K_M.gguf", Content.generated(1, 2_000)));
        Page page = open("?repo=choose/grows");
        assertThat(variant(page, "Q4_K_M")).isVisible();

        hub.add(StandInRepo.model("choose/grows")
                .file("a-Q4_K_M.gguf", Content.generated(1, 2_000))
                .file("a-Q8_0.gguf", Content.generated(2, 3_000)));
        page.locator("#repo").press("Enter");
        assertThat(variant(page, "Q8_0")).isVisible();
    }

    @Test
    void backLeadsToTheEmptyBoxAgain() {
        Page page = open("");
        lookUp(page, "datasets/acme/sample-data");
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fsample-data&type=dataset"));
        assertThat(page.locator("#chosen")).containsText("to fetch");
        page.goBack();

        assertThat(page.locator("#card")).isHidden();
        assertThat(page.locator("#repo")).hasValue("");
    }

    @Test
    void anotherRevisionIsPickedFromThoseThereAre() {
        String first = hub.model(TWO_COMMITS).main().id();
        Page page = open("?repo=" + TWO_COMMITS);
        page.locator("#revisions summary").click();
        Locator list = page.locator("#revision-list");
        assertThat(list.locator("option[value=main]")).hasCount(1);
        assertThat(list.locator("optgroup[label='Recent commits'] option"))
                .not()
                .hasCount(0);
        shots(page, "choose-revision");
        list.selectOption(first);
        page.locator("#use-revision").click();

        assertThat(page).hasURL(Pattern.compile(".*revision=" + first + ".*"));
        assertThat(page.locator("#revision-now")).containsText(first.substring(0, 8));
        page.locator("#revision").fill("no-such-branch");
        page.locator("#revision").press("Enter");
        assertThat(page.locator("#revision-problem")).containsText("no-such-branch");
        assertThat(page.locator("#revision")).hasValue("no-such-branch");
        assertThat(page.locator("#revision")).isFocused();
        assertThat(page.locator("#revision-now")).containsText(first.substring(0, 8)); // what was there is there still
        assertThat(page.locator("#problem")).isHidden();
        assertThat(page.locator("#look-up")).not().hasAttribute("aria-busy", "true");
        shots(page, "choose-revision-missing");

        page.locator("#revision").fill("main");
        page.locator("#revision").press("Enter");
        assertThat(page.locator("#revision-now")).containsText("main (");
        assertThat(page.locator("#revision-problem")).isHidden();
    }

    /** Whoever writes a revision and starts wants that one, whether or not it was looked at. */
    @Test
    void aRevisionThatIsWrittenIsFetchedOrRefused() {
        String other = hub.model(TWO_COMMITS).commits().get(1).id();
        Page page = open("?repo=" + TWO_COMMITS);
        assertThat(page.locator("#revision-now")).containsText("main (");
        page.locator("#revisions summary").click();
        page.locator("#offer [name=variant]").first().check();
        page.locator("#revision").fill("mian");
        page.locator("#start").click();
        assertThat(page.locator("#revision-problem")).containsText("mian");
        assertThat(page.locator(".cards > li")).hasCount(0);

        page.locator("#revision").fill(other);
        page.locator("#start").click();
        assertThat(page.locator(".cards > li")).hasCount(1);
        assertThat(page.locator(".cards > li .facts").first()).containsText(other.substring(0, 7));
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
        assertThat(page.locator("#card-title")).hasText(TWO_COMMITS);
        assertThat(page.locator("#chosen")).isHidden();
        assertThat(page.locator("#keep")).isHidden();
        assertThat(page.locator("#revision-list option[value=main]")).hasCount(1);
        shots(page, "choose-revision-unknown");
        page.locator("#revision").fill("main");
        page.locator("#revision").press("Enter");

        assertThat(page.locator("#revision-now")).containsText("main (");
        assertThat(page.locator("#revision-problem")).isHidden();
        assertThat(page.locator("#chosen")).isVisible();
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Ftwo-commits&revision=main.*"));
    }

    // --- the address -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "acme/quants-GGUF:Q4_K_M, variant=Q4_K_M",
        "acme/quants-GGUF@main, revision=main",
        "https://huggingface.co/acme/quants-GGUF/tree/main, revision=main",
        "models/acme/quants-GGUF&variant=Q2_K, variant=Q2_K",
    })
    void anAddressTakesWhatTheBoxTakes(String given, String part) {
        Page page = open("?repo=" + given);

        assertThat(page.locator("#card-title")).hasText(QUANTS);
        assertThat(page.locator("#repo")).hasValue(QUANTS);
        assertThat(page).hasURL(Pattern.compile(".*repo=acme%2Fquants-GGUF&" + part + ".*"));
        assertThat(page.locator("#look-up")).not().hasAttribute("aria-busy", "true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../system",
                "acme/..",
                "..",
                "acme/%2e%2e/%2e%2e/system",
                "https://example.com/acme/model",
                "acme/one%0Aacme/two",
                "%23%23"
            })
    void anAddressThatNamesNoRepositoryIsToldSo(String given) {
        List<String> asked = new CopyOnWriteArrayList<>();
        Page page = open("");
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(address + "?repo=" + given);

        assertThat(page.locator("#problem")).containsText(Pattern.compile("[.]$"));
        assertThat(page.locator("#card")).isHidden();
        assertThat(asked).noneMatch(url -> url.contains("/api/v1/repos/"));
    }

    // --- what fits ---------------------------------------------------------------------------------------------

    @Test
    void whatFitsIsToldForEachMachineWithItsArithmetic() {
        machines(machine("Desk", 260 * 1024 * 1024, 0), machine("Shelf", 0, GIB));
        Page page = open("?repo=" + QUANTS);
        Locator why = variant(page, "Q8_0").locator(".why");
        assertThat(why).hasText(new String[] {"Desk: in VRAM", "Shelf: in RAM"});
        assertThat(variant(page, "BF16").locator(".why").first()).hasText(Pattern.compile("Desk: .*"));
        assertThat(page.locator(".recommended:visible")).hasCount(1);
        why.first().focus();
        assertThat(page.locator("#tooltip")).isVisible();
        assertThat(page.locator("#tooltip")).containsText("3 MiB weights + 256 MiB cache (8,192 tokens × 16 layers");
        assertThat(page.locator("#tooltip")).containsText("Desk has 260 MiB VRAM and 0 GiB RAM");
        assertThat(page.locator("#chosen")).hasText("Nothing chosen yet.");
        photograph(page, "choose-formula");
        page.keyboard().press("Escape");
        assertThat(page.locator("#tooltip")).isHidden();
        shots(page, "choose-fits");

        page.waitForResponse( // which keeps the context for next time
                response -> response.request().method().equals("PUT"),
                () -> page.locator("#context").selectOption("2048"));
        assertThat(variant(page, "BF16").locator(".why").first()).hasText("Desk: in VRAM");
        assertThat(variant(page, "BF16").locator(".recommended")).isVisible();
        machines(machine("Tiny", 1024 * 1024, 0));
        page.reload();
        assertThat(variant(page, "Q2_K").locator(".why")).hasText(Pattern.compile("Tiny: too large, .* missing"));
        assertThat(page.locator(".recommended:visible")).hasCount(0);
        assertThat(page.locator(".advice")).containsText("None of them fits");
    }

    @Test
    void machinesAreNamedCorrectedAndRemoved() {
        Page page = open("?repo=" + QUANTS);
        page.locator("#edit-machines").click();
        Locator dialog = page.locator("#machines");
        dialog.getByLabel("Name").fill("Desk");
        dialog.getByLabel("VRAM, GiB").fill("lots");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(dialog.locator(".notice")).containsText("“lots” is no size");
        assertThat(dialog.getByLabel("VRAM, GiB")).isFocused();
        shots(page, "choose-machines");
        assertThat(dialog.getByLabel("VRAM, GiB")).hasAttribute("aria-invalid", "true");
        dialog.getByLabel("VRAM, GiB").fill("");
        dialog.getByLabel("VRAM, GiB").press("Enter");
        assertThat(dialog.locator(".notice")).containsText("Say how much memory “Desk” has");
        dialog.getByLabel("Name").fill("");
        dialog.getByLabel("VRAM, GiB").fill("24");
        dialog.getByLabel("VRAM, GiB").press("Enter");
        assertThat(dialog.locator(".notice")).containsText("Give this machine a name.");
        assertThat(dialog.getByLabel("Name")).isFocused();
        dialog.getByLabel("Name").fill("Desk");
        dialog.getByLabel("VRAM, GiB").press("Enter");
        assertThat(dialog).isHidden();
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("Desk: in VRAM");
        assertThat(ServiceClient.get("/api/v1/system/machines").getLong("machines[0].vramBytes"))
                .isEqualTo(24 * GIB);

        page.locator("#edit-machines").click();
        dialog.locator("[data-do=remove]").click();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(dialog).isHidden();
        assertThat(variant(page, "Q4_K_M").locator(".fits")).hasText("on this disk");
    }

    @Test
    void whatAnotherPageNamedMeanwhileIsNotLost() {
        machines(machine("Desk", GIB, 0));
        Page page = open("?repo=" + QUANTS);
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("Desk: in VRAM");
        machines(machine("Desk", GIB, 0), machine("Shelf", 0, GIB));

        page.waitForResponse(
                response -> response.request().method().equals("PUT"),
                () -> page.locator("#context").selectOption("2048"));
        assertThat(ServiceClient.get("/api/v1/system/machines").<String>getList("machines.name"))
                .containsExactly("Desk", "Shelf");
        page.locator("#edit-machines").click();
        assertThat(page.locator("#machines li")).hasCount(2);
    }

    @Test
    void nothingMovesWhenThePlanAndTheShapeComeLate() {
        machines(machine("Desk", 8 * GIB, 16 * GIB));
        hub.faults().add(Fault.delay("quants-Q2_K.gguf", Duration.ofMillis(800)));
        Page page = open("");
        page.evaluate("""
            () => {
              window.shifts = [];
              new MutationObserver((_, observer) => {
                if (!document.getElementById('card').hidden) {
                  observer.disconnect();
                  requestAnimationFrame(() => requestAnimationFrame(() => new PerformanceObserver(list =>
                    list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => window.shifts.push(
                      entry.sources.map(source => source.node?.outerHTML?.slice(0, 200)).join(' + '))))
                    .observe({ type: 'layout-shift' })));
                }
              }).observe(document.getElementById('card'), { attributes: true });
              history.replaceState(null, '', '?repo=acme/quants-GGUF&variant=Q4_K_M');
              dispatchEvent(new PopStateEvent('popstate'));
            }\
            """);
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("Desk: in VRAM");
        assertThat(page.locator("#chosen")).containsText("stay free");

        assertThat(page.evaluate("window.shifts.join('\\n')")).isEqualTo("");
    }

    @Test
    void aProjectorAMissingShardAndOtherFormatsAreTold() {
        hub.add(StandInRepo.model("choose/lacks-a-shard")
                .file("m-Q8_0-00001-of-00002.gguf", Content.generated(1, 3_000))
                .file("m-Q4_K_S.gguf", Content.generated(2, 2_000)));
        Page page = open("?repo=acme/vision-GGUF");
        assertThat(variant(page, "Q4_K_M").locator(".variant-note")).containsText("vision projector mmproj-F16.gguf");
        shots(page, "choose-vision");

        page.navigate(address + "?repo=choose/lacks-a-shard");
        assertThat(variant(page, "Q8_0").locator(".variant-note")).containsText("1 file of the set is missing");
        assertThat(variant(page, "Q8_0").locator(".shards")).hasText("1 of 2");
        assertThat(variant(page, "Q4_K_S").locator(".recommended")).isVisible();

        page.navigate(address + "?repo=acme/two-formats");
        assertThat(page.locator("#duplicates summary"))
                .hasText("Same weights once more: other formats, folders, single files");
        assertThat(page.locator("#duplicates [name=variant]")).isHidden();
        assertThat(page.locator("#offer [name=variant]").first()).isChecked();
        assertThat(page.locator("#chosen")).containsText("to fetch");
    }

    @Test
    void whatIsHereAlreadyIsMarked() {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        Page page = open("?repo=" + QUANTS + "&variant=Q4_K_M");

        assertThat(variant(page, "Q4_K_M").locator(".here")).hasText("yes");
        assertThat(variant(page, "Q8_0").locator(".here")).hasText("no");
        assertThat(page.locator("#chosen")).containsText("all of it is here already");
    }

    @Test
    void whatDoesNotFitTheDiskIsToldWithWhatCouldGo() {
        ServiceClient.fetch(Map.of("repo", "acme/two-formats"));
        hub.add(StandInRepo.model("choose/huge").file("model.bin", Content.hollow(1L << 42)));
        Page page = open("?repo=choose/huge");

        assertThat(page.locator("#chosen")).containsText("It will not fit");
        assertThat(page.locator("#chosen")).containsText("acme/two-formats");
        assertThat(page.locator("#chosen a")).hasAttribute("href", "./manage");
        assertThat(page.locator("#offer .fits")).containsText("disk too small");
        shots(page, "choose-too-large");
    }

    // --- the Hub out of reach ----------------------------------------------------------------------------------

    @Test
    void aHubOutOfReachIsToldUntilItIsBack() {
        Page page = open("");
        hub.faults().add(Fault.status("/api/models", 503));
        lookUp(page, QUANTS);
        assertThat(page.locator("#problem")).isVisible();
        assertThat(page.locator("#hub")).containsText("The Hub at " + hub.endpoint() + " has been out of reach since");
        assertThat(page.locator("#hub")).containsText("what is on disk still works");
        shots(page, "choose-hub-out");

        hub.faults().clear();
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#card-title")).hasText(QUANTS);
        assertThat(page.locator("#hub")).isHidden();
        assertThat(page.locator("#problem")).isHidden();
    }

    private static Locator fact(Page page, String name) {
        return page.locator("[data-fact=" + name + "] dd");
    }

    @Test
    void whatIsOnTheDiskIsToldAnewWhenADownloadHasEnded() {
        Page page = open("?repo=" + QUANTS);
        assertThat(variant(page, "Q2_K").locator(".here")).hasText("no");
        assertThat(page.locator("#past-count")).hasText("0"); // an end that came before is no news
        tick(page, "Q5_K_M").check();
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        assertThat(variant(page, "Q2_K").locator(".here")).hasText("yes");
        assertThat(variant(page, "Q5_K_M").locator(".here")).hasText("no");
        assertThat(tick(page, "Q5_K_M")).isChecked();
    }
}
