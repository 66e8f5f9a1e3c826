package io.hfdownloader.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.client.ServiceDownloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Amounts;
import io.hfdownloader.command.terminal.Screen;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code rm}: deletes a model, a variant or a file of it, or takes a download back. */
final class RemoveCommand implements Command {

    private static final String YES = "--yes";
    private static final String NOW = "--now";

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand(
                        "rm",
                        "Delete a model, or a variant or file of it, from the disk.",
                        "It goes into the bin, from where it can be restored for some days, or with --now for good. On a terminal it asks first; a script, whose input is a pipe, a file or nothing, is not asked. The id of a download takes that back: it is cancelled, and it and its"
                                + " partial files go.")
                .addPositional(Options.word("1", "REPO[:VARIANT|/FILE]|ID", "What to delete."))
                .addOption(OptionSpec.builder("-y", YES)
                        .type(boolean.class)
                        .arity("0")
                        .description("Do not ask.")
                        .build())
                .addOption(OptionSpec.builder(NOW)
                        .type(boolean.class)
                        .arity("0")
                        .description("Delete for good, past the bin.")
                        .build());
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        String text = Options.words(parsed).get(0);
        return DownloadLookup.isId(text)
                ? takeBack(service, new DownloadLookup(service, session).one(text, any -> true), parsed, session)
                : deleteNamed(service, text, parsed, session);
    }

    private static ExitCode deleteNamed(ServiceClient service, String text, ParseResult parsed, Session session) {
        LibraryLookup.Found found = new LibraryLookup(service, session).find(text);
        try {
            return delete(service, found, parsed, session);
        } catch (CommandException refused) {
            if (refused.exitCode() == ExitCode.NOT_FOUND) {
                found.requireVariants();
            }
            Optional<JsonNode> download = isInUse(refused)
                    ? new DownloadLookup(service, session)
                            .unfinished(found.model().path("type").asText(), found.folder())
                    : Optional.empty();
            throw download.map(using -> refused.withAdvice("Its download is "
                            + UntrustedText.name(using.path("state").asText())
                            + "; to take that back first: hf-downloader rm "
                            + UntrustedText.name(using.path("id").asText())))
                    .orElse(refused);
        }
    }

    private static boolean isInUse(CommandException refused) {
        return refused.problem().path("type").asText().endsWith(":" + ProblemType.REPO_IN_USE.slug());
    }

    private static ExitCode takeBack(ServiceClient service, JsonNode download, ParseResult parsed, Session session) {
        String name = UntrustedText.name(download.path("repo").asText());
        String path = "/api/v1/downloads/" + download.path("id").asText();
        if (!ServiceDownloads.hasEnded(download)) {
            confirm("Cancel the download of " + name + " and delete what has arrived?", parsed, session);
            var cancelled = service.post(path + "/cancel", null);
        }
        var forgotten = service.delete(path);
        tell("removed", name, download.path("id").asText(), List.of(), parsed, session);
        return ExitCode.DONE;
    }

    private static ExitCode delete(
            ServiceClient service, LibraryLookup.Found found, ParseResult parsed, Session session) {
        List<String> variants = found.variants();
        String part = variants.isEmpty()
                ? found.files().stream().map(path -> "/" + path).collect(Collectors.joining(","))
                : ":" + String.join(",", variants);
        String what = found.name() + part;
        boolean now = Options.isSet(parsed, NOW);
        confirm(
                "Delete " + UntrustedText.name(what)
                        + (found.isWhole()
                                ? " ("
                                        + Amounts.bytes(
                                                found.model().path("sizeBytes").asLong()) + ")"
                                : "")
                        + (now ? " from the disk for good?" : " from the disk?"),
                parsed,
                session);
        List<JsonNode> kept = addresses(found, variants).stream()
                .map(address ->
                        service.delete(now ? address + (address.contains("?") ? "&" : "?") + "now=true" : address))
                .filter(answer -> answer.path("until").isTextual())
                .toList();
        tell("deleted", UntrustedText.name(what), what, kept, parsed, session);
        return ExitCode.DONE;
    }

    private static List<String> addresses(LibraryLookup.Found found, List<String> variants) {
        if (found.path().isEmpty()) {
            return List.of("/api/v1/library?path="
                    + ServiceClient.encoded(found.model().path("path").asText()));
        }
        String model = found.path().get();
        if (found.isWhole()) {
            return List.of(model);
        }
        return variants.isEmpty()
                ? List.of(model
                        + found.files().stream()
                                .map(path -> "path=" + ServiceClient.encoded(path))
                                .collect(Collectors.joining("&", "?", "")))
                : variants.stream()
                        .map(variant -> model + "?variant=" + ServiceClient.encoded(variant))
                        .toList();
    }

    /** @param kept what is in the bin now */
    private static void tell(
            String word, String name, String exact, List<JsonNode> kept, ParseResult parsed, Session session) {
        if (Options.isSet(parsed, Options.JSON)) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put(word, exact);
            kept.stream()
                    .findFirst()
                    .ifPresent(entry -> answer.put("until", entry.path("until").asText()));
            session.answer(answer);
        } else {
            String until = kept.stream()
                    .findFirst()
                    .map(entry -> "; it can be restored until "
                            + UntrustedText.name(time(entry.path("until").asText()))
                            + ": hf-downloader restore "
                            + UntrustedText.name(entry.path("id").asText()))
                    .orElse("");
            session.out().println(name + ": " + word + until);
        }
    }

    /** To the minute, as people read it. */
    static String time(String iso) {
        return iso.replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC");
    }

    /** A script, whose input is surely no terminal, is not asked: nobody would answer. */
    private static void confirm(String question, ParseResult parsed, Session session) {
        Screen.Input input = Options.isSet(parsed, YES)
                ? Screen.Input.NO_TERMINAL
                : session.screen().input();
        if (input == Screen.Input.NO_TERMINAL) {
            return;
        }
        if (input == Screen.Input.UNKNOWN) {
            throw Wanted.wrong(
                    "It cannot be told here whether somebody can be asked. Nothing was deleted; delete with --yes.");
        }
        session.err().print(question + " [y/N] ");
        session.err().flush();
        if (!isYes(line())) {
            throw CommandException.of(ExitCode.FAILED, "Nothing was deleted.");
        }
    }

    private static boolean isYes(String answer) {
        return List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line;
        } catch (IOException gone) {
            return "";
        }
    }
}
