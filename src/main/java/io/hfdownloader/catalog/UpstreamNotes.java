package io.hfdownloader.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/** What the Hub said last of each model that is here. In memory, for any thread. */
final class UpstreamNotes {

    private final Map<RepoId, Note> notes = new ConcurrentHashMap<>();

    /**
     * What is known of one model.
     *
     * @param commit where its revision was when the Hub told that last, or null
     * @param refusal why the Hub did not give it any more; null when it did
     * @param checkedAt when the Hub answered last, or null
     */
    record Note(
            @Nullable String commit,
            @Nullable UpstreamStatus refusal,
            @Nullable Instant checkedAt) {

        static final Note NONE = new Note(null, null, null);
    }

    Optional<String> commit(RepoId repo) {
        return Optional.ofNullable(of(repo).commit());
    }

    Optional<UpstreamStatus> refusal(RepoId repo) {
        return Optional.ofNullable(of(repo).refusal());
    }

    Optional<Instant> checkedAt(RepoId repo) {
        return Optional.ofNullable(of(repo).checkedAt());
    }

    /** The Hub gives it, at this commit. */
    void put(RepoId repo, String commit) {
        change(repo, before -> new Note(commit, null, Instant.now()));
    }

    /** The Hub does not give it any more. */
    void put(RepoId repo, UpstreamStatus refusal) {
        change(repo, before -> new Note(before.commit(), refusal, Instant.now()));
    }

    void forget(RepoId repo) {
        notes.remove(repo);
    }

    void forgetAllBut(Collection<RepoId> repos) {
        notes.keySet().retainAll(repos);
    }

    Map<RepoId, Note> all() {
        return new HashMap<>(notes);
    }

    /** What was known before this server started; what it has learnt since counts for more. */
    void restore(Map<RepoId, Note> kept) {
        kept.forEach(notes::putIfAbsent);
    }

    private Note of(RepoId repo) {
        return notes.getOrDefault(repo, Note.NONE);
    }

    private void change(RepoId repo, UnaryOperator<Note> change) {
        notes.compute(repo, (same, before) -> change.apply(before == null ? Note.NONE : before));
    }
}
