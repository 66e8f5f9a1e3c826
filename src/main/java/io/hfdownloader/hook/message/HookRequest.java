package io.hfdownloader.hook.message;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.network.WebAddress;

/**
 * What is posted.
 *
 * @param address where to
 * @param headers beside the type of the body, which is JSON
 * @param body in JSON
 */
public record HookRequest(WebAddress address, Map<String, String> headers, byte[] body) {

    public HookRequest {
        headers = Map.copyOf(headers);
    }

    public static HookRequest of(WebAddress address, Map<String, String> headers, ObjectNode body) {
        return new HookRequest(address, headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
