package io.hfdownloader.library.layout;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Tells users where something is: a path below the models directory with what that is called outside of this process, such as
 * the folder that is mounted into a container. For their eyes and their shells only: nothing here is opened by it. Any thread.
 */
public final class ShownPath {

    private static final int MAX_CHARS = 1_000;
    private static final Pattern WINDOWS = Pattern.compile("[A-Za-z]:[\\\\/].*|\\\\\\\\.*");
    private static final Pattern ABSOLUTE = Pattern.compile("(?:[/~]|[A-Za-z]:[\\\\/]|\\\\\\\\).*");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final Pattern SEPARATORS_AT_END = Pattern.compile("(?<=[^:/\\\\])[/\\\\]+$");

    private final Path root;
    private final String shown;
    private final String separator;

    /**
     * @param root the models directory as this process sees it
     * @param setting what it is called outside; empty for the same
     */
    public ShownPath(Path root, Optional<String> setting) {
        this.root = root;
        String called =
                setting.map(String::strip).filter(text -> !text.isEmpty()).orElseGet(root::toString);
        this.shown = SEPARATORS_AT_END.matcher(called).replaceAll("");
        this.separator = setting.isPresent() && WINDOWS.matcher(called).matches() && called.indexOf('/') < 0
                ? "\\"
                : root.getFileSystem().getSeparator();
    }

    /** The path for users; as it is where it is not below the models directory. */
    public String of(Path path) {
        if (!path.startsWith(root)) {
            return path.toString();
        }
        String below = StreamSupport.stream(root.relativize(path).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining(separator));
        if (below.isEmpty()) {
            return shown;
        }
        return shown.endsWith("/") || shown.endsWith("\\") ? shown + below : shown + separator + below;
    }

    /** What is wrong with the setting, as a sentence for the user; empty when it can be used. */
    public static Optional<String> fault(String setting) {
        String text = setting.strip();
        boolean usable = text.isEmpty()
                || text.length() <= MAX_CHARS
                        && ABSOLUTE.matcher(text).matches()
                        && !INVISIBLE.matcher(text).find();
        return usable
                ? Optional.empty()
                : Optional.of(
                        "hf-downloader.shown-dir (HF_DOWNLOADER_SHOWN_DIR) is no absolute path of a folder. Write the"
                                + " models directory as its users see it, such as /srv/models, ~/models or D:\\models.");
    }
}
