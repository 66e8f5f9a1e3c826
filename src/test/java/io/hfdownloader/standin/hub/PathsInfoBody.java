package io.hfdownloader.standin.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.QueryParameters;
import io.hfdownloader.standin.http.Response;

/** The list of paths in the body of a {@code paths-info} request, which is JSON or a form. */
final class PathsInfoBody {

    private PathsInfoBody() {}

    static List<String> read(Exchange exchange, byte[] posted) {
        String type = exchange.header("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            return new QueryParameters(new String(posted, StandardCharsets.UTF_8)).all("paths");
        }
        try {
            List<String> paths = new ArrayList<>();
            JsonNode named = Response.JSON.readTree(posted).path("paths");
            if (named.isTextual()) {
                paths.add(named.asText());
            }
            named.elements().forEachRemaining(path -> paths.add(path.asText()));
            return paths;
        } catch (IOException e) {
            throw new ErrorResponseException(HubErrorResponses.AS_JSON.badRequest("Invalid JSON"));
        }
    }
}
