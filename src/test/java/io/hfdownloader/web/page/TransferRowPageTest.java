package io.hfdownloader.web.page;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** One row of the Download page while its download runs, with its details. */
@QuarkusTest
class TransferRowPageTest extends TransferTestBase {

    private static final int FILES = 1_000;

    @Test
    void aRunningRowTellsHowItGoesAndDrawsItsSpeedOnDemand() {
        String id = slow("watch/running");
        Page page = open();
        Locator row = row(page, id);

        assertThat(row.locator(".state")).hasText("Downloading");
        assertThat(row.locator(".now")).containsText("kB/s");
        assertThat(row.locator(".bar")).hasAttribute("aria-valuetext", Pattern.compile("Downloading, \\d+ %"));
        page.context().setOffline(true);
        assertThat(page.locator("#connection")).isVisible();
        assertThat(row.locator(".now")).isHidden(); // nobody knows how fast it is
        page.context().setOffline(false);
        assertThat(row.locator(".now")).isVisible();
        assertThat(row.locator(".transfer-details")).hasCount(0);
        assertThat(page).hasTitle(Pattern.compile("\\d+ % · HF Downloader"));

        Locator details = open(page, id);
        assertThat(button(page, id, "details")).hasAttribute("aria-expanded", "true");
        assertThat(details.locator("[data-field=connections]")).hasText(Pattern.compile("[1-9]\\d*"));
        assertThat(details.locator("[data-field=via]")).hasText("HTTP");
        assertThat(details.locator("[data-field=tries]")).hasText(Pattern.compile("\\d+"));
        assertThat(details.locator(".graph .line")).hasAttribute("d", Pattern.compile("M0 .*L.*L120 "));
        assertThat(details.locator("figcaption")).hasText(Pattern.compile("Last \\d+ s · peak .*/s"));
        assertThat(details.getByRole(AriaRole.IMG))
                .hasAttribute("aria-label", Pattern.compile("Speed over the last \\d+ s: now .*"));
        shots(page, "watch-running");

        button(page, id, "pause").click();
        assertThat(row.locator(".state")).hasText("Paused");
        assertThat(details.locator(".phase")).hasText("Paused. Downloaded data is kept.");
        assertThat(details.locator(".graph")).hasCount(0);
        assertThat(page).hasTitle(Pattern.compile(".*Download.*HF Downloader"));
        row.locator(".name").click();
        assertThat(details).hasCount(0);
    }

    @Test
    void whatWasAskedForComesIntoViewAndIsMarkedOnAPhoneToo() {
        quick("watch/old", 12);
        hub.add(StandInRepo.model("watch/asked").file("model.safetensors", Content.generated(7, SIZE)));
        hub.faults().add(Fault.bytesPerSecond("watch/asked", CRAWL));
        Page page = open();
        page.setViewportSize(390, 844);
        page.evaluate("""
                () => new MutationObserver(list => list.forEach(({ target }) => {
                  document.body.dataset.marked ??= target.dataset.new && target.dataset.repo;
                })).observe(document.getElementById('downloads'), { subtree: true, attributeFilter: ['data-new'] })""");
        page.locator("#repo").fill("watch/asked");
        page.locator("#repo").press("Enter");
        page.locator("#start").click();

        assertThat(page.locator(".transfers > li[data-repo='watch/asked']")).isInViewport();
        assertThat(page.locator("body")).hasAttribute("data-marked", "watch/asked");
        Chromium.assertNews(page, "Download started: watch/asked");
        assertThat((Boolean) page.evaluate("""
                () => {
                  const box = part => document.querySelector(part).getBoundingClientRect();
                  const [toast, tabs, bar] = ['.toast:has(#news)', '.tabs', '.action-bar'].map(box);
                  const isBelow = bar.height === 0 || bar.top >= toast.bottom || bar.bottom <= toast.top;
                  return toast.top > innerHeight / 2 && toast.bottom <= tabs.top && isBelow;
                }"""))
                .as("what passes by is above the tabs and over no bar of actions")
                .isTrue();
        assertThat(page.locator("[data-new]")).hasCount(0); // after two seconds
        page.evaluate("scrollTo(0, 0)");
        page.locator(".toast-actions").getByText("Show").click();
        assertThat(page.locator(".transfers > li[data-repo='watch/asked']")).isInViewport();
    }

    @Test
    void aRowThatIsPausedStaysWhereItIs() {
        String first = slow("watch/first");
        String second = slow("watch/second");
        String waits = slow("watch/waits");
        ServiceClient.await(first, "downloading");
        ServiceClient.await(second, "downloading");
        Page page = open();
        assertThat(page.locator("#queue > li")).hasCount(1);

        button(page, first, "pause").click();
        assertThat(row(page, first)).hasAttribute("data-state", "paused");
        assertThat(row(page, waits)).hasAttribute("data-state", "downloading");
        assertThat(page.locator("#queued")).isHidden();
        assertThat(order(page, "running")).isEqualTo(List.of(first, second, waits));
    }

