package io.hfdownloader.input.reference;

import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/**
 * A repository, and which part of it.
 *
 * @param repo the repository
 * @param revision branch, tag or commit; null when none was named
 * @param variants labels of variants
 * @param include patterns of files to take, as {@code hf --include}
 * @param exclude patterns of files to leave, as {@code hf --exclude}
 * @param notes sentences about what was left out or taken for granted
 */
public record RepoWish(
        RepoId repo,
        @Nullable String revision,
        List<String> variants,
        List<String> include,
        List<String> exclude,
        List<String> notes)
        implements Meaning {

    private static final int LONGEST_REVISION = 255;
    private static final int LONGEST_ENTRY = 1_024;
    private static final int MOST_ENTRIES = 1_000;

    /** @throws IllegalArgumentException with a sentence for the user when a part of it cannot be asked for */
    public RepoWish {
        variants = checked(variants);
        include = checked(include);
        exclude = checked(exclude);
        notes = List.copyOf(notes);
        if (revision != null
                && (revision.isBlank() || revision.length() > LONGEST_REVISION || hasUnprintable(revision))) {
            throw new IllegalArgumentException(
                    "The revision is not one: name a branch, a tag or a commit, as in" + " owner/name@main.");
        }
    }

    static RepoWish of(RepoId repo) {
        return new RepoWish(repo, null, List.of(), List.of(), List.of(), List.of());
    }

    RepoWish withRepo(RepoId other) {
        return new RepoWish(other, revision, variants, include, exclude, notes);
    }

    public RepoWish withRevision(@Nullable String other) {
        return other == null ? this : new RepoWish(repo, other, variants, include, exclude, notes);
    }

    public RepoWish withVariants(List<String> more) {
        return new RepoWish(repo, revision, joined(variants, more), include, exclude, notes);
    }

    public RepoWish withInclude(List<String> more) {
        return new RepoWish(repo, revision, variants, joined(include, more), exclude, notes);
    }

    public RepoWish withExclude(List<String> more) {
        return new RepoWish(repo, revision, variants, include, joined(exclude, more), notes);
    }

    public RepoWish noted(List<String> more) {
        return new RepoWish(repo, revision, variants, include, exclude, joined(notes, more));
    }

    /** The files that are named, parts of a set as the whole set. */
    public RepoWish withFiles(List<String> paths) {
        return withInclude(paths.stream().map(PathPattern::ofFile).toList())
                .noted(paths.stream().anyMatch(PathPattern::isPart) ? List.of(PathPattern.WHOLE_SET) : List.of());
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    private static List<String> checked(List<String> entries) {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException("Name " + MOST_ENTRIES + " variants or file patterns at most.");
        }
        for (String entry : entries) {
            if (entry.isBlank()) {
                throw new IllegalArgumentException("A variant or file pattern is empty. Name it, or leave it out.");
            }
            if (entry.length() > LONGEST_ENTRY || hasUnprintable(entry)) {
                throw new IllegalArgumentException("A file's name is too long, or has characters that no name has."
                        + " Paste the address of the file again, or name its repository as owner/name.");
            }
        }
        return List.copyOf(entries);
    }

    private static boolean hasUnprintable(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }
}
