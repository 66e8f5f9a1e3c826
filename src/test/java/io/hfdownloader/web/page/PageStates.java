package io.hfdownloader.web.page;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** All looks that the pages have, by name, each with the way that leads a browser there. A new state of a page goes on this list. */
final class PageStates {

    private static final String QUANTS = "acme/quants-GGUF";

    private PageStates() {}

    /**
     * One look of a page.
     *
     * @param path the page, relative to the root
     * @param prepare what is done before the page is opened
     * @param reach what a user does on the page until it looks so, waited for
     */
    record State(String name, String path, Preparation prepare, Reach reach) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Brings the service and its Hub into a state. */
    interface Preparation {
        void run(PageScenarios pageScenarios) throws Exception;
    }

    /** Brings a page into a state. */
    interface Reach {
        void run(Page page) throws Exception;
    }

    static List<State> all() {
        return List.of(
                // --- choosing
                download(
                        "download-empty",
                        pageScenarios -> {},
                        page -> assertThat(page.locator("#space")).containsText("free in")),
                download("search-open", pageScenarios -> {}, page -> {
                    page.locator("#repo").pressSequentially("quants");
                    assertThat(page.locator("#found")).isVisible();
                    assertThat(page.locator("#found").getByText(QUANTS)).isVisible();
                }),
                download("offer", pageScenarios -> {}, page -> lookUp(page, QUANTS)),
                download("plan", pageScenarios -> {}, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#offer [name=variant][value='Q4_K_M']").check();
                    assertThat(page.locator("#chosen")).containsText("to fetch");
                }),
                download("gated", pageScenarios -> {}, page -> {
                    page.locator("#repo").fill("acme/gated-model");
                    page.locator("#repo").press("Enter");
                    assertThat(page.locator("#problem, #gated")
                                    .filter(visible())
                                    .first())
                            .isVisible();
                }),
                download("not-found", pageScenarios -> {}, page -> {
                    page.locator("#repo").fill("acme/no-such-model");
                    page.locator("#repo").press("Enter");
                    assertThat(page.locator("#problem")).isVisible();
                }),
                download("hub-unreachable", PageScenarios::closeTheHub, page -> {
                    page.locator("#repo").fill(QUANTS);
                    page.locator("#repo").press("Enter");
                    assertThat(page.locator("#problem")).isVisible();
                }),
                download("projector-and-duplicates", pageScenarios -> {}, page -> lookUp(page, "acme/vision-GGUF")),
                download("revisions", pageScenarios -> {}, page -> {
                    lookUp(page, "acme/two-commits");
                    page.locator("#revisions > summary").click();
                    assertThat(page.locator("#revision-list option[value='v1.0']"))
                            .hasCount(1);
                }),
                download("machines", pageScenarios -> {}, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#edit-machines").click();
                    assertThat(page.locator("#machines")).isVisible();
                }),
                download("tree", pageScenarios -> {}, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#tree summary").click();
                    assertThat(page.locator(".tree-row").first()).isVisible();
                }),
                download("basket", pageScenarios -> {}, page -> {
                    page.locator("#several").click();
                    page.locator("#lines").fill("acme/two-formats\n" + QUANTS + "\nhttps://example.com/x");
                    page.locator("#read-lines").click();
                    assertThat(page.locator(".basket-rows > li")).hasCount(3);
                    assertThat(page.locator("#basket-total")).containsText("1 download is ready");
                }),

                // --- watching
                download(
                        "running",
                        PageScenarios::downloadSlowly,
                        page -> assertThat(card(page, "downloading")).isVisible()),
                download("files-open", PageScenarios::downloadSlowly, page -> {
                    assertThat(card(page, "downloading")).isVisible();
                    card(page, "downloading").locator("details > summary").click();
                    assertThat(card(page, "downloading").getByText("model.bin").first())
                            .isVisible();
                }),
                download(
                        "queued",
                        PageScenarios::fillTheQueue,
                        page -> assertThat(card(page, "queued")).isVisible()),
                download(
                        "paused",
                        PageScenarios::pause,
                        page -> assertThat(card(page, "paused")).isVisible()),
                download(
                        "failed",
                        PageScenarios::fail,
                        page -> assertThat(card(page, "failed")).isVisible()),
                download(
                        "completed",
                        PageScenarios::complete,
                        page -> assertThat(card(page, "completed")).isVisible()),
                download("left-out", PageScenarios::leaveFilesOut, page -> {
                    assertThat(card(page, "completed").locator(".notice").first())
                            .isVisible();
                    lookUp(page, "acme/hostile-names");
                    assertThat(page.locator("#chosen")).containsText("left out");
                }),
                download("undo", PageScenarios::downloadSlowly, page -> {
                    Chromium.stopTime(page); // the offer goes after ten seconds, looking takes longer
                    card(page, "downloading").locator("[data-action=cancel]").click();
                    assertThat(page.getByRole(AriaRole.BUTTON, undo()).first()).isVisible();
                }),
                download("speed-limit", pageScenarios -> {}, page -> {
                    page.locator("#speed > summary").click();
                    assertThat(page.locator("#limit")).isVisible();
                }),

                // --- frame
                download("connection-lost", pageScenarios -> {}, page -> {
                    page.context().setOffline(true);
                    assertThat(page.locator("#connection")).containsText("Connection to the server lost");
                }),
                new State(
                        "nothing-here",
                        "nothing/here",
                        pageScenarios -> {},
                        page -> assertThat(page.locator("h1")).isVisible()),

                // --- managing
                manage(
                        "manage-empty",
                        pageScenarios -> {},
                        page -> assertThat(page.locator("#library > .empty")).isVisible()),
                manage(
                        "manage",
                        PageScenarios::fillTheLibrary,
                        page -> assertThat(model(page)).isVisible()),
                manage("manage-grouped", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#view [name=group]").selectOption("namespace");
                    assertThat(page.locator(".group > h3").filter(visible())).hasCount(2);
                }),
                manage("manage-opened", PageScenarios::fillTheLibrary, page -> {
                    model(page).locator("summary").click();
                    assertThat(model(page).locator(".row-path").first()).isVisible();
                }),
                manage("manage-no-match", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#view [name=filter]").fill("no such thing");
                    assertThat(page.locator("#no-match")).isVisible();
                }),
                manage("manage-confirm", PageScenarios::fillTheLibrary, page -> {
                    model(page).locator(".actions [data-action=delete]").click();
                    assertThat(page.locator("#confirm")).isVisible();
                }),
                manage(
                        "manage-toast",
                        PageScenarios::fillTheLibrary,
                        page -> page.evaluate(
                                "async () => (await import('./static/shared/notices.js')).showToast('A model was deleted. '.repeat(40))")),
                manage("manage-gone-upstream", PageScenarios::loseTheRepository, page -> {
                    page.locator(".models > li summary").click();
                    assertThat(page.locator(".details .notice")).containsText("The Hub has no such repository");
                }),
                manage(
                        "manage-held",
                        PageScenarios::pause,
                        page -> assertThat(page.locator("[data-field=held]").filter(visible()))
                                .hasCount(1)),
                new State("manage-chinese", "manage?filter=shelf", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#language [value=zh]").click();
                    assertThat(page.locator("html")).hasAttribute("lang", "zh");
                    assertThat(page.locator("#count")).containsText("项");
                    page.locator("[data-id='shelf/alpha'] summary").click();
                    assertThat(page.locator("[data-id='shelf/alpha'] .row-path").first())
                            .isVisible();
                }));
    }

    private static State download(String name, Preparation prepare, Reach reach) {
        return new State(name, "", prepare, reach);
    }

    private static State manage(String name, Preparation prepare, Reach reach) {
        return new State(name, "manage", prepare, reach);
    }

    private static void lookUp(Page page, String repo) {
        page.locator("#repo").fill(repo);
        page.locator("#repo").press("Enter"); // on a phone the list of what was found may lie over the button
        assertThat(page.locator("#offer")).isVisible();
    }

    private static Locator card(Page page, String state) {
        return page.locator(".cards > li[data-state=" + state + "]").first();
    }

    private static Locator model(Page page) {
        return page.locator(".models > li[data-name='acme/tiny-sharded']");
    }

    private static Page.GetByRoleOptions undo() {
        return new Page.GetByRoleOptions().setName(Pattern.compile("^Undo"));
    }

    private static Locator.FilterOptions visible() {
        return new Locator.FilterOptions().setVisible(true);
    }
}
