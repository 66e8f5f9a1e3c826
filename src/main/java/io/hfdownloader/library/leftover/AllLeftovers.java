package io.hfdownloader.library.leftover;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.hfdownloader.hub.RepoId;

/** The {@link Leftovers} of all directories that models are in. Any thread; methods block as those do. */
public final class AllLeftovers {

    private final Supplier<List<Leftovers>> all;
    private final List<Predicate<RepoId>> wanted = new CopyOnWriteArrayList<>();

    /** @param all those of directories which are there now, that of the models directory first */
    public AllLeftovers(Supplier<List<Leftovers>> all) {
        this.all = all;
    }

    /** From now on nothing of such repos is taken for left. While nobody has told, nothing of any repo is. */
    public void keepFor(Predicate<RepoId> repos) {
        wanted.add(repos);
    }

    /** Whether somebody may want what is there of a repo: while nobody has told, all of them. */
    public boolean isWanted(RepoId repo) {
        return wanted.isEmpty() || wanted.stream().anyMatch(repos -> repos.test(repo));
    }

    /** All that is left, the largest first. */
    public List<Leftover> find() throws IOException {
        List<Leftover> found = new ArrayList<>();
        for (Leftovers one : all.get()) {
            found.addAll(one.find());
        }
        found.sort(Comparator.comparingLong(Leftover::bytes).reversed().thenComparing(Leftover::path));
        return found;
    }

    /** See {@link Leftovers#care}. */
    public void care(Instant now) throws IOException {
        for (Leftovers one : all.get()) {
            one.care(now);
        }
    }

    /** See {@link Leftovers#remove}. */
    public List<Leftover> remove(Collection<String> paths) throws IOException {
        List<Leftover> removed = new ArrayList<>();
        for (Leftovers one : all.get()) {
            removed.addAll(one.remove(paths));
        }
        return removed;
    }
}
