package io.hfdownloader.hub;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.HubErrors.Asked;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Hub's API, without blocking: what a repo is, which files it has, where a file's bytes are asked for.
 * Every refusal arrives as a {@link HubException}. The token goes to the configured endpoint only.
 */
@ApplicationScoped
public class HubClient {

    private static final Logger LOG = Logger.getLogger(HubClient.class);
    private static final int MOST_PAGES = 1_000;
    private static final int MOST_FILES = 1_000_000;
    private static final int MOST_TREES_KEPT = 200;
    private static final int MOST_FILES_KEPT = 50_000; // of half a kilobyte each
    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final TypeReference<List<HubJson.TreeEntry>> TREE_PAGE = new TypeReference<>() {};
    private static final TypeReference<List<HubJson.Found>> FOUND = new TypeReference<>() {};
    private static final TypeReference<List<HistoryJson.Entry>> COMMITS = new TypeReference<>() {};

    private static final RepoSearch LIGHTEST = new RepoSearch(RepoType.MODEL, "", RepoSearch.Sort.DOWNLOADS, 1);

    private final ObjectMapper json;
    private final HubAddresses addresses;
    private final HubToken token;
    private final HubRequests requests;
    private final KnownTrees trees = new KnownTrees(MOST_TREES_KEPT, MOST_FILES_KEPT);
    private final ReachNotes reach = new ReachNotes(InstantSource.system(), System::nanoTime);

    HubClient(Vertx vertx, ObjectMapper json, HubConfig config, HubToken token) {
        this.json = json;
        this.token = token;
        this.addresses = new HubAddresses(config.endpoint());
        this.requests = new HubRequests(vertx, json, addresses, token, config.apiTimeout());
    }

