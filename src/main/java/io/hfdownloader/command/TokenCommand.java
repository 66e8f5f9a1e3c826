package io.hfdownloader.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.access.AccessToken;
import io.hfdownloader.access.AccessTokens;
import io.hfdownloader.access.Scope;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Table;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code token}: makes, lists and revokes access tokens. It works on the models directory itself, so that who has none yet, and may write there, gets one; a
 * running service sees it within seconds.
 */
final class TokenCommand implements Command {

    private static final String SCOPE = "--scope";
    private static final String REVOKE = "--revoke";
    private static final String MODELS_DIR = "hf-downloader.models-dir";
    private static final String ROOT = "root";
    private static final String DEFAULT_MODELS_DIR = "/models";

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "token",
                        "Make, list or revoke access tokens of the service, for scripts and programs.",
                        "With a name it makes one and prints it, this once; without a name it lists those there are."
                                + " To be run as the user of the service, with its HF_DOWNLOADER_MODELS_DIR.")
                .addPositional(Options.word("0..1", "NAME", "What the token is called; its id or name to revoke it."))
                .addOption(Options.text(
                        SCOPE,
                        "SCOPE",
                        "What it allows: read (to look), download (to download and update as well), manage (all)."
                                + " Else read."))
                .addOption(Options.flag(REVOKE, "Take it back: it opens nothing from then on."))
                .addOption(Options.flag(Options.JSON, "Answer in JSON, and with nothing else on the standard output."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        List<String> words = Options.words(parsed);
        boolean json = Options.isSet(parsed, Options.JSON);
        AccessTokens tokens = AccessTokens.in(modelsDir(session));
        try {
            if (Options.isSet(parsed, REVOKE)) {
                return revoke(tokens, words);
            }
            if (words.isEmpty()) {
                list(tokens.list(), json, session);
            } else {
                make(tokens.make(words.get(0), scope(parsed)), json, session);
            }
            return ExitCode.DONE;
        } catch (IllegalArgumentException unusable) {
            throw CommandException.of(ExitCode.WRONG_USE, String.valueOf(unusable.getMessage()));
        } catch (ProblemException failure) {
            throw CommandException.of(failure);
        }
    }

    private static Scope scope(ParseResult parsed) {
        String word = parsed.matchedOptionValue(SCOPE, Scope.READ.word());
        return Scope.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + UntrustedText.name(word) + "\" is no scope. Write read, download or manage."));
    }

    private static Path modelsDir(Session session) {
        String named = session.settings().get(MODELS_DIR).orElse(DEFAULT_MODELS_DIR);
        Optional<Path> folder;
        try {
            folder = Optional.of(Path.of(named).toAbsolutePath());
        } catch (InvalidPathException noPath) {
            folder = Optional.empty();
        }
        Path found = folder.filter(place -> Files.isDirectory(state(place)))
                .orElseThrow(() -> CommandException.of(
                        ExitCode.FAILED,
                        "No service has used " + UntrustedText.name(named)
                                + " as its models directory. Set HF_DOWNLOADER_MODELS_DIR to that of the service."));
        refuseRoot(state(found));
        return found;
    }

    private static Path state(Path modelsDir) {
        return modelsDir.resolve(".cache").resolve("hf-downloader");
    }

    /** What root writes there, another user's service could not read. */
    private static void refuseRoot(Path state) {
        String owner = owner(state);
        if (System.getProperty("user.name", "").equals(ROOT) && !owner.equals(ROOT)) {
            throw CommandException.of(
                    ExitCode.FAILED,
                    "The models directory is in use by " + UntrustedText.name(owner)
                            + ", who could not read what root writes. Run this as that user, such as with"
                            + " runuser -u or docker exec -u, or make the token on the page Access.");
        }
    }

    private static String owner(Path folder) {
        try {
            return Files.getOwner(folder).getName();
        } catch (IOException | UnsupportedOperationException untold) {
            return ROOT; // no reason to refuse
        }
    }

    private static ExitCode revoke(AccessTokens tokens, List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("Say which token is to be revoked, by its id or name.");
        }
        if (tokens.revoke(words.get(0)) == 0) {
            throw CommandException.of(
                    ExitCode.NOT_FOUND,
                    "There is no token " + UntrustedText.name(words.get(0)) + ". List them with: hf-downloader token");
        }
        return ExitCode.DONE;
    }

    private static void make(AccessToken.Made made, boolean json, Session session) {
        if (json) {
            session.answer(json(made.token()).put("token", made.secret()));
        } else {
            session.out().println(made.secret());
            session.err()
                    .println("It allows \"" + made.token().scope().word()
                            + "\", and is not shown again. Commands take it from HF_DOWNLOADER_API_TOKEN.");
        }
    }

    private static void list(List<AccessToken> tokens, boolean json, Session session) {
        if (json) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            tokens.forEach(token -> all.add(json(token)));
            session.answer(all);
        } else if (tokens.isEmpty()) {
            session.out().println("No tokens.");
        } else {
            Table table = new Table("ID", "NAME", "ALLOWS", "MADE", "LAST USED");
            tokens.forEach(token -> table.add(
                    token.id(),
                    UntrustedText.name(token.name()),
                    token.scope().word(),
                    token.createdAt().toString().substring(0, 10),
                    Objects.requireNonNullElse(token.usedOn(), "never").toString()));
            table.lines().forEach(session.out()::println);
        }
    }

    private static ObjectNode json(AccessToken token) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", token.id());
        json.put("name", token.name());
        json.put("scope", token.scope().word());
        json.put("createdAt", token.createdAt().toString());
        json.put("usedOn", token.usedOn() == null ? null : token.usedOn().toString());
        return json;
    }
}
