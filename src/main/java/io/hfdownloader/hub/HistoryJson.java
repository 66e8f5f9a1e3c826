package io.hfdownloader.hub;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The Hub's answers on a repo's history as they come; what could not be asked for is left out. */
final class HistoryJson {

    static final int MAX_COMMITS = 50;
    private static final int MAX_REFS = 500;
    private static final int MAX_NAME_CHARS = 250;
    private static final int MAX_TITLE_CHARS = 200;

    private HistoryJson() {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Refs(
            @Nullable List<@Nullable Ref> branches,
            @Nullable List<@Nullable Ref> tags,
            @Nullable List<@Nullable Ref> converts,
            @Nullable List<@Nullable Ref> pullRequests) {

        RepoRefs toRepoRefs() {
            return new RepoRefs(
                    valid(branches, Ref::name),
                    valid(tags, Ref::name),
                    valid(converts, Ref::ref),
                    valid(pullRequests, Ref::ref));
        }

        /** Branches and tags are asked for by their name, the others by the whole ref: their name is a number or a word. */
        private static List<RepoRefs.Ref> valid(
                @Nullable List<@Nullable Ref> refs, Function<Ref, @Nullable String> name) {
            return refs == null
                    ? List.of()
                    : refs.stream()
                            .filter(Objects::nonNull)
                            .flatMap(ref -> ref.ifValid(name.apply(ref)))
                            .limit(MAX_REFS)
                            .toList();
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ref(
            @Nullable String name,
            @Nullable String ref,
            @Nullable String targetCommit) {

        /** A name that would have to be changed to be shown is none that the Hub knows. */
        private Stream<RepoRefs.Ref> ifValid(@Nullable String shown) {
            String commit = HubJson.commit(targetCommit);
            return shown != null && commit != null && shown.equals(HubFields.plain(shown, MAX_NAME_CHARS))
                    ? Stream.of(new RepoRefs.Ref(shown, commit))
                    : Stream.empty();
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CommitEntry(
            @Nullable String id,
            @Nullable String title,
            @Nullable String date) {

        Optional<RepoCommit> toRepoCommit() {
            return Optional.ofNullable(HubJson.commit(id))
                    .map(commit -> new RepoCommit(
                            commit,
                            Objects.requireNonNullElse(HubFields.plain(title, MAX_TITLE_CHARS), ""),
                            HubJson.instant(date)));
        }
    }
}
