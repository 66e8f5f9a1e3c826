package io.hfdownloader.standin.repo;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.hfdownloader.standin.content.Content;

/** The files of a commit to be, starting from those of the commit before. */
public final class CommitDraft {

    private static final Set<String> LFS_EXTENSIONS = Set.of(
            "safetensors", "gguf", "bin", "pt", "pth", "ckpt", "onnx", "h5", "msgpack", "npz", "parquet", "dat", "png");

    private final Map<String, StandInFile> files;

    CommitDraft(Map<String, StandInFile> before) {
        files = new TreeMap<>(before);
    }

    /** Adds or replaces a file; it goes to LFS when its extension is one of those that usually do. */
    public CommitDraft file(String path, Content content) {
        return put(new StandInFile(path, content, LFS_EXTENSIONS.contains(extension(path))));
    }

    /** Adds or replaces a text file. */
    public CommitDraft file(String path, String text) {
        return file(path, Content.of(text));
    }

    /** Adds or replaces a file whatever its name says about LFS. */
    public CommitDraft file(String path, Content content, boolean lfs) {
        return put(new StandInFile(path, content, lfs));
    }

    /** Takes a file away; it must be there. */
    public CommitDraft remove(String path) {
        if (files.remove(path) == null) {
            throw new IllegalArgumentException("No file " + path + " to remove");
        }
        return this;
    }

    Map<String, StandInFile> files() {
        return files;
    }

    private CommitDraft put(StandInFile file) {
        files.put(file.path(), file);
        return this;
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
