package io.hfdownloader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The document on faults names tests that there are. */
@Tag("fast")
class FaultDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/faults.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAME = Pattern.compile("`(?:([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?|([a-z]\\w{15,}))`");
    private static final int ROWS = 30;

    @Test
    void everyTestThatProvesARowIsThere() throws IOException {
        Map<String, String> sources = sources();
        int rows = 0;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| ") && line.contains("`") && !line.startsWith("|---")) {
                assertNamesTests(line, sources);
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(ROWS);
    }

    /** A method without a class belongs to the class that was named last in its row. */
    private static void assertNamesTests(String row, Map<String, String> sources) {
        String proof = row.substring(row.lastIndexOf('|', row.length() - 2));
        Matcher names = NAME.matcher(proof);
        String type = "";
        while (names.find()) {
            type = names.group(1) == null ? type : names.group(1);
            assertThat(sources).as(row).containsKey(type);
            String method = names.group(1) == null ? names.group(3) : names.group(2);
            if (method != null) {
                assertThat(sources.get(type)).as(row).containsPattern("(?:void|ArchRule) " + method + "\\b");
            }
        }
        assertThat(type).as(row).isNotEmpty();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
