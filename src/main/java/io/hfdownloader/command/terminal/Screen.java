package io.hfdownloader.command.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of the terminal. {@code System.console()} is of no use: it wants the input to be one, too, and on newer
 * Java machines it is always there.
 */
public class Screen {

    private static final Pattern TERMINAL_DEVICE = Pattern.compile("/dev/(?:pts/\\d+|tty.*|console|hvc\\d+)");
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");
    private static final int TEST_LIMIT_SECONDS = 5;
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

    /** Whether the standard input is a terminal, so that somebody can be asked, whatever that terminal can show. Blocks briefly. */
    public Input input() {
        try {
            return Input.of(Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString())
                    .orElseGet(Screen::testedInput);
        } catch (IOException | RuntimeException unknown) { // no Linux
            return testedInput();
        }
    }

    /** What every POSIX system can tell. */
    private static Input testedInput() {
        try {
            Process test = new ProcessBuilder("sh", "-c", "test -t 0")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!test.waitFor(TEST_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return Input.UNKNOWN;
            }
            return switch (test.exitValue()) {
                case 0 -> Input.TERMINAL;
                case 1 -> Input.NO_TERMINAL;
                default -> Input.UNKNOWN;
            };
        } catch (IOException noShell) {
            return Input.UNKNOWN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Input.UNKNOWN;
        }
    }

    /** What the standard input is. */
    public enum Input {
        TERMINAL,
        NO_TERMINAL,
        UNKNOWN;

        /** By what Linux calls it; empty where that does not settle it, as with devices and terminals of another container. */
        static Optional<Input> of(String link) {
            if (TERMINAL_DEVICE.matcher(link).matches()) {
                return Optional.of(TERMINAL);
            }
            return link.startsWith("pipe:") || link.startsWith("socket:") || link.equals("/dev/null")
                    ? Optional.of(NO_TERMINAL)
                    : Optional.empty();
        }
    }

    private boolean isTerminal(int descriptor) {
        if ("dumb".equals(environment.get("TERM"))) {
            return false;
        }
        try {
            return TERMINAL_DEVICE
                    .matcher(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
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
