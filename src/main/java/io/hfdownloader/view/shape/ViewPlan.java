package io.hfdownloader.view.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import org.jspecify.annotations.Nullable;

/** All that is to be in a view, and what has no place there. Of one thread. */
public final class ViewPlan {

    private static final int MAX_TOLD = 100;

    private final Map<String, ViewEntry> wanted = new LinkedHashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Map<String, List<ViewEntry>> before = new HashMap<>();
    private final Map<String, ViewEntry> beforeByPath = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Function<RepoId, String> revision;
    private final Predicate<String> stands;
    private int leftOutCount;

    ViewPlan(Collection<ViewEntry> before, Function<RepoId, String> revision, Predicate<String> stands) {
        before.forEach(entry -> {
            this.before.computeIfAbsent(entry.repo(), repo -> new ArrayList<>()).add(entry);
            beforeByPath.put(entry.path(), entry);
        });
        this.revision = revision;
        this.stands = stands;
    }

    /** What is to be there, in the order in which it is to be made. */
    public Map<String, ViewEntry> wanted() {
        return wanted;
    }

    /** The first of what has no place there. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** How much has no place there. */
    public int leftOutCount() {
        return leftOutCount;
    }

    /** Something is not to be there, or cannot be. */
    public void leaveOut(String repo, @Nullable String path, LeftOut.Reason reason) {
        leftOutCount++;
        if (leftOut.size() < MAX_TOLD) {
            leftOut.add(new LeftOut(repo, path, reason));
        }
    }

    /** While a model is between two states, what was published of it stays. */
    void keep(RepoId repo, LeftOut.Reason reason) {
        List<ViewEntry> kept = before.getOrDefault(repo.toString(), List.of());
        kept.forEach(this::want);
        leaveOut(repo.folder(), null, reason);
    }

    /**
     * What was published of models that cannot be read now stays: nobody knows that they are gone.
     *
     * @param folders of models, or of their owners, as {@link RepoId#toString} names them
     */
    public void keepUnreadable(Set<String> folders) {
        for (List<ViewEntry> kept : before.values()) {
            String repo = kept.get(0).repo();
            if (folders.stream().anyMatch(folder -> repo.equals(folder) || repo.startsWith(folder + "/"))) {
                kept.forEach(this::want);
                leaveOut(repo.replaceFirst("^models/", ""), null, LeftOut.Reason.DISK);
            }
        }
    }

    void file(RepoId repo, String path, LibraryFile file) {
        want(ViewEntry.file(path, repo.toString(), file.absolutePath().toString(), file.sizeBytes(), file.modified()));
    }

    void link(RepoId repo, String path, String target) {
        want(ViewEntry.link(path, repo.toString(), target));
    }

    void note(RepoId repo, String path, String content) {
        want(ViewEntry.note(path, repo.toString(), content));
    }

    private void want(ViewEntry entry) {
        wanted.putIfAbsent(entry.path(), entry);
        names.add(top(entry.path()).toLowerCase(Locale.ROOT));
    }

    /** Which revision a repo follows. */
    String revisionOf(RepoId repo) {
        return revision.apply(repo);
    }

    /** Whether a folder is there that has nothing of ours in it. */
    boolean isOthers(String folder) {
        return stands.test(folder) && beforeByPath.keySet().stream().noneMatch(path -> path.startsWith(folder + "/"));
    }

    /** The first name of the path under which a file is there already; so it keeps it, whoever comes after it. */
    Optional<String> topNameOf(RepoId repo, LibraryFile file, boolean inFolder) {
        return before.getOrDefault(repo.toString(), List.of()).stream()
                .filter(entry -> file.absolutePath().toString().equals(entry.source()))
                .map(ViewEntry::path)
                .filter(path -> path.contains("/") == inFolder)
                .map(ViewPlan::top)
                .filter(name -> !names.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Whether a first name is free, also where upper and lower case are one. */
    boolean isFree(RepoId repo, String name) {
        if (names.contains(name.toLowerCase(Locale.ROOT))) {
            return false;
        }
        return beforeByPath.values().stream()
                .noneMatch(entry -> !entry.repo().equals(repo.toString())
                        && top(entry.path()).equalsIgnoreCase(name));
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
