package io.hfdownloader.command.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of the terminal. {@code System.console()} is of no use: it wants the input to be one, too, and on newer
 * Java machines it is always there.
 */
public class Screen {

    private static final Pattern TERMINAL = Pattern.compile("/dev/(?:pts/\\d+|tty.*|console|hvc\\d+)");
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");
    private static final int DEFAULT_COLUMNS = 80;
    private static final int MIN_COLUMNS = 20;
    private static final long LOOK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Map<String, String> environment;
    private int columns;
    private long lastLookNanos;

    public Screen(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether the standard output is a terminal on which a line can be drawn again. */
    public boolean isOutputTerminal() {
        return isTerminal(1);
    }

    /** Whether the standard error output is one. */
    public boolean isErrorTerminal() {
        return isTerminal(2);
    }

    /** Whether somebody can be asked. */
    public boolean isInputTerminal() {
        return isTerminal(0);
    }

    private boolean isTerminal(int descriptor) {
        if ("dumb".equals(environment.get("TERM"))) {
            return false;
        }
        try {
            return TERMINAL.matcher(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                            .toString())
                    .matches();
        } catch (IOException | RuntimeException unknown) { // no Linux
            return System.console() != null && Runtime.version().feature() < 22;
        }
    }

    /** Whether colours are wanted (https://no-color.org). */
    public boolean hasColours() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether it shows more than ASCII. */
    public boolean isUnicode() {
        return Charset.forName(System.getProperty(
                        "stdout.encoding", Charset.defaultCharset().name()))
                .equals(StandardCharsets.UTF_8);
    }

    /** How wide it is; looked at again every few seconds, as windows change. Blocks briefly. */
    public int columns() {
        if (columns == 0 || System.nanoTime() - lastLookNanos > LOOK_INTERVAL_NANOS) {
            columns = Math.max(MIN_COLUMNS, look());
            lastLookNanos = System.nanoTime();
        }
        return columns;
    }

    private int look() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String told = new String(stty.getInputStream().readNBytes(50), StandardCharsets.US_ASCII);
            Matcher size = SIZE.matcher(told);
            if (stty.waitFor(1, TimeUnit.SECONDS)
                    && size.matches()
                    && !size.group(1).equals("0")) {
                return Integer.parseInt(size.group(1));
            }
        } catch (IOException none) { // no terminal, or no stty
            return columnsSet();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return columnsSet();
    }

    private int columnsSet() {
        String set = environment.getOrDefault("COLUMNS", "");
        return set.matches("[1-9]\\d{0,3}") ? Integer.parseInt(set) : DEFAULT_COLUMNS;
    }
}
