package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What has ended, on the Download page; and how the page tells that something ended. */
@QuarkusTest
class HistoryPageTest extends TransferTestBase {

    /** Three words in Latin letters one after the other, and not marked as English. */
    private static final String SENTENCES = """
            () => {
              const found = [];
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
                if (element.closest('code, noscript, script, style, [translate=no], [lang=en]')) continue;
                const texts = node.nodeType === Node.TEXT_NODE ? [node.data]
                  : ['aria-label', 'title', 'placeholder'].map(name => node.getAttribute(name) ?? '');
                found.push(...texts.filter(text => /[A-Za-z]{2,},? [A-Za-z]+,? [A-Za-z]{2,}/.test(text)));
              }
              return found;
            }""";

    @Test
    void failuresStandOnTopWithTheirReasonThenTheLatest() {
        String failed = failed("history/failed");
        String first = quick("history/first");
        String second = quick("history/second");
        Page page = open();

        assertThat(page.locator("#past-count")).hasText("3");
        assertThat(page.locator("#failed-count")).hasText("1 failed");
        assertThat(order(page, "ended")).isEqualTo(List.of(failed, second, first));
        assertThat(row(page, failed).locator(".reason")).hasText("The mirror contradicts its own list of files.");
        assertThat(row(page, first).locator(".now")).hasText("902 bytes");
        assertThat(row(page, first).locator("time")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(page.locator(".empty")).isHidden();

        Locator details = open(page, failed);
        assertThat(details.locator(".notice[data-kind=error]")).containsText("model.safetensors");
        assertThat(details.locator(".rest"))
                .hasText(Pattern.compile("\\d+ of \\d+ files?: .* not downloaded, \\d+ failed"));
        assertThat(open(page, first).locator(".facts")).containsText("902 bytes of 902 bytes");
        shots(page, "watch-history");
    }

    @Test
    void allThatFailedIsTriedAgain() {
        String one = failed("history/one");
        String two = failed("history/two");
        String whole = quick("history/whole");
        Page page = open();
        Locator retry = page.locator("[data-all=retry]");
        assertThat(retry).hasText("Retry failed (2)");
        hub.faults().clear();
        retry.click();

        assertThat(row(page, one).locator(".state")).hasText("Completed");
        assertThat(row(page, two).locator(".state")).hasText("Completed");
        assertThat(retry).isHidden();
        assertThat(page.locator("#past-count")).hasText("3");

        page.locator("[data-all=clear]").click();
        assertThat(page.locator("#past")).isHidden();
        assertThat(page.locator("#confirm")).isHidden();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("id")).isEmpty();
        assertThat(row(page, whole)).hasCount(0);
    }

    @Test
    void bytesThatWouldBeLostAreAskedForFirst() {
        String id = slow("history/partial");
        Page page = open();
        assertThat(row(page, id).locator(".now")).containsText("B/s");
        button(page, id, "cancel").click();
        assertThat(row(page, id).locator(".state")).hasText("Cancelled");

        page.locator("[data-all=clear]").click();
        assertThat(page.locator("#confirm-title")).hasText("Remove 1 download from the list?");
        assertThat(page.locator("#confirm-text")).containsText("of incomplete files. Complete files stay.");
        page.keyboard().press("Escape");
        assertThat(page.locator("#confirm")).isHidden();
        assertThat(row(page, id)).hasCount(1);

        button(page, id, "remove").click();
        page.locator("#confirm [value=yes]").click();
        assertThat(row(page, id)).hasCount(0);
    }

    @Test
    void ofWhatWasDeletedSinceNothingIsOffered() {
        String id = quick("history/deleted");
        Page page = open();
        assertThat(button(page, id, "copy")).hasAttribute("title", "Copy path");
        given().delete("/api/v1/library/models/history/deleted").then().statusCode(200);

        ServiceClient.await()
                .until(
                        () -> { // until the page has heard of it
                            button(page, id, "copy").click();
                            return page.locator("#news")
                                    .textContent()
                                    .equals("history/deleted is not on this machine any more.");
                        });
        button(page, id, "more").click();
        assertThat(page.getByRole(AriaRole.MENUITEM)).hasText(new String[] {"Remove from list"});
    }

    @Test
    void aRefusalOfOneAmongManyIsTold() {
        String gone = quick("history/gone");
        String stays = quick("history/stays");
        Page page = open();
        assertThat(row(page, gone)).hasCount(1);
        page.route("**/api/v1/downloads/" + gone, route -> {
            given().delete(ServiceClient.DOWNLOADS + "/" + gone).then().statusCode(204);
            route.resume();
        });
        page.locator("[data-all=clear]").click();

        Chromium.assertNews(page, Pattern.compile("1 failed: history/gone: "));
        assertThat(row(page, stays)).hasCount(0);
        assertThat(row(page, gone)).hasCount(0);
    }