    @Test
    void eachFileSaysOnWhichWayItComesAndWhyNotOnTheOther() {
        hub.add(StandInRepo.model("watch/stored").onXet().file("model.safetensors", Content.generated(31, SIZE)));
        hub.faults().add(Fault.bytesPerSecond("watch/stored", CRAWL).on(ServerRole.XORBS));
        hub.add(StandInRepo.model("watch/refused").onXet().file("model.safetensors", Content.generated(32, SIZE)));
        hub.faults().add(Fault.of(Fault.Kind.ACCESS_DENIED, "watch/refused", 0).on(ServerRole.XORBS));
        hub.faults().add(Fault.bytesPerSecond("watch/refused", CRAWL).on(ServerRole.CDN));
        String stored = ServiceClient.start("watch/stored");
        String refused = ServiceClient.start("watch/refused");
        Page page = open();
        open(page, stored);
        open(page, refused);

        assertThat(row(page, stored).locator("[data-field=via]")).hasText("Xet");
        assertThat(row(page, stored).locator(".files .file-state")).containsText("Xet");
        Locator state = row(page, refused).locator(".files .file-state");
        assertThat(state).containsText("HTTP");
        assertThat(state).containsText("Not over Xet: ");
        assertThat(state).containsText("AccessDenied");
        shots(page, "watch-ways");
    }

    @Test
    void aWaitIsToldInTheRowAndItsReasonInTheDetails() {
        hub.add(StandInRepo.model("watch/waits").file("model.safetensors", Content.generated(3, 900)));
        hub.faults().add(Fault.status("watch/waits", 503));
        String id = ServiceClient.start("watch/waits");
        Page page = open();
        Locator row = row(page, id);
        open(page, id);

        // at one time: it waits, tries and waits again
        assertThat(page.locator("li[data-waiting]:has([data-field=waiting]:visible) .now"))
                .hasText(Pattern.compile("Waiting( · retry \\d\\d:\\d\\d)?"));
        assertThat(row.locator("[data-field=waiting]:visible")).containsText("status 503");
        shots(page, "watch-waiting");
    }

    @Test
    void nothingMovesWhileNumbersTick() {
        String one = slow("watch/still-one");
        String two = slow("watch/still-two");
        ServiceClient.await(one, "downloading");
        ServiceClient.await(two, "downloading");
        slow("watch/still-three");
        Page page = open();
        assertThat(row(page, one).locator(".now")).containsText("B/s");
        assertThat(row(page, two).locator(".now")).containsText("B/s");
        open(page, one);
        assertThat(row(page, one).locator(".files .path")).hasCount(2);
        page.evaluate("""
                () => {
                  window.shifts = [];
                  new PerformanceObserver(list => list.getEntries().forEach(entry =>
                    window.shifts.push(entry.sources.map(source => source.node?.outerHTML?.slice(0, 200)).join(' + '))))
                    .observe({ type: 'layout-shift' });
                }""");
        awaitTicks(page, 12);

        assertThat(page.evaluate("window.shifts.join('\\n')")).isEqualTo("");
    }

    @Test
    void thousandsOfFilesAreLookedThroughWithFewRowsInThePage() {
        RepoBuilder repo = StandInRepo.model("watch/many");
        for (int i = 0; i < FILES; i++) {
            repo.file(String.format("part-%04d.bin", i), Content.generated(i, 300));
        }
        hub.add(repo.file("last.safetensors", Content.generated(5, SIZE)));
        hub.faults().add(Fault.bytesPerSecond("last.safetensors", CRAWL));
        String id = ServiceClient.start("watch/many");
        ServiceClient.await().until(() -> ServiceClient.download(id).getInt("filesDone") == FILES);
        Page page = open();
        Locator row = row(page, id);
        open(page, id);
        Locator rows = row.locator(".files li");

        assertThat(row.locator(".rest")).hasText("1001 of 1001 files: 1000 done, 1 in progress, 0 waiting, 0 failed");
        assertThat(rows.first().locator(".path")).hasText("last.safetensors");
        assertThat(rows.first()).hasAttribute("aria-setsize", "1001");
        assertThat(rows.count()).isLessThan(30);
        shots(page, "watch-files");
        row.locator(".files").focus();
        page.keyboard().press("End");
        assertThat(row.locator(".files li[aria-posinset='1001'] .path")).hasText("part-0999.bin");
        assertThat(rows.count()).isLessThan(30);

        row.locator(".find").fill("part-07");
        assertThat(row.locator(".rest")).containsText("100 of 1001 files");
        row.locator(".which").selectOption("work");
        assertThat(row.locator(".rest")).hasText("No matching files.");
        row.locator(".find").fill("");
        assertThat(rows).hasCount(1);
        assertThat(rows.locator(".path")).hasText("last.safetensors");
    }

    @Test
    void openFilesAreKeptUpToDateByTheEventsAlone() {
        String id = slow("watch/files");
        ServiceClient.await(id, "downloading"); // a row that gets other markup asks for its files again
        Page page = open();
        page.waitForResponse(answer -> answer.url().endsWith("/api/v1/downloads"), page::reload);
        assertThat(row(page, id).locator(".now")).containsText("B/s");
        awaitTicks(page, 4); // this long after the first snapshot and the poll before it, which ask for open files
        Locator file = open(page, id).locator(".files li[data-state=downloading]");
        assertThat(file.locator(".path")).hasText("model.safetensors");
        awaitTicks(page, 1);
        String before = file.locator(".amount").textContent();
        page.evaluate("() => { window.asked = performance.getEntriesByType('resource').length; }");

        assertThat(file.locator(".amount")).not().hasText(before);
        awaitTicks(page, 4);
        assertThat(page.evaluate("performance.getEntriesByType('resource').slice(window.asked)"
                        + ".filter(entry => entry.name.includes('/api/v1/downloads/')).length"))
                .isEqualTo(0);
    }
}
