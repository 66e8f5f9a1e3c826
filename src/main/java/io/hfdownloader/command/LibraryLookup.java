package io.hfdownloader.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;

/** Finds models of the service's library by what a user names: a repository, a folder, the id of the download that brought it. */
final class LibraryLookup {

    private static final int MAX_NEAR = 5;

    private final ServiceClient service;
    private final Session session;
    private final List<JsonNode> models;

    /** Blocks. */
    LibraryLookup(ServiceClient service, Session session) {
        this.service = service;
        this.session = session;
        this.models = service.get("/api/v1/library").valueStream().toList();
    }

    /**
     * What is meant.
     *
     * @param model as the API tells it
     * @param variants labels of those that are meant; empty for the whole
     */
    record Found(JsonNode model, List<String> variants) {

        /** Its address in the API; empty where it has no place on the Hub. */
        Optional<String> path() {
            return RepoType.of(model.path("type").asText())
                    .map(type -> "/api/v1/library/" + type.plural() + "/" + folder());
        }

        String folder() {
            return model.path("folder").asText();
        }
    }

    List<JsonNode> all() {
        return models;
    }

    /** @throws CommandException when there is none */
    Found find(String text) {
        if (DownloadLookup.isId(text)) {
            JsonNode download = new DownloadLookup(service, session).one(text, any -> true);
            return byFolder(
                            download.path("folder").asText(),
                            download.path("type").asText())
                    .map(model -> new Found(model, List.of()))
                    .orElseThrow(() -> missing(download.path("repo").asText()));
        }
        Optional<JsonNode> exact = models.stream()
                .filter(model -> model.path("folder").asText().equals(text))
                .findFirst();
        return exact.map(model -> new Found(model, List.of())).orElseGet(() -> byName(text));
    }

    private Found byName(String text) {
        RepoReference wanted = Wanted.of(List.of(text), null, session.settings());
        String type = wanted.repo().type().word();
        String revision = wanted.revision();
        Optional<JsonNode> found = revision == null
                ? byFolder(wanted.repo().id(), type)
                : byFolder(wanted.repo().at(revision).folder(), type)
                        .or(() -> byFolder(wanted.repo().id(), type)
                                .filter(model ->
                                        revision.equals(model.path("revision").asText())));
        return found.map(model -> new Found(model, wanted.variants())).orElseThrow(() -> missing(text));
    }

    private Optional<JsonNode> byFolder(String folder, String type) {
        return models.stream()
                .filter(model -> model.path("type").asText().equals(type))
                .filter(model -> model.path("folder").asText().equalsIgnoreCase(folder))
                .findFirst();
    }

    private CommandException missing(String text) {
        String name = text.substring(text.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .split("[:@-]", 2)[0];
        List<String> near = models.stream()
                .map(model -> model.path("folder").asText())
                .filter(folder ->
                        !name.isEmpty() && folder.toLowerCase(Locale.ROOT).contains(name))
                .limit(MAX_NEAR)
                .toList();
        return CommandException.of(new Missing(
                UntrustedText.name(text) + " is not on the machine of the service. What is there: hf-downloader list",
                near));
    }

    private static final class Missing extends ProblemException {

        private final transient List<String> near;

        Missing(String sentence, List<String> near) {
            super(ProblemType.MODEL_NOT_FOUND, sentence);
            this.near = near;
        }

        @Override
        public List<String> choices() {
            return near;
        }
    }
}
