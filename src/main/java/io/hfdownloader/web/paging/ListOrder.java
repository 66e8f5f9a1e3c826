package io.hfdownloader.web.paging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;

/**
 * The order of a list that is given a part at a time. A cursor is the place of the last entry of a part, and no number: what comes and
 * goes meanwhile makes nobody see an entry twice or miss one.
 *
 * @param list name of the list, which its cursors bear
 * @param place what no two entries share, and what stands in the order of the list
 */
public record ListOrder<T>(String list, Function<T, String> place) {

    /** Newest first. */
    public static <T> ListOrder<T> newestFirst(String list, Function<T, Instant> time, Function<T, ?> id) {
        return new ListOrder<>(list, entry -> descending(time.apply(entry)) + id.apply(entry));
    }

    /** Largest first. */
    public static <T> ListOrder<T> largestFirst(String list, ToLongFunction<T> size, Function<T, String> name) {
        return new ListOrder<>(list, entry -> descending(size.applyAsLong(entry)) + name.apply(entry));
    }

    private static String descending(Instant time) {
        return descending(time.getEpochSecond()) + descending(time.getNano());
    }

    /** Of no less than zero; texts that stand the other way round than their numbers. */
    private static String descending(long number) {
        return String.format("%016x", Long.MAX_VALUE - Math.max(0, number));
    }

    String cursor(T entry) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + ":" + place.apply(entry)).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiException with a sentence when no list of this name gave it */
    String placeOf(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(list + ":")) {
                return text.substring(list.length() + 1);
            }
        } catch (IllegalArgumentException unreadable) {
            throw unknown();
        }
        throw unknown();
    }

    private static ApiException unknown() {
        return new ApiException(
                ProblemType.BAD_REQUEST,
                "This list has given no such cursor. Take it from the answer before, or leave it out to begin anew.");
    }
}
