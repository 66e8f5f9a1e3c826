package io.hfdownloader.web.page;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;

/** What tests of the list on the Download page have in common: downloads that last as long as wanted. */
abstract class TransferTestBase extends BrowserTestBase {

    /** Slow enough that no download of {@link #SIZE} ends while a test looks at it. */
    static final long CRAWL = 20_000;

    static final long SIZE = 8_000_000;

    /** Starts one that arrives slowly, or waits if others do. */
    String slow(String repo) {
        hub.add(StandInRepo.model(repo)
                .file("config.json", "{}")
                .file("model.safetensors", Content.generated(repo.hashCode(), SIZE)));
        hub.faults().add(Fault.bytesPerSecond(repo, CRAWL));
        return ServiceClient.start(repo);
    }

    /** One that is whole in a moment. */
    String quick(String repo) {
        hub.add(StandInRepo.model(repo).file("config.json", "{}").file("model.safetensors", Content.generated(1, 900)));
        return ServiceClient.fetch(Map.of("repo", repo));
    }

    /** Many that are whole in a moment. */
    void quick(String repo, int count) {
        for (int i = 0; i < count; i++) {
            hub.add(StandInRepo.model(repo + i).file("model.safetensors", Content.generated(i, 900)));
            ServiceClient.start(repo + i);
        }
        ServiceClient.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> ServiceClient.get(ServiceClient.DOWNLOADS)
                                .where("", "state", "completed")
                                .size()
                        == count);
    }

    /** One that fails for good. */
    String failed(String repo) {
        hub.add(StandInRepo.model(repo).file("model.safetensors", Content.generated(2, 900)));
        hub.faults().add(Fault.status(repo + "/resolve", 404));
        String id = ServiceClient.start(repo);
        ServiceClient.await(id, "failed");
        return id;
    }

    static Locator row(Page page, String id) {
        return page.locator(".transfers > li[data-id='" + UUID.fromString(id) + "']");
    }

    static Locator button(Page page, String id, String action) {
        return row(page, id).locator("[data-action=" + action + "]");
    }

    /** Opens the details of a row, which are fetched then. */
    static Locator open(Page page, String id) {
        button(page, id, "details").click();
        Locator details = row(page, id).locator(".transfer-details");
        PlaywrightAssertions.assertThat(details).isVisible();
        return details;
    }

    /** Picks from the menu of a row. */
    static void pick(Page page, String id, String item) {
        button(page, id, "more").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(item))
                .click();
    }

    /** Returns when the server told this many more things. */
    static void awaitTicks(Page page, int count) {
        page.evaluate("""
                count => {
                  document.body.dataset.ticks = 'few';
                  new PerformanceObserver((list, observer) => {
                    count -= list.getEntriesByName('tick').length;
                    if (count <= 0) {
                      observer.disconnect();
                      document.body.dataset.ticks = 'enough';
                    }
                  }).observe({ type: 'measure' });
                }""", count);
        PlaywrightAssertions.assertThat(page.locator("body")).hasAttribute("data-ticks", "enough");
    }

    /** Ids in the order in which the page shows them. */
    static Object order(Page page, String list) {
        return page.evaluate(
                "list => [...document.querySelectorAll(`#${list} > li`)].map(row => row.dataset.id)", list);
    }
}
