package io.hfdownloader.web.paging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.hfdownloader.web.http.ApiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Lists that change while a client goes through them. */
@Tag("fast")
class PageOfListTest {

    private static final ListOrder<String> BY_NAME = new ListOrder<>("names", name -> name);

    private record Entry(String id, Instant since, long bytes) {}

    private static final ListOrder<Entry> NEWEST = ListOrder.newestFirst("entries", Entry::since, Entry::id);
    private static final ListOrder<Entry> LARGEST = ListOrder.largestFirst("sizes", Entry::bytes, Entry::id);

    @Test
    void aListOfMoreThanAThousandIsGivenInParts() {
        List<String> all = IntStream.range(0, 2_500).mapToObj("%05d"::formatted).toList();
        PageOfList<String> first = page(all, null, null);
        assertThat(first.items()).hasSize(1_000);
        PageOfList<String> second = page(all, null, first.next());
        PageOfList<String> third = page(all, null, second.next());
        assertThat(third.next()).isNull();
        List<String> seen = new ArrayList<>(first.items());
        seen.addAll(second.items());
        seen.addAll(third.items());
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void whatComesAndGoesMeanwhileMakesNobodySeeAnEntryTwiceOrMissOne() {
        PageOfList<String> first = page(List.of("b", "d", "f", "h", "j"), "2", null);
        assertThat(first.items()).containsExactly("b", "d");
        // "a" and "c" came before the place, "e" behind it; "d", which the cursor names, has gone
        List<String> then = List.of("a", "b", "c", "e", "f", "h", "j");
        PageOfList<String> second = page(then, "2", first.next());
        assertThat(second.items()).containsExactly("e", "f");
        PageOfList<String> third = page(then, "2", second.next());
        assertThat(third.items()).containsExactly("h", "j");
        assertThat(third.next()).isNull();
        assertThat(page(List.of("a"), "2", second.next()).items()).isEmpty();
    }

    @Test
    void newestAndLargestComeFirst() {
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(new Entry("e" + i, Instant.ofEpochSecond(1_700_000_000 + i / 7, i * 101L), i % 6 * 999_999_937L));
        }
        Collections.shuffle(all, new java.util.Random(4));
        all.sort(Comparator.comparing(Entry::since).reversed().thenComparing(Entry::id));
        assertThat(walked(all, NEWEST)).isEqualTo(all);
        all.sort(Comparator.comparing(Entry::bytes).reversed().thenComparing(Entry::id));
        assertThat(walked(all, LARGEST)).isEqualTo(all);
        assertThat(all.stream().map(LARGEST.place()).toList()).isSorted();
    }

    private static List<Entry> walked(List<Entry> all, ListOrder<Entry> order) {
        List<Entry> seen = new ArrayList<>();
        String cursor = null;
        do {
            PageOfList<Entry> part = PageOfList.of(without(all, seen), order, new PageOfList.Wish("3", cursor));
            seen.addAll(part.items());
            cursor = part.next();
        } while (cursor != null);
        return seen;
    }

    /** The last that was seen is gone when the next part is asked for. */
    private static List<Entry> without(List<Entry> all, List<Entry> seen) {
        List<Entry> left = new ArrayList<>(all);
        if (!seen.isEmpty()) {
            left.remove(seen.get(seen.size() - 1));
        }
        return left;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "%%%", "bmFtZXM", "ZW50cmllczpk", "ü"})
    void aCursorThatThisListHasNotGivenIsRefused(String cursor) {
        assertThatThrownBy(() -> page(List.of("a"), null, cursor))
                .isInstanceOf(ApiException.class)
                .hasMessage("This list has given no such cursor."
                        + " Take it from the answer before, or leave it out to begin anew.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1001", "99999", "ten", "1.5", "٣"})
    void aLimitThatIsNoneIsRefused(String limit) {
        assertThatThrownBy(() -> page(List.of("a"), limit, null))
                .isInstanceOf(ApiException.class)
                .hasMessage("limit must be between 1 and 1000.");
    }

    private static PageOfList<String> page(List<String> all, @Nullable String limit, @Nullable String cursor) {
        return PageOfList.of(all, BY_NAME, new PageOfList.Wish(limit, cursor));
    }
}
