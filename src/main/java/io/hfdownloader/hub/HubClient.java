package io.hfdownloader.hub;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.cache.LoadingCache;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.http.ContentRange;
import io.hfdownloader.http.JsonBody;
import io.hfdownloader.http.LinkHeader;
import io.hfdownloader.hub.HubErrors.RequestContext;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.network.WholeResponse;
import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.TextSet;
import io.hfdownloader.text.UntrustedText;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Hub's API, without blocking: what a repo is, which files it has, where a file's bytes are asked for.
 * Every refusal arrives as a {@link HubException}. The token goes to the configured endpoint only.
 */
@ApplicationScoped
public class HubClient {

    /** So many are told of a history. */
    public static final int MAX_COMMITS = HistoryJson.MAX_COMMITS;

    private static final Logger LOG = Logger.getLogger(HubClient.class);
    private static final int MAX_CACHED_TREES = 200;
    private static final int MAX_CACHED_FILES = 50_000; // of some two hundred bytes each
    private static final int MAX_CACHED_NAMES = 300_000; // of some sixteen bytes each
    private static final int MAX_NAMES_FOR_LONG = 80_000;
    private static final int MAX_CACHED_COUNTS = 1_000;

    /** One file of a listing that is gathered, with what is made of it. */
    private static final int FILE_BYTES = 280;

    private static final int MOST_MAX_FILES = 1_000_000;

    /** What may be meant as a link to the next page, however it is written. */
    private static final Pattern NEXT_RELATION =
            Pattern.compile("\\brel\\s*=[^,;]*\\bnext\\b", Pattern.CASE_INSENSITIVE);

    private static final String EMPTY_ANSWER = "its answer is empty";
    private static final String UNREADABLE_LINK = "the link to the next page of its listing cannot be used";
    private static final TypeReference<List<HubJson.SearchHit>> SEARCH_HITS = new TypeReference<>() {};
    private static final TypeReference<List<HistoryJson.CommitEntry>> COMMITS = new TypeReference<>() {};

    private static final RepoSearch CHEAPEST_SEARCH = new RepoSearch(RepoType.MODEL, "", RepoSearch.Sort.DOWNLOADS, 1);

    private final ObjectMapper json;
    private final HubAddresses addresses;
    private final HubToken token;
    private final HubRequests requests;
    private final LoadingCache<CommitKey, RepoTree> trees = new LoadingCache<>(new LruCache<>(
            MAX_CACHED_TREES, MAX_CACHED_FILES, tree -> tree.files().size()));
    private final LruCache<CommitKey, TextSet> siblings =
            new LruCache<>(MAX_CACHED_TREES, MAX_CACHED_NAMES, TextSet::size);

    /** Known of those as well whose names are too many to be kept. */
    private final LruCache<CommitKey, Named> named = new LruCache<>(MAX_CACHED_COUNTS);

    private final int maxFiles;
    private final Duration maxWait;
    private final AtomicInteger gathered = new AtomicInteger();
    private final Map<HubException.Kind, LongAdder> failures = new EnumMap<>(HubException.Kind.class);
    private final HubAvailability availability = new HubAvailability(InstantSource.system(), System::nanoTime);

    /** A commit never changes: what it holds need not be asked twice, but who may see it is asked each time. */
    private record CommitKey(RepoType type, String id, String commit) {

        CommitKey(RepoId repo, String commit) {
            this(repo.type(), repo.id(), commit);
        }
    }

    /** How many files the Hub names for a commit, and how long their paths are together. */
    private record Named(int files, long chars) {}

    @Inject
    HubClient(HttpConnector connector, ObjectMapper json, HubConfig config, HubToken token) {
        this(connector, json, config, token, maxFiles(Runtime.getRuntime().maxMemory()));
    }

    /** @param maxFiles how many may be gathered at a time, in all listings together */
    HubClient(HttpConnector connector, ObjectMapper json, HubConfig config, HubToken token, int maxFiles) {
        this.maxFiles = maxFiles;
        this.json = json;
        this.token = token;
        this.addresses = new HubAddresses(HubEndpoint.of(config.endpoint()));
        connector.trust(addresses.endpoint().server());
        for (HubException.Kind kind : HubException.Kind.values()) {
            failures.put(kind, new LongAdder());
        }
        this.maxWait = config.apiTimeout().multipliedBy(2); // for a connection, and for an answer
        this.requests = new HubRequests(connector, json, addresses, token, config.apiTimeout());
    }

