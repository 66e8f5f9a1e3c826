package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The settings, on whatever page they are opened. */
@QuarkusTest
class SettingsPageTest extends RepoChoiceTestBase {

    private static final String MACHINES = "/api/v1/system/machines";
    private static final String TOKEN = "/api/v1/system/token";
    private static final String LIMIT = "/api/v1/system/bandwidth-limit";

    @Test
    void theyOpenByTheGearAndByTheAddressAndGiveTheFocusBack() {
        Page page = chromium.blankIn("en-GB", at("manage"));
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(at("manage"));
        assertThat(page.locator("#space")).containsText("B free");
        assertThat(asked).noneMatch(url -> url.contains("/settings-")); // the first view does without
        Locator gear = page.locator("#open-settings");
        gear.focus();
        page.keyboard().press("Enter");
        Locator dialog = page.locator("#settings");
        assertThat(dialog).isVisible();
        assertThat(page.locator("#settings-title")).isFocused();
        assertThat(dialog.locator(".settings-foot")).containsText("Version");
        page.keyboard().press("Escape");
        assertThat(dialog).isHidden();
        assertThat(gear).isFocused();

        page.navigate(at("manage?filter=x#settings-machines"));
        assertThat(dialog).isVisible();
        assertThat(page.locator("#machine-preset")).isFocused();
        assertThat(page.locator("#machine-preset")).isInViewport();
        shots(page, "settings-machines");
        dialog.locator("[data-close]").click();
        assertThat(dialog).isHidden();
        assertThat(page).hasURL(at("manage?filter=x"));
        page.evaluate("location.hash = '#settings'");
        assertThat(dialog).isVisible();
        page.mouse().click(5, 5); // beside it
        assertThat(dialog).isHidden();
    }

