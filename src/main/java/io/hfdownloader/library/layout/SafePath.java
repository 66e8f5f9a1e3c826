package io.hfdownloader.library.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.files.AtomicFile;

/** The rules for names that come from a repository, whatever the system this runs on. */
public final class SafePath {

    /** With what follows in a folder; {@code a:b.txt} is a name, which a disk for Windows refuses by itself. */
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");

    private static final Pattern SLASHES = Pattern.compile("[/\\\\]");
    private static final int MAX_SEGMENT_BYTES = 255;
    private static final int MAX_NAME_BYTES = MAX_SEGMENT_BYTES - ".metadata".length();

    /** The walks through a model's folder go a little deeper. */
    private static final int MAX_DEPTH = 60;

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern ENDING = Pattern.compile("[. ]+$");

    private SafePath() {}

    /** Why this path is refused, as a part of a sentence; empty when it may become a file. */
    public static Optional<String> objection(String path) {
        if (path.isEmpty()) {
            return Optional.of("its name is empty");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("its name has control characters");
        }
        if (path.startsWith("/") || path.startsWith("\\")) {
            return Optional.of("its path is absolute");
        }
        String[] segments = SLASHES.split(path, -1); // a backslash parts names on other systems
        for (String segment : segments) {
            Optional<String> objection = objectionToSegment(segment);
            if (objection.isPresent()) {
                return objection;
            }
        }
        boolean inCache = plain(segments[0]).equals(".cache")
                && (segments.length == 1 || plain(segments[1]).equals("huggingface"));
        if (inCache || segments[segments.length - 1].startsWith(AtomicFile.TEMPORARY_PREFIX)) {
            return Optional.of("this place is kept for data on the download");
        }
        if (segments.length > MAX_DEPTH) {
            return Optional.of("it is in more than " + MAX_DEPTH + " folders");
        }
        return bytes(path.substring(path.lastIndexOf('/') + 1)) > MAX_NAME_BYTES
                ? Optional.of("its name is too long")
                : Optional.empty();
    }

    private static Optional<String> objectionToSegment(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return Optional.of("its path does not stay within the folder");
        }
        if (plain(segment).equals(".git") || plain(segment).equals("git~1")) {
            return Optional.of("it would change a git repository");
        }
        if (DRIVE.matcher(segment).matches()) {
            return Optional.of("its path names a drive");
        }
        return bytes(segment) > MAX_SEGMENT_BYTES ? Optional.of("its name is too long") : Optional.empty();
    }

    /**
     * Why this system cannot have the name, in whatever folder; empty when it can.
     *
     * @param path one without an {@link #objection}
     */
    static Optional<String> systemObjection(String path) {
        try {
            Path written = Path.of(path);
            return written.isAbsolute() ? Optional.of("its path is absolute") : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(characterSetObjection());
        }
    }

    /** What is wrong with a name that cannot be written in this system's character set. */
    static String characterSetObjection() {
        return "this system cannot write its name (character set " + System.getProperty("sun.jnu.encoding")
                + "; setting LC_ALL=C.UTF-8 may help)";
    }

    /** As disks of other systems compare: case, dots and blanks at the end and what has no width do not count there. */
    private static String plain(String segment) {
        if (isPlain(segment)) {
            return segment.toLowerCase(Locale.ROOT);
        }
        return ENDING.matcher(INVISIBLE.matcher(segment).replaceAll(""))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    /** What nearly all names are, and patterns need not be asked of. */
    private static boolean isPlain(String segment) {
        for (int at = 0; at < segment.length(); at++) {
            if (segment.charAt(at) <= ' ' || segment.charAt(at) > '~') {
                return false;
            }
        }
        return !segment.endsWith(".");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
