package io.hfdownloader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The document on the architecture names places that there are. */
@Tag("fast")
class ArchitectureDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/architecture.md");
    private static final Path JAVA = Path.of("src/main/java/io/hfdownloader");
    private static final Pattern PLACE = Pattern.compile("`([a-z]+(?:/[A-Za-z-]+)+)(\\.[a-z]+)?`");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)(?:\\.[a-z]\\w*)?`");
    /** Not types of the program. */
    private static final Set<String> OTHERS = Set.of("ArchitectureTest");

    @Test
    void placesAreThere() throws IOException {
        List<String> missing = found(PLACE)
                .filter(place -> candidates(place.group(1), place.group(2)).noneMatch(Files::exists))
                .map(MatchResult::group)
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void typesAreThere() throws IOException {
        Set<String> types;
        try (Stream<Path> files = Files.walk(JAVA)) {
            types = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        List<String> missing = found(TYPE)
                .map(type -> type.group(1))
                .filter(type -> !types.contains(type) && !OTHERS.contains(type))
                .distinct()
                .toList();
        assertThat(missing).isEmpty();
    }

    private static Stream<MatchResult> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(DOCUMENT)).results();
    }

    private static Stream<Path> candidates(String place, String extension) {
        if (extension == null) {
            return Stream.of(Path.of(place), JAVA.resolve(place), JAVA.resolve(place + ".java"));
        }
        Path resources = Path.of("src/main/resources");
        return Stream.of(resources, resources.resolve("META-INF/resources"))
                .map(root -> root.resolve(place + extension));
    }
}
