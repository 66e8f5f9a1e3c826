package io.hfdownloader.problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind of problem is described in one place, and every other place takes its name from there. */
@Tag("fast")
class ProblemTypeTest {

    private static final Path SOURCES = Path.of("src/main");
    private static final Set<String> SLUGS =
            Arrays.stream(ProblemType.values()).map(ProblemType::slug).collect(Collectors.toSet());
    private static final Pattern SCRIPT_LIST = Pattern.compile("\\[('[a-z-]+'(?:, *)?){2,}\\]");
    private static final Pattern SCRIPT_KIND = Pattern.compile("\\.kind [!=]== '([a-z]+(?:-[a-z]+)+)'");
    private static final Pattern QUOTED = Pattern.compile("['\"]([a-z]+(?:-[a-z]+)+)['\"]");

    @ParameterizedTest
    @EnumSource
    void hasANameAStatusAndATitle(ProblemType type) {
        assertThat(type.slug()).matches("[a-z]+(-[a-z]+)*");
        assertThat(type.status()).isBetween(400, 599);
        assertThat(type.title()).matches("\\p{Lu}[^.]+");
        assertThat(ProblemType.of(type.slug())).contains(type);
    }

    @Test
    void noTwoHaveTheSameName() {
        assertThat(SLUGS).hasSameSizeAs(ProblemType.values());
    }

    @Test
    void standsInJsonByItsName() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.writeValueAsString(ProblemType.REPO_GATED)).isEqualTo("\"repo-gated\"");
        assertThat(json.readValue("\"repo-gated\"", ProblemType.class)).isEqualTo(ProblemType.REPO_GATED);
        assertThat(json.readValue("\"of-a-later-version\"", ProblemType.class)).isEqualTo(ProblemType.INTERNAL);
    }

    @Test
    void noOtherClassWritesAName() throws IOException {
        for (Path file : files(".java")) {
            if (!file.endsWith("ProblemType.java")) {
                assertThat(quoted(Files.readString(file))).as(file.toString()).doesNotContainAnyElementsOf(SLUGS);
            }
        }
    }

    /** A list in a script that names one problem names nothing else. */
    @Test
    void scriptsKnowNoOtherNames() throws IOException {
        for (Path file : files(".js")) {
            String script = Files.readString(file);
            SCRIPT_LIST.matcher(script).results().map(MatchResult::group).forEach(list -> {
                List<String> names = quoted(list);
                if (names.stream().anyMatch(SLUGS::contains)) {
                    assertThat(SLUGS).as(file.toString()).containsAll(names);
                }
            });
            SCRIPT_KIND
                    .matcher(script)
                    .results()
                    .forEach(named -> assertThat(SLUGS).as(file.toString()).contains(named.group(1)));
        }
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
