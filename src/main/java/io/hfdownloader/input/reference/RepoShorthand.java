package io.hfdownloader.input.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.variant.name.VariantLabel;
import org.jspecify.annotations.Nullable;

/** Reads {@code owner/name}, with its type before it and {@code :variant}, {@code @revision} and a path behind it. */
final class RepoShorthand {

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}");
    private static final Pattern FILE = Pattern.compile(".*\\.[A-Za-z0-9]{1,12}", Pattern.DOTALL);

    private static final int MAX_SUFFIX_CHARS = 1_000;

    private RepoShorthand() {}

    /** A name as people write it; what follows the {@code @} is the revision. */
    static RepoReference of(String text) {
        int end = endOfId(text);
        return withSuffixes(withPath(text.substring(0, end), text, false), text.substring(end));
    }

    /** What follows {@code hf://}: a path may follow the revision. */
    static RepoReference ofHubPath(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return text.indexOf(':') < 0 || text.chars().filter(c -> c == '/').count() > 1
                    ? withPath(text, text, true)
                    : of(text);
        }
        RepoReference repo = withPath(text.substring(0, at), text, true);
        List<String> rest = List.of(text.substring(at + 1).split("/"));
        int length = revisionLength(rest);
        String path = String.join("/", rest.subList(length, rest.size()));
        RepoReference revised =
                withSuffixes(repo, "@" + HubUrlReader.decoded(String.join("/", rest.subList(0, length))));
        return path.isEmpty() ? revised : withHubPath(revised, path);
    }

    /** How many segments belong to a revision: its own slashes may stand unencoded. */
    static int revisionLength(List<String> segments) {
        boolean ref = segments.size() >= 3
                && segments.get(0).equals("refs")
                && List.of("pr", "convert", "heads", "tags").contains(segments.get(1));
        return ref ? 3 : Math.min(1, segments.size());
    }

    /** The type that a first segment names, if it is one. */
    static Optional<RepoType> typeOfPlural(String segment) {
        return RepoType.of(segment).filter(type -> type.plural().equals(segment));
    }

    /** Adds {@code :variant} and {@code @revision}, in any order. */
    static RepoReference withSuffixes(RepoReference repo, String suffixes) {
        if (suffixes.length() > MAX_SUFFIX_CHARS) {
            throw Unreadable.SUFFIX_TOO_LONG.because(
                    "What follows " + QuotedText.of(repo.repo().id())
                            + " is too long. Write owner/name:Q4_K_M for a variant, owner/name@revision for a branch, tag or commit.",
                    "repo",
                    repo.repo().id());
        }
        RepoReference read = repo;
        String left = suffixes;
        while (!left.isEmpty()) {
            int end = left.length() == 1 ? 1 : 1 + endOfId(left.substring(1));
            String value = left.substring(1, end);
            if (value.isEmpty()) {
                throw Unreadable.SUFFIX_MISSING.because(
                        "After " + QuotedText.of(repo.repo().id()) + " a name is missing."
                                + " Write owner/name:Q4_K_M for a variant, owner/name@revision for a branch, tag or commit.",
                        "repo",
                        repo.repo().id());
            }
            read = left.charAt(0) == '@' ? withRevision(read, value) : withVariant(read, value);
            left = left.substring(end);
        }
        return read;
    }

    private static RepoReference withRevision(RepoReference repo, String revision) {
        if (repo.revision() != null) {
            throw Unreadable.TWO_REVISIONS.because(
                    "Two revisions are named for " + QuotedText.of(repo.repo().id()) + ". Write one of them.",
                    "repo",
                    repo.repo().id());
        }
        return repo.withRevision(HubUrlReader.decoded(revision));
    }

    private static RepoReference withVariant(RepoReference repo, String variant) {
        if (variant.equals("latest")) { // Ollama's word for whatever comes first
            return repo;
        }
        if (variant.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            return repo.withFiles(List.of(variant));
        }
        if (!LABEL.matcher(variant).matches()) {
            throw Unreadable.VARIANT.because(
                    QuotedText.of(variant) + " is not the name of a variant." + " Write it as in owner/name:Q4_K_M.",
                    "text",
                    variant);
        }
        return repo.withVariants(List.of(VariantLabel.isLabel(variant) ? variant.toUpperCase(Locale.ROOT) : variant));
    }

    private static RepoReference withPath(String id, String whole, boolean hub) {
        List<String> parts = new ArrayList<>(Arrays.asList(
                id.replaceFirst("^/++", "").replaceFirst("/++$", "").split("/")));
        @Nullable RepoType named = parts.size() > 1 ? typeOfPlural(parts.get(0)).orElse(null) : null;
        if (named != null) {
            parts.remove(0);
        }
        RepoType type = named == null ? RepoType.MODEL : named;
        RepoReference repo =
                RepoReference.of(RepoId.parse(type, String.join("/", parts.subList(0, Math.min(2, parts.size())))));
        if (parts.size() <= 2) {
            return repo;
        }
        String path = String.join("/", parts.subList(2, parts.size()));
        if (hub) {
            return withHubPath(repo, path);
        }
        if (HubUrlReader.leadsIntoRepo(parts.get(2))) {
            return HubUrlReader.within(repo, parts.subList(2, parts.size()));
        }
        if (!FILE.matcher(path).matches()) {
            throw Unreadable.NAME.because(
                    QuotedText.of(whole) + " is not a repository name. Write it as owner/name, as on the Hub's page.",
                    "text",
                    whole);
        }
        return repo.withFiles(List.of(path));
    }

    private static RepoReference withHubPath(RepoReference repo, String path) {
        String plain = HubUrlReader.decoded(path);
        if (PathPattern.isPattern(plain)) {
            return repo.withInclude(List.of(plain));
        }
        return FILE.matcher(plain).matches() && !plain.endsWith("/")
                ? repo.withFiles(List.of(plain))
                : repo.withInclude(List.of(PathPattern.ofFolder(plain.replaceFirst("/++$", ""))));
    }

    private static int endOfId(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '@') {
            at++;
        }
        return at;
    }
}
