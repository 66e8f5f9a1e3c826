package io.hfdownloader.standin.repo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.content.Content;
import org.jspecify.annotations.Nullable;

/**
 * Describes a repo to be added to the stand-in: files of the first commit, then {@link #commit} for each further one.
 * {@code main} is at the last commit unless {@link #mainAt} says otherwise.
 */
public final class RepoBuilder {

    private final RepoKind kind;
    private final String id;
    private final List<Consumer<CommitDraft>> commits = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();
    private final List<String> oldNames = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private Consumer<CommitDraft> draft = commitDraft -> {};
    private String draftTitle = "initial commit";
    private final List<Consumer<StandInRepo>> names = new ArrayList<>();
    private final ObjectNode facts = JsonNodeFactory.instance.objectNode();
    private @Nullable String gated;
    private boolean isPrivate;
    private boolean disabled;
    private Predicate<String> onXet = path -> false;
    private int mainAt = -1;
    private @Nullable String lastPath;
    private @Nullable Content lastContent;

    RepoBuilder(RepoKind kind, String id) {
        this.kind = kind;
        this.id = id;
    }

    /** Adds or replaces a file; it goes to LFS when its extension is one of those that usually do. */
    public RepoBuilder file(String path, Content content) {
        lastPath = path;
        lastContent = content;
        return edit(commitDraft -> commitDraft.file(path, content));
    }

    /** Adds or replaces a text file. */
    public RepoBuilder file(String path, String text) {
        return file(path, Content.of(text));
    }

    /** Puts the file named last into LFS, whatever its extension. */
    public RepoBuilder lfs() {
        return storeLast(true);
    }

    /** Keeps the file named last in git, whatever its extension. */
    public RepoBuilder plain() {
        return storeLast(false);
    }

    /** Takes a file away that an earlier commit has. */
    public RepoBuilder remove(String path) {
        return edit(commitDraft -> commitDraft.remove(path));
    }

    /** Any change to the files of the commit being described. */
    public RepoBuilder edit(Consumer<CommitDraft> change) {
        draft = draft.andThen(change);
        return this;
    }

    /** Closes the commit described so far; what follows changes its files in a new one. */
    public RepoBuilder commit(String title) {
        closeDraft();
        draft = commitDraft -> {};
        draftTitle = title;
        return this;
    }

    /** Puts {@code main} at the n-th commit, counted from 0. */
    public RepoBuilder mainAt(int commit) {
        mainAt = commit;
        return this;
    }

    /** Gives the n-th commit, counted from 0, a tag. */
    public RepoBuilder tagAt(String name, int commit) {
        names.add(repo -> repo.tag(name, repo.commits().get(commit)));
        return this;
    }

    /** Points a full ref such as {@code refs/pr/1} to the n-th commit, counted from 0. */
    public RepoBuilder refAt(String name, int commit) {
        names.add(repo -> repo.ref(name, repo.commits().get(commit)));
        return this;
    }

    /** A licence must be accepted before files can be fetched. */
    public RepoBuilder gated() {
        gated = "auto";
        return this;
    }

    /** As {@link #gated}, but a person decides who may fetch. */
    public RepoBuilder gatedManually() {
        gated = "manual";
        return this;
    }

    /** Seen only with the stand-in's token. */
    public RepoBuilder privately() {
        isPrivate = true;
        return this;
    }

    /** Taken down by the Hub. */
    public RepoBuilder disabled() {
        disabled = true;
        return this;
    }

    /** An earlier id, which is answered by a redirect. */
    public RepoBuilder renamedFrom(String oldId) {
        oldNames.add(oldId);
        return this;
    }

    /** A tag as on the Hub's page, e.g. {@code license:apache-2.0}. */
    public RepoBuilder tag(String tag) {
        tags.add(tag);
        return this;
    }

    /** One more field of what the Hub tells of the repo, in JSON, e.g. {@code gguf}. */
    public RepoBuilder fact(String name, String value) {
        try {
            facts.set(name, new ObjectMapper().readTree(value));
            return this;
        } catch (JsonProcessingException noJson) {
            throw new IllegalArgumentException(noJson);
        }
    }

    /** Keeps all LFS files in content-addressed storage; they can be fetched over plain HTTP as well. */
    public RepoBuilder onXet() {
        return onXet(path -> true);
    }

    /** Keeps the LFS files of these paths in content-addressed storage. */
    public RepoBuilder onXet(Predicate<String> which) {
        onXet = which;
        return this;
    }

    RepoKind kind() {
        return kind;
    }

    public String id() {
        return id;
    }

    List<String> oldNames() {
        return List.copyOf(oldNames);
    }

    StandInRepo build() {
        closeDraft();
        StandInRepo repo =
                new StandInRepo(kind, id, new StandInRepo.Traits(gated, isPrivate, disabled, tags, facts, onXet));
        for (int i = 0; i < commits.size(); i++) {
            repo.push(titles.get(i), commits.get(i));
        }
        names.forEach(name -> name.accept(repo));
        if (mainAt >= 0) {
            repo.moveBranch("main", repo.commits().get(mainAt));
        }
        return repo;
    }

    private void closeDraft() {
        commits.add(draft);
        titles.add(draftTitle);
    }

    private RepoBuilder storeLast(boolean lfs) {
        String path = lastPath;
        Content content = lastContent;
        if (path == null || content == null) {
            throw new IllegalStateException("Name a file first");
        }
        return edit(commitDraft -> commitDraft.file(path, content, lfs));
    }

    /** The files of a commit, for those who ask before the repo is served. */
    static Map<String, StandInFile> apply(Map<String, StandInFile> before, Consumer<CommitDraft> change) {
        CommitDraft commitDraft = new CommitDraft(before);
        change.accept(commitDraft);
        return commitDraft.files();
    }
}
