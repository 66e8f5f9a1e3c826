package io.hfdownloader.web.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list that may be long.
 *
 * @param items what is in it
 * @param next the cursor of what comes after it; null when this is the end
 */
record PageOfList<T>(List<T> items, @Nullable String next) {

    static final int MAX_ITEMS = 1_000;

    PageOfList {
        items = List.copyOf(items);
    }

    /**
     * The items behind the one that the cursor names; from the beginning without one, or when it has gone meanwhile.
     *
     * @throws ApiException with a sentence when the limit is no number that can be asked for
     */
    static <T> PageOfList<T> of(
            List<T> all, Function<T, String> name, Optional<String> limit, Optional<String> cursor) {
        int from = cursor.map(last -> indexOf(all, name, last) + 1).orElse(0);
        int to = Math.min(all.size(), from + limit.map(PageOfList::number).orElse(MAX_ITEMS));
        return new PageOfList<>(all.subList(from, to), to < all.size() ? name.apply(all.get(to - 1)) : null);
    }

    private static <T> int indexOf(List<T> all, Function<T, String> name, String last) {
        for (int i = 0; i < all.size(); i++) {
            if (name.apply(all.get(i)).equals(last)) {
                return i;
            }
        }
        return -1;
    }

    private static int number(String text) {
        int number = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MAX_ITEMS) {
            throw new ApiException(ProblemType.BAD_REQUEST, "limit must be between 1 and " + MAX_ITEMS + ".");
        }
        return number;
    }
}
