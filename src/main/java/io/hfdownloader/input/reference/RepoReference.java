package io.hfdownloader.input.reference;

import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/**
 * A repository, and which part of it.
 *
 * @param repo the repository
 * @param revision branch, tag or commit; null when none was named
 * @param variants labels of variants
 * @param include patterns of files to take, as {@code hf --include}
 * @param exclude patterns of files to leave, as {@code hf --exclude}
 * @param notes what was left out or taken for granted
 */
public record RepoReference(
        RepoId repo,
        @Nullable String revision,
        List<String> variants,
        List<String> include,
        List<String> exclude,
        List<CodedText> notes)
        implements Reference {

    private static final int MAX_REVISION_CHARS = 255;
    private static final int MAX_ENTRY_CHARS = 1_024;
    private static final int MAX_ENTRIES = 1_000;

    /** @throws IllegalArgumentException with a sentence for the user when a part of it cannot be asked for */
    public RepoReference {
        variants = checked(variants);
        include = checked(include);
        exclude = checked(exclude);
        notes = List.copyOf(notes);
        if (revision != null
                && (revision.isBlank() || revision.length() > MAX_REVISION_CHARS || hasUnprintable(revision))) {
            throw Unreadable.REVISION.because(
                    "The revision is not one: name a branch, a tag or a commit, as in" + " owner/name@main.");
        }
    }

    static RepoReference of(RepoId repo) {
        return new RepoReference(repo, null, List.of(), List.of(), List.of(), List.of());
    }

    RepoReference withRepo(RepoId other) {
        return new RepoReference(other, revision, variants, include, exclude, notes);
    }

    public RepoReference withRevision(@Nullable String other) {
        return other == null ? this : new RepoReference(repo, other, variants, include, exclude, notes);
    }

    public RepoReference withVariants(List<String> more) {
        return new RepoReference(repo, revision, joined(variants, more), include, exclude, notes);
    }

    public RepoReference withInclude(List<String> more) {
        return new RepoReference(repo, revision, variants, joined(include, more), exclude, notes);
    }

    public RepoReference withExclude(List<String> more) {
        return new RepoReference(repo, revision, variants, include, joined(exclude, more), notes);
    }

    public RepoReference withNotes(List<CodedText> more) {
        return new RepoReference(repo, revision, variants, include, exclude, joined(notes, more));
    }

    /** The files that are named, parts of a set as the whole set. */
    public RepoReference withFiles(List<String> paths) {
        return withInclude(paths.stream().map(PathPattern::ofFile).toList())
                .withNotes(paths.stream().anyMatch(PathPattern::isPart) ? List.of(PathPattern.WHOLE_SET) : List.of());
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    private static List<String> checked(List<String> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("Name " + MAX_ENTRIES + " variants or file patterns at most.");
        }
        for (String entry : entries) {
            if (entry.isBlank()) {
                throw new IllegalArgumentException("A variant or file pattern is empty. Name it, or leave it out.");
            }
            if (entry.length() > MAX_ENTRY_CHARS || hasUnprintable(entry)) {
                throw Unreadable.FILE_NAME.because("A file's name is too long, or has characters that no name has."
                        + " Paste the address of the file again, or name its repository as owner/name.");
            }
        }
        return List.copyOf(entries);
    }

    private static boolean hasUnprintable(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }
}
