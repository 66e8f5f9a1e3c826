package io.hfdownloader.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * Whatever templates are given: the arguments of the methods that stand for them, the components of those that are
 * records, the elements of lists, and so on to the texts and numbers that the pages show.
 */
final class TemplateTypes {

    private static final Path CLASSES = Path.of("target", "classes");

    private final Set<Class<?>> seen = new LinkedHashSet<>();

    private TemplateTypes(Collection<Type> given) {
        Deque<Type> left = new ArrayDeque<>(given);
        while (!left.isEmpty()) {
            Type type = left.remove();
            if (type instanceof ParameterizedType generic) {
                left.addAll(Arrays.asList(generic.getActualTypeArguments()));
                seen.add((Class<?>) generic.getRawType());
            } else if (type instanceof Class<?> plain) {
                if (seen.add(plain) && plain.isRecord()) {
                    Stream.of(plain.getRecordComponents())
                            .map(RecordComponent::getGenericType)
                            .forEach(left::add);
                }
            } else {
                throw new IllegalStateException("Templates are given " + type + ", of which nothing is known");
            }
        }
    }

    /** Of all pages. */
    static TemplateTypes ofAllPages() {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/hfdownloader/web"))) {
            return of(files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .<Class<?>>map(TemplateTypes::load)
                    .filter(type -> type.isAnnotationPresent(CheckedTemplate.class))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, TemplateTypes.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the pages that these classes stand for. */
    static TemplateTypes of(List<Class<?>> pages) {
        return new TemplateTypes(pages.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.getReturnType() == TemplateInstance.class)
                .map(Method::getGenericParameterTypes)
                .<Type>flatMap(Stream::of)
                .toList());
    }

    /** Those that are records, by name. */
    List<Class<?>> records() {
        return seen.stream()
                .filter(Class::isRecord)
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }

    /** The others. */
    Set<Class<?>> others() {
        Set<Class<?>> others = new LinkedHashSet<>(seen);
        others.removeIf(Class::isRecord);
        return others;
    }
}