    static int maxFiles(long heapBytes) {
        return Math.min(MOST_MAX_FILES, FileTable.filesIn(heapBytes, FILE_BYTES));
    }

    /** An endpoint that cannot be used is to stop the start, not the first request. */
    void start(@Observes @Priority(1) StartupEvent event) {
        LOG.debugf("The Hub is at %s", endpoint());
    }

    /** What the Hub has under this name and revision; the answer's repo carries the canonical name. */
    public Uni<RepoInfo> info(RepoId repo, String revision) {
        return tracked(answer(repo, revision).map(answer -> {
            RepoInfo info = validated(parse(() -> json.readValue(answer.rest().asParser(), HubJson.Info.class)), repo);
            answer.named().ifPresent(names -> keep(new CommitKey(info.repo(), info.commit()), names));
            return info;
        }));
    }

    private void keep(CommitKey key, TextSet names) {
        named.put(key, new Named(names.size(), names.chars()));
        siblings.put(key, names);
    }

    private Uni<HubJson.InfoBody> answer(RepoId repo, String revision) {
        return Uni.createFrom().deferred(() -> {
            HubJson.InfoBody body = new HubJson.InfoBody();
            return requests.stream(
                            errorFactory(requestContext(repo, revision, null)), addresses.info(repo, revision), body)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(response -> read(body));
        });
    }

    /**
     * All files of a repo at one commit, page after page. Fails when the tree does not end or is not sound,
     * so that what it gives is complete. What was listed lately is given from memory.
     */
    public Uni<RepoTree> tree(RepoId repo, String commit) {
        RepoId onHub = repo.onHub();
        Uni<RepoTree> listed = HubJson.commit(commit) == null // a branch may lead elsewhere by now
                ? list(onHub, commit)
                : trees.get(new CommitKey(onHub, commit), () -> list(onHub, commit));
        return listed.map(tree -> tree.in(repo));
    }

    private Uni<RepoTree> list(RepoId repo, String commit) {
        TreePages pages = new TreePages(requestContext(repo, commit, null));
        return tracked(Uni.createFrom().deferred(() -> new TreeListing(pages, repo, commit).run()));
    }

    /**
     * The paths of all files that the Hub names for a commit when it tells of the repo: a second witness beside the tree.
     * Empty when it names none, as some mirrors do, or cannot be asked; never fails. What was told lately is given from
     * memory; more than {@value #MAX_NAMES_FOR_LONG} once only, as they would lie there for megabytes long after the plan that
     * asked.
     */
    public Uni<Optional<TextSet>> siblings(RepoId repo, String commit) {
        CommitKey key = new CommitKey(repo, commit);
        Optional<TextSet> told = siblings.get(key);
        told.filter(names -> names.size() > MAX_NAMES_FOR_LONG).ifPresent(names -> siblings.remove(key));
        return told.isPresent()
                ? Uni.createFrom().item(told)
                : counted(answer(repo, commit))
                        .map(HubJson.InfoBody::named)
                        .onFailure()
                        .invoke(failure ->
                                LOG.debugf("Files of %s are named once only: %s", repo, failure.getMessage()))
                        .onFailure()
                        .recoverWithItem(Optional.empty());
    }

    /** How many files the Hub has lately named for a commit; from memory, empty where it did not. Never blocks. */
    public OptionalInt namedFiles(RepoId repo, String commit) {
        return named.get(new CommitKey(repo, commit))
                .map(told -> OptionalInt.of(told.files()))
                .orElseGet(OptionalInt::empty);
    }

    /** How many characters the paths of these files have together; 0 where they are not known. Never blocks. */
    public long namedChars(RepoId repo, String commit) {
        return named.get(new CommitKey(repo, commit)).map(Named::chars).orElse(0L);
    }

