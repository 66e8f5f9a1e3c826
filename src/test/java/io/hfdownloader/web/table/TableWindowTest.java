package io.hfdownloader.web.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A table of more lines than a page has, by what a reader wants to see of it. */
@Tag("fast")
class TableWindowTest {

    private static final List<Line<Integer>> MANY = new ArrayList<>();

    static {
        for (int i = 0; i < 1_200; i++) {
            MANY.add(new Line<>(
                    i,
                    "owner-" + i % 3 + "/model-" + i,
                    i % 100 == 7 ? "dataset" : "model",
                    "owner-" + i % 3,
                    "owner-" + i % 3 + "/model-" + i + " q4_k_m",
                    1_000 + i,
                    i == 5 ? 10 : 0,
                    i / 2,
                    i == 5 ? "incomplete" : "complete",
                    i < 2,
                    i % 2 == 0 ? "gguf" : "safetensors onnx"));
        }
        Collections.shuffle(MANY, new Random(3));
    }

    @Test
    void aPageHasAllLinesOfAShortTableAndTheFirstOfALongOne() {
        assertThat(TableWindow.of(MANY.subList(0, 500), view(Map.of("filter", "nothing")), 0, 100))
                .isEqualTo(new TableWindow<>(MANY.subList(0, 500), null));
        TableWindow<Integer> first = TableWindow.of(MANY, view(Map.of("filter", "owner-2/")), 0, 100);
        assertThat(numbers(first))
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> 3 * i + 2).toList());
        TableWindow<Integer> last = TableWindow.of(MANY, view(Map.of("filter", "owner-2/")), 350, 100);
        assertThat(numbers(last)).startsWith(1_052).endsWith(1_199).hasSize(50);
        assertThat(numbers(TableWindow.of(MANY, view(Map.of()), 5_000, 0))).isEmpty();
        assertThat(numbers(TableWindow.of(MANY, view(Map.of()), -5, 1_000_000))).hasSize(1_000);
    }

    @Test
    void itIsToldWhatAllLinesMakeTogether() {
        TableWindow.Summary summary = TableWindow.of(MANY, view(Map.of("filter", "OWNER-2/ q4")), 0, 100)
                .summary();
        assertThat(summary).isNotNull();
        assertThat(summary.seen()).isEqualTo(400);
        assertThat(summary.bytes())
                .isEqualTo(IntStream.range(0, 400).mapToLong(i -> 1_002 + 3 * i).sum());
        assertThat(summary.partial()).isEqualTo(10);
        assertThat(summary.counts())
                .isEqualTo(Map.of(
                        "all",
                        1_200L,
                        "updates",
                        2L,
                        "unfinished",
                        1L,
                        "gguf",
                        600L,
                        "safetensors",
                        600L,
                        "datasets",
                        12L));
        assertThat(summary.disk().bytes())
                .isEqualTo(IntStream.range(0, 1_200).mapToLong(i -> 1_000 + i).sum());
        assertThat(summary.disk().largest())
                .extracting(TableWindow.Sized::name)
                .containsExactly(
                        "owner-2/model-1199", "owner-1/model-1198", "owner-0/model-1197", "owner-2/model-1196");
        assertThat(summary.disk().count()).isEqualTo(1_196);
        assertThat(summary.groups()).isEmpty();
    }

    @Test
    void linesAreSortedAndGroupedAsThePageDoesIt() {
        assertThat(numbers(first(Map.of("sort", "size")))).startsWith(1_199, 1_198, 1_197);
        assertThat(numbers(first(Map.of("sort", "size", "order", "reverse")))).startsWith(0, 1, 2);
        assertThat(numbers(first(Map.of("sort", "date")))).startsWith(1_198, 1_199, 1_197);
        assertThat(numbers(first(Map.of("order", "reverse")))).startsWith(1_199, 1_196);
        assertThat(numbers(first(Map.of("show", "datasets", "sort", "size")))).startsWith(1_107, 1_007);
        assertThat(numbers(first(Map.of("show", "klingon", "sort", "klingon", "order", "klingon"))))
                .startsWith(0, 3, 6);
        TableWindow<Integer> grouped = first(Map.of("group", "namespace", "sort", "size"));
        assertThat(numbers(grouped)).startsWith(1_199, 1_196, 1_193);
        assertThat(grouped.summary()).isNotNull();
        assertThat(grouped.summary().groups()).containsOnlyKeys("owner-2").hasValueSatisfying(new SumOf(400));
    }

    @Test
    void namesAreSortedAsPeopleDoIt() {
        List<String> names = new ArrayList<>(List.of("b10", "B9", "a", "b", "b010", "b9x", "10", "9", "b9"));
        names.sort(NaturalOrder.NAMES);
        assertThat(names).containsExactly("9", "10", "a", "b", "B9", "b9", "b9x", "b010", "b10");
    }

    private static final class SumOf extends org.assertj.core.api.Condition<TableWindow.GroupSum> {
        SumOf(int count) {
            super(sum -> sum.count() == count, "a sum of %s lines", count);
        }
    }

    private static TableWindow<Integer> first(Map<String, String> asked) {
        return TableWindow.of(MANY, view(asked), 0, 100);
    }

    private static List<Integer> numbers(TableWindow<Integer> window) {
        return window.lines().stream().map(Line::of).toList();
    }

    private static TableView view(Map<String, String> asked) {
        return TableView.of(asked::get);
    }
}
