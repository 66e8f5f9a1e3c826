package io.hfdownloader.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the system lets this process do, as Linux tells it. Blocks, briefly. */
public final class ProcessLimits {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final Pattern FILE_SIZE = Pattern.compile("Max file size +(\\d{1,18}) .*");
    private static final Pattern FILE_COUNT = Pattern.compile("Max open files +(\\d{1,9}) .*");

    private ProcessLimits() {}

    /** The size of the largest file that it may write; empty when there is no such limit, or the system does not tell. */
    static Optional<Long> fileBytes() {
        try {
            return fileBytes(Files.readAllLines(LIMITS));
        } catch (IOException untold) {
            return Optional.empty();
        }
    }

    static Optional<Long> fileBytes(List<String> lines) {
        return find(FILE_SIZE, lines);
    }

    /** How many files and sockets it may have open at a time; empty when the system does not tell. */
    public static OptionalInt openFiles() {
        try {
            return openFiles(Files.readAllLines(LIMITS));
        } catch (IOException untold) {
            return OptionalInt.empty();
        }
    }

    static OptionalInt openFiles(List<String> lines) {
        return find(FILE_COUNT, lines).stream().mapToInt(Long::intValue).findFirst();
    }

    /** How many it has open now; 0 when the system does not tell. */
    public static int openNow() {
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return (int) open.count();
        } catch (IOException | UncheckedIOException untold) {
            return 0;
        }
    }

    private static Optional<Long> find(Pattern limit, List<String> lines) {
        return lines.stream()
                .map(limit::matcher)
                .filter(Matcher::matches)
                .map(found -> Long.valueOf(found.group(1)))
                .findFirst();
    }
}