    /** The refusal to believe a tree that was kept and lacks files which the Hub names. */
    public HubException incomplete(RepoTree tree) {
        return HubFailures.incomplete(
                requestContext(tree.repo(), tree.commit(), null),
                addresses.endpoint(),
                "the one that was kept here lacks files that the Hub names");
    }

    /**
     * Whether the files of a repo may be had, which its being told of does not say; fails with what a download would be told.
     * Mirrors that do not know the question are taken for a yes.
     */
    public Uni<Void> checkAccess(RepoId repo) {
        return tracked(get(requestContext(repo, "main", null), addresses.accessCheck(repo)))
                .onFailure(failure -> !(failure instanceof HubException refusal
                        && (refusal.kind() == HubException.Kind.GATED
                                || refusal.kind() == HubException.Kind.FORBIDDEN)))
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Branches, tags and the like. */
    public Uni<RepoRefs> refs(RepoId repo) {
        return tracked(get(requestContext(repo, "main", null), addresses.refs(repo))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> parse(response, HistoryJson.Refs.class).toRepoRefs()));
    }

    /** The last commits that led to a revision, the newest first, {@link #MAX_COMMITS} at most. Gated repos refuse it to those without access. */
    public Uni<List<RepoCommit>> commits(RepoId repo, String revision) {
        return commits(repo, revision, 0);
    }