    /** What the Hub has under this name and revision; the answer's repo carries the canonical name. */
    public Uni<RepoInfo> info(RepoId repo, String revision) {
        Asked asked = asked(repo, revision, null);
        return noted(get(asked, addresses.info(repo, revision))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> parse(response, HubJson.Info.class))
                .map(info -> checked(info, repo)));
    }

    /**
     * All files of a repo at one commit, page after page. Fails when the listing does not end or is not sound,
     * so that what it gives is complete. What was listed lately is given from memory.
     */
    public Uni<RepoTree> tree(RepoId repo, String commit) {
        return trees.get(repo, commit, () -> list(repo, commit));
    }

    private Uni<RepoTree> list(RepoId repo, String commit) {
        Asked asked = asked(repo, commit, null);
        return noted(Multi.createBy()
                .repeating()
                .uni(() -> new Pages(asked), Pages::next)
                .whilst(Pages.Page::hasMore)
                .collect()
                .in(LinkedHashMap<String, RepoFile>::new, (all, page) -> page.addTo(all))
                .map(files -> new RepoTree(repo, commit, new ArrayList<>(files.values()))));
    }

    /** Branches, tags and the like. */
    public Uni<RepoRefs> refs(RepoId repo) {
        return noted(get(asked(repo, "main", null), addresses.refs(repo))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> parse(response, HistoryJson.Refs.class).toRepoRefs()));
    }

    /** The last commits that led to a revision, the newest first. Gated repos refuse it to those without access. */
    public Uni<List<RepoCommit>> commits(RepoId repo, String revision) {
        return noted(get(asked(repo, revision, null), addresses.commits(repo, revision, HistoryJson.MOST_COMMITS))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> this.<List<HistoryJson.Entry>>parse(
                        response, json.getTypeFactory().constructType(COMMITS)))
                .map(commits -> commits.stream()
                        .flatMap(commit -> commit == null ? Stream.empty() : commit.toRepoCommit().stream())
                        .limit(HistoryJson.MOST_COMMITS)
                        .toList()));
    }

    /** What the Hub finds, in its order; rows that cannot be asked for are left out. */
    public Uni<List<FoundRepo>> search(RepoSearch search) {
        return noted(requests.get(HubErrors::ofSearch, addresses.search(search))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> this.<List<HubJson.Found>>parse(
                        response, json.getTypeFactory().constructType(FOUND)))
                .map(found -> found.stream()
                        .flatMap(row -> row == null ? Stream.empty() : row.toFoundRepo(search.type()).stream())
                        .limit(search.limit())
                        .toList()));
    }

    /**
     * The first bytes of a file at one commit, or all of it when it is shorter.
     *
     * @param bytes how many at most; a source that ignores the range and sends more makes it fail
     */
    public Uni<byte[]> head(RepoId repo, String commit, String path, int bytes) {
        return requests.head(refusal(asked(repo, commit, path)), addresses.file(repo, commit, path), bytes)
                .map(HubRequests::bytes);
    }

    /** Leave to read this repo at one commit from the content-addressed storage; a fresh one each time. */
    public Uni<XetGrant> xetGrant(RepoId repo, String commit) {
        Asked asked = asked(repo, commit, null);
        return get(asked, addresses.xetToken(repo, commit))
                .map(response -> parse(response, HubJson.XetToken.class))
                .map(told -> Optional.ofNullable(told)
                        .flatMap(HubJson.XetToken::toGrant)
                        .filter(grant -> grant.storage().isTls() // else the leave would travel in the open
                                || !addresses.endpoint().isTls())
                        .orElseThrow(() -> HubErrors.notAHub(endpoint(), "its leave for the storage cannot be used")));
    }

    /** Where a file's bytes are asked for; the Hub may redirect from there. */
    public WebAddress fileAddress(RepoId repo, String commit, String path) {
        return addresses.file(repo, commit, path);
    }

    /** The value of an {@code Authorization} header for this address: only the Hub itself gets the token. */
    public Optional<String> authorization(WebAddress address) {
        return requests.authorization(address);
    }

    /** True when this address is on the Hub itself, so that its headers can be believed to be the Hub's. */
    public boolean isHub(WebAddress address) {
        return address.sameOrigin(addresses.endpoint());
    }

    /** What a request asks for, as {@link HubErrors} words it. */
    public Asked asked(RepoId repo, String revision, @Nullable String path) {
        return new Asked(repo, addresses.page(repo), revision, path, tokenPresent());
    }

    /** The Hub's address as configured, for messages. */
    public String endpoint() {
        return addresses.shown();
    }

    public boolean tokenPresent() {
        return token.current().isPresent();
    }

    /**
     * How the API was found last, from memory. While it is out of reach, this asks it now and then in the background, so
     * that who looks again learns of its return. Never blocks.
     */
    public HubReach reach() {
        HubReach found = reach.reach();
        if (reach.beginCheck()) {
            var check = search(LIGHTEST)
                    .onTermination()
                    .invoke(reach::checkEnded)
                    .subscribe()
                    .with(back -> {}, still -> LOG.debugf("No Hub yet: %s", still.getMessage()));
        }
        return found;
    }

    private <T> Uni<T> noted(Uni<T> asked) {
        return Uni.createFrom().deferred(() -> {
            long answers = reach.answers();
            Object request = reach.begun();
            return asked.invoke(reach::answered)
                    .onFailure()
                    .invoke(failure -> reach.failed(failure, answers))
                    .onTermination()
                    .invoke(() -> reach.ended(request));
        });
    }

    private Uni<HttpResponse<Buffer>> get(Asked asked, WebAddress address) {
        return requests.get(refusal(asked), address);
    }

    private static HubRequests.Refusal refusal(Asked asked) {
        return (status, headers, body) -> HubErrors.of(asked, status, headers, body);
    }

    private <T> T parse(HttpResponse<Buffer> response, Class<T> type) {
        return parse(response, json.getTypeFactory().constructType(type));
    }

    private <T> T parse(HttpResponse<Buffer> response, com.fasterxml.jackson.databind.JavaType type) {
        try {
            T answer = json.readValue(HubRequests.bytes(response), type);
            if (answer == null) {
                throw HubErrors.notAHub(endpoint(), "its answer is empty");
            }
            reach.answered(); // whatever is wrong with one repo, the Hub is there
            return answer;
        } catch (java.io.IOException notJson) {
            throw HubErrors.notAHub(endpoint(), "it does not answer in the Hub's format");
        }
    }

    private RepoInfo checked(HubJson.Info info, RepoId asked) {
        try {
            return info.toRepoInfo(asked)
                    .orElseThrow(() -> HubErrors.notAHub(endpoint(), "its answer names no commit"));
        } catch (IllegalArgumentException badName) {
            throw HubErrors.notAHub(endpoint(), "its answer names no valid repository");
        }
    }

    /** Walks the pages of one listing; used by one subscription. */
    private final class Pages {

        private final Asked asked;
        private WebAddress address;
        private int count;

        Pages(Asked asked) {
            this.asked = asked;
            this.address = addresses.tree(asked.repo(), asked.revision());
        }

        Uni<Page> next() {
            if (++count > MOST_PAGES) {
                return Uni.createFrom().failure(HubErrors.notAHub(endpoint(), "its listing does not end"));
            }
            return get(asked, address)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(this::page);
        }

        private Page page(HttpResponse<Buffer> response) {
            List<HubJson.TreeEntry> entries =
                    parse(response, json.getTypeFactory().constructType(TREE_PAGE));
            Optional<WebAddress> next = nextPage(response);
            next.ifPresent(found -> address = found);
            return new Page(entries, next.isPresent());
        }

        /** Mirrors pass on links that name the original Hub; the pages are asked of the endpoint all the same. */
        private Optional<WebAddress> nextPage(HttpResponse<Buffer> response) {
            String link = response.getHeader("Link");
            Matcher matcher = NEXT_LINK.matcher(link == null ? "" : link);
            if (!matcher.find()) {
                return Optional.empty();
            }
            return address.resolve(matcher.group(1))
                    .map(next -> isHub(next) ? next : addresses.onEndpoint(next.target()));
        }

        private final class Page {

            private final List<HubJson.TreeEntry> entries;
            private final boolean more;

            Page(List<HubJson.TreeEntry> entries, boolean more) {
                this.entries = entries;
                this.more = more;
            }

            boolean hasMore() {
                return more;
            }

            void addTo(Map<String, RepoFile> all) {
                for (HubJson.TreeEntry entry : entries) {
                    if (entry != null && entry.isFile()) {
                        RepoFile file = entry.toRepoFile()
                                .orElseThrow(() -> HubErrors.notAHub(endpoint(), "its listing has an unsound entry"));
                        if (all.size() >= MOST_FILES) {
                            throw HubErrors.notAHub(endpoint(), "its listing does not end");
                        }
                        all.putIfAbsent(file.path(), file);
                    }
                }
            }
        }
    }
}
