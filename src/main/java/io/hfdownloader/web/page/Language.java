package io.hfdownloader.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;

/** The language of a page: what its reader chose on it, else what the browser asks for, else English. */
public final class Language {

    /** Name of the cookie that keeps the reader's choice; {@code frame.js} writes it. */
    static final String COOKIE = "language";

    private Language() {}

    public static Locale of(HttpHeaders request) {
        return of(readable(request::getCookies), request.getAcceptableLanguages());
    }

    public static Locale of(ContainerRequestContext request) {
        return of(readable(request::getCookies), request.getAcceptableLanguages());
    }

    /** Another program on this host may have set one that is none; then there is no choice. */
    private static Map<String, Cookie> readable(Supplier<Map<String, Cookie>> cookies) {
        try {
            return cookies.get();
        } catch (IllegalArgumentException malformed) {
            return Map.of();
        }
    }

    private static Locale of(Map<String, Cookie> cookies, List<Locale> languages) {
        Cookie chosen = cookies.get(COOKIE);
        return Messages.LANGUAGES.stream()
                .filter(locale -> chosen != null && locale.getLanguage().equals(chosen.getValue()))
                .findFirst()
                .orElseGet(() -> asked(languages));
    }

    private static Locale asked(List<Locale> languages) {
        return languages.stream()
                .flatMap(asked -> Messages.LANGUAGES.stream()
                        .filter(known -> known.getLanguage().equals(asked.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
