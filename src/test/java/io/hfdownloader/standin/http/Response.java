package io.hfdownloader.standin.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent: status, headers and either a short text or a stretch of some content.
 * {@code Content-Length} is among the headers when a content is sent; without it the body goes in chunks.
 */
public record Response(
        int status,
        Map<String, String> headers,
        byte[] text,
        @Nullable ResponseBody body) {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final byte[] NOTHING = new byte[0];

    public static Response json(int status, JsonNode value) {
        try {
            return text(status, "application/json; charset=utf-8", JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Response text(int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Response(
                status, Map.of("Content-Type", type, "Content-Length", String.valueOf(bytes.length)), bytes, null);
    }

    public static Response bytes(int status, Map<String, String> headers, byte[] bytes) {
        return new Response(status, headers, bytes, null);
    }

    public static Response empty(int status) {
        return new Response(status, Map.of("Content-Length", "0"), NOTHING, null);
    }

    public static Response body(int status, Map<String, String> headers, ResponseBody responseBody) {
        return new Response(status, headers, NOTHING, responseBody);
    }

    public static Response redirect(int status, String location) {
        String word = status == 302 ? "Found" : "Temporary Redirect";
        return text(status, "text/plain; charset=utf-8", word + ". Redirecting to " + location)
                .with("Location", location);
    }

    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, text, body);
    }

    public Response with(Map<String, String> added) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(added);
        return new Response(status, more, text, body);
    }
}
