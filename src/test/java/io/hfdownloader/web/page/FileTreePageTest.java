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
        Page page = open("?repo=tree/small");
        page.locator("#tree summary").click();
        node(page, "a").click();
        assertThat(node(page, "a")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "")).hasAttribute("aria-checked", "mixed");
        assertThat(page.locator("#tree-count")).hasText("2 of 5 files are ticked.");
        page.locator("#tree-rows").focus();
        for (String key : List.of("ArrowDown", "ArrowRight", "ArrowDown", "Space")) {
            page.keyboard().press(key);
        }
        assertThat(node(page, "b/[x]*.txt")).hasAttribute("aria-checked", "true");
        assertThat(node(page, "b")).hasAttribute("aria-checked", "mixed");
        assertThat(page.locator("#chosen")).containsText("3 files, 6 bytes");
        shots(page, "files");
        page.locator("#start").click();

        assertThat(page.locator(".cards > li[data-repo='tree/small']")).hasCount(1);
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
        page.locator("#tree summary").click();
        Locator rows = page.locator(".tree-row");
        assertThat(node(page, "part-00")).isVisible();
        assertThat(rows.count()).isLessThan(40);
        node(page, "").click();
        assertThat(page.locator("#tree-count")).hasText("5000 of 5000 files are ticked.");
        assertThat(page.locator("#chosen")).containsText("5000 files");

        page.locator("#tree-filter").fill("9.TXT");
        assertThat(node(page, "part-00/file-0009.txt")).isVisible();
        node(page, "").click();
        assertThat(page.locator("#tree-count")).hasText("4500 of 5000 files are ticked.");
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
    void patternsThatCameWithACommandAreTickedAndKept() {
        Page page = open("");
        lookUp(page, "hf download acme/quants-GGUF --include '*Q4_K*' --exclude 'UD-*' --exclude '*UD*'");

        assertThat(page.locator("#tree")).hasAttribute("open", "");
        assertThat(node(page, "quants-Q4_K_M.gguf")).hasAttribute("aria-checked", "true");
        assertThat(page.locator("#tree-count")).containsText("1 of ");
        assertThat(page.locator("#chosen")).containsText("1 file,");
        tick(page, "Q8_0").check();
        assertThat(page.locator("#tree-count")).hasText("No file is ticked.");
        assertThat(page).hasURL(Pattern.compile(".*variant=Q8_0$"));
    }

    private static Locator node(Page page, String path) {
        return page.locator(".tree-row[data-path='" + path + "']");
    }
}
