package io.hfdownloader.standin.repo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** One state of a repo's files. */
public final class Commit {

    private final String id;
    private final String title;
    private final Instant date;
    private final Map<String, StandInFile> files;
    private @Nullable List<Entry> entries;

    Commit(String id, String title, Instant date, Map<String, StandInFile> files) {
        this.id = id;
        this.title = title;
        this.date = date;
        this.files = new TreeMap<>(files);
    }

    /** 40 hex digits. */
    public String id() {
        return id;
    }

    /** All files, in the order of their paths. */
    public List<StandInFile> files() {
        return List.copyOf(files.values());
    }

    /** The file of exactly this path. */
    public Optional<StandInFile> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    public String title() {
        return title;
    }

    public Instant date() {
        return date;
    }

    public Map<String, StandInFile> filesByPath() {
        return files;
    }

    /** Folders and files below a folder ({@code ""} for the root), as the Hub lists them. */
    public List<Entry> entriesBelow(String folder, boolean recursive) {
        if (folder.isEmpty() && recursive) {
            return entries();
        }
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return entries().stream()
                .filter(entry -> entry.path().startsWith(prefix))
                .filter(entry -> recursive || entry.path().indexOf('/', prefix.length()) < 0)
                .toList();
    }

    /** The row of exactly this path. */
    public Optional<Entry> entry(String path) {
        return entries().stream().filter(entry -> entry.path().equals(path)).findFirst();
    }

    public boolean hasFolder(String path) {
        return path.isEmpty()
                || entries().stream().anyMatch(e -> e.file() == null && e.path().equals(path));
    }

    private synchronized List<Entry> entries() {
        if (entries == null) {
            List<Entry> all = new ArrayList<>(files.size());
            Set<String> folders = new HashSet<>();
            for (StandInFile file : files.values()) {
                addFolders(file.path(), folders);
                all.add(new Entry(file.path(), file));
            }
            folders.forEach(folder -> all.add(new Entry(folder, null)));
            all.sort(Comparator.comparing(Entry::path));
            entries = List.copyOf(all);
        }
        return entries;
    }

    private static void addFolders(String path, Set<String> folders) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (!folders.add(path.substring(0, slash))) {
                return;
            }
        }
    }

    /** A row of the listing; a folder has no file. */
    public record Entry(String path, @Nullable StandInFile file) {}
}
