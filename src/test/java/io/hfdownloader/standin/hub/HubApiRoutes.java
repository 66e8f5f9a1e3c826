package io.hfdownloader.standin.hub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.XetHubResponses;

/** The Hub's JSON API under {@code /api}. Blocks while files are hashed. */
public final class HubApiRoutes {

    /** The one thing that is asked for by POST. */
    private static final String POSTED = "paths-info";

    private static final int TREE_PAGE = 1000;
    private static final int EXPANDED_TREE_PAGE = 50;
    private static final int COMMITS_PAGE = 50;
    private static final HubErrorResponses ERRORS = HubErrorResponses.AS_JSON;

    private final AccessControl accessControl;
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            "", Set.of("blobs", "securityStatus", "expand"),
            "revision", Set.of("blobs", "securityStatus", "expand"),
            "tree", Set.of("recursive", "expand", "limit", "cursor"),
            "refs", Set.of("include_prs"),
            "commits", Set.of("limit", "p", "expand", "formatted"));

    private final SearchRoutes search;
    private final Pagination pagination;
    private final XetHubResponses xet;
    private final ListingFaults faults;

    public HubApiRoutes(
            AccessControl accessControl,
            SearchRoutes search,
            Pagination pagination,
            XetHubResponses xet,
            FaultInjector faultInjector) {
        this.accessControl = accessControl;
        this.search = search;
        this.pagination = pagination;
        this.xet = xet;
        this.faults = new ListingFaults(faultInjector);
    }

    Response handle(Exchange exchange, byte[] posted) {
        if (!exchange.isReading() && !exchange.path().contains("/" + POSTED + "/")) {
            return ERRORS.noSuchPage();
        }
        if (exchange.path().equals("/api/whoami-v2")) {
            return whoAmI(exchange.caller());
        }
        AccessControl.checkToken(exchange.caller(), ERRORS);
        Optional<RepoKind> listed = RepoKind.ofPlural(exchange.path().substring("/api/".length()));
        if (listed.isPresent()) {
            return search.handle(exchange, listed.get());
        }
        RepoUrl address =
                RepoUrl.ofApi(exchange.path()).orElseThrow(() -> new ErrorResponseException(ERRORS.noSuchPage()));
        StandInRepo repo = accessControl.visible(address.kind(), address.id(), exchange.caller(), ERRORS);
        if (!repo.id().equals(address.id())) {
            return Response.redirect(307, address.withId(repo.id()) + queryOf(exchange));
        }
        return ofRepo(exchange, address, repo, posted);
    }

    private Response ofRepo(Exchange exchange, RepoUrl address, StandInRepo repo, byte[] posted) {
        if (exchange.method().equals("POST") != address.action().equals(POSTED)) {
            return ERRORS.noSuchPage();
        }
        QueryRules.check(exchange.query(), PARAMETERS.getOrDefault(address.action(), Set.of()));
        return switch (address.action()) {
            case "", "revision" -> info(exchange, repo, AccessControl.commit(repo, address.revision(), ERRORS));
            case "tree" -> tree(exchange, address, repo, AccessControl.commit(repo, address.revision(), ERRORS));
            case POSTED -> pathsInfo(exchange, repo, AccessControl.commit(repo, address.revision(), ERRORS), posted);
            case "refs" ->
                Response.json(200, RepoJson.refs(repo, exchange.query().isTrue("include_prs")));
            case "commits" -> commits(exchange, repo, AccessControl.commit(repo, address.revision(), ERRORS));
            case "xet-read-token" -> xetToken(exchange, address, repo);
            case "auth-check" -> authCheck(exchange, repo);
            default -> ERRORS.noSuchPage();
        };
    }

    private static Response whoAmI(Caller caller) {
        return switch (caller) {
            case ANONYMOUS -> ERRORS.unknownOrPrivate();
            case BAD_TOKEN -> ERRORS.badToken();
            case MEMBER, STRANGER -> Response.json(200, RepoJson.whoAmI(caller));
        };
    }

    private Response info(Exchange exchange, StandInRepo repo, Commit commit) {
        ObjectNode info = faults.info(
                exchange, RepoJson.info(repo, commit, exchange.query().isTrue("blobs")));
        List<String> expand = exchange.query().all("expand");
        if (!expand.isEmpty() && exchange.query().isTrue("blobs")) {
            return ERRORS.badRequest("\"expand\" cannot be used with \"blobs\"");
        }
        return Response.json(200, expand.isEmpty() ? info : ExpandParameter.only(repo.kind(), info, expand));
    }

    private Response tree(Exchange exchange, RepoUrl address, StandInRepo repo, Commit commit) {
        String folder = address.path();
        if (!commit.hasFolder(folder)) {
            return ERRORS.folderNotFound(folder, address.revision());
        }
        int pageSize = exchange.query().isTrue("expand") ? EXPANDED_TREE_PAGE : TREE_PAGE;
        List<Commit.Entry> entries =
                commit.entriesBelow(folder, exchange.query().isTrue("recursive"));
        return faults.page(
                exchange,
                pagination.page(exchange, entries, faults.pageSize(exchange, pageSize), entry -> row(repo, entry)));
    }

    private Response pathsInfo(Exchange exchange, StandInRepo repo, Commit commit, byte[] posted) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (String path : PathsInfoBody.read(exchange, posted)) {
            commit.entry(path).map(entry -> row(repo, entry)).ifPresent(rows::add);
        }
        return Response.json(200, rows);
    }

    private ObjectNode row(StandInRepo repo, Commit.Entry entry) {
        ObjectNode row = RepoJson.treeRow(entry);
        if (entry.file() != null) {
            xet.hash(repo, entry.file()).ifPresent(hash -> row.put("xetHash", hash.toString()));
        }
        return row;
    }

    private Response xetToken(Exchange exchange, RepoUrl address, StandInRepo repo) {
        AccessControl.checkContent(repo, exchange.caller(), ERRORS);
        Commit commit = AccessControl.commit(repo, address.revision(), ERRORS);
        return xet.token(repo).with("X-Repo-Commit", commit.id());
    }

    private Response commits(Exchange exchange, StandInRepo repo, Commit head) {
        AccessControl.checkContent(repo, exchange.caller(), ERRORS);
        List<Commit> history = repo.history(head);
        int limit = exchange.query().number("limit", COMMITS_PAGE);
        int before = (int) Math.max(
                0, Math.min(history.size(), (long) limit * exchange.query().number("p", 0)));
        return pagination
                .page(exchange, history.subList(before, history.size()), limit, (Commit commit) ->
                        (JsonNode) RepoJson.commit(commit))
                .with("X-Total-Count", String.valueOf(history.size()));
    }

    private static Response authCheck(Exchange exchange, StandInRepo repo) {
        AccessControl.checkContent(repo, exchange.caller(), ERRORS);
        return Response.json(200, JsonNodeFactory.instance.objectNode());
    }

    private static String queryOf(Exchange exchange) {
        return exchange.uri().substring(exchange.path().length());
    }
}
