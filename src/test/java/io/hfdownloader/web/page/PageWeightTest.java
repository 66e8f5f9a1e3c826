package io.hfdownloader.web.page;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes over the wire before a page can be used. */
@QuarkusTest
class PageWeightTest extends BrowserTestBase {

    private static final int MAX_REQUESTS = 22;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({
        "'', en-GB, 75_000",
        "'', zh-CN, 83_000",
        "?repo=no/model, en-GB, 95_000",
        "manage, en-GB, 67_000",
        "manage, zh-CN, 75_000"
    })
    void thePageIsLightAndAsksForItsScriptsAtOnce(String path, String language, String maxBytes) {
        Page page = chromium.blankIn(language, at(path));
        CDPSession network = page.context().newCDPSession(page);
        AtomicLong bytes = new AtomicLong();
        network.on("Network.loadingFinished", event -> bytes.addAndGet(encoded(event)));
        network.send("Network.enable");
        page.navigate(at(path));
        page.locator("#space")
                .filter(new Locator.FilterOptions().setHasText("B"))
                .waitFor();
        page.waitForFunction("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0");

        int requests = (int) page.evaluate("performance.getEntriesByType('resource').length + 1");
        System.out.printf("FIRST VIEW of /%s in %s: %,d bytes in %d answers%n", path, language, bytes.get(), requests);
        assertThat(bytes.get()).isBetween(10_000L, Long.parseLong(maxBytes.replace("_", "")));
        assertThat(requests).isBetween(5, MAX_REQUESTS);
        assertThat(names(
                        page,
                        "[...document.querySelectorAll('link[rel=modulepreload], script[type=module]')]"
                                + ".map(named => named.href ?? named.src)"))
                .as("modules that the page names, against those that are loaded")
                .isEqualTo(names(
                        page,
                        "performance.getEntriesByType('resource').map(entry => entry.name)"
                                + ".filter(name => name.endsWith('.js'))"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "manage",
                "static/bundle/frame.css",
                "static/shared/base.css",
                "static/bundle/download.js",
                "static/texts/en.js",
                "api/v1/system"
            })
    void textIsCompressed(String path) throws Exception {
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Accept-Encoding", "gzip")
                        .header("Accept", "text/html,*/*")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static/bundle/frame.css",
                "static/shared/base.css",
                "static/bundle/download.js",
                "hf-downloader/static/icon.svg"
            })
    void whatDidNotChangeIsNotSentAgain(String path) throws Exception {
        HttpResponse<Void> first = HTTP.send(
                HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        HttpResponse<Void> again = HTTP.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header(
                                "If-Modified-Since",
                                first.headers().firstValue("Last-Modified").orElseThrow())
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(again.statusCode()).isEqualTo(304);
    }

    private static long encoded(JsonObject event) {
        return event.get("encodedDataLength").getAsLong();
    }

    @SuppressWarnings("unchecked")
    private static List<String> names(Page page, String addresses) {
        return ((List<String>) page.evaluate(addresses))
                .stream()
                        .map(address -> address.replaceFirst(".*/static/", ""))
                        .distinct()
                        .sorted()
                        .toList();
    }
}
