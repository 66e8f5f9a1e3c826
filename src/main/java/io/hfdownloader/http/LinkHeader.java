package io.hfdownloader.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The links that an answer names in its head (RFC 8288). */
public final class LinkHeader {

    private static final Pattern LINK = Pattern.compile("<([^>]*+)>((?:\\s*+;\\s*+[^;,\"]++(?:\"[^\"]*+\")?+)*+)");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+([^;,\"=\\s]++)\\s*+=\\s*+(?:\"([^\"]*+)\"|([^;,\\s\"]*+))");

    private LinkHeader() {}

    /**
     * The first link with this relation, as it was written; empty when there is none.
     *
     * @param values all {@code Link} fields of one answer
     */
    public static Optional<String> target(List<String> values, String relation) {
        return values.stream()
                .flatMap(value -> LINK.matcher(value).results())
                .filter(link -> hasRelation(link.group(2), relation))
                .map(link -> link.group(1).strip())
                .findFirst();
    }

    /** Of several {@code rel} the first counts; one may name several relations. */
    private static boolean hasRelation(String parameters, String relation) {
        return PARAMETER
                .matcher(parameters)
                .results()
                .filter(parameter -> parameter.group(1).equalsIgnoreCase("rel"))
                .findFirst()
                .map(rel -> rel.group(2) == null ? rel.group(3) : rel.group(2))
                .stream()
                .flatMap(named -> Arrays.stream(named.strip().split("\\s+")))
                .anyMatch(relation::equalsIgnoreCase);
    }
}
