package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.hub.search.ParameterRange;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.SearchFilter;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.SecretMasker;

/** Addresses on one Hub: what is quoted how stands here and nowhere else. */
final class HubAddresses {

    private static final String UNRESERVED = "-_.~";
    private static final long BILLION = 1_000_000_000;

    /** What search results tell, by the type of repo: asked for a field that a type has not, the Hub refuses the whole search. */
    private static final Map<RepoType, List<String>> SEARCH_FIELDS = Map.of(
            RepoType.MODEL,
            List.of(
                    "downloads",
                    "likes",
                    "lastModified",
                    "gated",
                    "private",
                    "pipeline_tag",
                    "library_name",
                    "safetensors",
                    "gguf",
                    "tags"),
            RepoType.DATASET,
            List.of("downloads", "likes", "lastModified", "gated", "private", "tags"),
            RepoType.SPACE,
            List.of("likes", "lastModified", "private", "tags"));

    private final HubEndpoint endpoint;

    HubAddresses(HubEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    HubEndpoint endpoint() {
        return endpoint;
    }

    /** The Hub's address as configured, for messages. */
    String displayed() {
        return endpoint.displayed();
    }

    WebAddress whoAmI() {
        return endpoint.at("/api/whoami-v2");
    }

    WebAddress info(RepoId repo, String revision) {
        return api(repo, "/revision/" + segment(revision));
    }

    WebAddress tree(RepoId repo, String commit) {
        return api(repo, "/tree/" + segment(commit) + "?recursive=true&expand=false");
    }

    WebAddress refs(RepoId repo) {
        return api(repo, "/refs?include_prs=1");
    }

    WebAddress accessCheck(RepoId repo) {
        return api(repo, "/auth-check");
    }

    /** @param page counts from 0 */
    WebAddress commits(RepoId repo, String revision, int limit, int page) {
        return api(repo, "/commits/" + segment(revision) + "?limit=" + limit + (page == 0 ? "" : "&p=" + page));
    }

    WebAddress xetToken(RepoId repo, String commit) {
        return api(repo, "/xet-read-token/" + segment(commit));
    }

    WebAddress search(RepoSearch search) {
        StringBuilder query = new StringBuilder("?limit=").append(search.limit());
        if (!search.words().isBlank()) {
            query.append("&search=").append(segment(search.words().strip()));
        }
        addFilter(query, search.filter());
        query.append("&sort=").append(order(search).word()).append("&direction=-1");
        for (String field : SEARCH_FIELDS.getOrDefault(search.type(), List.of())) {
            query.append("&expand=").append(field);
        }
        return endpoint.at("/api/" + search.type().plural() + query);
    }

    private static void addFilter(StringBuilder query, SearchFilter filter) {
        if (filter.format() != null) {
            query.append("&filter=").append(filter.format().word());
        }
        if (filter.license() != null) {
            query.append("&filter=license:").append(segment(filter.license()));
        }
        if (filter.task() != null) {
            query.append("&pipeline_tag=").append(segment(filter.task()));
        }
        if (filter.author() != null) {
            query.append("&author=").append(segment(filter.author()));
        }
        parameters(filter.parameters().inBillions())
                .ifPresent(range -> query.append("&num_parameters=").append(range));
    }

    /** {@code min:1B,max:8B}; empty for any number. */
    private static Optional<String> parameters(ParameterRange range) {
        List<String> bounds = new ArrayList<>();
        if (range.min() > 0) {
            bounds.add("min:" + range.min() / BILLION + "B");
        }
        if (range.hasMax()) {
            bounds.add("max:" + range.max() / BILLION + "B");
        }
        return bounds.isEmpty() ? Optional.empty() : Optional.of(String.join(",", bounds));
    }

    /** Spaces are not downloaded, so that the Hub does not know this order of them. */
    private static RepoSearch.Sort order(RepoSearch search) {
        return search.type() == RepoType.SPACE && search.sort() == RepoSearch.Sort.DOWNLOADS
                ? RepoSearch.Sort.LIKES
                : search.sort();
    }

    WebAddress file(RepoId repo, String commit, String path) {
        return endpoint.at(
                "/" + repo.type().filePrefix() + repo.id() + "/resolve/" + segment(commit) + "/" + path(path));
    }

    /** The repo's page, where a licence can be accepted. */
    String page(RepoId repo) {
        return endpoint.displayed() + "/" + repo.type().filePrefix() + repo.id();
    }

    private WebAddress api(RepoId repo, String rest) {
        return endpoint.at("/api/" + repo.type().plural() + "/" + repo.id() + rest);
    }

    /** What users write goes into an address, and so into logs on the way: a token never does. */
    private static String segment(String text) {
        if (SecretMasker.isSecretIn(text)) {
            throw new HubException(
                    HubException.Kind.BAD_REQUEST, SecretMasker.REFUSAL, Parameters.of("reason", "secret"));
        }
        return percentEncoded(text, UNRESERVED);
    }

    private static String path(String text) {
        return percentEncoded(text, UNRESERVED + "/");
    }

    /** Percent-encodes the UTF-8 bytes; {@code URLEncoder} is for forms and {@code URI} leaves {@code +} alone. */
    private static String percentEncoded(String text, String kept) {
        StringBuilder quoted = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0);
            if (plain) {
                quoted.append(c);
            } else {
                quoted.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return quoted.toString();
    }
}
