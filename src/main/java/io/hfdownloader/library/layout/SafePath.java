package io.hfdownloader.library.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.problem.CodedText;

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
    public static Optional<CodedText> objection(String path) {
        if (path.isEmpty()) {
            return Optional.of(NameObjection.EMPTY.text());
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(NameObjection.CONTROL.text());
        }
        if (path.startsWith("/") || path.startsWith("\\")) {
            return Optional.of(NameObjection.ABSOLUTE.text());
        }
        String[] segments = SLASHES.split(path, -1); // a backslash parts names on other systems
        for (String segment : segments) {
            Optional<CodedText> objection = objectionToSegment(segment);
            if (objection.isPresent()) {
                return objection;
            }
        }
        boolean inCache = plain(segments[0]).equals(".cache")
                && (segments.length == 1 || plain(segments[1]).equals("huggingface"));
        if (inCache || segments[segments.length - 1].startsWith(AtomicFile.TEMPORARY_PREFIX)) {
            return Optional.of(NameObjection.KEPT.text());
        }
        if (segments.length > MAX_DEPTH) {
            return Optional.of(NameObjection.DEEP
                    .says("it is in more than " + MAX_DEPTH + " folders")
                    .and("most", MAX_DEPTH));
        }
        return bytes(path.substring(path.lastIndexOf('/') + 1)) > MAX_NAME_BYTES
                ? Optional.of(NameObjection.TOO_LONG.text())
                : Optional.empty();
    }

    private static Optional<CodedText> objectionToSegment(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return Optional.of(NameObjection.OUTSIDE.text());
        }
        if (plain(segment).equals(".git") || plain(segment).equals("git~1")) {
            return Optional.of(NameObjection.GIT.text());
        }
        if (DRIVE.matcher(segment).matches()) {
            return Optional.of(NameObjection.DRIVE.text());
        }
        return bytes(segment) > MAX_SEGMENT_BYTES ? Optional.of(NameObjection.TOO_LONG.text()) : Optional.empty();
    }

    /**
     * Why this system cannot have the name, in whatever folder; empty when it can.
     *
     * @param path one without an {@link #objection}
     */
    static Optional<CodedText> systemObjection(String path) {
        try {
            Path written = Path.of(path);
            return written.isAbsolute() ? Optional.of(NameObjection.ABSOLUTE.text()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(characterSetObjection());
        }
    }

    /** What is wrong with a name that cannot be written in this system's character set. */
    static CodedText characterSetObjection() {
        String charset = System.getProperty("sun.jnu.encoding");
        return NameObjection.CHARSET
                .says("this system cannot write its name (character set " + charset
                        + "; setting LC_ALL=C.UTF-8 may help)")
                .and("charset", charset);
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
