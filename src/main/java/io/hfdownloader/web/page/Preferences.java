package io.hfdownloader.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * How a reader wants pages. What was chosen on them is kept in cookies, which {@code preferences.js} writes, so that a page is
 * right from its first byte and no script stands in the way of it.
 *
 * @param language what its reader chose, else what the browser asks for, else English
 * @param theme {@code light} or {@code dark} where one of them was chosen, else null: as the reader's system has it
 */
public record Preferences(Locale language, @Nullable String theme) {

    private static final String LANGUAGE = "language";
    private static final String THEME = "theme";
    private static final Set<String> THEMES = Set.of("light", "dark");

    public static Preferences of(HttpHeaders request) {
        return of(readable(request::getCookies), request.getAcceptableLanguages());
    }

    public static Preferences of(ContainerRequestContext request) {
        return of(readable(request::getCookies), request.getAcceptableLanguages());
    }

    /** A page as this reader wants it. */
    public TemplateInstance show(TemplateInstance page) {
        return page.setLocale(language).data(THEME, theme);
    }

    /** The texts in the reader's language. */
    public Messages messages() {
        return Messages.in(language);
    }

    /** Another program on this host may have set one that is none; then there is no choice. */
    private static Map<String, Cookie> readable(Supplier<Map<String, Cookie>> cookies) {
        try {
            return cookies.get();
        } catch (IllegalArgumentException malformed) {
            return Map.of();
        }
    }

    private static Preferences of(Map<String, Cookie> cookies, List<Locale> languages) {
        Cookie language = cookies.get(LANGUAGE);
        Cookie theme = cookies.get(THEME);
        return new Preferences(
                Messages.LANGUAGES.stream()
                        .filter(locale ->
                                language != null && locale.getLanguage().equals(language.getValue()))
                        .findFirst()
                        .orElseGet(() -> asked(languages)),
                theme != null && THEMES.contains(theme.getValue()) ? theme.getValue() : null);
    }

    private static Locale asked(List<Locale> languages) {
        return languages.stream()
                .flatMap(asked -> Messages.LANGUAGES.stream()
                        .filter(known -> known.getLanguage().equals(asked.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
