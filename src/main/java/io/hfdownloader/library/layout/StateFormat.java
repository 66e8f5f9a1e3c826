package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.text.UntrustedText;

/**
 * The version of all that the program keeps beside the models: downloads, settings, notes and journals. It goes up when an earlier
 * program would misread what a later one writes; a field more is no reason. Versions before there was this file wrote format 1.
 */
public final class StateFormat {

    public static final int CURRENT = 1;
    private static final String NAME = "format";
    private static final int MAX_BYTES = 64;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(?!\\d)");

    private StateFormat() {}

    /**
     * Writes ours down where there is none. Blocks. To be called by who holds the library's lock.
     *
     * @return the format of a later program, of which nothing may be touched; empty when it is ours
     */
    public static Optional<String> claim(RootFolder root, Path stateFolder) throws IOException {
        Path file = stateFolder.resolve(NAME);
        String found = read(root, file);
        Matcher number = NUMBER.matcher(found);
        if (number.lookingAt() ? Integer.parseInt(number.group()) > CURRENT : !found.isEmpty()) {
            return Optional.of(UntrustedText.name(found)); // whatever else stands there we have not written
        }
        if (!found.equals(String.valueOf(CURRENT))) {
            try {
                AtomicFile.write(root, file, (CURRENT + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException failure) {
                if (!DiskException.isNoRoom(failure)) { // else the next start says it
                    throw failure;
                }
            }
        }
        return Optional.empty();
    }

    /** Its beginning, without what a crash of the machine leaves of a file that was not forced to the disk: zeros. */
    private static String read(RootFolder root, Path file) throws IOException {
        try {
            if (!root.attributes(file).isRegularFile()) {
                throw new IOException(file + " is no file. Remove it.");
            }
        } catch (NoSuchFileException none) {
            return "";
        }
        try (FileChannel channel = root.open(file, StandardOpenOption.READ)) {
            ByteBuffer text = ByteBuffer.allocate(MAX_BYTES);
            int length = channel.read(text);
            return new String(text.array(), 0, Math.max(0, length), StandardCharsets.UTF_8)
                    .replace("\0", "")
                    .strip();
        }
    }
}
