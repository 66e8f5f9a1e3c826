package io.hfdownloader.hook.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.program.ProgramVersion;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** A message for programs, as the Standard Webhooks specification has them: what happened, when, and with what. */
public final class WebhookMessage {

    private static final int MAX_TEXT_CHARS = 1_200;

    private WebhookMessage() {}

    /** @param now when it is sent, which is signed along so that nobody can send it again later */
    public static HookRequest of(
            WebAddress address, @Nullable String secret, Occurrence what, HookText text, Instant now) {
        HookRequest unsigned = HookRequest.of(address, Map.of(), body(what, text));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", what.id());
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        if (secret != null) {
            headers.put(
                    "webhook-signature",
                    new WebhookSignature(secret).of(what.id(), now.getEpochSecond(), unsigned.body()));
        }
        return new HookRequest(address, headers, unsigned.body());
    }

    private static ObjectNode body(Occurrence what, HookText text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", what.event().word()).put("timestamp", what.at().toString());
        ObjectNode data = body.putObject("data");
        data.put("title", text.title()).put("message", text.body());
        add(data, what.model());
        add(data, what.download());
        Occurrence.Trouble failure = what.failure();
        if (failure != null) {
            data.putObject("error")
                    .put("type", failure.type())
                    .put("detail", UntrustedText.line(failure.detail(), MAX_TEXT_CHARS));
        }
        Occurrence.Disk disk = what.disk();
        if (disk != null) {
            data.put("folder", disk.folder()).put("freeBytes", disk.freeBytes()).put("totalBytes", disk.totalBytes());
        }
        data.put("version", ProgramVersion.TEXT);
        return body;
    }

    private static void add(ObjectNode data, Occurrence.@Nullable Model model) {
        if (model != null) {
            data.put("repo", model.repo())
                    .put("repoType", model.type())
                    .put("revision", UntrustedText.name(model.revision()))
                    .put("commit", model.commit())
                    .put("folder", model.folder());
            if (model.previousCommit() != null) {
                data.put("previousCommit", model.previousCommit());
            }
        }
    }

    private static void add(ObjectNode data, Occurrence.@Nullable Download download) {
        if (download != null) {
            data.put("downloadId", download.id().toString())
                    .put("bytes", download.bytes())
                    .put("files", download.files());
            var variants = data.putArray("variants");
            download.variants().forEach(variant -> variants.add(UntrustedText.name(variant)));
        }
    }
}
