package io.hfdownloader.command.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** One line of a terminal, drawn again and again. */
final class ProgressBar implements Progress {

    private static final String CLEAR_TO_END = "\u001b[K";
    private static final String GREEN = "\u001b[32m";
    private static final String CYAN = "\u001b[36m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";
    private static final String LEFT = " left";
    private static final int MAX_CELLS = 30;
    private static final int MIN_CELLS = 6;
    private static final int MIN_NAME_CHARS = 12;

    private final Screen screen;
    private final PrintStream out;
    private int shownPercent;
    private boolean open;

    ProgressBar(Screen screen, PrintStream out) {
        this.screen = screen;
        this.out = out;
    }

    @Override
    public synchronized void show(JsonNode download) {
        shownPercent = Math.max(shownPercent, ProgressText.percent(download)); // never backwards
        out.print("\r" + line(download, shownPercent, screen.columns() - 1) + CLEAR_TO_END);
        out.flush();
        open = true;
    }

    @Override
    public synchronized void tell(String sentence) {
        close();
        out.println(sentence);
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (open) {
            out.println();
            out.flush();
            open = false;
        }
    }

    /** In this many columns: what has no room is left out, from the end; then the name is cut. */
    String line(JsonNode download, int percent, int columns) {
        String phase = ProgressText.phase(download);
        String share = String.format("%3d%%", percent);
        List<String> details = new ArrayList<>(ProgressText.details(download));
        String name = ProgressText.name(download);
        int fixed = phase.length() + share.length() + 2 + MIN_CELLS + 2 + 1;
        if (download.path("waiting").isObject() && !details.isEmpty()) { // a reason is worth a part of itself
            int last = details.size() - 1;
            int room = columns - fixed - Math.min(name.length(), MIN_NAME_CHARS) - length(details.subList(0, last)) - 3;
            String reason = details.get(last);
            details.set(last, reason.length() <= room ? reason : reason.substring(0, Math.max(0, room - 1)) + ".");
        }
        while (!details.isEmpty() && fixed + Math.min(name.length(), MIN_NAME_CHARS) + 1 + length(details) > columns) {
            String last = details.remove(details.size() - 1);
            if (last.endsWith(LEFT)) { // the time says what it is
                details.add(last.substring(0, last.length() - LEFT.length()));
            }
        }
        int forName = columns - fixed - length(details);
        String shownName = cut(name, forName);
        int cells = Math.min(MAX_CELLS, MIN_CELLS + Math.max(0, forName - shownName.length()));
        String line = phase + " " + shownName + " " + bar(percent, cells, phase) + " " + share;
        return details.isEmpty() ? line : line + "  " + String.join("  ", details);
    }

    private String bar(int percent, int cells, String phase) {
        int full = percent * cells / 100;
        String done = (screen.isUnicode() ? "━" : "#").repeat(full);
        String left = (screen.isUnicode() ? "─" : "-").repeat(cells - full);
        if (!screen.hasColours()) {
            return "[" + done + left + "]";
        }
        String colour = percent == 100 ? GREEN : phase.equals("Downloading") ? CYAN : YELLOW;
        return "[" + colour + done + PLAIN + left + "]";
    }

    private static int length(List<String> details) {
        return details.stream().mapToInt(text -> text.length() + 2).sum();
    }

    private static String cut(String name, int room) {
        if (name.length() <= room) {
            return name;
        }
        return room < 4 ? "" : name.substring(0, room - 1) + "~";
    }
}
