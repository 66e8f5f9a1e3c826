package io.hfdownloader.library.foreign;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One look into a folder: its name and the first names in it. Links are not followed. All methods block, briefly.
 *
 * @param inside no names where it cannot be read, or is none
 */
record FolderLook(Path path, String name, List<String> inside) {

    private static final int MAX_NAMES = 256;

    /** What lies beside the weights of one model and says what they are. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "config.json",
            "model_index.json",
            "params.json",
            "tokenizer.json",
            "tokenizer.model",
            "tokenizer_config.json",
            "adapter_config.json");

    private static final Pattern INDEX = Pattern.compile(".+\\.index\\.json");

    FolderLook {
        inside = List.copyOf(inside);
    }

    static FolderLook at(Path folder) {
        return new FolderLook(folder, String.valueOf(folder.getFileName()), names(folder));
    }

    boolean has(String child) {
        return inside.contains(child);
    }

    boolean hasAny(Predicate<String> accepted) {
        return inside.stream().anyMatch(accepted);
    }

    boolean hasFolder(String child) {
        return isFolder(path.resolve(child));
    }

    boolean hasFile(Predicate<String> accepted) {
        return inside.stream()
                .anyMatch(child ->
                        accepted.test(child) && Files.isRegularFile(path.resolve(child), LinkOption.NOFOLLOW_LINKS));
    }

    FolderLook into(String child) {
        return at(path.resolve(child));
    }

    /** Whether it looks as one model does that somebody put there by hand: what describes the weights lies beside them. */
    boolean isDescribedModel() {
        return hasAny(
                child -> DESCRIPTIONS.contains(child) || INDEX.matcher(child).matches());
    }

    /** Whether it is, or holds, such a model. */
    boolean holdsDescribedModel() {
        return isDescribedModel()
                || hasAny(child -> hasFolder(child) && into(child).isDescribedModel());
    }

    static boolean isFolder(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<String> names(Path folder) {
        if (!isFolder(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.size() >= MAX_NAMES) {
                    break;
                }
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException | SecurityException unreadable) {
            return List.of();
        }
        return names;
    }
}
