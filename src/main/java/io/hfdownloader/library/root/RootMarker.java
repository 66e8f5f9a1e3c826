package io.hfdownloader.library.root;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** By which a directory is known again, wherever its disk is mounted; an empty mount point has none. All methods block, briefly. */
public final class RootMarker {

    private static final int MAX_BYTES = 200;

    private RootMarker() {}

    /** That of a directory; empty where it has none. */
    public static Optional<String> read(Path root) throws IOException {
        Path marker = root.resolve(".cache").resolve("hf-downloader").resolve("id");
        try {
            if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS) || Files.size(marker) > MAX_BYTES) {
                return Optional.empty();
            }
            return Optional.of(
                    Files.readString(marker, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /**
     * Why what is there is not to be opened, as a part of a sentence; empty when it is.
     *
     * @param earlier the marker of what was there before; empty when nothing was
     * @param atStart whether another directory may have been put there on purpose
     */
    public static Optional<String> objection(Path root, Optional<String> earlier, boolean atStart) throws IOException {
        if (!Files.isDirectory(root)) {
            return Optional.of("nothing is there");
        }
        Optional<String> here = read(root);
        if (earlier.isEmpty() || here.equals(earlier)) {
            return Optional.empty();
        }
        if (here.isEmpty()) {
            return Optional.of("what is there now, perhaps an empty mount point, has not its marker"
                    + " .cache/hf-downloader/id; to begin anew there, give it another name in hf-downloader.roots");
        }
        return atStart
                ? Optional.empty()
                : Optional.of("the directory that is there now is another one, by its marker");
    }
}
