package io.hfdownloader.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.quarkus.arc.Arc;
import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateInstance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** All looks that the pages have, by name, each with the way that leads a browser there. A new state of a page goes on this list. */
final class PageStates {

    private static final String QUANTS = "acme/quants-GGUF";

    private PageStates() {}

    /**
     * One look of a page.
     *
     * @param path the page, relative to the root
     * @param subject what the state is about, by a selector: where it lies below the first screen, a picture shows it
     * @param prepare what is done before the page is opened
     * @param reach what a user does on the page until it looks so, waited for
     */
    record State(String name, String path, String subject, Preparation prepare, Reach reach) {
        State(String name, String path, Preparation prepare, Reach reach) {
            this(name, path, "main", prepare, reach);
        }

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
                        page -> assertThat(page.locator(".result-link").first()).isVisible()),
                new State("search-results", "?q=quants&fits=no", PageScenarios::nameMachines, page -> {
                    assertThat(page.locator(".result-fit").filter(visible()).first())
                            .isVisible();
                    page.locator("#open-filters").click();
                    page.locator("#repo").fill("acme/quants-GGUF:Q4_K_M");
                    assertThat(page.locator("#open-named")).isVisible();
                }),
                new State(
                        "search-none",
                        "?q=nothing-like-this&format=gguf&size=8B",
                        pageScenarios -> {},
                        page -> assertThat(page.locator("#no-results [value=clear]"))
                                .isVisible()),
                new State(
                        "search-asking",
                        "?q=acme",
                        PageScenarios::letTheHubTakeItsTime,
                        page -> assertThat(page.locator("#result-count")).hasText("Searching…")),
                download("offer", PageScenarios::nameNoMachine, page -> lookUp(page, QUANTS)),
                new State("choosing-chinese", "?repo=" + QUANTS, PageScenarios::downloadSlowly, page -> {
                    page.context().addCookies(List.of(new Cookie("language", "zh").setUrl(page.url())));
                    page.reload();
                    assertThat(page.locator("#model")).hasAttribute("data-state", "shown");
                    page.locator("#variants [name=variant]").first().check();
                    assertThat(page.locator("#start")).isVisible();
                }),
                download("fits", PageScenarios::nameMachines, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#more-variants").click();
                    page.locator("#several-variants").check();
                    page.locator(".why").first().focus();
                    assertThat(page.locator("#tooltip")).isVisible();
                }),
                new State(
                        "asking",
                        "?repo=" + QUANTS,
                        PageScenarios::letTheHubTakeItsTime,
                        page -> assertThat(page.locator(".skeleton")).isVisible()),
                download("plan", PageScenarios::downloadSlowly, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#variants [name=variant]").first().check();
                    assertThat(page.locator("#chosen")).containsText("to download");
                    assertThat(page.locator("#total-speed")).isVisible();
                }),
                download("gated", pageScenarios -> {}, page -> {
                    page.locator("#repo").fill("acme/gated-model");
                    page.locator("#repo").press("Enter");
                    assertThat(page.locator("#gate")).isVisible();
                }),
                download("not-found", pageScenarios -> {}, page -> {
                    page.locator("#repo").fill("acme/tiny-shraded");
                    page.locator("#repo").press("Enter");
                    assertThat(page.locator("#suggestions")).isVisible();
                }),
                download("hub-unreachable", PageScenarios::closeTheHub, page -> {
                    page.locator("#repo").fill(QUANTS);
                    page.locator("#repo").press("Enter");
                    assertThat(page.locator("#problem")).isVisible();
                    assertThat(page.locator("#hub")).isVisible();
                }),
                download("projector-and-duplicates", pageScenarios -> {}, page -> lookUp(page, "acme/vision-GGUF")),
                download("revisions", pageScenarios -> {}, page -> {
                    lookUp(page, "acme/two-commits");
                    page.locator("#tab-revisions").click();
                    assertThat(page.locator("#revision-list [value='v1.0']")).isVisible();
                }),
                new State(
                        "model-card",
                        "?repo=acme/documented&tab=card",
                        PageScenarios::documentAModel,
                        page -> assertThat(page.locator(".model-card table")).isVisible()),
                download("machines", PageScenarios::nameNoMachine, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#add-first-machine").click();
                    page.locator("#add-machine").click();
                    assertThat(page.locator("#settings-machines li")).isVisible();
                }),
                download("tree", pageScenarios -> {}, page -> {
                    lookUp(page, QUANTS);
                    page.locator("#tab-files").click();
                    assertThat(page.locator(".tree-row").first()).isVisible();
                }),
                new State("basket", "", "#basket", pageScenarios -> {}, page -> {
                    page.locator("#several").click();
                    page.locator("#lines")
                            .fill("acme/two-formats\n" + QUANTS + "\nhttps://example.com/x\nacme/tiny-shraded");
                    page.locator("#read-lines").click();
                    assertThat(page.locator(".basket-rows > li")).hasCount(4);
                    assertThat(page.locator(".basket-meant").filter(visible())).hasCount(1);
                    assertThat(page.locator("#basket-total")).containsText("1 ready");
                    page.locator("#several").click();
                }),

                // --- watching
                watch(
                        "running",
                        PageScenarios::downloadSlowly,
                        page -> assertThat(card(page, "downloading")).isVisible()),
                watch("files-open", PageScenarios::downloadSlowly, page -> {
                    assertThat(card(page, "downloading")).isVisible();
                    card(page, "downloading").locator("[data-action=details]").click();
                    assertThat(card(page, "downloading").getByText("model.bin").first())
                            .isVisible();
                }),
                watch(
                        "queued",
                        PageScenarios::fillTheQueue,
                        page -> assertThat(card(page, "queued")).isVisible()),
                watch("trouble", PageScenarios::pauseWaitAndFail, page -> {
                    assertThat(card(page, "paused")).isVisible();
                    assertThat(card(page, "failed")).isVisible();
                    assertThat(page.locator("li[data-waiting]")).isVisible();
                }),
                watch("failed", PageScenarios::fail, page -> {
                    card(page, "failed").locator("[data-action=details]").click();
                    assertThat(card(page, "failed").locator(".notice a").first())
                            .isVisible();
                }),
                watch("completed", PageScenarios::complete, page -> {
                    card(page, "completed").locator("[data-action=more]").click();
                    assertThat(page.getByRole(AriaRole.MENUITEM).first()).isVisible();
                }),
                watch("left-out", PageScenarios::leaveFilesOut, page -> {
                    card(page, "completed").locator("[data-action=details]").click();
                    assertThat(card(page, "completed")
                                    .locator(".notice")
                                    .filter(visible())
                                    .first())
                            .isVisible();
                    lookUp(page, "acme/hostile-names");
                    assertThat(page.locator("#chosen-notes")).containsText("left out");
                }),
                watch("undo", PageScenarios::downloadSlowly, page -> {
                    Chromium.stopTime(page); // the offer goes after ten seconds, looking takes longer
                    card(page, "downloading").locator("[data-action=cancel]").click();
                    assertThat(page.getByRole(AriaRole.BUTTON, undo()).first()).isVisible();
                }),

                // --- frame
                download("connection-lost", pageScenarios -> {}, page -> {
                    page.context().setOffline(true);
                    assertThat(page.locator("#connection")).isVisible();
                }),
                download("settings", pageScenarios -> {}, page -> {
                    page.locator("#open-settings").click();
                    assertThat(page.locator("#settings-look")).isVisible();
                }),
                manage("shortcuts", pageScenarios -> {}, page -> {
                    assertThat(page.locator("#space")).containsText("B free");
                    page.keyboard().press("?");
                    assertThat(page.locator("#shortcuts")).isVisible();
                }),
                manage(
                        "busy",
                        PageScenarios::fillTheQueue,
                        page -> assertThat(page.locator("#total-speed")).isVisible()),
                new State(
                        "nothing-here",
                        "nothing/here",
                        pageScenarios -> {},
                        page -> assertThat(page.locator("h1")).isVisible()),

                // --- pages of a server where people log in, as this one renders them
                rendered(
                        "login",
                        "LoginPage/login",
                        Locale.ENGLISH,
                        Map.of(
                                "next",
                                "/",
                                "name",
                                "alice",
                                "trouble",
                                "Wrong name or password.",
                                "hasPasswords",
                                true)),
                rendered("access", "AccessPage/tokens", Locale.ENGLISH, tokens()),
                rendered("access-chinese", "AccessPage/tokens", Locale.CHINESE, tokens()),

                // --- managing
                manage(
                        "manage-empty",
                        pageScenarios -> {},
                        page -> assertThat(page.locator(".nothing")).isVisible()),
                manage(
                        "manage",
                        PageScenarios::fillTheLibrary,
                        page -> assertThat(model(page)).isVisible()),
                manage("manage-room", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#open-room").click();
                    assertThat(page.locator("#room-list li").first()).isVisible();
                }),
                manage("manage-adopt", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#open-adopt").click();
                    page.locator("#adopt-search button").click();
                    assertThat(page.locator("#adopt-list li").first()).isVisible();
                }),
                manage("manage-grouped", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#view [name=group]").selectOption("namespace");
                    assertThat(page.locator(".group h2").filter(visible())).hasCount(2);
                }),
                manage("manage-opened", PageScenarios::fillTheLibrary, page -> {
                    model(page).locator("[data-action=open]").click();
                    assertThat(model(page).locator(".row-note").first()).isVisible();
                    model(page).locator(".other-files summary").click();
                    page.locator("#views > summary").click();
                    assertThat(page.locator(".view-list > li")).isVisible();
                }),
                manage("manage-menu", PageScenarios::fillTheLibrary, page -> {
                    model(page).locator("[data-action=menu]").click();
                    assertThat(page.locator("[role=menu]")).isVisible();
                }),
                new State("manage-selected", "manage?filter=shelf", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#select-all").check();
                    assertThat(page.locator("#selected")).isVisible();
                }),
                manage(
                        "manage-arriving",
                        PageScenarios::bringAnotherVariant,
                        page -> assertThat(page.locator(".variants .lacks")).isVisible()),
                manage("manage-update", PageScenarios::changeUpstream, page -> {
                    page.locator("#check-all").click();
                    assertThat(page.locator("[data-action=update]").first()).isVisible();
                }),
                manage("manage-update-preview", PageScenarios::changeUpstream, page -> {
                    page.locator("#check-all").click();
                    page.locator("[data-action=update]").first().click();
                    assertThat(page.locator("#update-preview-changes details")).hasCount(2);
                }),
                manage("manage-no-match", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#view [name=filter]").fill("no such thing");
                    assertThat(page.locator("#no-match")).isVisible();
                }),
                manage("manage-confirm", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#select-all").check();
                    page.locator("[data-bulk=delete]").click();
                    assertThat(page.locator("#confirm")).isVisible();
                }),
                manage("manage-bin", PageScenarios::fillTheBin, page -> {
                    page.locator("#bin summary").click();
                    assertThat(page.locator("#bin-entries li").first()).isVisible();
                    page.locator("#bin").scrollIntoViewIfNeeded();
                }),
                manage(
                        "manage-toast",
                        PageScenarios::fillTheLibrary,
                        page -> page.evaluate(
                                "async () => (await import('./static/shared/notices.js')).showToast('A model was deleted. '.repeat(40))")),
                manage("manage-gone-upstream", PageScenarios::loseTheRepository, page -> {
                    page.locator("[data-action=open]").click();
                    assertThat(page.locator(".details .notice")).containsText("The Hub has no such repository");
                }),
                manage(
                        "manage-held",
                        PageScenarios::pause,
                        page -> assertThat(page.locator(".model[data-held=true]"))
                                .hasCount(1)),
                new State("manage-chinese", "manage?filter=shelf", PageScenarios::fillTheLibrary, page -> {
                    page.locator("#open-settings").click();
                    page.locator("#language [value=zh]").click();
                    assertThat(page.locator("html")).hasAttribute("lang", "zh");
                    assertThat(page.locator("#count")).containsText("项");
                    page.locator("[data-id='shelf/alpha'] [data-action=open]").click();
                    assertThat(page.locator("[data-id='shelf/alpha'] .row-note").first())
                            .isVisible();
                }));
    }

    /** A page that the server of the tests has not, as nobody logs in to it. */
    private static State rendered(String name, String template, Locale language, Map<String, Object> data) {
        return new State(name, "nothing/here", pageScenarios -> {}, page -> {
            TemplateInstance instance = Arc.container()
                    .instance(Engine.class)
                    .get()
                    .getTemplate(template)
                    .instance();
            data.forEach(instance::data);
            String html = instance.setLocale(language).render();
            String address = page.url().replace("nothing/here", "rendered");
            page.route(
                    address,
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody(html)));
            page.navigate(address);
            assertThat(page.locator(".panel")).isVisible();
        });
    }

    private static Map<String, Object> tokens() {
        return Map.of(
                "made",
                "hfd_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
                "name",
                "backup",
                "trouble",
                "",
                "rows",
                List.of(
                        Map.of("id", "1", "name", "backup", "scope", "read", "made", "2026-11-27", "used", ""),
                        Map.of(
                                "id", "2",
                                "name", "comfy",
                                "scope", "download",
                                "made", "2026-11-20",
                                "used", "2026-11-26")));
    }

    private static State download(String name, Preparation prepare, Reach reach) {
        return new State(name, "", prepare, reach);
    }

    private static State watch(String name, Preparation prepare, Reach reach) {
        return new State(name, "", "#downloads", prepare, reach);
    }

    private static State manage(String name, Preparation prepare, Reach reach) {
        return new State(name, "manage", prepare, reach);
    }

    private static void lookUp(Page page, String repo) {
        page.locator("#repo").fill(repo);
        page.locator("#repo").press("Enter"); // on a phone the list of what was found may lie over the button
        assertThat(page.locator("#model")).hasAttribute("data-state", "shown");
    }

    private static Locator card(Page page, String state) {
        return page.locator(".transfers > li[data-state=" + state + "]").first();
    }

    private static Locator model(Page page) {
        return page.locator(".model[data-name='acme/tiny-sharded']");
    }

    private static Page.GetByRoleOptions undo() {
        return new Page.GetByRoleOptions().setName(Pattern.compile("^Undo"));
    }

    private static Locator.FilterOptions visible() {
        return new Locator.FilterOptions().setVisible(true);
    }
}
