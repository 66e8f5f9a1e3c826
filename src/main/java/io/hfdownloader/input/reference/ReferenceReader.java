package io.hfdownloader.input.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/** Reads one word that stands for a repository: a name, an address, {@code hf://…} or {@code git@…}. */
public final class ReferenceReader {

    private static final Pattern OVER_SSH = Pattern.compile("(?:ssh://)?git@([^:/]++)[:/](.*)", Pattern.DOTALL);
    private static final Pattern ON_DISK =
            Pattern.compile("(?:\\.{1,2}|~)?[/\\\\].*|[A-Za-z]:[/\\\\].*|~|\\.{1,2}", Pattern.DOTALL);
    private static final Pattern OTHER_SITE =
            Pattern.compile("(?:www\\.|[a-z0-9.-]{0,100}\\.)?(?:github|gitlab|ollama|modelscope|civitai"
                    + "|kaggle|hf)\\.(?:com|ai|cn|space)");
    private static final Set<String> FILE_HOSTS = Set.of(".hf.co", ".huggingface.co", ".xethub.hf.co");

    private final HubHosts hosts;

    public ReferenceReader(HubHosts hosts) {
        this.hosts = hosts;
    }

    /** True for what cannot be meant as a word to search for: a name with its owner, or an address. */
    public boolean isRepo(String word) {
        if (isAddress(word)) {
            return true;
        }
        try {
            return word.indexOf('/') > 0 && RepoShorthand.of(word).repo().namespace() != null;
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    /** True for the address of a Hub. */
    public boolean isHubAddress(String word) {
        return startsWith(word, "hf://")
                || OVER_SSH.matcher(word).matches()
                || hosts.pathOf(word).isPresent() && (HubHosts.isAddress(word) || word.indexOf('/') > 0);
    }

    /** True for the address of any site. */
    public boolean isAddress(String word) {
        return HubHosts.isAddress(word) || isHubAddress(word);
    }

    /**
     * What the word means.
     *
     * @throws IllegalArgumentException with a sentence for the user when it means no repository
     */
    public Reference read(String word) {
        if (startsWith(word, "hf://")) {
            return RepoShorthand.ofHubPath(word.substring("hf://".length()));
        }
        Matcher ssh = OVER_SSH.matcher(word);
        String plain = ssh.matches() ? "ssh://" + ssh.group(1) + "/" + ssh.group(2) : word;
        Optional<String> path = hosts.pathOf(ssh.matches() ? plain.substring("ssh://".length()) : plain);
        if (path.isPresent()) {
            return HubUrlReader.read(path.get());
        }
        String host = HubHosts.hostOf(plain);
        if (HubHosts.isAddress(plain)
                || word.indexOf('/') > 0 && OTHER_SITE.matcher(host).matches()) {
            throw Unreadable.OTHER_SITE.because(otherSite(host), "host", host);
        }
        if (ON_DISK.matcher(word).matches()) {
            throw Unreadable.ON_DISK.because(
                    QuotedText.of(word) + " is a place on a disk. Write the repository as owner/name.", "text", word);
        }
        return RepoShorthand.of(word);
    }

    /**
     * The repository a command or a call names; {@code gpt2} is one there.
     *
     * @param type the type said beside it, or null
     */
    public RepoReference repo(String word, @Nullable String type) {
        Reference reference = read(word);
        if (!(reference instanceof RepoReference repoReference)) {
            throw Unreadable.NAME.because(
                    QuotedText.of(word) + " is no repository. Write it as owner/name.", "text", word);
        }
        return type == null ? repoReference : repoReference.withRepo(typed(repoReference.repo(), type));
    }

    private static RepoId typed(RepoId repo, String word) {
        RepoType type = RepoType.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Unreadable.TYPE.because(
                        QuotedText.of(word) + " is no type of repository. It is one of model, dataset and space.",
                        "text",
                        word));
        if (repo.type() != RepoType.MODEL && repo.type() != type) {
            throw Unreadable.TWO_TYPES.because(QuotedText.of(repo.toString()) + " is a "
                    + repo.type().word() + " by its name, but the type says " + type.word()
                    + ". Write one of them only.");
        }
        return new RepoId(type, repo.namespace(), repo.name());
    }

    private static String otherSite(String host) {
        if (host.isEmpty()) {
            return "This address names no site. Paste an address of huggingface.co, or write owner/name.";
        }
        if (FILE_HOSTS.stream().anyMatch(host::endsWith)) {
            return QuotedText.of(host)
                    + " gives out files under addresses that expire. Paste the address of the file's page"
                    + " on the Hub, or write owner/name.";
        }
        if (host.endsWith(".hf.space")) {
            return QuotedText.of(host) + " is a running app. Paste the address of its page on the Hub, or write"
                    + " spaces/owner/name.";
        }
        return QuotedText.of(host)
                + " is not a Hub that this server knows. Paste an address of huggingface.co, or write" + " owner/name.";
    }

    private static boolean startsWith(String text, String start) {
        return text.regionMatches(true, 0, start, 0, start.length());
    }
}
