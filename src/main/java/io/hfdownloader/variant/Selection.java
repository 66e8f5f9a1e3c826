package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.name.Glob;
import io.hfdownloader.variant.name.VariantLabel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a repo are wanted. Kept in a normal form, so that two selections that ask for the same in other words or
 * another order are equal.
 *
 * @param variants labels of variants, any case
 * @param include patterns of files to take, as {@code hf --include}
 * @param exclude patterns of files to leave, as {@code hf --exclude}
 * @param quantPattern a label, a pattern or a part of a path, as the legacy API has it; null for none
 */
@RegisterForReflection
public record Selection(
        List<String> variants,
        List<String> include,
        List<String> exclude,
        @Nullable String quantPattern) {

    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_ENTRY_CHARS = 1_024;
    private static final Selection ALL = new Selection(List.of(), List.of(), List.of(), null);

    /** @throws IllegalArgumentException with a sentence for the user when there are too many or too long entries */
    public Selection {
        variants = labels(variants);
        include = patterns(include);
        exclude = patterns(exclude);
        quantPattern = quantPattern == null || quantPattern.isBlank() ? null : label(quantPattern);
    }

    /** One complete model: all files of a repo, but of its weights one copy only. */
    public static Selection all() {
        return ALL;
    }

    /** One variant, with all that comes along. */
    public static Selection ofVariant(String label) {
        return new Selection(List.of(label), List.of(), List.of(), null);
    }

    /** The legacy API's selection; null or blank for {@link #all}. */
    public static Selection ofPattern(@Nullable String quantPattern) {
        return new Selection(List.of(), List.of(), List.of(), quantPattern);
    }

    /** True when nothing is said, so that all files are meant. */
    @JsonIgnore
    public boolean isAll() {
        return equals(ALL);
    }

    /** True when it names variants, which files may have other labels for tomorrow. */
    @JsonIgnore
    public boolean namesVariants() {
        return !variants.isEmpty() || quantPattern != null;
    }

    /** All that it names variants by. */
    public List<String> names() {
        List<String> names = new ArrayList<>(variants);
        if (quantPattern != null) {
            names.add(quantPattern);
        }
        return List.copyOf(names);
    }

    /** The same but for one of its {@link #names}. */
    public Selection without(String name) {
        return new Selection(
                variants.stream().filter(label -> !label.equals(name)).toList(),
                include,
                exclude,
                name.equals(quantPattern) ? null : quantPattern);
    }

    /**
     * The selected files, in the order of the tree.
     *
     * @throws NoSuchVariantException when a variant or pattern asked for is not there, or no file is left
     */
    public List<RepoFile> select(RepoTree tree) {
        return select(tree, WeightFacts.NONE);
    }

    /**
     * As {@link #select(RepoTree)}, with what was read of the weights.
     *
     * @throws NoSuchVariantException as there
     */
    public List<RepoFile> select(RepoTree tree, WeightFacts facts) {
        Variants<RepoFile> variants = Variants.of(tree, facts);
        return select(tree, variants, weights(tree, variants));
    }

    /**
     * The weights that its labels and its pattern name; empty where it has none.
     *
     * @throws NoSuchVariantException when a variant or pattern asked for is not there
     * @throws AmbiguousVariantException when several variants share a name that was asked for
     */
    public Set<RepoFile> weights(RepoTree tree, WeightFacts facts) {
        return weights(tree, Variants.of(tree, facts));
    }

    /**
     * As {@link #weights(RepoTree, WeightFacts)}.
     *
     * @param variants those of the tree
     */
    public Set<RepoFile> weights(RepoTree tree, Variants<RepoFile> variants) {
        return new SelectionResolver(this, tree, variants).weights();
    }

    /** As {@link #weights(RepoTree, Variants)}, in the manner of old: all that share a name. */
    public Set<RepoFile> weightsOfOld(RepoTree tree, Variants<RepoFile> variants) {
        return new SelectionResolver(this, tree, variants).withoutAsking().weights();
    }

    /**
     * The selected files, in the order of the tree, with these weights for its labels and its pattern.
     *
     * @param variants those of the tree
     * @throws NoSuchVariantException when no file is left
     */
    public List<RepoFile> select(RepoTree tree, Variants<RepoFile> variants, Set<RepoFile> weights) {
        return new SelectionResolver(this, tree, variants).resolve(weights);
    }

    /**
     * Whether it takes a file that is none of a variant, by its name.
     *
     * @param weights whether it is of use by itself, and so does not come along with others
     */
    public boolean takes(String name, boolean weights) {
        boolean unasked = include.isEmpty() ? !weights || !namesVariants() : !weights && namesVariants();
        return (unasked || matchesAny(include, name)) && !matchesAny(exclude, name);
    }

    private static boolean matchesAny(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> Glob.of(pattern).matches(name));
    }

    /** Case does not tell labels apart. */
    private static List<String> labels(@Nullable List<String> texts) {
        Map<String, String> labels = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        patterns(texts).forEach(text -> labels.putIfAbsent(text, label(text)));
        return List.copyOf(labels.values());
    }

    private static List<String> patterns(@Nullable List<String> texts) {
        if (texts == null) { // left out in JSON
            return List.of();
        }
        if (texts.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("Name " + MAX_ENTRIES + " variants or file patterns at most.");
        }
        return texts.stream()
                .map(Selection::trimmed)
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static String label(String text) {
        String label = trimmed(text);
        return VariantLabel.isLabel(label) ? label.toUpperCase(Locale.ROOT) : label;
    }

    private static String trimmed(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String trimmed = text.strip();
        if (trimmed.length() > MAX_ENTRY_CHARS) {
            throw new IllegalArgumentException(
                    "A variant or file pattern may have " + MAX_ENTRY_CHARS + " characters at most.");
        }
        return trimmed;
    }
}
