package io.hfdownloader.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.text.UntrustedText;

/** Finds downloads of the service by what a user names: an id, the first characters of one, or a repository. */
final class DownloadLookup {

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F-]{0,27})?");

    private final List<JsonNode> downloads;
    private final Session session;

    /** Blocks. */
    DownloadLookup(ServiceClient service, Session session) {
        this.downloads = service.list("/api/v1/downloads");
        this.session = session;
    }

    List<JsonNode> all() {
        return downloads;
    }

    /** Whether a text can be an id, or the beginning of one as {@code status} shows it. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Those that are meant, newest first; empty when there is none. */
    List<JsonNode> named(String text) {
        List<JsonNode> byId = downloads.stream()
                .filter(download -> download.path("id").asText().startsWith(text.toLowerCase(Locale.ROOT)))
                .toList();
        if (isId(text) && !byId.isEmpty()) {
            if (byId.size() > 1) {
                throw Wanted.wrong("Several downloads begin with " + text + ". Write more of the id.");
            }
            return byId;
        }
        return isId(text)
                ? List.of()
                : downloads.stream()
                        .filter(isOf(Wanted.of(List.of(text), null, session.settings())))
                        .toList();
    }

    /** The one that is meant, of those in such states first. */
    JsonNode one(String text, Predicate<JsonNode> fits) {
        List<JsonNode> named = named(text);
        return named.stream()
                .filter(fits)
                .findFirst()
                .or(() -> Optional.ofNullable(named.isEmpty() ? null : named.get(0)))
                .orElseThrow(() -> missing(text));
    }

    /** One that has not completed and was not taken back, of such a folder; it keeps that from being deleted. */
    Optional<JsonNode> unfinished(String type, String folder) {
        return downloads.stream()
                .filter(download -> download.path("type").asText().equals(type))
                .filter(download -> download.path("folder").asText().equalsIgnoreCase(folder))
                .filter(download -> !isIn(download, "completed", "cancelled"))
                .findFirst();
    }

    static CommandException missing(String text) {
        return CommandException.of(
                ExitCode.NOT_FOUND,
                "There is no download of " + UntrustedText.name(text) + ". Those there are: hf-downloader status");
    }

    private static Predicate<JsonNode> isOf(RepoReference wanted) {
        return download -> download.path("repo")
                        .asText()
                        .equalsIgnoreCase(wanted.repo().id())
                && download.path("type").asText().equals(wanted.repo().type().word())
                && (wanted.revision() == null
                        || wanted.revision().equals(download.path("revision").asText()))
                && wanted.variants().stream()
                        .allMatch(label -> download.path("variants")
                                .valueStream()
                                .anyMatch(variant -> variant.asText().equalsIgnoreCase(label)));
    }

    static boolean isIn(JsonNode download, String... states) {
        return List.of(states).contains(download.path("state").asText());
    }
}
