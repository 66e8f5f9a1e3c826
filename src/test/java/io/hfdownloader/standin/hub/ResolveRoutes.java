package io.hfdownloader.standin.hub;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.standin.cdn.CdnLinks;
import io.hfdownloader.standin.fault.Faults;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.PathQuoting;
import io.hfdownloader.standin.http.Query;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.server.FileAnswer;
import io.hfdownloader.standin.xet.XetOnHub;

/** {@code /resolve/} in its three shapes, the copy behind {@code /api/resolve-cache/}, and {@code /raw/}. */
public final class ResolveRoutes {

    static final String CACHE = "/api/resolve-cache/";

    private static final Refusals REFUSALS = Refusals.AS_TEXT;
    private static final Set<String> TEXT = Set.of("json", "md", "txt", "jsonl", "py", "yaml", "csv", "jinja");

    private final Access access;
    private final CdnLinks links;
    private final Faults faults;
    private final FileAnswer files;
    private final XetOnHub xet;

    public ResolveRoutes(Access access, CdnLinks links, Faults faults, FileAnswer files, XetOnHub xet) {
        this.access = access;
        this.links = links;
        this.faults = faults;
        this.files = files;
        this.xet = xet;
    }

    Answer answer(Exchange exchange) {
        Access.checkToken(exchange.caller(), REFUSALS);
        RepoAddress address =
                RepoAddress.ofFile(exchange.path()).orElseThrow(() -> new RefusedException(REFUSALS.noSuchPage()));
        StandInRepo repo = access.visible(address.kind(), address.id(), exchange.caller(), REFUSALS);
        if (!repo.id().equals(address.id())) {
            return Answer.redirect(307, address.withId(repo.id()));
        }
        Access.checkContent(repo, exchange.caller(), REFUSALS);
        Commit commit = Access.commit(repo, address.revision(), REFUSALS);
        StandInFile file = file(commit, address.path());
        exchange.isAbout(repo, file);
        if (address.action().equals("raw")) {
            return direct(exchange, commit, new StandInFile(file.path(), file.gitContent(), false));
        }
        return resolve(exchange, repo, commit, file);
    }

    /** The cached copy: {@code /api/resolve-cache/models/ns/name/commit/path}. */
    Answer cached(Exchange exchange) {
        Access.checkToken(exchange.caller(), REFUSALS);
        String[] parts = exchange.path().substring(CACHE.length()).split("/", 5);
        Optional<RepoKind> kind = RepoKind.ofPlural(parts[0]);
        if (parts.length < 5 || kind.isEmpty()) {
            return REFUSALS.noSuchPage();
        }
        StandInRepo repo = access.visible(kind.get(), parts[1] + "/" + parts[2], exchange.caller(), REFUSALS);
        Access.checkContent(repo, exchange.caller(), REFUSALS);
        Commit commit = Access.commit(repo, parts[3], REFUSALS);
        StandInFile file = file(commit, Query.decodePath(parts[4]));
        exchange.isAbout(repo, file);
        return direct(exchange, commit, file);
    }

    private Answer resolve(Exchange exchange, StandInRepo repo, Commit commit, StandInFile file) {
        if (asksForXet(exchange)) {
            Optional<Answer> info = xet.info(repo, commit, file);
            if (info.isPresent()) {
                return linked(info.get(), repo, commit, file);
            }
        }
        if (file.lfs()) {
            return linked(Answer.redirect(302, links.link(repo, file, faults, exchange)), repo, commit, file)
                    .with("Accept-Ranges", "bytes")
                    .with("Cache-Control", "no-store");
        }
        boolean shared = !repo.traits().isPrivate() && repo.traits().gated() == null && repo.hasNamespace();
        if (!shared || file.content().size() == 0) {
            return direct(exchange, commit, file);
        }
        return Answer.redirect(307, cacheAddress(exchange, repo, commit, file))
                .with("X-Repo-Commit", commit.id())
                .with("X-Linked-Etag", quoted(file));
    }

    private Answer linked(Answer answer, StandInRepo repo, Commit commit, StandInFile file) {
        return answer.with("X-Repo-Commit", commit.id())
                .with("X-Linked-Size", String.valueOf(file.content().size()))
                .with("X-Linked-Etag", quoted(file))
                .with(xet.headers(repo, commit, file));
    }

    private static boolean asksForXet(Exchange exchange) {
        String accepted = exchange.header("Accept");
        return accepted != null && accepted.contains(XetOnHub.INFO_TYPE);
    }

    private Answer direct(Exchange exchange, Commit commit, StandInFile file) {
        Map<String, String> headers = new LinkedHashMap<>();
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        String quotedName = PathQuoting.quote(name);
        headers.put("X-Repo-Commit", commit.id());
        headers.put(
                "Content-Disposition", "inline; filename*=UTF-8''" + quotedName + "; filename=\"" + quotedName + "\";");
        headers.put("Content-Type", isText(name) ? "text/plain; charset=utf-8" : "application/octet-stream");
        String accepted = exchange.header("Accept-Encoding");
        if (accepted != null
                && accepted.contains("gzip")
                && isText(name)
                && file.content().size() > 0) {
            return FileAnswer.gzipped(file.content(), quoted(file), headers);
        }
        return files.of(exchange, file.content(), quoted(file), headers);
    }

    private static String cacheAddress(Exchange exchange, StandInRepo repo, Commit commit, StandInFile file) {
        return CACHE + repo.kind().plural() + "/" + repo.id() + "/" + commit.id() + "/" + PathQuoting.quote(file.path())
                + "?" + PathQuoting.quoteSegment(exchange.path()) + "=&etag="
                + PathQuoting.quoteSegment(quoted(file));
    }

    private static StandInFile file(Commit commit, String path) {
        return commit.file(path).orElseThrow(() -> new RefusedException(REFUSALS.entryNotFound(commit)));
    }

    private static String quoted(StandInFile file) {
        return "\"" + file.etag() + "\"";
    }

    private static boolean isText(String name) {
        return TEXT.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
