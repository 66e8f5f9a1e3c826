package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;

/**
 * The version of all that the program keeps beside the models: downloads, settings, notes and journals. It goes up when an earlier
 * program would misread what a later one writes; a field more is no reason. Versions before there was this file wrote format 1.
 */
public final class StateFormat {

    public static final int CURRENT = 1;
    private static final String NAME = "format";
    private static final int MAX_BYTES = 64;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    private StateFormat() {}

    /**
     * Writes ours down where there is none. Blocks. To be called by who holds the library's lock.
     *
     * @return the format of a later program, of which nothing may be touched; empty when it is ours
     */
    public static OptionalInt claim(RootFolder root, Path stateFolder) throws IOException {
        Path file = stateFolder.resolve(NAME);
        String found = read(file);
        if (NUMBER.matcher(found).matches() && Integer.parseInt(found) > CURRENT) {
            return OptionalInt.of(Integer.parseInt(found));
        }
        if (!found.equals(String.valueOf(CURRENT))) { // none, or torn: all that ever wrote another number is older
            AtomicFile.write(root, file, (CURRENT + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return OptionalInt.empty();
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.size(file) > MAX_BYTES
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException none) {
            return "";
        }
    }
}
