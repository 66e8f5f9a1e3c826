package io.hfdownloader.web;

import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;

/** The language of a page: what its reader chose on it, else what the browser asks for, else English. */
final class Language {

    /** Name of the cookie that keeps the reader's choice; the page's script writes it. */
    static final String COOKIE = "language";

    private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.CHINESE);

    private Language() {}

    static Locale of(HttpHeaders request) {
        Cookie chosen = request.getCookies().get(COOKIE);
        return KNOWN.stream()
                .filter(locale -> chosen != null && locale.getLanguage().equals(chosen.getValue()))
                .findFirst()
                .orElseGet(() -> request.getAcceptableLanguages().stream()
                        .flatMap(asked -> KNOWN.stream()
                                .filter(known -> known.getLanguage().equals(asked.getLanguage())))
                        .findFirst()
                        .orElse(Locale.ENGLISH));
    }
}
