package io.hfdownloader.hub;

import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The checked name of one repository. Old ("canonical") models such as {@code gpt2} have no namespace.
 * Holding a {@code RepoId} means that the name is safe as a folder name and in a URL.
 */
public record RepoId(RepoType type, @Nullable String namespace, String name) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]|[A-Za-z0-9_][A-Za-z0-9_.-]{0,94}[A-Za-z0-9_]");

    public RepoId {
        if (namespace != null) {
            checkPart(namespace);
        }
        checkPart(name);
    }

    /**
     * Reads {@code name} or {@code namespace/name} by the Hub's rules for ids.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is no repo id
     */
    public static RepoId parse(RepoType type, String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new RepoId(type, null, text)
                : new RepoId(type, text.substring(0, slash), text.substring(slash + 1));
    }

    /** A model's id, see {@link #parse}. */
    public static RepoId model(String text) {
        return parse(RepoType.MODEL, text);
    }

    /** The id as the Hub writes it: {@code namespace/name}, or {@code name} alone. */
    public String id() {
        return namespace == null ? name : namespace + "/" + name;
    }

    /** Type and id in one unique word, e.g. {@code models/org/name}: for messages and as a key. */
    @Override
    public String toString() {
        return type.plural() + "/" + id();
    }

    private static void checkPart(String part) {
        if (!PART.matcher(part).matches() || part.contains("--") || part.contains("..") || part.endsWith(".git")) {
            throw new IllegalArgumentException("\"" + UntrustedText.name(part)
                    + "\" is not a repository name. Write it as owner/name, as on the Hub's page.");
        }
    }
}
