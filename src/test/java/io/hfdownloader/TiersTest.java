package io.hfdownloader;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.junit.ArchTag;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every class of tests has one tag, so that none is left out by the commands that run some of them: {@code fast} starts no
 * server, {@code http} is plain JUnit with one, {@code service} asks the service, {@code pages} looks at it in a browser, and
 * {@code process} starts programs.
 */
@Tag("fast")
class TiersTest {

    private static final Set<String> TAGS = Set.of("fast", "http", "service", "pages", "process");
    /** Those that need the service in their own process. */
    private static final Set<String> WITH_THE_SERVICE = Set.of("service", "pages");

    @Test
    void everyTestHasOneTagOfItsKind() throws Exception {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Class<?> type : classesOfTests()) {
            seen++;
            List<String> tags = tags(type);
            if (tags.size() != 1 || !TAGS.containsAll(tags)) {
                wrong.add(type.getName() + " is to have one @Tag of " + TAGS + " and has " + tags);
            } else if (WITH_THE_SERVICE.containsAll(tags) != type.isAnnotationPresent(QuarkusTest.class)) {
                wrong.add(type.getName() + " is " + tags + ", which is for each @QuarkusTest and for no other");
            } else if (type.getName().endsWith("IT") && !tags.contains("process")) {
                wrong.add(type.getName() + " runs against the packaged program, so its tier is process");
            } else if (!type.getName().matches(".*(Test|IT)")) {
                wrong.add(type.getName() + " is run by nobody: the name of a test ends with Test, or with IT");
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(100);
    }

    private static List<Class<?>> classesOfTests() throws Exception {
        Path root = Path.of(TiersTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> found = new ArrayList<>();
        for (String name : names(root)) {
            Class<?> type = Class.forName(name, false, TiersTest.class.getClassLoader());
            if (!Modifier.isAbstract(type.getModifiers()) && hasTests(type)) {
                found.add(type);
            }
        }
        return found;
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .toList();
        }
    }

    private static boolean hasTests(Class<?> type) {
        return !AnnotationSupport.findAnnotatedMethods(type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                        .isEmpty()
                || !AnnotationSupport.findAnnotatedFields(type, Testable.class).isEmpty();
    }

    private static List<String> tags(Class<?> type) {
        return Stream.concat(
                        AnnotationSupport.findRepeatableAnnotations(type, Tag.class).stream()
                                .map(Tag::value),
                        AnnotationSupport.findRepeatableAnnotations(type, ArchTag.class).stream()
                                .map(ArchTag::value))
                .filter(tag -> !tag.equals(QuarkusTest.class.getName())) // each of those has this one, too
                .toList();
    }
}
