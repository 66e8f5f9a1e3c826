package io.hfdownloader.standin.hub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.XetOnHub;

/** The Hub's JSON API under {@code /api}. Blocks while files are hashed. */
public final class HubApi {

    private static final int TREE_PAGE = 1000;
    private static final int EXPANDED_TREE_PAGE = 50;
    private static final int COMMITS_PAGE = 50;
    private static final Refusals REFUSALS = Refusals.AS_JSON;

    private final Access access;
    private final SearchRoute search;
    private final Pages pages;
    private final XetOnHub xet;

    public HubApi(Access access, SearchRoute search, Pages pages, XetOnHub xet) {
        this.access = access;
        this.search = search;
        this.pages = pages;
        this.xet = xet;
    }

    Answer answer(Exchange exchange, byte[] posted) {
        if (exchange.path().equals("/api/whoami-v2")) {
            return whoAmI(exchange.caller());
        }
        Access.checkToken(exchange.caller(), REFUSALS);
        Optional<RepoKind> listed = RepoKind.ofPlural(exchange.path().substring("/api/".length()));
        if (listed.isPresent()) {
            return search.answer(exchange, listed.get());
        }
        RepoAddress address =
                RepoAddress.ofApi(exchange.path()).orElseThrow(() -> new RefusedException(REFUSALS.noSuchPage()));
        StandInRepo repo = access.visible(address.kind(), address.id(), exchange.caller(), REFUSALS);
        if (!repo.id().equals(address.id())) {
            return Answer.redirect(307, address.withId(repo.id()) + queryOf(exchange));
        }
        return ofRepo(exchange, address, repo, posted);
    }

    private Answer ofRepo(Exchange exchange, RepoAddress address, StandInRepo repo, byte[] posted) {
        return switch (address.action()) {
            case "", "revision" -> info(exchange, repo, Access.commit(repo, address.revision(), REFUSALS));
            case "tree" -> tree(exchange, address, repo, Access.commit(repo, address.revision(), REFUSALS));
            case "paths-info" -> pathsInfo(exchange, repo, Access.commit(repo, address.revision(), REFUSALS), posted);
            case "refs" -> Answer.json(200, RepoJson.refs(repo, exchange.query().isTrue("include_prs")));
            case "commits" -> commits(exchange, repo, Access.commit(repo, address.revision(), REFUSALS));
            case "xet-read-token" -> xetToken(exchange, address, repo);
            case "auth-check" -> authCheck(exchange, repo);
            default -> REFUSALS.noSuchPage();
        };
    }

    private static Answer whoAmI(Caller caller) {
        return switch (caller) {
            case ANONYMOUS -> REFUSALS.unknownOrPrivate();
            case BAD_TOKEN -> REFUSALS.badToken();
            case MEMBER, STRANGER -> Answer.json(200, RepoJson.whoAmI(caller));
        };
    }

    private static Answer info(Exchange exchange, StandInRepo repo, Commit commit) {
        ObjectNode info = RepoJson.info(repo, commit, exchange.query().isTrue("blobs"));
        List<String> expand = exchange.query().all("expand");
        return Answer.json(200, expand.isEmpty() ? info : Expand.only(info, expand));
    }

    private Answer tree(Exchange exchange, RepoAddress address, StandInRepo repo, Commit commit) {
        String folder = address.path();
        if (!commit.hasFolder(folder)) {
            return REFUSALS.folderNotFound(folder, address.revision());
        }
        int pageSize = exchange.query().isTrue("expand") ? EXPANDED_TREE_PAGE : TREE_PAGE;
        List<Commit.Entry> entries =
                commit.entriesBelow(folder, exchange.query().isTrue("recursive"));
        return pages.page(exchange, entries, exchange.query().number("limit", pageSize), entry -> row(repo, entry));
    }

    private Answer pathsInfo(Exchange exchange, StandInRepo repo, Commit commit, byte[] posted) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (String path : PostedPaths.read(exchange, posted)) {
            commit.entry(path).map(entry -> row(repo, entry)).ifPresent(rows::add);
        }
        return Answer.json(200, rows);
    }

    private ObjectNode row(StandInRepo repo, Commit.Entry entry) {
        ObjectNode row = RepoJson.treeRow(entry);
        if (entry.file() != null) {
            xet.hash(repo, entry.file()).ifPresent(hash -> row.put("xetHash", hash.toString()));
        }
        return row;
    }

    private Answer xetToken(Exchange exchange, RepoAddress address, StandInRepo repo) {
        Access.checkContent(repo, exchange.caller(), REFUSALS);
        Commit commit = Access.commit(repo, address.revision(), REFUSALS);
        return xet.token(repo).with("X-Repo-Commit", commit.id());
    }

    private Answer commits(Exchange exchange, StandInRepo repo, Commit head) {
        Access.checkContent(repo, exchange.caller(), REFUSALS);
        List<Commit> all = repo.commits();
        List<Commit> history = new ArrayList<>(all.subList(0, all.indexOf(head) + 1));
        Collections.reverse(history);
        int limit = exchange.query().number("limit", COMMITS_PAGE);
        return pages.page(exchange, history, limit, (Commit commit) -> (JsonNode) RepoJson.commit(commit))
                .with("X-Total-Count", String.valueOf(history.size()));
    }

    private static Answer authCheck(Exchange exchange, StandInRepo repo) {
        Access.checkContent(repo, exchange.caller(), REFUSALS);
        return Answer.json(200, JsonNodeFactory.instance.objectNode());
    }

    private static String queryOf(Exchange exchange) {
        return exchange.uri().substring(exchange.path().length());
    }
}
