package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The checked name of one repository. Old ("canonical") models such as {@code gpt2} have no namespace.
 * Holding a {@code RepoId} means that the name is safe as a folder name and in a URL.
 *
 * @param beside null for the repository; else which of its revisions has a folder of its own beside that of the repository
 *     ({@code owner/name@beside}), as {@link #at} writes it. The Hub knows no such names
 */
public record RepoId(
        RepoType type,
        @Nullable String namespace,
        String name,
        @Nullable String beside) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]|[A-Za-z0-9_][A-Za-z0-9_.-]{0,94}[A-Za-z0-9_]");

    public RepoId {
        if (namespace != null) {
            checkPart(namespace);
        }
        checkPart(name);
        if (beside != null && !FolderSuffix.isSafe(beside)) {
            throw new IllegalArgumentException("\"" + UntrustedText.name(beside) + "\" stands for no revision.");
        }
    }

    public RepoId(RepoType type, @Nullable String namespace, String name) {
        this(type, namespace, name, null);
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

    /**
     * Reads what {@link #folder} gives: an id, or that of a folder beside the one of the repo.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is neither
     */
    public static RepoId ofFolder(RepoType type, String text) {
        int at = text.indexOf('@');
        RepoId repo = parse(type, at < 0 ? text : text.substring(0, at));
        return at < 0 ? repo : new RepoId(type, repo.namespace, repo.name, text.substring(at + 1));
    }

    /** The repository itself. */
    public RepoId onHub() {
        return beside == null ? this : new RepoId(type, namespace, name);
    }

    /** The folder that a revision has beside that of the repository. */
    public RepoId at(String revision) {
        return new RepoId(type, namespace, name, FolderSuffix.of(revision, false));
    }

    /** As {@link #at}, but not the same as that of any other name where upper and lower case are one. */
    public RepoId apartAt(String revision) {
        return new RepoId(type, namespace, name, FolderSuffix.of(revision, true));
    }

    /** The revision that this folder was made for; empty for the repository itself, and where its name was too long. */
    public Optional<String> revisionBeside() {
        return Optional.ofNullable(beside).flatMap(FolderSuffix::revision);
    }

    /** The id, and for a folder beside the repository's what tells them apart: {@code namespace/name@beside}. */
    public String folder() {
        return beside == null ? id() : id() + "@" + beside;
    }

    /** The id as the Hub writes it: {@code namespace/name}, or {@code name} alone. */
    public String id() {
        return namespace == null ? name : namespace + "/" + name;
    }

    /** Type and folder in one unique word, e.g. {@code models/org/name}: for messages and as a key. */
    @Override
    public String toString() {
        return type.plural() + "/" + folder();
    }

    private static void checkPart(String part) {
        if (SecretMasker.isSecretIn(part)) {
            throw new IllegalArgumentException(SecretMasker.REFUSAL);
        }
        if (!PART.matcher(part).matches() || part.contains("--") || part.contains("..") || part.endsWith(".git")) {
            throw new IllegalArgumentException("\"" + UntrustedText.name(part)
                    + "\" is not a repository name. Write it as owner/name, as on the Hub's page.");
        }
    }

    /**
     * How the name of a revision is written behind the name of a repo's folder: {@code /} as {@code ~}, which no branch or tag
     * may have, what else is not safe everywhere in percents, and what is too long cut, with a hash that keeps it apart.
     */
    private static final class FolderSuffix {

        /** With the longest name of a repo and {@code @} it makes 143 bytes, the most that encrypted disks take. */
        private static final int MAX_CHARS = 46;

        private static final int HASH_CHARS = 8;
        private static final String CUT = "~~";
        private static final String PLAIN = "._+=,@-";
        private static final Pattern SAFE =
                Pattern.compile("(?:[A-Za-z0-9._+=,@~-]|%[0-9A-F]{2}){1," + MAX_CHARS + "}");

        private FolderSuffix() {}

        /** @param apart whether it must differ from that of a name which is the same but for upper and lower case */
        static String of(String revision, boolean apart) {
            StringBuilder suffix = new StringBuilder();
            byte[] bytes = revision.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                char c = (char) (bytes[i] & 0xff);
                boolean plain = c < 128 && Character.isLetterOrDigit(c)
                        || PLAIN.indexOf(c) >= 0
                                && (c != '.' || i + 1 < bytes.length); // a last dot is lost on some disks
                if (plain) {
                    suffix.append(c);
                } else if (c == '/') {
                    suffix.append('~');
                } else {
                    suffix.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
                }
            }
            return suffix.length() <= MAX_CHARS && !apart
                    ? suffix.toString()
                    : cut(suffix.toString()) + CUT + hash(revision);
        }

        static boolean isSafe(String suffix) {
            return suffix.length() <= MAX_CHARS && SAFE.matcher(suffix).matches() && !suffix.endsWith(".");
        }

        /** The revision; empty when its name was cut. */
        static Optional<String> revision(String suffix) {
            if (suffix.contains(CUT)) {
                return Optional.empty();
            }
            byte[] bytes = new byte[suffix.length()];
            int length = 0;
            for (int i = 0; i < suffix.length(); i++) {
                char c = suffix.charAt(i);
                if (c == '%') {
                    bytes[length++] = (byte) Integer.parseInt(suffix.substring(i + 1, i + 3), 16);
                    i += 2;
                } else {
                    bytes[length++] = (byte) (c == '~' ? '/' : c);
                }
            }
            return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
        }

        private static String cut(String suffix) {
            int max = MAX_CHARS - CUT.length() - HASH_CHARS;
            String start = suffix.substring(0, Math.min(max, suffix.length()));
            int percent = start.lastIndexOf('%');
            return percent >= 0 && percent > start.length() - 3 ? start.substring(0, percent) : start;
        }

        private static String hash(String revision) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(revision.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java platform has it
            }
        }
    }
}
