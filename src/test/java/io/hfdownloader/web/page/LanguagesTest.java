package io.hfdownloader.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

/** Every reader meets the pages in one language: what they chose, else what their browser asks for. */
@QuarkusTest
class LanguagesTest extends BrowserTestBase {

    private static final long[] NUMBERS = {
        0, 1, 59, 60, 205, 999, 1_000, 1_049, 7_500, 86_399, 180_000, 999_999, 4_999_999_999L, 1_000_204_886_016L
    };
    private static final Pattern NAME = Pattern.compile("\\{(?:#switch )?(\\w+)");

    /** Text nodes and labels with a word in Latin letters; names, code and what is marked as English may have those. */
    private static final String LATIN = """
            () => {
              const found = [];
              const foreign = 'code, noscript, script, style, [translate=no], [lang=en], .brand, #space';
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
                if (element.closest(foreign)) continue;
                const texts = node.nodeType === Node.TEXT_NODE ? [node.data]
                  : ['aria-label', 'title', 'placeholder'].map(name => node.getAttribute(name) ?? '');
                for (const text of texts) {
                  const rest = text.replace(/[\\w.-]*\\/[\\w.\\/-]+|model-Q8_0\\.gguf|Q8_0|hf_…|tiny-sharded|\\b(Hugging Face|Hub|Space|SNAPSHOT|RTX|RX|XTX|XT|Ti|Ada|Mac|CPU|Esc|kB|MB|GB|TB)\\b/g, '');
                  if (/[A-Za-z]{2,}/.test(rest)) found.push(text.trim());
                }
              }
              return found;
            }
            """;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, en",
                "'zh-CN,zh;q=0.9,en;q=0.8', -, zh",
                "zh-TW, -, zh",
                "'de,zh;q=0.5,en;q=0.4', -, zh",
                "'fr', -, en",
                "'en-US,en;q=0.9,zh;q=0.8', -, en",
                "en, zh, zh",
                "zh, en, en",
                "zh, klingon, zh",
            })
    void theChoiceCountsMoreThanTheBrowserAndOthersReadEnglish(String asked, String chosen, String language) {
        var request = given();
        if (asked != null) {
            request.header("Accept-Language", asked);
        }
        if (chosen != null) {
            request.cookie("language", chosen);
        }
        for (String path : List.of("/", "/manage")) {
            request.get(path).then().statusCode(200).body(containsString("<html lang=\"" + language + "\">"));
        }
    }

    @Test
    void theTextsOfScriptsComeAsAModuleThatIsSentAgainOnlyWhenItChanged() {
        for (String prefix : List.of("", "/hf-downloader")) {
            String tag = given().get(prefix + "/static/texts/zh.js")
                    .then()
                    .statusCode(200)
                    .contentType("text/javascript")
                    .header("Cache-Control", "no-cache")
                    .body(startsWith("export default {"), containsString("已暂停 {count} 个下载任务"))
                    .extract()
                    .header("ETag");
            given().header("If-None-Match", tag)
                    .get(prefix + "/static/texts/zh.js")
                    .then()
                    .statusCode(304);
        }
        given().get("/static/texts/klingon.js").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void theBrowserWritesNumbersAsTheServerDoes(String language) {
        Messages messages = Messages.in(Locale.forLanguageTag(language));
        Page page = chromium.openIn(language, at(""));
        for (long number : NUMBERS) {
            String written = (String) page.evaluate(
                    "async text => { const n = Number(text); const f = await import('./static/shared/formats.js');"
                            + " return [f.bytes(n), f.exactBytes(n), f.rate(n), f.duration(n), f.part(n, n), f.exactPart(n, n)].join('|'); }",
                    Long.toString(number));
            assertThat(written)
                    .isEqualTo(String.join(
                            "|",
                            Formats.bytes(number, messages),
                            Formats.exactBytes(number, messages),
                            Formats.rate(number, messages),
                            Formats.duration(number, messages),
                            Formats.part(number, number, messages),
                            Formats.exactPart(number, number, messages)));
        }
        assertThat(UnitNames.of(Messages.in(Locale.ENGLISH))).isEqualTo(UnitNames.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource({"en-GB, 2 Jan 2020", "zh-CN, 2020年1月2日", "de, Jan 2, 2020"})
    void datesAreThoseOfThePagesLanguage(String browser, String date) {
        Page page = chromium.openIn(browser, at("manage"));
        assertThat((String) page.evaluate(
                        "async () => (await import('./static/shared/formats.js')).localTime('2020-01-02T03:04:05Z')"))
                .startsWith(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hf-downloader/"})
    void theLanguageIsChosenOnThePageAndKept(String prefix) {
        Page page = chromium.open(at(prefix + "manage?filter=tiny"));
        page.locator("#open-settings").click();
        assertThat(page.locator("#language [value=en]")).hasAttribute("aria-pressed", "true");
        page.locator("#language [value=zh]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "zh");
        assertThat(page).hasURL(at(prefix + "manage?filter=tiny"));
        assertThat(page.locator("#view [name=filter]")).hasValue("tiny");
        page.locator("#open-settings").click();
        assertThat(page.locator("#language [value=zh]")).hasAttribute("aria-pressed", "true");
        page.reload();
        assertThat(page.locator("#library-title")).hasText("模型库");
        assertThat(page.context().cookies()).singleElement().satisfies(cookie -> {
            assertThat(cookie.path).isEqualTo("/" + prefix);
            assertThat(cookie.value).isEqualTo("zh");
        });
        page.locator("nav a").first().click();
        assertThat(page).hasURL(at(prefix));
        assertThat(page.locator("html")).hasAttribute("lang", "zh");

        page.locator("#open-settings").click();
        page.locator("#language [value=en]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        page.goBack();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(page.locator("#library-title")).hasText("Library");
    }

    @Test
    void noEnglishIsLeftOnTheChinesePageWhereModelsAreManaged() throws Exception {
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
        put("shelf/alpha/model-Q8_0.gguf", 1_000);
        Page page = chromium.openIn("zh-CN", at("manage"));
        Locator opened = page.locator("[data-id='shelf/alpha']");
        assertThat(opened).isVisible();
        page.getByLabel("筛选", new Page.GetByLabelOptions().setExact(true)).fill("shelf");
        page.locator("[name=group]").selectOption("type");
        opened.locator("[data-action=open]").click();
        assertThat(opened.locator(".row-note")).hasText("model-Q8_0.gguf");
        assertThat(page.locator("#count")).hasText("1 / 2 项 · 1.00 kB");
        assertThat(page.locator(".group h2:visible")).hasText("模型 · 1 个模型 · 1.00 kB");
        opened.locator("[data-action=select]").check();
        page.locator("[data-bulk=delete]").click();
        assertThat(page.locator("#confirm-title")).hasText("删除 shelf/alpha？");
        page.locator("#confirm [value=no]").click();
        page.evaluate("document.querySelectorAll('[data-id^=acme]').forEach(item => item.remove())");

        assertThat((List<?>) page.evaluate(LATIN)).isEqualTo(List.of());
    }

    @Test
    void whatTheApiSaidIsToldInChineseOrMarkedAsEnglish() {
        Page page = chromium.openIn("zh-CN", at("manage"));
        assertThat(page.locator("#space")).containsText("剩余");
        Object told = page.evaluate("""
                async () => {
                  const [api, notices] = await Promise.all([import('./static/shared/api.js'), import('./static/shared/notices.js')]);
                  const news = document.getElementById('news');
                  const tell = said => { notices.showToast(said); return `${news.getAttribute('lang')}: ${news.textContent}`; };
                  const failure = await api.get('./api/v1/nothing').catch(failure => failure);
                  return [failure, '好', 'The disk is full.'].map(tell);
                }""");
        assertThat((List<?>) told).hasSize(3);
        assertThat((String) ((List<?>) told).get(0)).isEqualTo("null: 此地址没有内容。");
        assertThat(((List<?>) told).get(1)).isEqualTo("null: 好");
        assertThat(((List<?>) told).get(2)).isEqualTo("en: The disk is full.");
    }

    private void put(String path, int bytes) throws IOException {
        Path file = models.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        ServiceClient.awaitOnPage(path.substring(0, path.lastIndexOf('/')));
    }
}
