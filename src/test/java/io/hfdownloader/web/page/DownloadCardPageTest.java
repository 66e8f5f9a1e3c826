package io.hfdownloader.web.page;

import java.util.Map;
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

/** One card of the Download page while its download runs. */
@QuarkusTest
class DownloadCardPageTest extends DownloadCardTestBase {

    private static final int FILES = 1_000;

    @Test
    void aRunningCardTellsHowItGoesAndDrawsItsSpeed() {
        String id = slow("watch/running");
        Page page = open();
        Locator card = card(page, id);

        assertThat(card.locator(".state")).hasText("Downloading");
        assertThat(card.locator("[data-field=rate]")).containsText("kB/s");
        assertThat(card.locator("[data-field=connections]")).hasText(Pattern.compile("[1-9]\\d*"));
        assertThat(card.locator("[data-field=via]")).hasText("HTTP");
        assertThat(card.locator("[data-field=tries]")).hasText(Pattern.compile("\\d+"));
        assertThat(card.locator(".graph .line")).hasAttribute("d", Pattern.compile("M\\d.*L.*L"));
        assertThat(card.getByRole(AriaRole.IMG))
                .hasAttribute("aria-label", Pattern.compile("Speed over the last two minutes: now .*"));
        assertThat(page).hasTitle(Pattern.compile("\\d+ % · HF Downloader"));
        shots(page, "watch-running");

        page.reload();
        assertThat(card.locator(".graph .line")).hasAttribute("d", Pattern.compile("M\\d.*L.*L.*L"));
        button(page, id, "pause").click();
        assertThat(card.locator(".state")).hasText("Paused");
        assertThat(page).hasTitle(Pattern.compile(".*Download.*HF Downloader"));
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
        card(page, stored).locator("details summary").click();
        card(page, refused).locator("details summary").click();

        assertThat(card(page, stored).locator("[data-field=via]")).hasText("Xet");
        assertThat(card(page, stored).locator(".files .file-state")).containsText("Xet");
        Locator state = card(page, refused).locator(".files .file-state");
        assertThat(state).containsText("HTTP");
        assertThat(state).containsText("Not over Xet: ");
        assertThat(state).containsText("AccessDenied");
        shots(page, "watch-ways");
    }

    @Test
    void aWaitIsToldWithItsReasonWhereThePhaseStands() {
        hub.add(StandInRepo.model("watch/waits").file("model.safetensors", Content.generated(3, 900)));
        hub.faults().add(Fault.status("watch/waits", 503));
        String id = ServiceClient.start("watch/waits");
        Page page = open();
        Locator card = card(page, id);

        assertThat(card.locator(".now:has([data-field=phase][hidden]) [data-field=waiting]:visible"))
                .hasCount(1); // at one time: it waits, tries and waits again
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
        assertThat(card(page, one).locator("[data-field=rate]")).containsText("B/s");
        assertThat(card(page, two).locator("[data-field=rate]")).containsText("B/s");
        card(page, one).locator("details summary").click();
        assertThat(card(page, one).locator(".files .path")).hasCount(2);
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
        Locator card = card(page, id);
        card.locator("details summary").click();
        Locator rows = card.locator(".files li");

        assertThat(card.locator(".rest")).hasText("1001 of 1001 files: 1000 done, 1 under way, 0 waiting, 0 failed");
        assertThat(rows.first().locator(".path")).hasText("last.safetensors");
        assertThat(rows.first()).hasAttribute("aria-setsize", "1001");
        assertThat(rows.count()).isLessThan(30);
        shots(page, "watch-files");
        card.locator(".files").focus();
        page.keyboard().press("End");
        assertThat(card.locator(".files li[aria-posinset='1001'] .path")).hasText("part-0999.bin");
        assertThat(rows.count()).isLessThan(30);

        card.locator(".find").fill("part-07");
        assertThat(card.locator(".rest")).containsText("100 of 1001 files");
        card.locator(".which").selectOption("work");
        assertThat(card.locator(".rest")).hasText("No file is like that.");
        card.locator(".find").fill("");
        assertThat(rows).hasCount(1);
        assertThat(rows.locator(".path")).hasText("last.safetensors");
    }

    @Test
    void aSpeedLimitThatAnotherClientSetIsShownAndWhatIsTypedStays() {
        Page page = open();
        page.locator("#speed > summary").click();
        assertThat(page.locator("#limit-now")).hasText("none");
        try {
            limit("40M");
            assertThat(page.locator("#limit-now")).hasText("40M");
            assertThat(page.locator("#limit")).hasValue("40M");
            page.locator("#limit").fill("12M, 22:00");
            limit("50M");
            assertThat(page.locator("#limit-now")).hasText("50M");
            assertThat(page.locator("#limit")).hasValue("12M, 22:00");
        } finally {
            limit("");
        }
        assertThat(page.locator("#limit-now")).hasText("none");
    }

    private static void limit(String limit) {
        ServiceClient.json(Map.of("limit", limit))
                .put("/api/v1/system/bandwidth-limit")
                .then()
                .statusCode(200);
    }

    @Test
    void openFilesAreKeptUpToDateByTheEventsAlone() {
        String id = slow("watch/files");
        ServiceClient.await(id, "downloading"); // a card that gets other markup asks for its files again
        Page page = open();
        page.waitForResponse(answer -> answer.url().endsWith("/api/v1/downloads"), page::reload);
        Locator card = card(page, id);
        assertThat(card.locator("[data-field=rate]")).containsText("B/s");
        awaitTicks(page, 4); // this long after the first snapshot and the poll before it, which ask for open files
        card.locator("details summary").click();
        Locator row = card.locator(".files li[data-state=downloading]");
        assertThat(row.locator(".path")).hasText("model.safetensors");
        awaitTicks(page, 1);
        String before = row.locator(".amount").textContent();
        page.evaluate("() => { window.asked = performance.getEntriesByType('resource').length; }");

        assertThat(row.locator(".amount")).not().hasText(before);
        awaitTicks(page, 4);
        assertThat(page.evaluate("performance.getEntriesByType('resource').slice(window.asked)"
                        + ".filter(entry => entry.name.includes('/api/v1/downloads/')).length"))
                .isEqualTo(0);
    }
}
