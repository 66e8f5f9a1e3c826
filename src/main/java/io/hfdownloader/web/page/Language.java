package io.hfdownloader.web.page;

import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;

/** The language of a page: what its reader chose on it, else what the browser asks for, else English. */
public final class Language {

    /** Name of the cookie that keeps the reader's choice; {@code frame.js} writes it. */
    static final String COOKIE = "language";

    private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.CHINESE);

    private Language() {}

    public static Locale of(HttpHeaders request) {
        Cookie chosen = request.getCookies().get(COOKIE);
        return KNOWN.stream()
                .filter(locale -> chosen != null && locale.getLanguage().equals(chosen.getValue()))
                .findFirst()
                .orElseGet(() -> asked(request));
    }

    /** What pages say in this language; for rows whose words are put together here and not in a template. */
    static Messages messages(Locale locale) {
        return locale.equals(Locale.ENGLISH) // the bundle's own language has no other name
                ? MessageBundles.get(Messages.class)
                : MessageBundles.get(Messages.class, Localized.Literal.of(locale.toLanguageTag()));
    }

    private static Locale asked(HttpHeaders request) {
        return request.getAcceptableLanguages().stream()
                .flatMap(asked ->
                        KNOWN.stream().filter(known -> known.getLanguage().equals(asked.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
