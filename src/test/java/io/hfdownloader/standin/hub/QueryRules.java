package io.hfdownloader.standin.hub;

import java.util.Set;

import io.hfdownloader.standin.http.QueryParameters;

/** Which parameters a route knows: a request with another one would do something else than its sender thinks. */
final class QueryRules {

    private QueryRules() {}

    static void check(QueryParameters given, Set<String> known) {
        for (String name : given.names()) {
            if (!known.contains(name)) {
                throw new ErrorResponseException(
                        HubErrorResponses.AS_JSON.badRequest("Unknown parameter: \"" + name + "\""));
            }
        }
    }
}