    /**
     * As {@link #commits(RepoId, String)}, further back.
     *
     * @param page so many times {@link #MAX_COMMITS} are left out
     */
    public Uni<List<RepoCommit>> commits(RepoId repo, String revision, int page) {
        return tracked(get(
                        requestContext(repo, revision, null),
                        addresses.commits(repo, revision, HistoryJson.MAX_COMMITS, page))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> this.<List<HistoryJson.CommitEntry>>parse(
                        response, json.getTypeFactory().constructType(COMMITS)))
                .map(commits -> commits.stream()
                        .flatMap(commit -> commit == null ? Stream.empty() : commit.toRepoCommit().stream())
                        .limit(HistoryJson.MAX_COMMITS)
                        .toList()));
    }

    /**
     * The name of the user to whom a token belongs, which need not be the one in force. Fails with
     * {@link HubException.Kind#TOKEN_INVALID} when it is nobody's; nothing of the token is in any failure. The Hub limits this
     * question strictly.
     *
     * @param candidate of a form that can be sent
     */
    public Uni<String> whoAmI(String candidate) {
        HubRequests.ErrorFactory errors =
                (status, headers, body, movedTo) -> HubErrors.ofToken(addresses.endpoint(), status, headers);
        return requests.getAs(candidate, errors, addresses.whoAmI())
                .ifNoItem()
                .after(maxWait)
                .failWith(() -> HubFailures.unreachable(endpoint(), new TimeoutException()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> parse(response, JsonNode.class).path("name").asText(""))
                .map(name -> UntrustedText.name(name.strip().replace(candidate, SecretMasker.MASK)))
                .invoke(name -> {
                    if (name.isEmpty()) {
                        throw HubFailures.notAHub(addresses.endpoint(), "it does not tell whose token it is");
                    }
                });
    }

    /**
     * What the Hub finds, in its order; rows that cannot be asked for are left out. Numbers of parameters are looked for in whole
     * billions.
     */
    public Uni<List<RepoSearchResult>> search(RepoSearch search) {
        HubRequests.ErrorFactory errors =
                (status, headers, body, movedTo) -> HubErrors.ofSearch(addresses.endpoint(), status, headers, body);
        return tracked(requests.get(errors, addresses.search(search))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(response -> this.<List<HubJson.SearchHit>>parse(
                        response, json.getTypeFactory().constructType(SEARCH_HITS)))
                .map(found -> found.stream()
                        .flatMap(row -> row == null ? Stream.empty() : row.toSearchResult(search.type()).stream())
                        .limit(search.limit())
                        .toList()));
    }

    /**
     * The first bytes of a file at one commit, or all of it when it is shorter.
     *
     * @param bytes how many at most; a source that ignores the range and sends more makes it fail
     */
    public Uni<byte[]> head(RepoId repo, String commit, String path, int bytes) {
        return counted(requests.head(
                        errorFactory(requestContext(repo, commit, path)), addresses.file(repo, commit, path), bytes)
                .map(WholeResponse::body));
    }

    /**
     * A range of a file at one commit, fewer bytes where the file ends before.
     *
     * @param range not longer than is to be held in memory; a source that sends other bytes, or more, makes it fail
     */
    public Uni<byte[]> range(RepoId repo, String commit, String path, ByteRange range) {
        return counted(requests.range(
                        errorFactory(requestContext(repo, commit, path)), addresses.file(repo, commit, path), range)
                .map(response -> {
                    boolean asked = response.status() == 206
                            ? ContentRange.parse(response.header("Content-Range"))
                                    .filter(got -> got.start() == range.start())
                                    .isPresent()
                            : range.start() == 0;
                    if (!asked) {
                        throw HubFailures.notAHub(
                                addresses.endpoint(), "it sends other bytes than those that were asked for");
                    }
                    return response.body();
                }));
    }

    /** A token to read this repo at one commit from the content-addressed storage; a fresh one each time. */
    public Uni<XetReadToken> xetReadToken(RepoId repo, String commit) {
        RequestContext context = requestContext(repo, commit, null);
        return counted(get(context, addresses.xetToken(repo, commit))
                .map(response -> parse(response, HubJson.XetToken.class))
                .map(told -> Optional.ofNullable(told)
                        .flatMap(HubJson.XetToken::toReadToken)
                        .filter(read ->
                                addresses.endpoint().mayLeadTo(read.storage())) // the token must not travel in the open
                        .orElseThrow(() -> HubFailures.notAHub(
                                addresses.endpoint(), "its read token for the storage cannot be used"))));
    }

    /** Where a file's bytes are asked for; the Hub may redirect from there. */
    public WebAddress fileAddress(RepoId repo, String commit, String path) {
        return addresses.file(repo, commit, path);
    }

    /** The value of an {@code Authorization} header for this address: only the Hub itself gets the token. */
    public Optional<String> authorization(WebAddress address) {
        return requests.authorization(address);
    }

    /** The way to what stands at this address, wherever the Hub redirects to from there. */
    public RedirectChain redirects(WebAddress address) {
        return RedirectChain.of(addresses.endpoint(), address);
    }

    /** What a request asks for, as {@link HubErrors} words it. */
    public RequestContext requestContext(RepoId repo, String revision, @Nullable String path) {
        return new RequestContext(repo, addresses.page(repo), revision, path, tokenPresent(), addresses.endpoint());
    }

    /** The Hub's address as configured, for messages. */
    public String endpoint() {
        return addresses.displayed();
    }

    /** The same where it is not the original Hub, else empty. */
    public Optional<String> mirror() {
        return addresses.endpoint().isMirror() ? Optional.of(endpoint()) : Optional.empty();
    }

    public boolean tokenPresent() {
        return token.current().isPresent();
    }

    /** Runs this whenever the Hub is asked with another token from now on, or with none. */
    public void onTokenChange(Runnable listener) {
        token.onChange(listener);
    }

    /**
     * How the API was found last, from memory. While it is out of reach, this asks it now and then in the background, so
     * that whoever looks again learns of its return. Never blocks.
     */
    public HubStatus status() {
        HubStatus found = availability.status();
        if (availability.startCheck()) {
            var check = search(CHEAPEST_SEARCH)
                    .onTermination()
                    .invoke(availability::checkStopped)
                    .subscribe()
                    .with(back -> {}, still -> LOG.debugf("No Hub yet: %s", still.getMessage()));
        }
        return found;
    }

    /** How many requests to the API have ended like this since the start. Never blocks. */
    public long failures(HubException.Kind kind) {
        LongAdder count = failures.get(kind);
        return count == null ? 0 : count.sum();
    }

    private <T> Uni<T> counted(Uni<T> answer) {
        return answer.onFailure(HubException.class).invoke(failure -> {
            LongAdder count = failures.get(((HubException) failure).kind());
            if (count != null) {
                count.increment();
            }
        });
    }

    private <T> Uni<T> tracked(Uni<T> answer) {
        return Uni.createFrom().deferred(() -> {
            long responses = availability.responseCount();
            Object request = availability.requestStarted();
            return counted(answer)
                    .invoke(availability::responseReceived)
                    .onFailure()
                    .invoke(failure -> availability.requestFailed(failure, responses))
                    .onTermination()
                    .invoke(() -> availability.requestStopped(request));
        });
    }

    private Uni<WholeResponse> get(RequestContext context, WebAddress address) {
        return requests.get(errorFactory(context), address);
    }

    private static HubRequests.ErrorFactory errorFactory(RequestContext context) {
        return (status, headers, body, movedTo) -> HubErrors.of(context.movedTo(movedTo), status, headers, body);
    }

    private <T> T parse(WholeResponse response, Class<T> type) {
        return parse(response, json.getTypeFactory().constructType(type));
    }

    private <T> T parse(WholeResponse response, com.fasterxml.jackson.databind.JavaType type) {
        return parse(() -> json.readValue(response.body(), type));
    }

    /** Reads JSON. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private <B extends JsonBody> B read(B body) {
        return parse(() -> {
            body.end();
            return body;
        });
    }

    private <T> T parse(Reading<T> reading) {
        try {
            T answer = reading.read();
            if (answer == null) {
                throw HubFailures.notAHub(addresses.endpoint(), EMPTY_ANSWER);
            }
            availability.responseReceived(); // whatever is wrong with one repo, the Hub is there
            return answer;
        } catch (IOException notJson) {
            throw HubFailures.notAHub(addresses.endpoint(), "it does not answer in the Hub's format");
        }
    }

    private RepoInfo validated(HubJson.Info info, RepoId asked) {
        try {
            return info.toRepoInfo(asked)
                    .orElseThrow(() -> HubFailures.notAHub(addresses.endpoint(), "its answer names no commit"));
        } catch (IllegalArgumentException badName) {
            throw HubFailures.notAHub(addresses.endpoint(), "its answer names no valid repository");
        }
    }

    /** The pages of one tree as they are asked of the Hub. */
    private final class TreePages implements TreeListing.Source {

        private final RequestContext context;

        TreePages(RequestContext context) {
            this.context = context;
        }

        @Override
        public WebAddress firstPage() {
            return addresses.tree(context.repo(), context.revision());
        }

        @Override
        public Uni<TreeListing.Page> page(WebAddress address, Consumer<TreePage.Entry> entries) {
            TreePage page = new TreePage(entries);
            return requests.stream(errorFactory(context), address, page)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(response -> page(response, page));
        }

        @Override
        public Uni<Optional<TextSet>> siblings() {
            return HubClient.this.siblings(context.repo(), context.revision());
        }

        @Override
        public void take(int files) {
            if (gathered.addAndGet(files) > maxFiles) {
                gathered.addAndGet(-files);
                throw HubFailures.tooManyFiles(context, maxFiles);
            }
        }

        @Override
        public void giveBack(int files) {
            gathered.addAndGet(-files);
        }

        @Override
        public HubException notAHub(String what) {
            return HubFailures.notAHub(addresses.endpoint(), what);
        }

        @Override
        public HubException incomplete(String what) {
            return HubFailures.incomplete(context, addresses.endpoint(), what);
        }

        private TreeListing.Page page(WholeResponse response, TreePage page) {
            if (read(page).isEmpty()) {
                throw notAHub(EMPTY_ANSWER);
            }
            List<String> links = response.headers().getAll("Link");
            Optional<WebAddress> next = LinkHeader.target(links, "next").map(this::nextPage);
            if (next.isEmpty() && links.stream().anyMatch(NEXT_RELATION.asPredicate())) {
                throw incomplete(UNREADABLE_LINK);
            }
            return new TreeListing.Page(page.count(), next.orElse(null));
        }

        /**
         * All pages are asked for where the first one was, and only the query of a link counts: mirrors pass on links that
         * name the original Hub, or a path that they have not.
         */
        private WebAddress nextPage(String link) {
            WebAddress first = firstPage();
            return first.resolve(link)
                    .map(next -> next.target().substring(next.path().length()))
                    .filter(query -> query.length() > 1)
                    .flatMap(first::resolve)
                    .orElseThrow(() -> incomplete(UNREADABLE_LINK));
        }
    }
}
