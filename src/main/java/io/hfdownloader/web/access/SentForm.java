package io.hfdownloader.web.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * What a form of a page sends ({@code application/x-www-form-urlencoded} of the URL standard), read from a body that is short already. Vert.x' own
 * reader tells the log of each part of what is none, and anybody may send that before a login.
 */
final class SentForm {

    private static final int MAX_FIELDS = 16;

    private final Map<String, String> fields = new HashMap<>();

    private SentForm() {}

    /**
     * The first value of each field.
     *
     * @throws ApiException when that is no form
     */
    static SentForm read(@Nullable String body) {
        SentForm form = new SentForm();
        if (body == null || body.isEmpty()) {
            return form;
        }
        String[] pairs = body.split("&", MAX_FIELDS + 1);
        if (pairs.length > MAX_FIELDS) {
            throw new ApiException(ProblemType.BAD_REQUEST, "This form has more fields than any of this server.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            form.fields.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return form;
    }

    /** Null where the form has no such field. */
    @Nullable
    String get(String name) {
        return fields.get(name);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST, "This is no form: behind a % two hexadecimal digits are missing.");
        }
    }
}
