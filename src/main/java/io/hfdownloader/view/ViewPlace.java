package io.hfdownloader.view;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.view.shape.ViewKind;

/**
 * Where a view may be: a whole path that leads neither into what is the library's nor into another view, to a folder that is
 * empty, missing or, for the Python client, its own cache. Blocks.
 *
 * @param path without links in what is there of it
 * @param exists whether the folder is there already
 */
record ViewPlace(Path path, boolean exists) {

    private static final int MAX_CHARS = 1_000;

    /**
     * Reads what the owner named.
     *
     * @throws ViewException with what to name instead
     */
    static ViewPlace of(String text, List<Path> models) {
        Path asked;
        try {
            asked = Path.of(text);
        } catch (InvalidPathException unreadable) {
            throw ViewException.noPath(text);
        }
        boolean plain = text.length() <= MAX_CHARS
                && asked.isAbsolute()
                && asked.equals(asked.normalize())
                && asked.getFileName() != null
                && text.codePoints().noneMatch(Character::isISOControl);
        if (!plain) {
            throw ViewException.noPath(text);
        }
        Path real;
        try {
            real = real(asked);
            for (Path root : models) {
                refuseLibrary(real, real(root), text);
            }
        } catch (IOException failure) {
            throw ViewException.denied(text, words(failure));
        }
        if (Files.exists(real, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw ViewException.noPath(text);
        }
        return new ViewPlace(real, Files.exists(real, LinkOption.NOFOLLOW_LINKS));
    }

    /** Without links, as far as it is there. */
    static Path real(Path asked) throws IOException {
        Path there = existing(asked);
        return there.toRealPath().resolve(there.relativize(asked));
    }

    private static Path existing(Path asked) {
        Path there = asked;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Hidden folders at the top are none of the library's, but for its own. */
    private static void refuseLibrary(Path real, Path models, String text) {
        if (models.startsWith(real)) {
            throw ViewException.inLibrary(text);
        }
        if (!real.startsWith(models)) {
            return;
        }
        String top = models.relativize(real).getName(0).toString();
        if (!top.startsWith(".") || top.equals(".cache") || top.equals(".hf-downloader")) {
            throw ViewException.inLibrary(text);
        }
    }

    /** @throws ViewException where the place is within another view, or another one within it */
    void refuseNested(List<View> views) {
        for (View view : views) {
            Path other = Path.of(view.path());
            if (path.startsWith(other) || other.startsWith(path)) {
                throw ViewException.nested(path.toString(), view.path());
            }
        }
    }

    /** @throws ViewException where it holds what a view must not be mixed with */
    void requireFree(ViewKind kind) {
        if (!exists) {
            return;
        }
        try {
            List<Path> names = RootFolder.of(path).names(path);
            if (names.isEmpty()) {
                return;
            }
            if (kind != ViewKind.HF_CACHE) {
                throw ViewException.notEmpty(path.toString());
            }
            if (!Files.isDirectory(path.resolve("hub"), LinkOption.NOFOLLOW_LINKS)) {
                throw ViewException.noCache(path.toString());
            }
        } catch (IOException failure) {
            throw ViewException.denied(path.toString(), words(failure));
        }
    }

    /** Makes the folder where it is not there. */
    void make() {
        try {
            Path there = existing(path);
            List<Path> made = RootFolder.of(there).makeFolder(path);
        } catch (IOException failure) {
            throw ViewException.denied(path.toString(), words(failure));
        }
    }

    static String words(IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason == null ? "the system refuses it" : reason;
    }
}
