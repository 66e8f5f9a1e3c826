package io.hfdownloader.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The queue on the Download page: its order, and what is done to all of it. */
@QuarkusTest
class QueuePageTest extends TransferTestBase {

    private List<String> ids = List.of();

    /** Two run, three wait. */
    @BeforeEach
    void fill() {
        ids = List.of(slow("queue/a"), slow("queue/b"), slow("queue/c"), slow("queue/d"), slow("queue/e"));
        ServiceClient.await(ids.get(0), "downloading");
        ServiceClient.await(ids.get(1), "downloading");
    }

    @Test
    void oneIsMovedByItsMenuAndKeepsTheFocus() {
        Page page = open();
        isInOrder(page, 2, 3, 4);
        shots(page, "watch-queue");

        button(page, ids.get(2), "more").click();
        assertThat(item(page, "Move up")).hasAttribute("aria-disabled", "true");
        assertThat(item(page, "Move down")).hasAttribute("aria-disabled", "false");
        shots(page, "watch-menu");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.MENU)).hasCount(0);
        assertThat(button(page, ids.get(2), "more")).isFocused();

        button(page, ids.get(4), "more").focus();
        page.keyboard().press("Enter");
        assertThat(item(page, "Download next")).isFocused();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        isInOrder(page, 2, 4, 3);
        assertThat(button(page, ids.get(4), "more")).isFocused();
        assertThat(page.locator("#announcements")).containsText("queue/e is #2 in the queue now.");

        pick(page, ids.get(3), "Download next");
        isInOrder(page, 3, 2, 4);
        pick(page, ids.get(3), "Move down");
        isInOrder(page, 2, 3, 4);
        pick(page, ids.get(3), "Pause");
        assertThat(row(page, ids.get(3))).hasAttribute("data-state", "paused");
        assertThat(row(page, ids.get(4)).locator(".now")).containsText("#2");
        assertThat(order(page, "queue")).isEqualTo(List.of(ids.get(2), ids.get(3), ids.get(4)));
    }

    private static Locator item(Page page, String name) {
        return page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void oneIsMovedWithTheArrowKeys() {
        Page page = open();
        button(page, ids.get(4), "cancel").focus();
        page.keyboard().press("Alt+ArrowUp");
        isInOrder(page, 2, 4, 3);
        assertThat(button(page, ids.get(4), "cancel")).isFocused();

        Locator handle = row(page, ids.get(2)).locator(".handle");
        handle.focus();
        page.keyboard().press("ArrowDown");
        isInOrder(page, 4, 2, 3);
        assertThat(handle).isFocused();
        page.keyboard().press("ArrowDown");
        isInOrder(page, 4, 3, 2);
        assertThat(order()).containsExactly(ids.get(4), ids.get(3), ids.get(2));
    }

    @Test
    void oneIsDraggedToAnotherPlace() {
        Page page = open();
        isInOrder(page, 2, 3, 4);
        drag(page, ids.get(4), ids.get(2));
        assertThat(row(page, ids.get(4))).hasClass("dragged");
        BoundingBox first = row(page, ids.get(4)).boundingBox(); // where it will fall; the rest of it is in the hand
        assertThat(first.y).isLessThan(row(page, ids.get(2)).boundingBox().y);
        assertThat(first.y + first.height)
                .isLessThanOrEqualTo(row(page, ids.get(2)).boundingBox().y);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            photograph(page, "watch-dragged-" + scheme.name().toLowerCase(Locale.ROOT));
        }
        page.mouse().up();
        isInOrder(page, 4, 2, 3);

        drag(page, ids.get(4), ids.get(3));
        page.keyboard().press("Escape");
        page.mouse().up();
        assertThat(page.locator(".dragged")).hasCount(0);
        isInOrder(page, 4, 2, 3);
        assertThat(order()).containsExactly(ids.get(4), ids.get(2), ids.get(3));
    }

    @Test
    void allArePausedAndGoOn() {
        Page page = open();
        page.locator("[data-all=pause]").click();
        assertThat(page.locator(".transfers > li[data-state=paused]")).hasCount(5);
        Chromium.assertNews(page, "5 downloads paused");
        assertThat(page.locator("[data-all=pause]")).isHidden();

        page.locator("[data-all=resume]").click();
        assertThat(page.locator(".transfers > li[data-state=paused]")).hasCount(0);
        Chromium.assertNews(page, "5 downloads resumed");
        assertThat(page.locator("[data-all=pause]")).hasAttribute("aria-label", "Pause all (5)");
    }

    @Test
    void allAreCancelledAndTakenBackAsTheyWere() {
        Page page = open();
        isInOrder(page, 2, 3, 4);
        Locator all = page.locator("[data-all=cancel]");
        all.click();
        assertThat(page.locator("#confirm-title")).hasText("Cancel 5 downloads?");
        page.keyboard().press("Escape");
        assertThat(page.locator(".transfers > li[data-state=cancelled]")).hasCount(0);

        all.click();
        page.locator("#confirm [value=yes]").click();
        assertThat(page.locator(".transfers > li[data-state=cancelled]")).hasCount(5);
        Chromium.assertNews(page, "5 downloads cancelled");
        assertThat(page.locator("#undos > li")).hasCount(0); // one offer for all of them
        assertThat(all).isHidden();

        page.locator(".toast-actions").getByText("Undo").click();
        isInOrder(page, 2, 3, 4);
        assertThat(page.locator("#ended > li")).hasCount(0);
        assertThat(order()).containsExactly(ids.get(2), ids.get(3), ids.get(4));
    }

    @Test
    void whatWasCancelledIsTakenBackByKeyboard() {
        Page page = open();
        String id = ids.get(0);
        assertThat(row(page, id)).isVisible();
        Chromium.stopTime(page);
        button(page, id, "cancel").focus();
        page.keyboard().press("Enter");
        Locator undo = page.locator("[data-undo='" + id + "'] button");
        assertThat(undo).isFocused();
        assertThat(page.locator("#announcements")).containsText("queue/a cancelled. You can undo this for 10 seconds.");
        assertThat(page.locator("[data-undo='" + id + "'] .seconds")).hasText(Pattern.compile("\\d+ s"));
        assertThat(page.locator("#confirm")).isHidden();

        page.keyboard().press("Enter");
        assertThat(undo).hasCount(0);
        assertThat(row(page, id)).hasAttribute("data-state", "queued");
        assertThat(ServiceClient.state(id)).isEqualTo("queued");
        assertThat(button(page, id, "details")).isFocused();
    }

    @Test
    void theOfferToTakeItBackIsInSightForTenSecondsAndThenGoes() {
        Page page = open();
        String id = ids.get(3);
        Chromium.stopTime(page);
        button(page, id, "cancel").click();
        Locator offer = page.locator("[data-undo='" + id + "']");
        assertThat(offer).isVisible();
        shots(page, "watch-undo");
        Chromium.letPass(page, Duration.ofSeconds(5));
        assertThat(offer.locator(".seconds")).hasText(Pattern.compile("[1-5] s"));
        Chromium.letPass(page, Duration.ofSeconds(5));
        assertThat(offer).hasCount(0);
        assertThat(row(page, id).locator(".state")).hasText("Cancelled");
        assertThat(page.locator("#ended > li")).hasCount(1);
    }

    /** The server's clock is set, as a busy machine may take more than ten seconds to open a page. */
    @Test
    void itIsOfferedAlsoWhereThePageIsOpenedLater() {
        String id = ids.get(3);
        ServiceClient.post(ServiceClient.DOWNLOADS + "/" + id + "/cancel")
                .then()
                .statusCode(200);
        Instant ended = Instant.parse(ServiceClient.download(id).getString("endedAt"));
        Page later = chromium.blankIn("en-GB", address.toString());
        serverSays(later, ended.plusSeconds(11));
        later.navigate(address.toString());
        assertThat(later.locator("#past-count")).hasText("1");
        assertThat(later.locator("#undos > li")).hasCount(0);
        later.context().close();

        Page soon = chromium.blankIn("en-GB", address.toString());
        serverSays(soon, ended.plusSeconds(4));
        soon.addInitScript("performance.now = () => 1000;");
        soon.navigate(address.toString());
        Locator offer = soon.locator("[data-undo='" + id + "']");
        assertThat(offer.locator(".seconds")).hasText("6 s");
        soon.reload();
        assertThat(offer.locator(".seconds")).hasText("6 s");
        offer.locator("button").click();
        assertThat(offer).hasCount(0);
        assertThat(row(soon, id)).hasAttribute("data-state", "queued");
        assertThat(ServiceClient.state(id)).isEqualTo("queued");
        soon.context().close();
    }

    /** To a page that polls. */
    private static void serverSays(Page page, Instant now) {
        page.route("**/api/v1/events", Route::abort);
        page.route(
                "**/api/v1/system",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(given().get("/api/v1/system")
                                .asString()
                                .replaceFirst("\"now\":\"[^\"]+\"", "\"now\":\"" + now + "\""))));
    }

    @Test
    void anotherTabOffersItToo() {
        Page one = open();
        Page other = open();
        assertThat(other.locator(".transfers > li")).hasCount(5);
        awaitTicks(other, 2);
        Chromium.stopTime(one);
        Chromium.stopTime(other);
        String id = ids.get(1);
        button(one, id, "cancel").click();
        Locator undo = other.locator("[data-undo='" + id + "'] button");
        undo.click();
        assertThat(one.locator("#undos > li")).hasCount(0);
        assertThat(row(one, id)).hasAttribute("data-state", "queued");
    }

    @Test
    void aDoubleClickCancelsOneOnly() {
        Page page = open();
        button(page, ids.get(2), "cancel").dblclick();
        assertThat(row(page, ids.get(2)).locator(".state")).hasText("Cancelled");

        isInOrder(page, 3, 4);
        assertThat(order()).containsExactly(ids.get(3), ids.get(4));
    }

    @Test
    void variantsOfOneRepositoryAreToldApart() {
        String one = ServiceClient.start(Map.of("repo", "acme/quants-GGUF", "variants", List.of("Q2_K")));
        String two = ServiceClient.start(
                Map.of("repo", "acme/quants-GGUF", "include", List.of("*Q8_0*"), "revision", "main"));
        Page page = open();
        assertThat(row(page, one).locator(".name")).hasText("acme/quants-GGUF Q2_K");
        assertThat(row(page, two).locator(".name")).hasText("acme/quants-GGUF *Q8_0*");
        assertThat(button(page, two, "cancel")).hasAttribute("aria-label", "Cancel: acme/quants-GGUF (*Q8_0*)");
        assertThat(row(page, two).locator(".handle"))
                .hasAttribute("aria-label", "Drag to another place, or use the arrow keys: acme/quants-GGUF (*Q8_0*)");
        shots(page, "watch-variants");

        Chromium.stopTime(page);
        button(page, one, "cancel").click();
        assertThat(page.locator("[data-undo='" + one + "'] .what")).hasText("acme/quants-GGUF (Q2_K) cancelled");
        assertThat(page.locator("[data-undo='" + one + "'] button"))
                .hasAttribute("aria-label", "Undo: resume acme/quants-GGUF (Q2_K)");
        assertThat(page.locator("#announcements")).containsText("acme/quants-GGUF (Q2_K) cancelled");
    }

    private void isInOrder(Page page, Integer... queued) {
        for (int place = 0; place < queued.length; place++) {
            assertThat(row(page, ids.get(queued[place])).locator(".now"))
                    .containsText(place == 0 ? "Next · " : "#" + (place + 1) + " · ");
        }
        assertThat(page.locator("#queue > li[data-state=queued]")).hasCount(queued.length);
        for (int place = 0; place < queued.length; place++) {
            assertThat(page.locator("#queue > li[data-state=queued]").nth(place))
                    .hasAttribute("data-id", ids.get(queued[place]));
        }
    }

    private static List<String> order() {
        return ServiceClient.queued();
    }

    /** The button stays down. */
    private static void drag(Page page, String id, String before) {
        Locator handle = row(page, id).locator(".handle");
        handle.scrollIntoViewIfNeeded();
        BoundingBox from = handle.boundingBox();
        page.mouse().move(from.x + from.width / 2, from.y + from.height / 2);
        page.mouse().down();
        BoundingBox to = row(page, before).boundingBox();
        page.mouse().move(from.x + from.width / 2, to.y + to.height / 2, new Mouse.MoveOptions().setSteps(5));
        page.mouse().move(from.x + from.width / 2, to.y + 4);
    }
}
