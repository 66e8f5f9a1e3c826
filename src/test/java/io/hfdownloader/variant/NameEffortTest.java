package io.hfdownloader.variant;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.hfdownloader.variant.name.WeightFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Whatever a file is called, its name is soon read: the looks at its characters are counted, not timed. */
@Tag("fast")
class NameEffortTest {

    /** The longest path that is read at all. */
    private static final int CHARS = 4_096;

    /** A few hundred for each character; in the square of the length it would be sixteen million. */
    private static final long MAX_LOOKS = 600L * CHARS;

    private static final List<String> UNITS = List.of(
            "-",
            "_",
            ".",
            "/",
            " ",
            "a",
            "0",
            "Q",
            "-1",
            ".0",
            "-00001-of-00002",
            "_int8_avx",
            "Q4_0",
            "Q4_K_M-",
            "tokenizer_",
            ".index.a",
            "a/",
            "model.",
            ".gguf.",
            ".onnx_data",
            "x.mlpackage/",
            "encoder_",
            "step-1_",
            "rank0-",
            "_q8_0.bin",
            "é",
            "bf16_",
            "e4m3");

    /** What follows on a word that begins a name. */
    private static final List<String> STARTED = List.of(
            "optimizer.a",
            "optimizer_",
            "pytorch_model_fsdp-a",
            "model_int8_avx",
            "model_fp16_vnni",
            "0.0",
            "a/0.0",
            "d/a/");

    @Test
    void thePatternsAreThereToBeTried() {
        assertThat(patterns().map(arguments -> arguments.get()[0]))
                .hasSizeGreaterThan(40)
                .contains("WeightFileName.SHARD", "WeightFiles.TRAINING_STATE", "ListedModels$Kind.member of ZARR");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void aNameOfFourThousandCharactersIsSoonRead(String name, Pattern pattern) {
        for (String text : names()) {
            read(pattern, new Counted(text));
        }
    }

    private static void read(Pattern pattern, Counted text) {
        Matcher parts = pattern.matcher(text);
        boolean ended = parts.matches();
        while (isForParts(pattern.pattern()) && parts.find()) {
            ended = true;
        }
        assertThat(text.looks).as("%s %s", pattern, ended).isBetween(0L, MAX_LOOKS);
    }

    /** What is looked for within names; other patterns are for whole ones. */
    private static boolean isForParts(String pattern) {
        return pattern.contains("(?<") || pattern.endsWith("$");
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        UNITS.forEach(unit -> names.add(name("", unit)));
        for (String started : STARTED) {
            int unit = Math.max(started.lastIndexOf('_'), Math.max(started.lastIndexOf('.'), started.lastIndexOf('-')));
            names.add(name(started.substring(0, Math.max(unit, 0)), started.substring(Math.max(unit, 0))));
        }
        return names;
    }

    private static String name(String start, String unit) {
        return start + unit.repeat((CHARS - start.length() - 1) / unit.length()) + "!";
    }

    /** All that classes of the package keep, those of a kind for each of its constants too. */
    static Stream<Arguments> patterns() {
        return new ClassFileImporter()
                        .importPath(Path.of(WeightFiles.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath())
                                .resolve("io/hfdownloader/variant"))
                        .stream()
                        .map(JavaClass::reflect)
                        .flatMap(type -> Stream.of(type.getDeclaredFields())
                                .filter(field -> field.getType() == Pattern.class)
                                .flatMap(field -> kept(type, field)));
    }

    private static Stream<Arguments> kept(Class<?> type, Field field) {
        field.setAccessible(true);
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + "." + field.getName();
        return Modifier.isStatic(field.getModifiers())
                ? Stream.of(arguments(name, valueIn(null, field)))
                : Stream.of(type.getEnumConstants())
                        .map(constant -> arguments(name + " of " + constant, valueIn(constant, field)));
    }

    private static Object valueIn(Object owner, Field field) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(hidden);
        }
    }

    /** A text that ends the reading of whoever looks at it too often. */
    private static final class Counted implements CharSequence {

        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MAX_LOOKS) {
                throw new AssertionError("Looked at too often: " + text.substring(0, 40) + " …");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
