package io.hfdownloader.hook.message;

import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.network.WebAddress;
import org.jspecify.annotations.Nullable;

/** Messages in the forms of the services that show them to people, each within the length that it takes. */
public final class ServiceMessages {

    private static final int MAX_TITLE_BYTES = 240;
    private static final int NTFY_MAX_BYTES = 4_000; // of 4096; longer ones become an attachment
    private static final int DISCORD_MAX_BYTES = 2_000;
    private static final int SLACK_MAX_BYTES = 4_000; // more is cut there some day
    private static final int TELEGRAM_MAX_BYTES = 4_000; // of 4096
    private static final int GOTIFY_MAX_BYTES = 4_000;
    /** So that links in a message show nothing of themselves. */
    private static final int DISCORD_SUPPRESS_EMBEDS = 1 << 2;

    private ServiceMessages() {}

    /** The topic stands behind the server; JSON is posted to the server itself (docs.ntfy.sh/publish, "Publish as JSON"). */
    public static HookRequest ntfy(WebAddress address, @Nullable String token, HookEvent event, HookText text) {
        String path = address.path();
        int slash = path.lastIndexOf('/');
        ObjectNode body = json();
        body.put("topic", path.substring(slash + 1))
                .put("title", EscapedText.plain(text.title(), MAX_TITLE_BYTES))
                .put("message", EscapedText.plain(text.body(), NTFY_MAX_BYTES))
                .put("priority", isTrouble(event) ? 4 : 3);
        body.putArray("tags").add(tag(event));
        return HookRequest.of(
                address.withTarget(path.substring(0, slash + 1)),
                token == null ? Map.of() : Map.of("Authorization", "Bearer " + token),
                body);
    }

    /** The token goes into a header, so that it is in no log of a proxy. */
    public static HookRequest gotify(WebAddress address, @Nullable String token, HookEvent event, HookText text) {
        ObjectNode body = json();
        body.put("title", EscapedText.plain(text.title(), MAX_TITLE_BYTES))
                .put("message", EscapedText.plain(text.body(), GOTIFY_MAX_BYTES))
                .put("priority", isTrouble(event) ? 7 : 5);
        body.putObject("extras").putObject("client::display").put("contentType", "text/plain");
        String path = address.path();
        WebAddress messages = path.endsWith("/message")
                ? address
                : address.withTarget(path + (path.endsWith("/") ? "" : "/") + "message");
        return HookRequest.of(messages, token == null ? Map.of() : Map.of("X-Gotify-Key", token), body);
    }

    public static HookRequest discord(WebAddress address, HookText text) {
        ObjectNode body = json();
        body.put("content", EscapedText.discord(text.whole(), DISCORD_MAX_BYTES))
                .put("flags", DISCORD_SUPPRESS_EMBEDS);
        body.putObject("allowed_mentions").putArray("parse");
        return HookRequest.of(address, Map.of(), body);
    }

    public static HookRequest slack(WebAddress address, HookText text) {
        ObjectNode body = json();
        body.put("text", EscapedText.slack(text.whole(), SLACK_MAX_BYTES))
                .put("mrkdwn", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
        return HookRequest.of(address, Map.of(), body);
    }

    /** Without {@code parse_mode}, so that nothing is markup. */
    public static HookRequest telegram(
            WebAddress server, @Nullable String token, @Nullable String chat, HookText text) {
        ObjectNode body = json();
        body.put("chat_id", chat).put("text", EscapedText.telegram(text.whole(), TELEGRAM_MAX_BYTES));
        body.putObject("link_preview_options").put("is_disabled", true);
        String path = server.path();
        return HookRequest.of(
                server.withTarget(path + (path.endsWith("/") ? "" : "/") + "bot" + token + "/sendMessage"),
                Map.of(),
                body);
    }

    private static String tag(HookEvent event) {
        return switch (event) {
            case COMPLETED -> "white_check_mark";
            case UPDATE_AVAILABLE -> "new";
            case FAILED, DISK_LOW -> "warning";
            case TEST -> "bell";
        };
    }

    static boolean isTrouble(HookEvent event) {
        return event == HookEvent.FAILED || event == HookEvent.DISK_LOW;
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
