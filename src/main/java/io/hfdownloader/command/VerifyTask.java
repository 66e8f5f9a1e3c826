package io.hfdownloader.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;

/** A verification that the service does. */
final class VerifyTask {

    private static final long POLL_MILLIS = 200;
    private static final List<String> ENDED = List.of("completed", "failed", "cancelled");

    private VerifyTask() {}

    /**
     * Has all files of a model verified. Blocks until that is done, or paused: who goes on with it, and when, nobody knows.
     *
     * @param path of the model in the service's API
     */
    static FolderCheck of(ServiceClient service, String path) {
        JsonNode task = service.post(path + "/verify", JsonNodeFactory.instance.objectNode());
        while (!ENDED.contains(task.path("state").asText())) {
            if (task.path("state").asText().equals("paused")) {
                throw CommandException.of(
                        ExitCode.FAILED,
                        "The verification is paused in the service. Let it go on there, then ask again.");
            }
            pause();
            task = service.get("/api/v1/tasks/" + task.path("id").asText());
        }
        if (!task.path("state").asText().equals("completed")) {
            throw CommandException.of(
                    ExitCode.FAILED,
                    task.path("error")
                            .path("detail")
                            .asText("The verification was cancelled before all files were read."));
        }
        JsonNode found = task.path("result").path("paths");
        List<String> changed = paths(found, "changed");
        List<String> damaged = new ArrayList<>(paths(found, "damaged"));
        damaged.addAll(changed);
        return new FolderCheck(
                verified(service.get(path), Instant.parse(task.path("createdAt").asText())),
                damaged,
                changed,
                paths(found, "missing"),
                paths(found, "unknown"),
                List.of());
    }

    private static List<String> verified(JsonNode model, Instant since) {
        return model.path("files")
                .valueStream()
                .filter(file -> file.path("verifiedAt").isTextual()
                        && !file.path("damaged").asBoolean()
                        && !Instant.parse(file.path("verifiedAt").asText()).isBefore(since))
                .map(file -> file.path("path").asText())
                .toList();
    }

    private static List<String> paths(JsonNode found, String sort) {
        return found.path(sort).valueStream().map(JsonNode::asText).toList();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.of(ExitCode.FAILED, "The command was interrupted; the service goes on verifying.");
        }
    }
}
