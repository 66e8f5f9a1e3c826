package io.hfdownloader.standin.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Query;

/** The list of paths in the body of a {@code paths-info} request, which is JSON or a form. */
final class PostedPaths {

    private PostedPaths() {}

    static List<String> read(Exchange exchange, byte[] posted) {
        String type = exchange.header("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            return new Query(new String(posted, StandardCharsets.UTF_8)).all("paths");
        }
        try {
            List<String> paths = new ArrayList<>();
            JsonNode named = Answer.JSON.readTree(posted).path("paths");
            if (named.isTextual()) {
                paths.add(named.asText());
            }
            named.elements().forEachRemaining(path -> paths.add(path.asText()));
            return paths;
        } catch (IOException e) {
            throw new RefusedException(Refusals.AS_JSON.badRequest("Invalid JSON"));
        }
    }
}
