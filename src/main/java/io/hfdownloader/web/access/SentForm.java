package io.hfdownloader.web.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What a form of a page sends ({@code application/x-www-form-urlencoded} of the URL standard), read from a body that is short already. Vert.x' own
 * reader tells the log of each part of what is none, and anybody may send that before a login.
 */
final class SentForm {

    private static final int MAX_FIELDS = 16;

    private final Map<String, List<String>> fields;

    private SentForm(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * The first value of each field.
     *
     * @throws ApiException when that is no form
     */
    static SentForm read(@Nullable String body) {
        try {
            Map<String, List<String>> fields = new QueryStringDecoder(
                            body == null ? "" : body, StandardCharsets.UTF_8, false, MAX_FIELDS + 1, true)
                    .parameters();
            if (fields.values().stream().mapToInt(List::size).sum() > MAX_FIELDS) {
                throw new ApiException(ProblemType.BAD_REQUEST, "This form has more fields than any of this server.");
            }
            return new SentForm(fields);
        } catch (IllegalArgumentException broken) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST, "This is no form: behind a % two hexadecimal digits are missing.");
        }
    }

    /** Null where the form has no such field. */
    @Nullable
    String get(String name) {
        List<String> values = fields.get(name);
        return values == null ? null : values.get(0);
    }
}
