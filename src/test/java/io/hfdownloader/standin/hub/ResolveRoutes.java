package io.hfdownloader.standin.hub;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.standin.cdn.CdnLinks;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.PercentEncoding;
import io.hfdownloader.standin.http.QueryParameters;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.server.FileResponder;
import io.hfdownloader.standin.xet.XetHubResponses;

/** {@code /resolve/} in its three shapes, the copy behind {@code /api/resolve-cache/}, and {@code /raw/}. */
public final class ResolveRoutes {

    static final String CACHE = "/api/resolve-cache/";

    private static final HubErrorResponses ERRORS = HubErrorResponses.AS_TEXT;
    private static final Set<String> TEXT = Set.of("json", "md", "txt", "jsonl", "py", "yaml", "csv", "jinja");

    private final AccessControl accessControl;
    private final CdnLinks links;
    private final FaultInjector faultInjector;
    private final FileResponder files;
    private final XetHubResponses xet;

    public ResolveRoutes(
            AccessControl accessControl,
            CdnLinks links,
            FaultInjector faultInjector,
            FileResponder files,
            XetHubResponses xet) {
        this.accessControl = accessControl;
        this.links = links;
        this.faultInjector = faultInjector;
        this.files = files;
        this.xet = xet;
    }

    Response handle(Exchange exchange) {
        if (!exchange.isReading()) {
            return ERRORS.noSuchPage();
        }
        AccessControl.checkToken(exchange.caller(), ERRORS);
        RepoUrl address =
                RepoUrl.ofFile(exchange.path()).orElseThrow(() -> new ErrorResponseException(ERRORS.noSuchPage()));
        StandInRepo repo = accessControl.visible(address.kind(), address.id(), exchange.caller(), ERRORS);
        if (!repo.id().equals(address.id())) {
            return Response.redirect(307, address.withId(repo.id()));
        }
        AccessControl.checkContent(repo, exchange.caller(), ERRORS);
        Commit commit = AccessControl.commit(repo, address.revision(), ERRORS);
        StandInFile file = file(commit, address.path());
        exchange.isAbout(repo, file);
        if (address.action().equals("raw")) {
            return direct(exchange, commit, new StandInFile(file.path(), file.gitContent(), false));
        }
        return resolve(exchange, repo, commit, file);
    }

    /** The cached copy: {@code /api/resolve-cache/models/ns/name/commit/path}. */
    Response cached(Exchange exchange) {
        AccessControl.checkToken(exchange.caller(), ERRORS);
        String[] parts = exchange.path().substring(CACHE.length()).split("/", 5);
        Optional<RepoKind> kind = RepoKind.ofPlural(parts[0]);
        if (parts.length < 5 || kind.isEmpty()) {
            return ERRORS.noSuchPage();
        }
        StandInRepo repo = accessControl.visible(kind.get(), parts[1] + "/" + parts[2], exchange.caller(), ERRORS);
        AccessControl.checkContent(repo, exchange.caller(), ERRORS);
        Commit commit = AccessControl.commit(repo, parts[3], ERRORS);
        StandInFile file = file(commit, QueryParameters.decodePath(parts[4]));
        exchange.isAbout(repo, file);
        return direct(exchange, commit, file);
    }

    private Response resolve(Exchange exchange, StandInRepo repo, Commit commit, StandInFile file) {
        if (asksForXet(exchange)) {
            Optional<Response> info = xet.info(repo, commit, file);
            if (info.isPresent()) {
                return linked(info.get(), repo, commit, file);
            }
        }
        if (file.lfs()) {
            return linked(Response.redirect(302, links.link(repo, file, faultInjector, exchange)), repo, commit, file)
                    .with("Accept-Ranges", "bytes")
                    .with("Cache-Control", "no-store");
        }
        boolean shared = !repo.traits().isPrivate() && repo.traits().gated() == null && repo.hasNamespace();
        if (!shared || file.content().size() == 0) {
            return direct(exchange, commit, file);
        }
        return Response.redirect(307, cacheAddress(exchange, repo, commit, file))
                .with("X-Repo-Commit", commit.id())
                .with("X-Linked-Etag", quoted(file));
    }

    private Response linked(Response response, StandInRepo repo, Commit commit, StandInFile file) {
        return response.with("X-Repo-Commit", commit.id())
                .with("X-Linked-Size", String.valueOf(file.content().size()))
                .with("X-Linked-Etag", quoted(file))
                .with(xet.headers(repo, commit, file));
    }

    private static boolean asksForXet(Exchange exchange) {
        String accepted = exchange.header("Accept");
        return accepted != null && accepted.contains(XetHubResponses.INFO_TYPE);
    }

    private Response direct(Exchange exchange, Commit commit, StandInFile file) {
        Map<String, String> headers = new LinkedHashMap<>();
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        String quotedName = PercentEncoding.quote(name);
        headers.put("X-Repo-Commit", commit.id());
        headers.put(
                "Content-Disposition", "inline; filename*=UTF-8''" + quotedName + "; filename=\"" + quotedName + "\";");
        headers.put("Content-Type", isText(name) ? "text/plain; charset=utf-8" : "application/octet-stream");
        String accepted = exchange.header("Accept-Encoding");
        if (accepted != null
                && accepted.contains("gzip")
                && isText(name)
                && file.content().size() > 0) {
            return FileResponder.gzipped(file.content(), quoted(file), headers);
        }
        return files.of(exchange, file.content(), quoted(file), headers);
    }

    private static String cacheAddress(Exchange exchange, StandInRepo repo, Commit commit, StandInFile file) {
        return CACHE + repo.kind().plural() + "/" + repo.id() + "/" + commit.id() + "/"
                + PercentEncoding.quote(file.path())
                + "?" + PercentEncoding.quoteSegment(exchange.path()) + "=&etag="
                + PercentEncoding.quoteSegment(quoted(file));
    }

    private static StandInFile file(Commit commit, String path) {
        return commit.file(path).orElseThrow(() -> new ErrorResponseException(ERRORS.entryNotFound(commit)));
    }

    private static String quoted(StandInFile file) {
        return "\"" + file.etag() + "\"";
    }

    private static boolean isText(String name) {
        return TEXT.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
