package io.hfdownloader.web.table;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a table that a page has.
 *
 * @param lines in their order
 * @param summary what the page cannot count by itself; null where all lines are there
 */
public record TableWindow<T>(List<Line<T>> lines, @Nullable Summary summary) {

    /** As many lines are all in the page, which then filters and sorts them by itself. */
    public static final int MAX_WHOLE = 500;

    /** As many come at first where there are more, and with each further step. */
    public static final int LINES = 100;

    /** As many can be asked for at once. */
    public static final int MAX_LINES = 1_000;

    private static final int MAX_LARGEST = 4;

    public TableWindow {
        lines = List.copyOf(lines);
    }

    /**
     * What all lines make together, with those that are not in the page.
     *
     * @param from place of the first line that is there
     * @param seen how many the view has
     * @param bytes of those
     * @param partial of those
     * @param counts how many of all lines each chip stands for
     * @param groups of those whose lines are there
     * @param disk of all lines
     */
    @RegisterForReflection
    public record Summary(
            int from,
            int seen,
            long bytes,
            long partial,
            Map<String, Long> counts,
            Map<String, GroupSum> groups,
            DiskSum disk) {}

    /** All lines of a group. */
    @RegisterForReflection
    public record GroupSum(int count, long bytes) {}

    /**
     * What takes how much.
     *
     * @param largest the largest ones
     * @param count how many of the others take anything
     */
    @RegisterForReflection
    public record DiskSum(long bytes, long partial, List<Sized> largest, long count) {}

    /** One line of the largest. */
    @RegisterForReflection
    public record Sized(String name, long bytes, long partial) {}

    /**
     * A part of a table; all of it where that is not too much.
     *
     * @param from how many lines of the view stand before it
     * @param limit how many it has at most
     */
    public static <T> TableWindow<T> of(List<Line<T>> all, TableView view, int from, int limit) {
        if (all.size() <= MAX_WHOLE) {
            return new TableWindow<>(all, null);
        }
        List<Line<T>> seen = view.of(all);
        int begin = Math.max(0, Math.min(from, seen.size()));
        List<Line<T>> lines =
                seen.subList(begin, Math.min(seen.size(), begin + Math.max(1, Math.min(limit, MAX_LINES))));
        return new TableWindow<>(lines, summary(all, view, seen, begin, lines));
    }

    private static <T> Summary summary(
            List<Line<T>> all, TableView view, List<Line<T>> seen, int from, List<Line<T>> lines) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (TableView.Show show : TableView.Show.values()) {
            counts.put(show.word(), all.stream().filter(show::has).count());
        }
        Map<String, GroupSum> groups = view.group() == TableView.Group.NONE
                ? Map.of()
                : seen.stream()
                        .collect(Collectors.groupingBy(
                                view.group()::of,
                                Collectors.collectingAndThen(
                                        Collectors.toList(), group -> new GroupSum(group.size(), bytes(group)))));
        List<String> shown = lines.stream().map(view.group()::of).distinct().toList();
        return new Summary(
                from,
                seen.size(),
                bytes(seen),
                partial(seen),
                counts,
                groups.entrySet().stream()
                        .filter(group -> shown.contains(group.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                disk(all));
    }

    private static <T> DiskSum disk(List<Line<T>> all) {
        List<Sized> largest = all.stream()
                .map(line -> new Sized(line.name(), line.bytes(), line.partial()))
                .sorted(Comparator.<Sized>comparingLong(line -> line.bytes() - line.partial())
                        .reversed())
                .limit(MAX_LARGEST)
                .toList();
        long taking = all.stream().filter(line -> line.bytes() > line.partial()).count();
        long named =
                largest.stream().filter(line -> line.bytes() > line.partial()).count();
        return new DiskSum(bytes(all), partial(all), largest, taking - named);
    }

    private static long bytes(List<? extends Line<?>> lines) {
        return lines.stream().mapToLong(Line::bytes).sum();
    }

    private static long partial(List<? extends Line<?>> lines) {
        return lines.stream().mapToLong(Line::partial).sum();
    }
}
