package io.hfdownloader.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.problem.ProblemType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every text that is named is there in every language, and every text that is there is named. */
@Tag("fast")
class MessagesTest {

    private static final Path JAVA = Path.of("src/main/java/io/hfdownloader/web");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path SCRIPTS = Path.of("src/main/resources/META-INF/resources/static");
    private static final Pattern PLURAL_FORM = Pattern.compile("\\.(zero|one|two|few|many|other)$");
    private static final Pattern IN_TEMPLATE = Pattern.compile("\\{t:([\\w.-]+?)(?:\\.raw)?[(}]");
    private static final Pattern JAVA_CALL = Pattern.compile("\\btext\\(([^;]*?)[,)]");
    private static final Pattern SCRIPT_CALL = Pattern.compile("\\btext\\(([^,;]*?)[,)]", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("([\"'`])([a-zA-Z][\\w-]*(?:\\.[\\w-]+)*\\.?)(?:\\1|\\$\\{)");
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private final Messages english = Messages.in(Locale.ENGLISH);

    // --- the languages say the same ----------------------------------------------------------------------------

    @Test
    void allLanguagesHaveTheSameTextsWithTheSameNames() {
        Messages.LANGUAGES.forEach(language -> {
            Messages other = Messages.in(language);
            assertThat(names(other.page())).as(language + ", page").isEqualTo(names(english.page()));
            assertThat(names(other.script())).as(language + ", script").isEqualTo(names(english.script()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfProblemHasAText(ProblemType type) {
        assertThat(english.page()).containsKey("problem." + type.slug());
    }

    @Test
    void noOtherProblemHasAText() {
        assertThat(english.page().keySet().stream()
                        .filter(key -> key.startsWith("problem."))
                        .map(key -> key.substring("problem.".length())))
                .allSatisfy(slug -> assertThat(ProblemType.of(slug)).isPresent());
    }

    /** A template names the parts of a key one after the other. */
    @Test
    void noKeyIsTheBeginningOfAnother() {
        Set<String> keys = whole(english.page());
        assertThat(keys).allSatisfy(key -> assertThat(keys).noneMatch(other -> other.startsWith(key + ".")));
    }

    // --- what is named and what is there -----------------------------------------------------------------------

    @Test
    void templatesAndClassesNameTheTextsThatThereAre() throws IOException {
        Set<String> named = new TreeSet<>();
        Set<String> begun = new TreeSet<>();
        for (String template : sources(TEMPLATES, ".html")) {
            IN_TEMPLATE.matcher(template).results().map(found -> found.group(1)).forEach(named::add);
        }
        named.remove("language");
        for (String source : sources(JAVA, ".java")) {
            collect(JAVA_CALL.matcher(source), named, begun);
            begun.addAll(beginnings(source, english.page()));
        }
        assertAllIsThere(named, begun, english.page());
    }

    @Test
    void scriptsNameTheTextsThatThereAre() throws IOException {
        Set<String> named = new TreeSet<>();
        Set<String> begun = new TreeSet<>();
        Set<String> quoted = new TreeSet<>();
        for (String script : sources(SCRIPTS, ".js")) {
            collect(SCRIPT_CALL.matcher(script), named, begun);
            begun.addAll(beginnings(script, english.script()));
            QUOTED.matcher(script).results().map(found -> found.group(2)).forEach(quoted::add);
        }
        Set<String> keys = whole(english.script());
        quoted.retainAll(keys); // kept in a table and named later
        named.addAll(quoted);
        assertAllIsThere(named, begun, english.script());
    }

    private static void collect(Matcher calls, Set<String> named, Set<String> begun) {
        calls.results().flatMap(call -> QUOTED.matcher(call.group(1)).results()).forEach(found -> {
            String key = found.group(2);
            if (key.endsWith(".")) {
                begun.add(key);
            } else if (key.contains(".")) {
                named.add(key);
            }
        });
    }

    /** What keys begin with that are put together before they are used. */
    private static List<String> beginnings(String source, Map<String, String> texts) {
        return QUOTED.matcher(source)
                .results()
                .map(found -> found.group(2))
                .filter(word -> word.endsWith(".") && texts.keySet().stream().anyMatch(key -> key.startsWith(word)))
                .toList();
    }

    private static void assertAllIsThere(Set<String> named, Set<String> begun, Map<String, String> texts) {
        Set<String> keys = whole(texts);
        assertThat(keys).as("texts that are named and missing").containsAll(named);
        assertThat(begun)
                .as("beginnings of texts, of which there are none")
                .allSatisfy(beginning -> assertThat(keys).anyMatch(key -> key.startsWith(beginning)));
        assertThat(keys.stream()
                        .filter(key -> !named.contains(key) && begun.stream().noneMatch(key::startsWith)))
                .as("texts that nobody names")
                .isEmpty();
    }

    // --- how they are filled in --------------------------------------------------------------------------------

    @Test
    void namesAreFilledInAndNumbersDecideOnTheForm() {
        assertThat(english.text("model.fileCount", Map.of("count", 1))).isEqualTo("1 file");
        assertThat(english.text("model.fileCount", Map.of("count", 2))).isEqualTo("2 files");
        assertThat(Messages.in(Locale.CHINESE).text("model.fileCount", Map.of("count", 1)))
                .isEqualTo("1 个文件");
        assertThat(english.text("frame.version", Map.of("version", "$1\\2"))).isEqualTo("Version $1\\2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frame.version", "no.such.text", "model.fileCount"})
    void whatIsMissingIsNamed(String key) {
        assertThatThrownBy(() -> english.text(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    /** Each text with the names that are to be filled in, over all its forms. */
    private static Map<String, Set<String>> names(Map<String, String> texts) {
        Map<String, Set<String>> names = new TreeMap<>();
        texts.forEach((key, text) -> names.computeIfAbsent(
                        PLURAL_FORM.matcher(key).replaceFirst(" (count)"), first -> new TreeSet<>())
                .addAll(NAME.matcher(text).results().map(MatchResult::group).toList()));
        return names;
    }

    private static Set<String> whole(Map<String, String> texts) {
        return texts.keySet().stream()
                .map(key -> PLURAL_FORM.matcher(key).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sources(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> sources = new TreeSet<>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(ending)).toList()) {
                sources.add(Files.readString(file));
            }
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }
}
