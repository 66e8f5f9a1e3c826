package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system lets this process do, as Linux tells it. Blocks, briefly. */
final class ProcessLimits {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern FILE_SIZE = Pattern.compile("Max file size +(\\d{1,18}) .*");

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
        return lines.stream()
                .map(FILE_SIZE::matcher)
                .filter(Matcher::matches)
                .map(found -> Long.valueOf(found.group(1)))
                .findFirst();
    }
}
