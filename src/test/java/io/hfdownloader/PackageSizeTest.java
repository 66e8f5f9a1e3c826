package io.hfdownloader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;

import static org.assertj.core.api.Assertions.assertThat;

/** A package is small enough to be looked through, and few of its classes have to be read together. */
@ArchTag("fast")
@AnalyzeClasses(packages = "io.hfdownloader", importOptions = DoNotIncludeTests.class)
class PackageSizeTest {

    private static final int MAX_FILES_PER_PACKAGE = 31;
    private static final int MAX_KNOT = 3;

    @ArchTest
    static void noPackageIsTooLarge(JavaClasses classes) {
        Map<String, Set<String>> files = new TreeMap<>();
        for (JavaClass type : classes) {
            files.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(fileOf(type));
        }
        assertThat(files).isNotEmpty();
        assertThat(files)
                .allSatisfy(
                        (name, found) -> assertThat(found).as(name).hasSizeLessThanOrEqualTo(MAX_FILES_PER_PACKAGE));
    }

    /** Classes that know each other in a circle have to be read together. */
    @ArchTest
    static void noKnotIsTooLarge(JavaClasses classes) {
        assertThat(new Knots(classes).all()).allSatisfy(knot -> assertThat(knot).hasSizeLessThanOrEqualTo(MAX_KNOT));
    }

    private static String fileOf(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** Strongly connected components of files (Tarjan). */
    private static final class Knots {

        private final Map<String, Set<String>> arrows = new TreeMap<>();
        private final Map<String, Integer> order = new HashMap<>();
        private final Map<String, Integer> lowest = new HashMap<>();
        private final Deque<String> stack = new ArrayDeque<>();
        private final List<Collection<String>> found = new ArrayList<>();

        Knots(JavaClasses classes) {
            for (JavaClass type : classes) {
                Set<String> known = arrows.computeIfAbsent(fileOf(type), name -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(arrow -> arrow.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getName().startsWith("io.hfdownloader."))
                        .forEach(target -> known.add(fileOf(target)));
            }
        }

        List<Collection<String>> all() {
            arrows.keySet().stream().filter(file -> !order.containsKey(file)).forEach(this::visit);
            return found;
        }

        private void visit(String file) {
            order.put(file, order.size());
            lowest.put(file, order.get(file));
            stack.push(file);
            for (String known : arrows.getOrDefault(file, Set.of())) {
                if (!order.containsKey(known)) {
                    visit(known);
                    lowest.merge(file, lowest.get(known), Math::min);
                } else if (stack.contains(known)) {
                    lowest.merge(file, order.get(known), Math::min);
                }
            }
            if (lowest.get(file).equals(order.get(file))) {
                Set<String> knot = new TreeSet<>();
                String member;
                do {
                    member = stack.pop();
                    knot.add(member);
                } while (!member.equals(file));
                found.add(knot);
            }
        }
    }
}
