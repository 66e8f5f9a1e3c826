package io.hfdownloader.hook.message;

import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.network.WebAddress;
import org.jspecify.annotations.Nullable;

/** A message for an Apprise API: with a key in the address it knows whom to notify, without one it is told. */
public final class AppriseMessage {

    private static final int MAX_TITLE_BYTES = 240;
    private static final int MAX_BODY_BYTES = 4_000;

    private AppriseMessage() {}

    public static boolean isStateless(WebAddress address) {
        return address.path().matches(".*/notify/?");
    }

    /** @param to tags where the address has a key, else the addresses of Apprise to notify */
    public static HookRequest of(WebAddress address, @Nullable String to, HookEvent event, HookText text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("title", EscapedText.plain(text.title(), MAX_TITLE_BYTES))
                .put("body", EscapedText.plain(text.body(), MAX_BODY_BYTES))
                .put("type", type(event))
                .put("format", "text");
        if (to != null) {
            body.put(isStateless(address) ? "urls" : "tag", to);
        }
        return HookRequest.of(address, Map.of(), body);
    }

    private static String type(HookEvent event) {
        return switch (event) {
            case COMPLETED -> "success";
            case FAILED -> "failure";
            case DISK_LOW -> "warning";
            case UPDATE_AVAILABLE, TEST -> "info";
        };
    }
}
