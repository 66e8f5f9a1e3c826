package io.hfdownloader.web.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * How a reader looks at a table, as the address of the page has it. Where all lines are in the page, {@code filters.js} and {@code orders.js}
 * do the same there; what is no view is the usual one.
 *
 * @param filter words that a line has, all of them
 * @param show which kind of lines
 * @param group by what they are grouped
 * @param sort by what they are sorted
 * @param reversed whether the other end comes first than is usual
 */
public record TableView(String filter, Show show, Group group, Sort sort, boolean reversed) {

    private static final int MAX_WORDS = 30;

    /** What the chips above the table stand for. */
    public enum Show {
        ALL(line -> true),
        UPDATES(Line::behind),
        UNFINISHED(line -> line.partial() > 0
                || List.of("arriving", "paused", "incomplete").contains(line.state())),
        GGUF(line -> hasFormat(line, "gguf")),
        SAFETENSORS(line -> hasFormat(line, "safetensors")),
        DATASETS(line -> line.type().equals("dataset"));

        private final Predicate<Line<?>> test;

        Show(Predicate<Line<?>> test) {
            this.test = test;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean has(Line<?> line) {
            return test.test(line);
        }

        private static boolean hasFormat(Line<?> line, String format) {
            return Arrays.asList(line.formats().split(" ")).contains(format);
        }
    }

    /** By what lines are grouped. */
    public enum Group {
        NONE(line -> ""),
        NAMESPACE(Line::group),
        TYPE(Line::type);

        private final Function<Line<?>, String> key;

        Group(Function<Line<?>, String> key) {
            this.key = key;
        }

        String of(Line<?> line) {
            return key.apply(line);
        }
    }

    /** By what lines, and groups of them, are sorted; numbers are largest first. */
    public enum Sort {
        NAME,
        SIZE,
        DATE;

        private long of(List<? extends Line<?>> lines) {
            return this == SIZE
                    ? lines.stream().mapToLong(Line::bytes).sum()
                    : lines.stream().mapToLong(Line::updated).max().orElse(0);
        }
    }

    /** @param field gives what the address says, or null */
    public static TableView of(Function<String, @Nullable String> field) {
        String filter = field.apply("filter");
        return new TableView(
                filter == null ? "" : filter,
                read(Show.class, field.apply("show"), Show.ALL),
                read(Group.class, field.apply("group"), Group.NONE),
                read(Sort.class, field.apply("sort"), Sort.NAME),
                "reverse".equals(field.apply("order")));
    }

    private static <E extends Enum<E>> E read(Class<E> type, @Nullable String word, E usual) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(usual);
    }

    /** Those that are seen, in their order. */
    <T> List<Line<T>> of(List<Line<T>> all) {
        List<String> words = Arrays.stream(filter.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(MAX_WORDS)
                .toList();
        Map<String, List<Line<T>>> groups = new LinkedHashMap<>();
        all.stream()
                .filter(show::has)
                .filter(line -> words.stream().allMatch(line.search()::contains))
                .sorted(order(line -> List.of(line), Line::name))
                .forEach(line -> groups.computeIfAbsent(group.of(line), name -> new ArrayList<>())
                        .add(line));
        if (groups.size() < 2) {
            return groups.values().stream().findFirst().orElse(List.of());
        }
        Comparator<Map.Entry<String, List<Line<T>>>> byGroup = order(Map.Entry::getValue, Map.Entry::getKey);
        return groups.entrySet().stream()
                .sorted(byGroup)
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private <E, L extends Line<?>> Comparator<E> order(Function<E, List<L>> lines, Function<E, String> name) {
        UnaryOperator<Comparator<E>> turned = order -> reversed ? order.reversed() : order;
        Comparator<E> byName = Comparator.comparing(name, NaturalOrder.NAMES);
        return sort == Sort.NAME
                ? turned.apply(byName)
                : turned.apply(Comparator.<E>comparingLong(each -> sort.of(lines.apply(each)))
                                .reversed())
                        .thenComparing(byName);
    }
}