    /** As over plain HTTP from another machine, where there is no clipboard for scripts. */
    @Test
    void pathsAndCommandsAreCopiedWithoutAClipboardAndByHandWhereNothingElseWorks() {
        String id = quick("history/copied");
        Page page = open();
        page.addInitScript("""
                Object.defineProperty(navigator, 'clipboard', { value: undefined });
                addEventListener('copy', () => { document.body.dataset.copied = document.activeElement.value; });
                """);
        page.reload();
        String path = models.resolve("history/copied").toString();
        assertThat(page.locator("#space")).not().isEmpty(); // the server has said where its models are
        button(page, id, "copy").click();
        assertThat(page.locator("body")).hasAttribute("data-copied", path);
        Chromium.assertNews(page, "Path copied: " + path);
        assertThat(button(page, id, "copy")).isFocused();

        pick(page, id, "Copy command (hf)");
        assertThat(page.locator("body")).hasAttribute("data-copied", "hf download history/copied");
        page.reload();
        assertThat(button(page, id, "copy")).hasAttribute("aria-label", "Copy command (hf): history/copied");
        page.evaluate("document.execCommand = () => false");
        button(page, id, "copy").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Copy this"));
        assertThat(dialog.locator("textarea")).isFocused();
        assertThat((String) page.evaluate("getSelection().toString()")).isEqualTo("hf download history/copied");
        shots(page, "watch-copy");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);

        button(page, id, "more").click();
        assertThat(page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Show in Library")))
                .hasAttribute("href", Pattern.compile("\\./manage\\?filter=history%2Fcopied&open=history%2Fcopied"));
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Remove from list"))
                .click();
        assertThat(row(page, id)).hasCount(0);
    }

    @Test
    void anUpdateSaysWhatCameOfItAndAModelHowItIsRun() {
        String id = ServiceClient.fetch(Map.of("repo", "acme/vision-GGUF", "variants", List.of("Q4_K_M")));
        Page page = open();
        button(page, id, "more").click();
        assertThat(page.getByRole(AriaRole.MENUITEM)).hasText(new String[] {
            "Copy path",
            "Copy command (llama-server)",
            "Copy command (Ollama)",
            "Copy command (hf)",
            "Show in Library",
            "Remove from list"
        });
        page.getByText("Copy command (llama-server)").click();
        Chromium.assertNews(
                page, Pattern.compile("Command copied: llama-server -m \\S+Q4_K_M.gguf --mmproj \\S+ -c \\d+"));

        ServiceClient.post("/api/v1/library/models/acme/vision-GGUF/update")
                .then()
                .statusCode(202);
        Chromium.assertNews(page, Pattern.compile("acme/vision-GGUF.* is up to date"));
        Locator done = page.locator("#ended > li").first();
        assertThat(done.locator(".told").getByText("update: nothing changed")).hasCount(1);
        shots(page, "watch-updated");
        for (int width : List.of(1440, 390)) {
            page.setViewportSize(width, 900);
            assertThat(width(done.locator(".name"))).as("name at %d", width).isGreaterThan(110);
            assertThat(
                            done.locator(".ended")
                                    .evaluate(
                                            "e => e.getBoundingClientRect().right <= e.closest('.told').getBoundingClientRect().right + 1"))
                    .as("time at %d", width)
                    .isEqualTo(true);
        }
    }

    private static double width(Locator part) {
        return part.boundingBox().width;
    }

    @Test
    void olderOnesAreShownWhenAskedFor() {
        int all = DownloadRows.MAX_PAST_ROWS + 3;
        quick("history/old", all);
        Page page = open();
        assertThat(page.locator("#ended > li")).hasCount(DownloadRows.MAX_PAST_ROWS);
        assertThat(page.locator("#past-count")).hasText(String.valueOf(all));

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show more"))
                .click();
        assertThat(page.locator("#ended > li")).hasCount(all);
        assertThat(page.locator("#older")).isHidden();
    }

    @Test
    void whatWasAskedForIsShownAsItWasWritten() {
        quick("history/markup");
        Page page = open();
        String id = ServiceClient.fetch(Map.of("repo", "history/markup", "exclude", List.of("<i>&{rows}*")));

        assertThat(row(page, id).locator(".tag")).hasText("!<i>&{rows}*");
        assertThat(open(page, id).locator(".facts li").nth(2)).hasText("all files without <i>&{rows}*");
        assertThat(row(page, id).locator("i")).hasCount(0);
    }

    @Test
    void itSpeaksChinese() {
        String failed = failed("history/chinese-failed");
        String waits = slow("history/chinese");
        hub.add(StandInRepo.model("history/chinese-waits").file("model.safetensors", Content.generated(3, 900)));
        hub.faults().add(Fault.status("history/chinese-waits", 503));
        String held = ServiceClient.start("history/chinese-waits");
        Page page = open();
        page.context().addCookies(List.of(new Cookie("language", "zh").setUrl(address.toString())));
        page.reload();

        assertThat(row(page, waits).locator(".state")).hasText("下载中");
        assertThat(row(page, failed).locator(".state")).hasText("失败");
        assertThat(page.locator("#failed-count")).hasText("1 个失败");
        assertThat(page.locator("[data-all=pause]")).hasAttribute("title", "全部暂停（2）");
        open(page, failed);
        open(page, held);
        open(page, waits);
        assertThat(row(page, failed).locator(".notice[data-kind=error]"))
                .containsText("列出了 history/chinese-failed 的“model.safetensors”，却不提供该文件。");
        assertThat(row(page, failed).locator(".notice [lang=en]")).hasCount(0);
        assertThat(row(page, held).locator("[data-field=waiting]:visible:not(:has([lang=en]))"))
                .containsText("返回错误（状态 503）");
        page.locator("#repo").fill("acme/quants-GGUF");
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#offer")).isVisible();
        assertThat((List<?>) page.evaluate(SENTENCES)).isEqualTo(List.of());
        shots(page, "watch-chinese");
    }
}