    @Test
    void theSpeedLimitIsSetByTheKeyboardAndFollowsOtherClients() {
        String hours = "500M, 22:00-07:00 = unlimited";
        Page page = chromium.open(at("hf-downloader/#settings-limit"));
        Locator part = page.locator("#settings-limit");
        Locator field = part.getByLabel("Another limit, per second over all downloads");
        Locator outcome = part.locator(".outcome");
        Locator onOff = part.getByRole(AriaRole.SWITCH);
        assertThat(onOff).isFocused();
        assertThat(onOff).not().isChecked();
        try {
            field.fill("fast");
            field.press("Enter");
            assertThat(outcome).containsText("\"fast\" is no bandwidth limit");
            assertThat(field).isFocused();
            shots(page, "settings-limit");
            field.fill(hours);
            assertThat(outcome).isHidden();
            field.press("Enter");
            assertThat(outcome).hasText("Limited to " + hours + ".");
            assertThat(onOff).isChecked();
            part.getByText("5 MB/s", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(field).hasValue("5M");
            assertThat(part.locator("button[value='5M']")).hasAttribute("aria-pressed", "true");

            limit("40M");
            assertThat(field).hasValue("40M");
            assertThat(part.locator("[aria-pressed=true]")).hasCount(0);
            field.fill("12M, 22:00");
            limit("50M");
            assertThat(part.locator("button[value='50M']")).hasAttribute("aria-pressed", "true");
            assertThat(field).hasValue("12M, 22:00");
            page.reload(); // whose address opens them again
            assertThat(field).hasValue("50M");
            field.fill("");
            field.press("Enter");
            assertThat(outcome).hasText("No speed limit.");
            assertThat(onOff).not().isChecked();
            onOff.press("Space");
            assertThat(outcome).hasText("Pick a limit first.");
            assertThat(onOff).not().isChecked();
        } finally {
            limit("");
        }
    }

    /** The switch is no way to lose what was typed. */
    @Test
    void theSpeedLimitIsRememberedWhileItIsOff() {
        limit("12M");
        try {
            Page page = chromium.open(at("manage#settings-limit"));
            Locator part = page.locator("#settings-limit");
            Locator field = part.locator("#limit");
            Locator onOff = part.getByRole(AriaRole.SWITCH);
            assertThat(onOff).isChecked();
            onOff.press("Space");
            assertThat(part.locator(".outcome")).hasText("No speed limit.");
            assertThat(field).hasValue("12M");
            page.reload();
            assertThat(field).hasValue("12M");
            assertThat(onOff).not().isChecked();
            onOff.press("Space");
            assertThat(part.locator(".outcome")).hasText("Limited to 12 MB/s.");
            assertThat(ServiceClient.get(LIMIT).getString("limit")).isEqualTo("12M");
        } finally {
            limit("");
        }
    }

    private static void limit(String limit) {
        ServiceClient.json(Map.of("limit", limit)).put(LIMIT).then().statusCode(200);
    }

    @Test
    void aTokenIsGivenTestedAndRemovedAndNeverShown() {
        Page page = chromium.open(at("manage#settings-token"));
        Locator part = page.locator("#settings-token");
        Locator field = part.getByLabel("Token for gated and private models");
        Locator outcome = part.locator(".outcome");
        Locator state = part.locator(".token-state");
        try {
            assertThat(field).isFocused();
            assertThat(state).hasText("No token. Public models need none.");
            field.press("Enter");
            assertThat(outcome).hasText("Paste a token first.");
            field.fill("two words");
            field.press("Enter");
            assertThat(outcome).containsText("has a blank in it");
            field.fill("hf_nobodysToken");
            assertThat(outcome).isHidden();
            field.press("Enter");
            assertThat(outcome)
                    .hasText(
                            "Not saved: Hugging Face does not know this token. It may be mistyped, revoked or expired.");
            assertThat(field).isFocused();
            assertThat(field).hasAttribute("aria-invalid", "true");
            assertThat(part.locator("[data-do=untested]")).isHidden();
            shots(page, "settings-token");

            field.fill(HubStandIn.STAND_IN_TOKEN);
            field.press("Enter");
            assertThat(outcome).hasText("Works. This is the token of member.");
            assertThat(state).hasText("Signed in to Hugging Face as member.");
            assertThat(page.locator("#settings-token-title")).isFocused();
            assertThat(field).hasValue("");
            page.reload();
            assertThat(state).hasText("Signed in to Hugging Face as member.");
            assertThat(page.content()).doesNotContain(HubStandIn.STAND_IN_TOKEN);
            assertThat((String)
                            page.evaluate("[...document.querySelectorAll('input')].map(each => each.value).join(' ')"))
                    .doesNotContain(HubStandIn.STAND_IN_TOKEN);

            part.locator("[data-do=remove]").click();
            assertThat(outcome).hasText("Removed.");
            assertThat(state).hasText("No token. Public models need none.");
            assertThat(field).isFocused();
        } finally {
            given().delete(TOKEN).then().statusCode(200);
        }
    }

    /** By what kind of problem it is: the Hub may have answered, too. */
    @ParameterizedTest
    @CsvSource({"404, en-GB, The Hub refused the request.", "503, zh-CN, Hub 没有响应。"})
    void aTokenThatCannotBeTestedMayBeSavedAllTheSame(int status, String language, String why) {
        boolean chinese = language.startsWith("zh");
        hub.faults().add(Fault.status("/api/whoami-v2", status));
        Page page = chromium.openIn(language, at("manage#settings-token"));
        Locator part = page.locator("#settings-token");
        Locator field = part.locator("#hub-token");
        Locator outcome = part.locator(".outcome");
        Locator anyway = part.locator("[data-do=untested]");
        try {
            field.fill(HubStandIn.STAND_IN_TOKEN);
            field.press("Enter");
            assertThat(outcome)
                    .hasText(
                            why + (chinese ? "令牌无法验证，因此未保存。" : " The token could not be tested, so it was not saved."));
            assertThat(field).isFocused();
            assertThat(anyway).hasText(chinese ? "不验证，直接保存" : "Save without testing");
            field.press("End");
            field.pressSequentially("x"); // it is another one
            assertThat(anyway).isHidden();
            assertThat(outcome).isHidden();
            field.fill(HubStandIn.STAND_IN_TOKEN);
            field.press("Enter");
            anyway.click();
            assertThat(outcome)
                    .hasText(
                            chinese
                                    ? "已保存，但未经验证。如果令牌有误，需授权模型和私有模型仍会被拒绝。"
                                    : "Saved without testing. If it is wrong, gated and private models are still refused.");
            assertThat(anyway).isHidden();
            assertThat(page.locator("#settings-token-title")).isFocused();
        } finally {
            given().delete(TOKEN).then().statusCode(200);
        }
    }

    @Test
    void machinesAreNamedCorrectedAndRemoved() {
        Page page = open("?repo=" + QUANTS);
        page.locator("#add-first-machine").click();
        Locator part = page.locator("#settings-machines");
        Locator outcome = part.locator(".outcome");
        Locator vram = part.getByLabel("VRAM, GB").first();
        Locator name = part.getByLabel("Name").first();
        assertThat(page.locator("#machine-preset")).isFocused();
        part.locator("#add-machine").click();
        assertThat(name).isFocused();
        name.fill("Desk");
        vram.fill("lots");
        vram.press("Enter");
        assertThat(outcome).containsText("“lots” is not a size");
        assertThat(vram).isFocused();
        assertThat(vram).hasAttribute("aria-invalid", "true");
        vram.fill("");
        vram.press("Enter");
        assertThat(outcome).containsText("How much memory does “Desk” have?");
        name.fill("");
        vram.fill("24");
        vram.press("Enter");
        assertThat(outcome).hasText("Give this machine a name.");
        assertThat(name).isFocused();
        name.fill("Desk");
        page.locator("#machine-preset").selectOption("mac-64");
        part.locator("#add-machine").click();
        page.locator("#machine-preset").selectOption("3060");
        part.locator("#add-machine").click();
        assertThat(part.getByLabel("RAM, GB").last()).isFocused(); // which the list cannot know
        shots(page, "settings-machines-named");
        part.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(outcome).hasText("Saved.");
        List<Map<String, Object>> saved = ServiceClient.get(MACHINES).getList("machines");
        assertThat(saved)
                .extracting(machine ->
                        machine.get("name") + " " + gib(machine, "vramBytes") + " " + gib(machine, "ramBytes"))
                .containsExactly("Desk 24 0", "Mac · 64 GB 48 16", "RTX 3060 · 12 GB 12 0");
        page.keyboard().press("Escape");
        assertThat(variant(page, "Q4_K_M").locator(".why")).hasText("Fits in VRAM");

        page.locator("#edit-machines").click();
        for (int i = 0; i < 3; i++) {
            part.locator("[data-do=remove]").first().click();
        }
        part.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(outcome).hasText("Saved.");
        page.keyboard().press("Escape");
        assertThat(page.locator("#add-first-machine")).isVisible();
    }

    private static long gib(Map<String, Object> machine, String field) {
        return ((Number) machine.get(field)).longValue() / GIB;
    }

    @Test
    void whoMayBeNotifiedIsAskedAndToldWhenThePageIsHidden() {
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
        page.locator("#open-settings").click();
        Locator wish = page.getByLabel("Notify me when a download ends");
        assertThat(wish).not().isChecked();
        wish.check();
        page.keyboard().press("Escape");
        page.evaluate("document.documentElement.dataset.hidden = 'yes'");
        assertThat(page.locator("#badge-downloads"))
                .hasAttribute("data-count", "0"); // an end that came before is no news
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));

        Chromium.assertNews(page, "acme/tiny-sharded is complete");
        assertThat(page.locator("body")).hasAttribute("data-told", "HF Downloader: acme/tiny-sharded is complete");
    }

    @Test
    void whatCannotWorkHereIsNotOffered() {
        Page page = open();
        page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false });");
        page.reload();
        page.locator("#open-settings").click();
        assertThat(page.locator("#settings-look")).isVisible();
        assertThat(page.locator("#settings-machines .machines")).isAttached();
        assertThat(page.locator("#settings-notifications")).isHidden();
        page.locator("#theme label:has([value=dark])").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void hooksAreListedAndTriedWhereThereAreSome() {
        Page page = open();
        page.locator("#open-settings").click();
        Locator part = page.locator("#settings-hooks");
        Locator away = part.locator("[data-hook=away]");
        away.click();
        assertThat(part.locator("li:has([data-hook=away]) .notice")).containsText("Could not be delivered");
        assertThat(away).isFocused();
        shots(page, "settings-hooks");

        page.route(
                "**/fragments/hooks",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody("<ul class=\"hooks\"></ul>")));
        page.keyboard().press("Escape");
        page.locator("#open-settings").click();
        assertThat(part).isHidden();
    }
}
