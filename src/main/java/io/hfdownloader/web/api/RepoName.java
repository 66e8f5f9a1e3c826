package io.hfdownloader.web.api;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.web.http.ApiException;
import org.jspecify.annotations.Nullable;

/** Reads the name of a repo as people write it: the id, with its type before it, or the address of its page. */
public final class RepoName {

    private static final String BAD_NAME = "bad-name";
    private static final Pattern ORIGIN = Pattern.compile("(?i)https?://[^/?#]*/*");
    private static final Pattern BESIDE_PATH = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("^[^/]+\\.[^/]+/(?=[^/]+/[^/]+$)");
    private static final Pattern SHORTHAND = Pattern.compile("([^:@]+)(?::([^:@]*))?(?:@([^:@]*))?");

    /** Of an address with all that is beside its path; what is longer names no repository. */
    private static final int MAX_CHARS = 2_000;

    private RepoName() {}

    /** How a request's body names a repo and what of it is wanted. */
    public enum Body {
        /** That of {@code /api/v1}. */
        V1 {
            @Override
            String fields(RepoId repo, String variant, String revision) {
                return "\"repo\": \"" + repo.id() + "\""
                        + (variant.isEmpty() ? "" : ", \"variants\": [\"" + variant + "\"]")
                        + (revision.isEmpty() ? "" : ", \"revision\": \"" + revision + "\"")
                        + ".";
            }
        },
        /** That of the paths of the Python program. */
        LEGACY {
            @Override
            String fields(RepoId repo, String variant, String revision) {
                return "\"repo_id\": \"" + repo.id() + "\""
                        + (variant.isEmpty() ? "" : ", \"quant_pattern\": \"" + variant + "\"")
                        + (revision.isEmpty()
                                ? "."
                                : "; a branch, tag or commit is taken by /api/v1/downloads, as \"revision\".");
            }
        };

        abstract String fields(RepoId repo, String variant, String revision);
    }

    /**
     * The repo that is meant.
     *
     * @param body of which it is a field
     * @param type {@code model}, {@code dataset} or {@code space}; null for what the name says, else a model
     * @throws ApiException with a sentence on how to write it
     */
    public static RepoId of(Body body, @Nullable String type, @Nullable String text) {
        String name = text == null ? "" : text.strip();
        if (name.isEmpty()) {
            throw new ApiException(ProblemType.REPO_MISSING, "Name a repository, as owner/name.");
        }
        if (name.length() > MAX_CHARS) { // before expressions that look again at each character
            throw badRequest("\"" + UntrustedText.name(name)
                    + "\" is too long for a repository name. Write it as owner/name, as on the Hub's page.");
        }
        boolean address = ORIGIN.matcher(name).lookingAt();
        String path = address
                ? BESIDE_PATH.matcher(ORIGIN.matcher(name).replaceFirst("")).replaceFirst("")
                : name;
        String[] parts = path.replaceFirst("/+$", "").split("/", -1);
        Optional<RepoType> before = parts.length > 1 ? plural(parts[0]) : Optional.empty();
        int start = before.isPresent() ? 1 : 0;
        if (address && parts.length - start > 2) {
            throw badRequest(
                    "\"" + UntrustedText.name(name) + "\" leads into a repository. Name the repository alone, as "
                            + UntrustedText.name(parts[start] + "/" + parts[start + 1])
                            + ", and its branch or commit as \"revision\".");
        }
        RepoType meant = type(type, before, name);
        String id = String.join("/", Arrays.copyOfRange(parts, start, parts.length));
        try {
            return RepoId.parse(meant, id);
        } catch (IllegalArgumentException partOfIt) {
            String quoted = "\"" + UntrustedText.name(name) + "\"";
            throw badRequest(inFields(body, meant, id)
                    .map(fields -> quoted + " names more than a repository. Write it in fields of their own: " + fields)
                    .orElse(quoted + " is not a repository name. Write it as owner/name, as on the Hub's page."));
        }
    }

    /** What the pages, {@code llama.cpp} and {@code ollama} read in one word: {@code owner/name:variant@revision}. */
    private static Optional<String> inFields(Body body, RepoType type, String id) {
        Matcher parts = SHORTHAND.matcher(HOST.matcher(id).replaceFirst(""));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String variant = Objects.requireNonNullElse(parts.group(2), "").strip();
        String revision = Objects.requireNonNullElse(parts.group(3), "").strip();
        try {
            RepoId repo = RepoId.parse(type, parts.group(1).strip());
            return variant.isEmpty() && revision.isEmpty()
                    ? Optional.empty()
                    : Optional.of(body.fields(repo, UntrustedText.name(variant), UntrustedText.name(revision)));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** As {@link #of}, or the folder of one, as the library names it: {@code owner/name@revision}. */
    public static RepoId ofFolder(@Nullable String text) {
        String name = text == null ? "" : text.strip();
        int at = name.indexOf('@');
        if (at < 0 || ORIGIN.matcher(name).lookingAt()) {
            return of(Body.LEGACY, null, name);
        }
        RepoId repo = of(Body.LEGACY, null, name.substring(0, at));
        try {
            return new RepoId(repo.type(), repo.namespace(), repo.name(), name.substring(at + 1));
        } catch (IllegalArgumentException none) {
            throw badRequest(String.valueOf(none.getMessage()));
        }
    }

    /** The repo a path of the API names; what cannot be one is not found. */
    public static RepoId ofPath(String type, @Nullable String namespace, String name) {
        RepoId repo = ofFolderPath(type, namespace, name);
        if (repo.beside() != null) {
            throw new ApiException(
                    ProblemType.REPO_NOT_FOUND,
                    "\"" + UntrustedText.name(name) + "\" is not a repository name. Name its branch as \"revision\".",
                    BAD_NAME);
        }
        return repo;
    }

    /** The folder of a repo that a path of the API names; what cannot be one is not found. */
    public static RepoId ofFolderPath(String type, @Nullable String namespace, String name) {
        try {
            return RepoId.ofFolder(
                    RepoType.of(type)
                            .filter(known -> known.plural().equals(type))
                            .orElseThrow(() ->
                                    new IllegalArgumentException("The type is one of models, datasets and spaces.")),
                    namespace == null ? name : namespace + "/" + name);
        } catch (IllegalArgumentException badName) {
            throw new ApiException(ProblemType.REPO_NOT_FOUND, String.valueOf(badName.getMessage()), BAD_NAME);
        }
    }

    private static RepoType type(@Nullable String said, Optional<RepoType> before, String name) {
        if (said == null) {
            return before.orElse(RepoType.MODEL);
        }
        RepoType type = RepoType.of(said).orElseThrow(() -> badRequest("The type is one of model, dataset and space."));
        if (before.isPresent() && before.get() != type) {
            throw badRequest(
                    "\"" + UntrustedText.name(name) + "\" is a " + before.get().word()
                            + " by its name, but the type says " + type.word() + ". Write one of them only.");
        }
        return type;
    }

    private static Optional<RepoType> plural(String word) {
        return RepoType.of(word).filter(type -> type.plural().equals(word));
    }

    private static ApiException badRequest(String sentence) {
        return new ApiException(ProblemType.BAD_REQUEST, sentence, "repo");
    }
}
