package io.hfdownloader.web.paging;

import java.util.List;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list that may be long.
 *
 * @param items what is in it
 * @param next the cursor of what comes after it; null when this is the end
 */
public record PageOfList<T>(List<T> items, @Nullable String next) {

    /** As many are in one part, when nobody asks for fewer. */
    public static final int MAX_ITEMS = 1_000;

    /**
     * What a client asks for.
     *
     * @param limit how many entries, as it was written; null for as many as there may be
     * @param cursor where, as an answer before gave it; null for the beginning
     */
    public record Wish(@Nullable String limit, @Nullable String cursor) {

        /** @throws ApiException with a sentence when the limit is no number that can be asked for */
        public Wish {
            if (limit != null && !isLimit(limit)) {
                throw new ApiException(ProblemType.BAD_REQUEST, "limit must be between 1 and " + MAX_ITEMS + ".");
            }
        }

        private static boolean isLimit(String text) {
            return text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_ITEMS;
        }

        private int items() {
            return limit == null ? MAX_ITEMS : Integer.parseInt(limit);
        }
    }

    public PageOfList {
        items = List.copyOf(items);
    }

    /**
     * The entries behind the one that the cursor names, whether that is still there or not; from the beginning without one.
     *
     * @param all in that order
     * @throws ApiException with a sentence when this list gave no such cursor
     */
    public static <T> PageOfList<T> of(List<T> all, ListOrder<T> order, Wish wish) {
        int from = wish.cursor() == null ? 0 : indexAfter(order.placeOf(wish.cursor()), all, order);
        int to = Math.min(all.size(), from + wish.items());
        return new PageOfList<>(all.subList(from, to), to < all.size() ? order.cursor(all.get(to - 1)) : null);
    }

    private static <T> int indexAfter(String last, List<T> all, ListOrder<T> order) {
        int after = all.size();
        for (int i = all.size() - 1; i >= 0; i--) {
            int compared = order.place().apply(all.get(i)).compareTo(last);
            if (compared == 0) {
                return i + 1;
            }
            after = compared > 0 ? i : after;
        }
        return after;
    }

    /**
     * Tells in a header where the list goes on, for answers that are the list and nothing else. The link is relative: what stands before
     * our paths is the proxies' business.
     */
    public PageOfList<T> linked(RoutingContext request, Wish wish) {
        if (next != null) {
            String path = request.request().path();
            String limit = wish.limit() == null ? "" : "limit=" + wish.limit() + "&";
            request.response()
                    .putHeader(
                            "Link",
                            "<" + path.substring(path.lastIndexOf('/') + 1) + "?" + limit + "cursor=" + next
                                    + ">; rel=\"next\"");
        }
        return this;
    }
}
