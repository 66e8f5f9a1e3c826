package io.hfdownloader.download;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.variant.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks for.
 *
 * @param repo the repo as the user named it
 * @param revision branch, tag or commit
 * @param selection which files
 * @param update true to bring what is here up to date: files that are gone upstream are removed, and an empty
 *     selection means what is here
 * @param manner how it goes about it
 */
public record DownloadRequest(RepoId repo, String revision, Selection selection, boolean update, Manner manner) {

    /** How a download goes about it. */
    public enum Manner {
        /** At the newest commit of its revision. */
        USUAL,
        /** Files that are here once more, at the commit that they are of: nothing is found out of newer ones. */
        REPAIR,
        /**
         * An update where there is no room for both sets, by the owner's consent: one file after the other takes the place of the old
         * one when it is whole and verified. Until all have, files of two commits are here.
         */
        FILE_BY_FILE;

        /** As it is kept; null for the usual one. */
        @Nullable
        String word() {
            return this == USUAL ? null : name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The one that was kept so; the usual one where none is known by that word. */
        static Manner kept(@Nullable String word) {
            return Arrays.stream(values())
                    .filter(manner -> Objects.equals(manner.word(), word))
                    .findFirst()
                    .orElse(USUAL);
        }
    }

    /** What is downloaded when no revision is named. */
    public static final String DEFAULT_REVISION = RepoRefs.DEFAULT_BRANCH;

    private static final int MAX_REVISION_CHARS = 255;

    public DownloadRequest {
        if (revision.isBlank()
                || revision.length() > MAX_REVISION_CHARS
                || revision.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("Name a revision: a branch, a tag or a commit.");
        }
    }

    public DownloadRequest(RepoId repo, String revision, Selection selection, boolean update) {
        this(repo, revision, selection, update, Manner.USUAL);
    }

    /** The same where the one name in it that is that of a branch means the branch; empty where none is, or several are. */
    Optional<DownloadRequest> inBranch(List<String> branches) {
        Map<String, String> named = branchesNamed(branches);
        return named.size() == 1
                ? named.entrySet().stream()
                        .map(found -> new DownloadRequest(
                                repo, found.getValue(), selection.without(found.getKey()), update, manner))
                        .findFirst()
                : Optional.empty();
    }

    /** By a name in the selection the branch that it is of. */
    Map<String, String> branchesNamed(List<String> branches) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String name : selection.names()) {
            branches.stream()
                    .filter(branch -> branch.equalsIgnoreCase(name))
                    .max(Comparator.comparing(branch -> branch.equals(name)))
                    .ifPresent(branch -> named.put(name, branch));
        }
        return named;
    }
}
