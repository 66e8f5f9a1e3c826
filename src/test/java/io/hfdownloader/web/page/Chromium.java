package io.hfdownloader.web.page;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.hfdownloader.web.http.RequestFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** A headless Chromium that is installed on this machine. It notes what goes wrong in pages and lets them call no other host. */
final class Chromium {

    /** The first is Chromium without its windows, which is two thirds of the work: each page costs the others one of those. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
    /**
     * Features that are off. The first two make a page of the browser's own for each window, which costs more than most
     * of ours; the rest are what Playwright switches off by this argument, of which only the last one counts.
     */
    private static final List<String> OFF = List.of(
            "WebUIOmniboxPopup",
            "WebUIOmniboxAimPopup",
            "AvoidUnnecessaryBeforeUnloadCheckSync",
            "BlockOriginHeaderModificationOnRedirect",
            "BoundaryEventDispatchTracksNodeRemoval",
            "DestroyProfileOnBrowserClose",
            "DialMediaRouteProvider",
            "GlobalMediaControls",
            "HttpsUpgrades",
            "LensOverlay",
            "MediaRouter",
            "OptimizationHints",
            "PaintHolding",
            "ThirdPartyStoragePartitioning",
            "Translate");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // the only other host that a page may call by mistake is one of this machine, and that is noted
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            "--disable-features=" + String.join(",", OFF));

    private static final double TIMEOUT_MS = 30_000;

    /** A passing message goes after seconds, which a busy machine may spend elsewhere: the last one is kept on the body. */
    private static final String KEEP_NEWS = """
            addEventListener('DOMContentLoaded', () => {
              const news = document.getElementById('news');
              news && new MutationObserver(() => {
                if (news.textContent) document.body.dataset.news = news.textContent;
              }).observe(news, { childList: true, characterData: true, subtree: true });
            });""";

    private static @Nullable Chromium running;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(ARGUMENTS));
    }

    /**
     * The one of all tests, started for the first of them: each page has a session of its own. It is closed with the
     * tested service, see {@link SharedBrowser}. Skips the tests of the class that calls this where no Chromium is
     * installed.
     */
    static Chromium running() {
        if (running == null || !running.browser.isConnected()) {
            Optional<Path> executable = find();
            Assumptions.assumeTrue(
                    executable.isPresent(),
                    "SKIPPED, the pages were not tested in a browser: none of " + NAMES + " is on the PATH");
            close();
            running = new Chromium(executable.get());
        }
        return running;
    }

    /** Closes the one that is running, if there is one. */
    static void close() {
        if (running != null) {
            running.playwright.close(); // and with it the browser
            running = null;
        }
    }

    /** A page of ours in a fresh session of its own. */
    Page open(String address) {
        return openIn("en-GB", address);
    }

    /** A page of ours in the browser of somebody who reads this language first. */
    Page openIn(String language, String address) {
        return checked(address, blank(address, language));
    }

    private Page checked(String address, Page page) {
        Response answer = page.navigate(address);
        if (!RequestFilter.CONTENT_SECURITY_POLICY.equals(answer.headers().get("content-security-policy"))) {
            complaints.add(address + " is served without the policy " + RequestFilter.CONTENT_SECURITY_POLICY);
        }
        return page;
    }

    /** A page that others wrote and we serve: all that the browser logs as an error counts. */
    Page openForeign(String address) {
        return openForeign(address, page -> {});
    }

    /** @param prepared what is to be done before the page is asked for */
    Page openForeign(String address, Consumer<Page> prepared) {
        Page page = blank(address, "en-GB");
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onRequestFailed(request -> complaints.add(request.url() + ": " + request.failure()));
        prepared.accept(page);
        page.navigate(address);
        return page;
    }

    /** A page of a fresh session that nothing was asked for yet; it is to stay on the host of this address. */
    Page blankIn(String language, String address) {
        return blank(address, language);
    }

    private Page blank(String address, String language) {
        BrowserContext session = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale(language)
                .setTimezoneId("UTC"));
        session.setDefaultTimeout(TIMEOUT_MS);
        String host = URI.create(address).resolve("/").toString();
        session.onRequest(request -> {
            if (request.url().startsWith("http") && !request.url().startsWith(host)) {
                complaints.add("Another host was called: " + request.url());
            }
        });
        Page page = session.newPage();
        page.addInitScript(KEEP_NEWS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /** What the page told last in passing, even if it is gone again. */
    static void assertNews(Page page, Pattern news) {
        assertThat(page.locator("body")).hasAttribute("data-news", news);
    }

    /** What the page told last in passing, even if it is gone again. */
    static void assertNews(Page page, String news) {
        assertThat(page.locator("body")).hasAttribute("data-news", news);
    }

    /** The page measures no time from now on: what is offered for some seconds stays. Its timers go on. */
    static void stopTime(Page page) {
        page.evaluate("() => { const now = performance.now(); performance.now = () => now; }");
    }

    /** So much time passes at once in a page whose time was stopped. */
    static void letPass(Page page, Duration time) {
        page.evaluate("passed => { const now = performance.now() + passed; performance.now = () => now; }", (double)
                time.toMillis());
    }

    /** Closes all pages; gives the script errors, breaches of the policy and calls to other hosts there were in them. */
    List<String> closePages() {
        List<String> all = List.copyOf(complaints);
        for (BrowserContext context : browser.contexts()) { // or they go on listening and asking
            context.pages().forEach(Page::unrouteAll); // an answer that a test gives would come while they close
            context.close();
        }
        complaints.clear();
        return all;
    }

    private static Optional<Path> find() {
        List<Path> folders = new ArrayList<>();
        String search = System.getenv("PATH");
        if (search != null) {
            Arrays.stream(search.split(File.pathSeparator)).map(Path::of).forEach(folders::add);
        }
        return NAMES.stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
