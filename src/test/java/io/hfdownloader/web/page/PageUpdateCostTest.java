package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** How much a page has to do at each tick when there is very much to show. Times are printed; what is asserted is the work. */
@QuarkusTest
class PageUpdateCostTest extends TransferTestBase {

    private static final Logger LOG = Logger.getLogger(PageUpdateCostTest.class);
    private static final int FILES = 5_000;
    private static final int MAX_ROWS = 40;
    private static final Pattern TICKS = Pattern.compile("\\d{2,}");

    /** Counts ticks, their times, and the elements that were changed outside of the rows that move. */
    private static final String OBSERVE = """
            moving => {
              window.times = { tick: [], rows: [] };
              window.elsewhere = new Set();
              window.changes = 0;
              new MutationObserver(list => list.forEach(({ target }) => {
                const element = target.nodeType === 1 ? target : target.parentElement;
                if (element?.closest('#announcements')) {
                  return; // what was said before goes away by and by
                }
                window.changes++;
                const row = element?.closest('[data-id]');
                if (!row || !moving.includes(row.dataset.id)) {
                  window.elsewhere.add(element?.id || element?.outerHTML.slice(0, 120));
                }
              })).observe(document.getElementById('downloads'),
                { subtree: true, childList: true, characterData: true, attributes: true });
              new PerformanceObserver(list => {
                list.getEntries().forEach(entry => window.times[entry.name]?.push(entry.duration));
                document.body.dataset.ticks = String(window.times.tick.length);
              }).observe({ type: 'measure' });
            }""";

    @Test
    void aHundredDownloadsInTheListCostNothingWhileTwoOfThemMove() {
        quick("speed/ended-", 60);
        String one = slow("speed/one");
        String two = slow("speed/two");
        ServiceClient.await(one, "downloading");
        ServiceClient.await(two, "downloading");
        for (int i = 0; i < 38; i++) {
            slow("speed/queued-" + i);
        }
        Page page = open();
        assertThat(page.locator("#running > li")).hasCount(2);
        assertThat(page.locator("#queue > li")).hasCount(38);
        page.locator("#older").click();
        assertThat(page.locator("#ended > li")).hasCount(60);
        assertThat(row(page, one).locator(".now")).containsText("B/s");
        assertThat(row(page, two).locator(".now")).containsText("B/s");
        open(page, one);

        measure(page, "100 downloads", one, two);

        assertThat((List<?>) page.evaluate("[...window.elsewhere]")).isEmpty();
        assertThat(perTick(page)).isLessThan(60);
    }

    @Test
    void fiveThousandFilesInAnOpenRowCostNoMoreThanThoseInSight() {
        RepoBuilder repo = StandInRepo.model("speed/files");
        for (int i = 0; i < FILES; i++) {
            repo.file(String.format("shard-%05d.bin", i), Content.generated(i, 400));
        }
        hub.add(repo);
        hub.faults().add(Fault.bytesPerSecond("speed/files", 500));
        String id = ServiceClient.start(Map.of("repo", "speed/files"));
        ServiceClient.await(id, "downloading");
        Page page = open();
        open(page, id);
        assertThat(row(page, id).locator(".rest")).containsText("5000 of 5000 files");

        measure(page, "5,000 files", id);

        assertThat((List<?>) page.evaluate("[...window.elsewhere]")).isEmpty();
        assertThat(row(page, id).locator(".files li").count()).isLessThan(MAX_ROWS);
        assertThat(perTick(page)).isLessThan(60 + 20 * MAX_ROWS);
    }

    private static void measure(Page page, String what, String... moving) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("Performance.enable");
        page.evaluate(OBSERVE, List.of(moving));
        Map<String, Double> before = spent(session);
        assertThat(page.locator("body")).hasAttribute("data-ticks", TICKS);
        Map<String, Double> after = spent(session);
        LOG.infof("%s: %s", what, page.evaluate("""
                () => Object.entries(window.times).filter(([, all]) => all.length > 0).map(([name, all]) => {
                  const sorted = [...all].sort((one, other) => one - other);
                  const [median, most] = [sorted[sorted.length >> 1], sorted[sorted.length - 1]];
                  return `${all.length} times ${name}, median ${median.toFixed(2)} ms, at most ${most.toFixed(2)} ms`;
                }).join('; ') + `; ${(window.changes / window.times.tick.length).toFixed(1)} changes of the page for each tick`"""));
        after.forEach((name, seconds) ->
                LOG.infof("%s: %s %.1f ms in all", what, name, (seconds - before.getOrDefault(name, 0.0)) * 1000));
    }

    private static double perTick(Page page) {
        return ((Number) page.evaluate("window.changes / window.times.tick.length")).doubleValue();
    }

    private static Map<String, Double> spent(CDPSession session) {
        Map<String, Double> spent = new TreeMap<>();
        session.send("Performance.getMetrics").getAsJsonArray("metrics").forEach(metric -> {
            JsonObject object = metric.getAsJsonObject();
            String name = object.get("name").getAsString();
            if (List.of("ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration")
                    .contains(name)) {
                spent.put(name, object.get("value").getAsDouble());
            }
        });
        return spent;
    }
}
