package io.hfdownloader.web.page;

import java.util.Locale;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;

/** The language of a page: what its reader chose on it, else what the browser asks for, else English. */
public final class Language {

    /** Name of the cookie that keeps the reader's choice; {@code frame.js} writes it. */
    static final String COOKIE = "language";

    private Language() {}

    public static Locale of(HttpHeaders request) {
        Cookie chosen = request.getCookies().get(COOKIE);
        return Messages.LANGUAGES.stream()
                .filter(locale -> chosen != null && locale.getLanguage().equals(chosen.getValue()))
                .findFirst()
                .orElseGet(() -> asked(request));
    }

    private static Locale asked(HttpHeaders request) {
        return request.getAcceptableLanguages().stream()
                .flatMap(asked -> Messages.LANGUAGES.stream()
                        .filter(known -> known.getLanguage().equals(asked.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
