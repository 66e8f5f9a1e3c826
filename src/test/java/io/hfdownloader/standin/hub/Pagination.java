package io.hfdownloader.standin.hub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.PercentEncoding;
import io.hfdownloader.standin.http.Response;

/** Cuts long lists into pages that are linked by opaque cursors. */
public final class Pagination {

    private final String endpoint;

    public Pagination(String endpoint) {
        this.endpoint = endpoint;
    }

    <T> Response page(Exchange exchange, List<T> all, int pageSize, Function<T, ? extends JsonNode> toJson) {
        int from = Math.min(
                exchange.query().first("cursor").map(Pagination::position).orElse(0), all.size());
        int to = Math.min(all.size(), from + pageSize);
        ArrayNode rows = JsonNodeFactory.instance.arrayNode(to - from);
        all.subList(from, to).forEach(item -> rows.add(toJson.apply(item)));
        Response response = Response.json(200, rows);
        return to == all.size() ? response : response.with("Link", "<" + next(exchange, to) + ">; rel=\"next\"");
    }

    private String next(Exchange exchange, int position) {
        String withoutCursor =
                exchange.uri().replaceAll("([?&])cursor=[^&]*&?", "$1").replaceAll("[?&]$", "");
        char separator = withoutCursor.indexOf('?') < 0 ? '?' : '&';
        return endpoint + withoutCursor + separator + "cursor=" + PercentEncoding.quoteSegment(cursor(position));
    }

    private static String cursor(int position) {
        byte[] text = ("{\"position\":" + position + "}").getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(text);
    }

    private static int position(String cursor) {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Integer.parseInt(text.replaceAll("\\D", ""));
        } catch (IllegalArgumentException e) {
            throw new ErrorResponseException(HubErrorResponses.AS_JSON.badRequest("Invalid cursor"));
        }
    }
}
