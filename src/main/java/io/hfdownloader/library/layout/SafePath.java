package io.hfdownloader.library.layout;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for names that come from a repository, whatever the system this runs on. */
public final class SafePath {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final Pattern SLASHES = Pattern.compile("[/\\\\]");
    private static final int MAX_SEGMENT_BYTES = 255;
    private static final int MAX_NAME_BYTES = MAX_SEGMENT_BYTES - ".metadata".length();

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
        boolean inCache = segments[0].equalsIgnoreCase(".cache")
                && (segments.length == 1 || segments[1].equalsIgnoreCase("huggingface"));
        if (inCache) {
            return Optional.of("this place is kept for data on the download");
        }
        return bytes(path.substring(path.lastIndexOf('/') + 1)) > MAX_NAME_BYTES
                ? Optional.of("its name is too long")
                : Optional.empty();
    }

    private static Optional<String> objectionToSegment(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return Optional.of("its path does not stay within the folder");
        }
        if (segment.equalsIgnoreCase(".git")) {
            return Optional.of("it would change a git repository");
        }
        if (DRIVE.matcher(segment).matches()) {
            return Optional.of("its path names a drive");
        }
        return bytes(segment) > MAX_SEGMENT_BYTES ? Optional.of("its name is too long") : Optional.empty();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
