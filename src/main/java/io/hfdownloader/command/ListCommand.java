package io.hfdownloader.command;

import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Amounts;
import io.hfdownloader.command.terminal.Table;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code list}: the models on the service's machine. */
final class ListCommand implements Command {

    private static final String LIBRARY = "/api/v1/library";

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand("list", "Show the models on the machine of the service.");
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        if (Options.isSet(parsed, Options.JSON)) {
            session.answer(JsonNodeFactory.instance.arrayNode().addAll(service.list(LIBRARY)));
            return ExitCode.DONE;
        }
        List<JsonNode> models = service.list(LIBRARY, LibraryLookup::withoutFiles);
        if (models.isEmpty()) {
            session.out().println("No models yet. Get one with: hf-downloader download owner/name");
        } else {
            Table table = new Table("REPOSITORY", "SIZE", "STATE", "VARIANTS");
            models.forEach(model -> table.add(
                    LibraryLookup.name(model),
                    Amounts.bytes(model.path("sizeBytes").asLong()),
                    state(model),
                    variants(model)));
            table.lines().forEach(session.out()::println);
        }
        return ExitCode.DONE;
    }

    private static String state(JsonNode model) {
        if (model.path("passedOver").isTextual()) {
            return "passed over";
        }
        if (!model.path("complete").asBoolean()) {
            return "incomplete";
        }
        return model.path("updateAvailable").asBoolean() ? "update available" : "complete";
    }

    private static String variants(JsonNode model) {
        return model.path("variants")
                .valueStream()
                .map(variant -> variant.path("label").asText())
                .collect(Collectors.joining(", "));
    }
}
