package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The words of the C library for errors, in English whatever the language of the system: Java passes on the words alone,
 * not the number of the error. They are looked up in the library's own catalogue (gettext's format of {@code .mo} files).
 */
final class SystemWords {

    private static final Path CATALOGUES = Path.of("/usr/share/locale");
    private static final long MAX_BYTES = 4L << 20;
    private static final int MAX_WORDS_BYTES = 200;
    private static final int MAGIC = 0x950412de;
    private static final int HEADER_BYTES = 20;

    /** Not by an initializer of a class: native executables run those when they are built, on another machine. */
    private static volatile @Nullable Map<String, String> english;

    private SystemWords() {}

    /** The same in English; as it is when it is English already, or nothing is known of it. Blocks at first. */
    static String english(String words) {
        Map<String, String> known = english;
        if (known == null) {
            known = ofSystem(System.getenv());
            english = known;
        }
        return known.getOrDefault(words, words);
    }

    private static Map<String, String> ofSystem(Map<String, String> environment) {
        return languages(environment).stream()
                .map(language -> CATALOGUES.resolve(language).resolve("LC_MESSAGES/libc.mo"))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(SystemWords::read)
                .orElse(Map.of());
    }

    /** Names of folders, the likeliest first, as gettext looks for them. */
    static List<String> languages(Map<String, String> environment) {
        String locale = Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(environment::get)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("C");
        if (locale.equals("C") || locale.startsWith("C.") || locale.equals("POSIX")) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String name : (environment.getOrDefault("LANGUAGE", "") + ":" + locale).split(":", -1)) {
            String plain = name.replaceFirst("[.@].*", "");
            if (plain.matches("[A-Za-z]{2,8}(_[A-Za-z]{2,8})?")) { // it becomes a path
                names.add(plain);
                names.add(plain.replaceFirst("_.*", ""));
            }
        }
        return names;
    }

    /** English by translation; nothing when it cannot be read. Blocks. */
    static Map<String, String> read(Path catalogue) {
        try {
            return Files.size(catalogue) > MAX_BYTES
                    ? Map.of()
                    : parse(ByteBuffer.wrap(Files.readAllBytes(catalogue)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException | IndexOutOfBoundsException unreadable) {
            return Map.of();
        }
    }

    private static Map<String, String> parse(ByteBuffer catalogue) {
        if (catalogue.remaining() < HEADER_BYTES) {
            return Map.of();
        }
        if (catalogue.getInt(0) != MAGIC) {
            catalogue.order(ByteOrder.BIG_ENDIAN);
        }
        if (catalogue.getInt(0) != MAGIC) {
            return Map.of();
        }
        int count = catalogue.getInt(8);
        int originals = catalogue.getInt(12);
        int translations = catalogue.getInt(16);
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String original = text(catalogue, originals + 8 * i);
            String translation = text(catalogue, translations + 8 * i);
            if (!original.isEmpty() && !translation.isEmpty()) {
                found.put(translation, original);
            }
        }
        return Map.copyOf(found);
    }

    /** Empty for what is too long to be the name of an error. */
    private static String text(ByteBuffer catalogue, int descriptor) {
        int length = catalogue.getInt(descriptor);
        if (length < 0 || length > MAX_WORDS_BYTES) {
            return "";
        }
        byte[] bytes = new byte[length];
        catalogue.get(catalogue.getInt(descriptor + 4), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
