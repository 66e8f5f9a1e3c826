package io.hfdownloader.command.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.hfdownloader.text.UntrustedText;

/** Columns under a heading, each as wide as its widest text. What strangers wrote is made harmless. */
public final class Table {

    private static final int MAX_CELL_CHARS = 160;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heading) {
        rows.add(List.of(heading));
    }

    /** One more row, with as many texts as the heading has. */
    public void add(String... cells) {
        rows.add(List.of(cells).stream()
                .map(cell -> UntrustedText.name(cell, MAX_CELL_CHARS))
                .toList());
    }

    /** Its lines. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> padded(row.get(column), width(column)))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
