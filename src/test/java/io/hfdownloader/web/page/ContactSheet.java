package io.hfdownloader.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

/** What is first seen of each state, on a laptop and on a phone, light and dark; all pictures on one page, {@code index.html}. */
final class ContactSheet {

    /** A screen, in CSS pixels, and how wide its pictures are on the sheet. */
    private enum Screen {
        LAPTOP(1440, 900, 576),
        PHONE(390, 844, 166);

        final int width;
        final int height;
        final int widthOnSheet;

        Screen(int width, int height, int widthOnSheet) {
            this.width = width;
            this.height = height;
            this.widthOnSheet = widthOnSheet;
        }
    }

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Every state of the pages</title>
            <style>
              body { margin: 1rem; font: 14px/1.4 system-ui, sans-serif; background: #888; color: #000 }
              h1, h2 { margin: 1rem 0 .25rem; font-size: 1rem }
              section > div { display: flex; flex-wrap: wrap; gap: .5rem }
              img { display: block; height: auto }
            </style>
            <h1>Every state of the pages, light and dark, on a laptop and on a phone</h1>
            """;

    private final Path folder;
    private final List<String> states = new ArrayList<>();

    /** @param folder where the pictures and the sheet come to lie */
    ContactSheet(Path folder) {
        this.folder = folder;
    }

    /** Photographs a page in this state; the size of its window and its colours are others afterwards. */
    void add(Page page, PageStates.State state) {
        for (Screen screen : Screen.values()) {
            page.setViewportSize(screen.width, screen.height);
            page.evaluate("""
                    selector => {
                      const subject = document.querySelector(selector);
                      scrollTo(0, 0);
                      if (subject && subject.getBoundingClientRect().top > innerHeight / 2) subject.scrollIntoView();
                    }""", state.subject());
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.screenshot(
                        new Page.ScreenshotOptions().setPath(folder.resolve(file(state.name(), screen, scheme))));
            }
        }
        states.add(state.name());
    }

    /** Writes the sheet of all that were added. */
    void write() throws IOException {
        String body = states.stream().map(ContactSheet::row).collect(Collectors.joining());
        Files.writeString(Files.createDirectories(folder).resolve("index.html"), HEAD + body);
    }

    private static String row(String state) {
        StringBuilder row = new StringBuilder("<section><h2>" + state + "</h2><div>\n");
        for (Screen screen : Screen.values()) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                String file = file(state, screen, scheme);
                row.append(
                        "<a href=\"%s\"><img src=\"%s\" alt=\"%s\" width=\"%d\" height=\"%d\" loading=\"lazy\"></a>\n"
                                .formatted(
                                        file,
                                        file,
                                        file,
                                        screen.widthOnSheet,
                                        screen.widthOnSheet * screen.height / screen.width));
            }
        }
        return row + "</div></section>\n";
    }

    private static String file(String state, Screen screen, ColorScheme scheme) {
        return (state + "-" + screen + "-" + scheme + ".png").toLowerCase(Locale.ROOT);
    }
}
