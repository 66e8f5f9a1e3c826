package io.hfdownloader.web.page;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Choosing files, and the patterns that come of it. */
@QuarkusTest
class FileTreePageTest extends RepoChoiceTestBase {

    private static final int FILES = 5_000;
    private static final int PER_FOLDER = 100;

    @Test
    void filesAreTickedByMouseAndKeyboardAndJustTheseCome() {
        hub.add(StandInRepo.model("tree/small")
                .file("a/one.txt", "1")
                .file("a/two.txt", "22")
                .file("b/[x]*.txt", "333")
                .file("b/x.txt", "4444")
                .file("c.txt", "55555"));
        Page page = open("");
        lookUp(page, "tree/small");
        assertThat(page.locator("#tab-files")).hasAttribute("aria-selected", "true"); // there are no variants
        assertThat(page.locator("#tab-variants")).isHidden();
        assertThat(page.locator("#tree-count")).hasText("5 of 5 selected");
        assertThat(page.locator("#chosen")).containsText("5 files");
        assertThat(page.locator("#start")).isFocused(); // so that Enter starts it
        node(page, "").click();
        assertThat(page.locator("#chosen")).hasText("No files selected");
        assertThat(page.locator("#start")).isHidden();
        node(page, "a").click();
        assertThat(node(page, "a")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "")).hasAttribute("aria-checked", "mixed");
        assertThat(page.locator("#tree-count")).hasText("2 of 5 selected");
        page.locator("#tree-rows").focus();
        for (String key : List.of("ArrowDown", "ArrowRight", "ArrowDown", "Space")) {
            page.keyboard().press(key);
        }
        assertThat(node(page, "b/[x]*.txt")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "b")).hasAttribute("aria-checked", "mixed");
        assertThat(page.locator("#chosen")).containsText("3 files 6 bytes to download");
        shots(page, "files");
        page.locator("#start").click();

        assertThat(page.locator(".transfers > li[data-repo='tree/small']")).hasCount(1);
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).<String>getList("[0].include"))
                .containsExactlyInAnyOrder("a/*", "b/[[]x][*].txt");
        ServiceClient.await()
                .until(() -> ServiceClient.get(ServiceClient.DOWNLOADS).getInt("[0].filesTotal") == 3);
    }

    @Test
    void fiveThousandFilesStaySmooth() {
        hub.add(StandInRepo.model("tree/large").edit(commitDraft -> {
            for (int i = 0; i < FILES; i++) {
                commitDraft.file(String.format("part-%02d/file-%04d.txt", i / PER_FOLDER, i), Content.generated(i, 10));
            }
        }));
        Page page = open("?repo=tree/large");
        Locator rows = page.locator(".tree-row");
        assertThat(node(page, "part-00")).isVisible();
        assertThat(rows.count()).isLessThan(40);
        assertThat(page.locator("#tree-count")).hasText("5000 of 5,000 selected");
        assertThat(page.locator("#chosen")).containsText("5000 files");

        page.locator("#tree-filter").fill("9.TXT");
        assertThat(node(page, "part-00/file-0009.txt")).isVisible();
        assertThat(node(page, "")).containsText("All that match");
        assertThat(node(page, "")).containsText("500 files");
        assertThat(node(page, "part-00")).containsText("10 files");
        node(page, "").click();
        assertThat(node(page, "")).hasAttribute("aria-checked", "false");
        assertThat(page.locator("#tree-count")).hasText("4500 of 5,000 selected");
        assertThat(page.locator("#chosen")).containsText("4500 files");
        page.locator("#tree-filter").fill("no such file");
        assertThat(page.locator("#tree-none")).hasText("No file matches.");
        assertThat(page.locator("#tree-rows")).isHidden();
        shots(page, "tree-no-match");
        page.locator("#tree-filter").fill("");
        assertThat(page.locator("#tree-none")).isHidden();
        page.locator("#tree-rows").focus();
        page.keyboard().press("End");
        assertThat(node(page, "part-49")).hasAttribute("aria-checked", "mixed");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("End");
        assertThat(node(page, "part-49/file-4999.txt")).hasAttribute("aria-checked", "false");
        assertThat(rows.count()).isLessThan(40);
        shots(page, "files-many");

        Object slowest = page.evaluate("""
                async () => {
                  const box = document.getElementById('tree-rows');
                  let most = 0;
                  for (let at = 0; at < 40; at++) {
                    const start = performance.now();
                    document.querySelector('.tree-row').click();
                    most = Math.max(most, performance.now() - start);
                    box.scrollTop = at * 50;
                    await new Promise(requestAnimationFrame);
                  }
                  return most;
                }""");
        System.out.println("Slowest click on a file or folder of 5,000: " + slowest + " ms");
    }

    @Test
    void theFilesOfAVariantAreTickedAndOneWayOfChoosingTakesThePlaceOfTheOther() {
        Page page = open("?repo=" + QUANTS + "&variant=Q4_K_M&tab=files");
        assertThat(node(page, "quants-Q4_K_M.gguf")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "README.md")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "quants-Q8_0.gguf")).hasAttribute("aria-checked", "false");
        assertThat(page.locator("#chosen")).containsText("Q4_K_M");
        node(page, "quants-Q4_K_M.gguf").click();
        assertThat(page).hasURL(Pattern.compile(".*include=.*"));
        assertThat(page.locator("#chosen")).containsText("files");
        page.locator("#tree-filter").fill("*Q4_K_M*");
        page.locator("#tree-only").click();
        assertThat(page.locator("#tree-count")).containsText("1 of ");
        assertThat(page).hasURL(Pattern.compile(".*include=\\*Q4_K_M\\*.*"));
        node(page, "").click();
        assertThat(page.locator("#chosen")).hasText("No files selected");
        assertThat(page.locator("#start")).isHidden();

        page.locator("#tab-variants").click();
        assertThat(page.locator("#offer [name=variant]:checked")).hasCount(0);
        choose(page, "Q8_0");
        page.locator("#tab-files").click();
        page.locator("#tree-filter").fill("");
        assertThat(node(page, "quants-Q8_0.gguf")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "quants-Q4_K_M.gguf")).hasAttribute("aria-checked", "false");
        assertThat(page).hasURL(Pattern.compile(".*tab=files&variant=Q8_0$"));
    }

    @Test
    void patternsThatCameWithACommandMeanAVariantOrFiles() {
        Page page = open("");
        lookUp(page, "hf download acme/quants-GGUF --include '*Q4_K*' --exclude 'UD-*' --exclude '*UD*'");
        assertThat(tick(page, "Q4_K_M")).isChecked();
        assertThat(page.locator("#notes")).containsText("*Q4_K* means Q4_K_M");

        lookUp(page, "hf download acme/quants-GGUF --include '*Q4_K*' --include '*.json' --exclude '*UD*'");
        assertThat(page.locator("#tab-files")).hasAttribute("aria-selected", "true");
        assertThat(node(page, "quants-Q4_K_M.gguf")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "README.md")).hasAttribute("aria-checked", "false");
        assertThat(page.locator("#chosen")).containsText("files");
        page.locator("#tab-variants").click();
        choose(page, "Q8_0");
        assertThat(page).hasURL(Pattern.compile(".*variant=Q8_0$"));
    }

    private static Locator node(Page page, String path) {
        return page.locator(".tree-row[data-path='" + path + "']");
    }
}
