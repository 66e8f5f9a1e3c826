package io.hfdownloader.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        this.models = service.list("/api/v1/library", LibraryLookup::withoutFiles);
    }

    /** What is told of a model but for its files, of which all models of a machine may have very many. */
    static JsonNode withoutFiles(JsonNode model) {
        return model instanceof ObjectNode whole ? whole.without("files") : model;
    }

    /**
     * What is meant.
     *
     * @param model as the API tells it
     * @param variants labels of those that are meant
     * @param files paths of the files that are meant
     */
    record Found(JsonNode model, List<String> variants, List<String> files) {

        boolean isWhole() {
            return variants.isEmpty() && files.isEmpty();
        }

        /** As {@code list} shows it, and as it can be written. */
        String name() {
            return LibraryLookup.name(model);
        }

        /** @throws CommandException with those there are when one of the variants is not here */
        void requireVariants() {
            List<String> here = model.path("variants")
                    .valueStream()
                    .map(variant -> variant.path("label").asText())
                    .toList();
            for (String variant : variants) {
                if (here.stream().noneMatch(variant::equalsIgnoreCase)) {
                    String name = UntrustedText.name(name());
                    throw CommandException.of(new Missing(
                            ProblemType.VARIANT_NOT_FOUND,
                            here.isEmpty()
                                    ? name + " has no variants here. Write " + name + " for the whole model."
                                    : "There is no " + UntrustedText.name(variant) + " of " + name
                                            + " here, but there is:",
                            here));
                }
            }
        }

        /** Its address in the API; empty where it has no place on the Hub. */
        Optional<String> path() {
            return RepoType.of(model.path("type").asText())
                    .map(type -> "/api/v1/library/" + type.plural() + "/" + folder());
        }

        String folder() {
            return model.path("folder").asText();
        }
    }

    /** @throws CommandException when there is none */
    Found find(String text) {
        if (DownloadLookup.isId(text)) {
            JsonNode download = new DownloadLookup(service, session).one(text, any -> true);
            return byFolder(
                            download.path("folder").asText(),
                            download.path("type").asText())
                    .map(LibraryLookup::whole)
                    .orElseThrow(() -> missing(download.path("repo").asText()));
        }
        return only(models.stream().filter(model -> name(model).equals(text)).toList(), text)
                .map(LibraryLookup::whole)
                .orElseGet(() -> byName(text));
    }

    /** With the type where it is no model: a dataset and a model may share the rest. */
    static String name(JsonNode model) {
        String type = model.path("type").asText();
        return (type.equals("dataset") || type.equals("space") ? type + "s/" : "")
                + model.path("folder").asText();
    }

    private static Found whole(JsonNode model) {
        return new Found(model, List.of(), List.of());
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
        LibraryPart part = LibraryPart.of(wanted, text);
        return found.map(model -> new Found(model, part.variants(), part.files()))
                .orElseThrow(() -> missing(text));
    }

    private Optional<JsonNode> byFolder(String folder, String type) {
        List<JsonNode> near = models.stream()
                .filter(model -> model.path("type").asText().equals(type))
                .filter(model -> model.path("folder").asText().equalsIgnoreCase(folder))
                .toList();
        return near.stream()
                .filter(model -> model.path("folder").asText().equals(folder))
                .findFirst()
                .or(() -> only(near, folder));
    }

    private static Optional<JsonNode> only(List<JsonNode> found, String text) {
        if (found.size() > 1) {
            throw Wanted.wrong("Several things here are called " + UntrustedText.name(text)
                    + ". Write the name exactly as hf-downloader list shows it.");
        }
        return found.stream().findFirst();
    }

    private CommandException missing(String text) {
        String name = text.substring(text.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .split("[:@-]", 2)[0];
        List<String> near = models.stream()
                .map(LibraryLookup::name)
                .filter(folder ->
                        !name.isEmpty() && folder.toLowerCase(Locale.ROOT).contains(name))
                .limit(MAX_NEAR)
                .toList();
        return CommandException.of(new Missing(
                ProblemType.MODEL_NOT_FOUND,
                UntrustedText.name(text) + " is not on the machine of the service. What is there: hf-downloader list"
                        + unfinished(text),
                near));
    }

    /** What is not there yet may be on its way. */
    private String unfinished(String text) {
        if (DownloadLookup.isId(text)) {
            return "";
        }
        return new DownloadLookup(service, session)
                .named(text).stream()
                        .filter(download -> !DownloadLookup.isIn(download, "completed", "cancelled"))
                        .findFirst()
                        .map(download -> ". Its download is "
                                + UntrustedText.name(download.path("state").asText())
                                + "; to take that back: hf-downloader rm "
                                + UntrustedText.name(download.path("id").asText()))
                        .orElse("");
    }

    private static final class Missing extends ProblemException {

        private final transient List<String> near;

        Missing(ProblemType type, String sentence, List<String> near) {
            super(type, sentence);
            this.near = near;
        }

        @Override
        public List<String> choices() {
            return near;
        }
    }
}
