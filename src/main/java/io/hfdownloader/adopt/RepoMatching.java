package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.hfdownloader.adopt.shape.Found;
import io.hfdownloader.adopt.shape.FoundFile;
import io.hfdownloader.adopt.shape.RepoHint;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.header.GgufHeader;
import io.hfdownloader.header.GgufOrigin;
import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.name.WeightFiles;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the repository, and the commit of it, that files may be of. A name is a hint; what counts is the content. All methods block.
 */
final class RepoMatching {

    private static final Logger LOG = Logger.getLogger(RepoMatching.class);
    private static final int MAX_HINTS = 16;
    private static final int MAX_SEARCHES = 4;
    private static final int MAX_CANDIDATES = 3;
    private static final int MAX_OLDER_COMMITS = 12;
    private static final int MAX_HEADERS = 2;
    private static final int MIN_WORD_CHARS = 3;
    private static final String GGUF = ".gguf";

    private static final Pattern ENDING = Pattern.compile("\\.(?:gguf|safetensors|bin|pt|pth|ckpt|ggml)$");
    private static final Pattern PART = Pattern.compile("-\\d{5}-of-\\d{5}$");
    private static final Pattern QUANTIZATION = Pattern.compile(
            "(?i)[-._ :](?:UD[-_])?(?:i1[-_])?(?:I?Q\\d\\w*|TQ\\d\\w*|MXFP4\\w*|[BF]{0,2}F(?:16|32)|latest|imat|GGUF)$");

    private final HubLookup hub;

    RepoMatching(HubLookup hub) {
        this.hub = hub;
    }

    /**
     * What a model may be, the likeliest first.
     *
     * @param named a repository that is called so, whatever its content; null for none
     */
    record Candidates(@Nullable RepoTree named, List<RepoTree> trees) {
        Candidates {
            trees = List.copyOf(trees);
        }
    }

    /**
     * Commits that have files of the same lengths.
     *
     * @param wanted the repository that the owner says it is; null for whatever it is
     */
    Candidates candidates(RootFolder root, Found found, @Nullable RepoId wanted) {
        Map<RepoId, RepoTree> tried = new LinkedHashMap<>();
        if (wanted != null) {
            hub.head(wanted).ifPresent(tree -> tried.put(tree.repo(), tree));
            return sorted(found, tried, tried.values().stream().findFirst().orElse(null));
        }
        RepoTree named = null;
        for (RepoHint hint : found.hints()) {
            Optional<RepoTree> tree = tryOut(tried, hint.repo());
            String commit = hint.commit();
            if (commit != null
                    && tree.filter(head -> !head.commit().equals(commit)).isPresent()) {
                tree = hub.at(hint.repo(), commit);
                tree.ifPresent(at -> tried.put(at.repo(), at));
            }
            named = named == null ? tree.orElse(null) : named;
        }
        GgufOrigin origin = origin(root, found);
        for (String repo : origin.repos()) {
            parse(repo).ifPresent(id -> note(tried, id));
        }
        boolean isGguf = found.files().stream().anyMatch(file -> isGguf(file));
        int searches = 0;
        for (String words : words(found, origin)) {
            if (isPlausible(found, tried) || searches++ >= MAX_SEARCHES) {
                break;
            }
            hub.search(words, isGguf).forEach(id -> note(tried, id));
        }
        return sorted(found, tried, named);
    }

    private Optional<RepoTree> tryOut(Map<RepoId, RepoTree> tried, RepoId repo) {
        RepoTree known = tried.get(repo);
        if (known != null) {
            return Optional.of(known);
        }
        if (tried.size() >= MAX_HINTS) {
            return Optional.empty();
        }
        Optional<RepoTree> tree = hub.head(repo);
        tree.ifPresent(found -> tried.putIfAbsent(found.repo(), found));
        return tree;
    }

    private void note(Map<RepoId, RepoTree> tried, RepoId repo) {
        Optional<RepoTree> tree = tryOut(tried, repo);
        LOG.debugf("%s %s", repo, tree.isPresent() ? "may be meant" : "is not there");
    }

    private static boolean isPlausible(Found found, Map<RepoId, RepoTree> tried) {
        boolean hasWeights = found.files().stream().anyMatch(Assignment::isWeight);
        return tried.values().stream()
                .map(tree -> Assignment.bySize(tree, found.files()))
                .anyMatch(same -> hasWeights ? same.weightBytes() > 0 : !same.isEmpty());
    }

    private static Candidates sorted(Found found, Map<RepoId, RepoTree> tried, @Nullable RepoTree named) {
        return new Candidates(
                named,
                tried.values().stream()
                        .map(tree -> Assignment.bySize(tree, found.files()))
                        .filter(same -> !same.isEmpty())
                        .sorted(Comparator.comparingLong(Assignment::bytes).reversed())
                        .limit(MAX_CANDIDATES)
                        .map(Assignment::tree)
                        .toList());
    }

