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
class HistoryPageTest extends DownloadCardTestBase {

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

        assertThat(page.locator("#past-count")).hasText("3, 1 failed");
        assertThat(order(page, "ended")).isEqualTo(List.of(failed, second, first));
        assertThat(card(page, failed).locator(".notice[data-kind=error]")).containsText("model.safetensors");
        assertThat(card(page, first).locator(".facts")).containsText("902 bytes of 902 bytes");
        assertThat(card(page, first).locator(".facts time")).hasCount(1);
        assertThat(page.locator(".empty")).isVisible();
        shots(page, "watch-history");
    }

    @Test
    void allThatFailedIsTriedAgain() {
        String one = failed("history/one");
        String two = failed("history/two");
        String whole = quick("history/whole");
        Page page = open();
        Locator retry = page.locator("[data-all=retry]");
        assertThat(retry).hasText("Retry all that failed (2)");
        hub.faults().clear();
        retry.click();

        assertThat(card(page, one).locator(".state")).hasText("Completed");
        assertThat(card(page, two).locator(".state")).hasText("Completed");
        assertThat(retry).isHidden();
        assertThat(page.locator("#past-count")).hasText("3");

        page.locator("[data-all=clear]").click();
        assertThat(page.locator("#past")).isHidden();
        assertThat(page.locator("#confirm")).isHidden();
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).getList("id")).isEmpty();
        assertThat(card(page, whole)).hasCount(0);
    }

    @Test
    void bytesThatWouldBeLostAreAskedForFirst() {
        String id = slow("history/partial");
        Page page = open();
        assertThat(card(page, id).locator("[data-field=rate]")).containsText("B/s");
        button(page, id, "cancel").click();
        assertThat(card(page, id).locator(".state")).hasText("Cancelled");

        page.locator("[data-all=clear]").click();
        assertThat(page.locator("#confirm-title")).hasText("Remove 1 download from the list?");
        assertThat(page.locator("#confirm-text")).containsText("of files that are not complete are deleted");
        page.keyboard().press("Escape");
        assertThat(page.locator("#confirm")).isHidden();
        assertThat(card(page, id)).hasCount(1);

        button(page, id, "remove").click();
        page.locator("#confirm [value=yes]").click();
        assertThat(card(page, id)).hasCount(0);
    }

    @Test
    void aRefusalOfOneAmongManyIsTold() {
        String gone = quick("history/gone");
        String stays = quick("history/stays");
        Page page = open();
        assertThat(card(page, gone)).hasCount(1);
        page.route("**/api/v1/downloads/" + gone, route -> {
            given().delete(ServiceClient.DOWNLOADS + "/" + gone).then().statusCode(204);
            route.resume();
        });
        page.locator("[data-all=clear]").click();

        Chromium.assertNews(page, Pattern.compile("1 could not: history/gone: "));
        assertThat(card(page, stays)).hasCount(0);
        assertThat(card(page, gone)).hasCount(0);
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
    void anEndIsToldAndNotifiedWhenThatIsWantedAndThePageIsHidden() {
        Page page = open();
        page.addInitScript("""
                window.Notification = class {
                  static permission = 'default';
                  static async requestPermission() { return (Notification.permission = 'granted'); }
                  constructor(title, { body }) { document.body.dataset.told = `${title}: ${body}`; }
                };
                Object.defineProperty(document, 'hidden', { get: () => document.documentElement.dataset.hidden === 'yes' });
                """);
        page.reload();
        assertThat(page.getByLabel("Notify me when a download ends")).not().isChecked();
        page.getByLabel("Notify me when a download ends").check();
        page.evaluate("document.documentElement.dataset.hidden = 'yes'");
        assertThat(page.locator("#past-count")).hasText("0"); // an end that came before is no news
        quick("history/told");

        Chromium.assertNews(page, "history/told is complete.");
        assertThat(page.locator("body")).hasAttribute("data-told", "HF Downloader: history/told is complete.");
    }

    @Test
    void withoutNotificationsOfTheBrowserThereIsNoSwitchForThem() {
        Page page = open();
        page.addInitScript("delete window.Notification;");
        page.reload();
        assertThat(page.locator("#current")).isAttached();
        assertThat(page.locator("#notify-label")).isHidden();
    }

    @Test
    void whatWasAskedForIsShownAsItWasWritten() {
        quick("history/markup");
        Page page = open();
        String id = ServiceClient.fetch(Map.of("repo", "history/markup", "exclude", List.of("<i>&{rows}*")));

        assertThat(card(page, id).locator(".facts li").nth(2)).hasText("all files without <i>&{rows}*");
        assertThat(page.locator(".facts i")).hasCount(0);
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

        assertThat(card(page, waits).locator(".state")).hasText("下载中");
        assertThat(card(page, failed).locator(".state")).hasText("失败");
        assertThat(page.locator("#past-count")).hasText("1，其中 1 个失败");
        assertThat(page.locator("[data-all=pause]")).hasText("全部暂停（2）");
        assertThat(card(page, failed).locator(".notice[data-kind=error] > :not([lang])"))
                .hasText("镜像的内容与其文件列表不一致。");
        assertThat(card(page, failed).locator(".notice[data-kind=error] > [lang=en]"))
                .containsText("model.safetensors");
        assertThat(card(page, held).locator("[data-field=waiting]:visible:not(:has([lang=en]))"))
                .containsText("返回错误（状态 503）");
        page.locator("#repo").fill("acme/quants-GGUF");
        page.locator("#repo").press("Enter");
        assertThat(page.locator("#offer")).isVisible();
        assertThat((List<?>) page.evaluate(SENTENCES)).isEqualTo(List.of());
        shots(page, "watch-chinese");
    }
}
