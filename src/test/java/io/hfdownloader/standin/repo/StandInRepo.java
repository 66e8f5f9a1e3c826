package io.hfdownloader.standin.repo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.content.Content;
import org.jspecify.annotations.Nullable;

/** A repository of the stand-in: commits and the branches and tags that point to them. Safe for all threads. */
public final class StandInRepo {

    private static final Instant FIRST_COMMIT = Instant.parse("2026-01-21T03:45:36Z");
    private static final int MIN_ABBREVIATION_CHARS = 7;

    private final RepoKind kind;
    private final String id;
    private final Traits traits;
    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private final Map<String, Commit> parents = new HashMap<>();
    private final Map<String, Commit> branches = new ConcurrentSkipListMap<>();
    private final Map<String, Commit> tags = new ConcurrentSkipListMap<>();
    private final Map<String, Commit> otherRefs = new ConcurrentSkipListMap<>();

    StandInRepo(RepoKind kind, String id, Traits traits) {
        this.kind = kind;
        this.id = id;
        this.traits = traits;
    }

    /** Begins the description of a model. */
    public static RepoBuilder model(String id) {
        return new RepoBuilder(RepoKind.MODEL, id);
    }

    /** Begins the description of a dataset. */
    public static RepoBuilder dataset(String id) {
        return new RepoBuilder(RepoKind.DATASET, id);
    }

    /** Begins the description of a space. */
    public static RepoBuilder space(String id) {
        return new RepoBuilder(RepoKind.SPACE, id);
    }

    /** {@code namespace/name}, or a name alone. */
    public String id() {
        return id;
    }

    /** All commits, oldest first. */
    public List<Commit> commits() {
        return List.copyOf(commits);
    }

    /** The commit that {@code main} is at. */
    public Commit main() {
        return resolve("main").orElseThrow();
    }

    /** The commits that led to one, the newest first: as they were pushed to {@code main}, wherever other branches are. */
    public synchronized List<Commit> history(Commit head) {
        List<Commit> history = new ArrayList<>();
        for (Commit at = head; at != null; at = parents.get(at.id())) {
            history.add(at);
        }
        return history;
    }

    /** Adds a commit with the files of the last one, changed so, and moves {@code main} to it. */
    public synchronized Commit push(String title, Consumer<CommitDraft> change) {
        int index = commits.size();
        Map<String, StandInFile> before =
                index == 0 ? Map.of() : commits.get(index - 1).filesByPath();
        Map<String, StandInFile> files = RepoBuilder.apply(before, change);
        Commit commit = new Commit(
                commitId(index + " " + title, files), title, FIRST_COMMIT.plus(Duration.ofDays(index)), files);
        commits.add(commit);
        Commit parent = branches.put("main", commit);
        if (parent != null) {
            parents.put(commit.id(), parent);
        }
        return commit;
    }

    /** As in git, other files make it another one, also in a repo that was added anew; their bytes need not be read for it. */
    private String commitId(String which, Map<String, StandInFile> files) {
        StringBuilder all = new StringBuilder(kind.plural() + "/" + id + "#" + which);
        files.values()
                .forEach(file -> all.append('\n')
                        .append(file.path())
                        .append(' ')
                        .append(file.content().size()));
        return Content.sha1Hex(all.toString());
    }

    /** Points a branch, new or old, to a commit. */
    public void moveBranch(String branch, Commit commit) {
        branches.put(branch, commit);
    }

    /** Points a tag to a commit. */
    public void tag(String name, Commit commit) {
        tags.put(name, commit);
    }

    /** Points a full ref such as {@code refs/pr/1} to a commit. */
    public void ref(String name, Commit commit) {
        otherRefs.put(name, commit);
    }

    /** What a user's revision means: branch, tag, ref, commit or the beginning of one. */
    public Optional<Commit> resolve(String revision) {
        for (Map<String, Commit> names : List.of(branches, tags, otherRefs)) {
            if (names.containsKey(revision)) {
                return Optional.of(names.get(revision));
            }
        }
        if (revision.length() < MIN_ABBREVIATION_CHARS) {
            return Optional.empty();
        }
        return commits.stream()
                .filter(commit -> commit.id().startsWith(revision))
                .findFirst();
    }

    public RepoKind kind() {
        return kind;
    }

    public Traits traits() {
        return traits;
    }

    public Map<String, Commit> branches() {
        return new TreeMap<>(branches);
    }

    public Map<String, Commit> tags() {
        return new TreeMap<>(tags);
    }

    public Map<String, Commit> otherRefs() {
        return new TreeMap<>(otherRefs);
    }

    /** The Hub's inner identity of a repo: 24 hex digits that outlive a new name. */
    public String innerId() {
        return Content.sha1Hex(kind.plural() + "/" + id).substring(0, 24);
    }

    public boolean isOnXet(StandInFile file) {
        return file.lfs() && traits.onXet().test(file.path());
    }

    public boolean hasNamespace() {
        return id.indexOf('/') >= 0;
    }

    /** How files are addressed on the Hub: {@code datasets/ns/name}. */
    public String address() {
        return kind.filePrefix() + id;
    }

    /**
     * @param gated {@code auto} or {@code manual} when a licence must be accepted
     * @param tags as on the Hub's page
     * @param facts further fields of what the Hub tells of the repo, as {@code gguf} and {@code safetensors}
     * @param onXet which paths are kept in content-addressed storage, if they are in LFS
     */
    public record Traits(
            @Nullable String gated,
            boolean isPrivate,
            boolean disabled,
            List<String> tags,
            ObjectNode facts,
            Predicate<String> onXet) {
        public Traits {
            tags = List.copyOf(tags);
        }
    }
}
