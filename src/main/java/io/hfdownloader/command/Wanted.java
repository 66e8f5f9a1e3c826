package io.hfdownloader.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.client.LocalSettings;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.input.InputParser;
import io.hfdownloader.input.ParsedInput;
import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Reads which repository, and what of it, the words of a command mean. */
final class Wanted {

    /** A repository without a namespace looks like a word to search for. */
    private static final Pattern CANONICAL =
            Pattern.compile("(?:(models|datasets|spaces)/)?([A-Za-z0-9._-]+)((?:[:@].*)?)");

    private static final String HUB = "https://huggingface.co";
    private static final String PLACEHOLDER = "x/";

    private Wanted() {}

    /**
     * What the words mean: a name with variant and revision, an address, a line of another tool.
     *
     * @param type {@code model}, {@code dataset} or {@code space}; null for what the words say
     * @throws CommandException when they name no repository, or several
     */
    static RepoReference of(List<String> words, @Nullable String type, LocalSettings settings) {
        String text = String.join(" ", words);
        HubHosts hosts = HubHosts.of(settings.get("hf.endpoint").orElse(HUB));
        Matcher canonical = CANONICAL.matcher(text.strip());
        List<RepoReference> found = new ArrayList<>();
        if (text.endsWith(":") || text.endsWith("@")) { // of a script's variable that is not set, say
            throw wrong(
                    "After the \"" + text.charAt(text.length() - 1)
                            + "\" a name is missing. Write owner/name:Q4_K_M for a variant, owner/name@revision for a branch, tag or commit.");
        }
        if (canonical.matches() && !text.contains("/") || canonical.matches() && canonical.group(1) != null) {
            found.add(canonical(canonical, hosts));
        } else {
            for (ParsedInput input : InputParser.parse(text, hosts)) {
                found.add(repo(input.reference(), text));
            }
        }
        if (found.size() != 1) {
            throw wrong(
                    found.isEmpty()
                            ? "Name a repository, as owner/name."
                            : "These are " + found.size()
                                    + " repositories. Name one, and call the command again for the next.");
        }
        return typed(found.get(0), type);
    }

    private static RepoReference canonical(Matcher name, HubHosts hosts) {
        try {
            RepoType type = name.group(1) == null
                    ? RepoType.MODEL
                    : RepoType.of(name.group(1)).orElse(RepoType.MODEL);
            RepoId repo = RepoId.parse(type, name.group(2));
            RepoReference suffixes = repo(
                    InputParser.parse(PLACEHOLDER + repo.name() + name.group(3), hosts)
                            .get(0)
                            .reference(),
                    name.group());
            return new RepoReference(
                    repo,
                    suffixes.revision(),
                    suffixes.variants(),
                    suffixes.include(),
                    suffixes.exclude(),
                    suffixes.notes());
        } catch (IllegalArgumentException unreadable) {
            throw wrong(String.valueOf(unreadable.getMessage()));
        }
    }

    private static RepoReference repo(Reference reference, String text) {
        if (reference instanceof RepoReference repo) {
            return repo;
        }
        throw wrong(
                reference instanceof UnreadableInput unreadable
                        ? unreadable.reason()
                        : "\"" + UntrustedText.name(text)
                                + "\" names no repository. Write it as owner/name, as on the Hub's page.");
    }

    private static RepoReference typed(RepoReference reference, @Nullable String type) {
        if (type == null) {
            return reference;
        }
        RepoType said = RepoType.of(type).orElseThrow(() -> wrong("--type is one of model, dataset and space."));
        RepoId repo = reference.repo();
        if (repo.type() != RepoType.MODEL && repo.type() != said) {
            throw wrong("The name is that of a " + repo.type().word() + ", but --type says " + said.word()
                    + ". Write one of them only.");
        }
        return new RepoReference(
                new RepoId(said, repo.namespace(), repo.name()),
                reference.revision(),
                reference.variants(),
                reference.include(),
                reference.exclude(),
                reference.notes());
    }

    /** The body of a request for it. */
    static ObjectNode body(RepoReference wanted) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("repo", wanted.repo().id());
        body.put("type", wanted.repo().type().word());
        if (wanted.revision() != null) {
            body.put("revision", wanted.revision());
        }
        put(body, "variants", wanted.variants());
        put(body, "include", wanted.include());
        put(body, "exclude", wanted.exclude());
        return body;
    }

    private static void put(ObjectNode body, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(body.putArray(name)::add);
        }
    }

    static CommandException wrong(String sentence) {
        return CommandException.of(ExitCode.WRONG_USE, sentence);
    }
}