    /**
     * The commit that has most of the content; of each candidate its listing first, and where that does not have all, some older ones.
     */
    Optional<Assignment> proved(Found found, Candidates candidates, Function<FoundFile, Optional<ContentSums>> sums) {
        List<RepoTree> trees = new ArrayList<>(candidates.trees());
        RepoTree named = candidates.named();
        if (named != null && trees.stream().noneMatch(tree -> tree.repo().equals(named.repo()))) {
            trees.add(named);
        }
        Assignment best = null;
        for (RepoTree tree : trees) {
            best = better(best, Assignment.byContent(tree, found.files(), sums));
        }
        for (RepoTree tree : trees) {
            if (best != null && isWhole(best, found)) {
                break;
            }
            best = older(tree, found, sums, best);
        }
        return Optional.ofNullable(best).filter(some -> !some.isEmpty());
    }

    private @Nullable Assignment older(
            RepoTree head, Found found, Function<FoundFile, Optional<ContentSums>> sums, @Nullable Assignment before) {
        Assignment best = before;
        int looked = 0;
        for (RepoCommit commit : hub.history(head.repo())) {
            if (commit.commit().equals(head.commit())) {
                continue;
            }
            if (looked++ >= MAX_OLDER_COMMITS || best != null && isWhole(best, found)) {
                break;
            }
            Optional<RepoTree> tree = hub.at(head.repo(), commit.commit());
            if (tree.isPresent()) {
                best = better(best, Assignment.byContent(tree.get(), found.files(), sums));
            }
        }
        return best;
    }

    /** That of fewer files stands where the other proves no more. */
    private static Assignment better(@Nullable Assignment one, Assignment other) {
        return one == null || other.bytes() > one.bytes() ? other : one;
    }

    /** Whether all weights are in it; of what has none, all files. */
    static boolean isWhole(Assignment some, Found found) {
        boolean hasWeights = found.files().stream().anyMatch(Assignment::isWeight);
        return found.files().stream()
                .filter(file -> !hasWeights || Assignment.isWeight(file))
                .allMatch(file -> some.files().containsKey(file));
    }

    // --- what names tell ---------------------------------------------------------------------------------------

    private static GgufOrigin origin(RootFolder root, Found found) {
        List<String> names = new ArrayList<>();
        List<String> repos = new ArrayList<>();
        found.files().stream().filter(RepoMatching::isGguf).limit(MAX_HEADERS).forEach(file -> {
            GgufOrigin one = origin(root, file);
            names.addAll(one.names());
            repos.addAll(one.repos());
        });
        return new GgufOrigin(names, repos);
    }

    private static GgufOrigin origin(RootFolder root, FoundFile file) {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(GgufHeader.HEAD_BYTES, file.sizeBytes()));
        try (FileChannel channel = root.open(root.path().resolve(file.source()), StandardOpenOption.READ)) {
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // goes on
            }
            return GgufOrigin.read(head.flip());
        } catch (IOException | InvalidHeaderException unreadable) {
            LOG.debugf("The header of %s tells nothing: %s", file.source(), unreadable.getMessage());
            return GgufOrigin.NONE;
        }
    }

    private static Set<String> words(Found found, GgufOrigin origin) {
        Set<String> words = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        found.files().stream()
                .filter(Assignment::isWeight)
                .limit(1)
                .forEach(file -> names.add(WeightFiles.baseName(file.path())));
        names.add(found.name());
        names.addAll(origin.names());
        for (String name : names) {
            String plain = plain(name);
            if (plain.length() >= MIN_WORD_CHARS && !plain.equalsIgnoreCase("model")) {
                words.add(plain);
            }
        }
        return words;
    }

    /** Without ending, number of the part, quantization and owner; with hyphens for blanks, as ids have. */
    static String plain(String name) {
        String plain = name.substring(name.lastIndexOf('/') + 1).strip();
        plain = ENDING.matcher(plain.toLowerCase(Locale.ROOT)).find()
                ? plain.substring(0, plain.lastIndexOf('.'))
                : plain;
        plain = PART.matcher(plain).replaceFirst("");
        String before;
        do {
            before = plain;
            plain = QUANTIZATION.matcher(plain).replaceFirst("");
        } while (!before.equals(plain));
        return plain.replace(' ', '-').replace(':', '-');
    }

    private static boolean isGguf(FoundFile file) {
        return file.path().toLowerCase(Locale.ROOT).endsWith(GGUF);
    }

    private static Optional<RepoId> parse(String id) {
        try {
            return Optional.of(RepoId.model(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
