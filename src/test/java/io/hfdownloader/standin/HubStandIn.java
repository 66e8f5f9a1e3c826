package io.hfdownloader.standin;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.hfdownloader.standin.cdn.CdnLinks;
import io.hfdownloader.standin.cdn.CdnRoutes;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.LoggedRequest;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.hub.AccessControl;
import io.hfdownloader.standin.hub.ControlRoutes;
import io.hfdownloader.standin.hub.HubApiRoutes;
import io.hfdownloader.standin.hub.HubRoutes;
import io.hfdownloader.standin.hub.Pagination;
import io.hfdownloader.standin.hub.ResolveRoutes;
import io.hfdownloader.standin.hub.SearchRoutes;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.SampleRepos;
import io.hfdownloader.standin.server.DeferredRoutes;
import io.hfdownloader.standin.server.FileResponder;
import io.hfdownloader.standin.server.StandInHttpServer;
import io.hfdownloader.standin.xet.XetStandIn;
import io.hfdownloader.standin.xet.store.XorbLimits;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/**
 * A running stand-in for the Hub: an HTTP server for API and files at {@link #endpoint()}, another as CDN at
 * {@link #cdnBase()}, both on this machine and under different host names. Safe for all threads.
 */
public final class HubStandIn implements AutoCloseable {

    /** A token that may see and fetch everything. */
    public static final String STAND_IN_TOKEN = Caller.MEMBER_TOKEN;

    /** A good token whose owner has no access to gated or private repos. */
    public static final String TOKEN_WITHOUT_ACCESS = Caller.STRANGER_TOKEN;

    private static final int STOP_SECONDS = 10;
    private static final String HUB_HOST = "127.0.0.1";
    private static final String CDN_HOST = "localhost";

    private final Vertx vertx = newVertx();
    private final RepoRegistry repos = new RepoRegistry();
    private final FaultInjector faultInjector = new FaultInjector();
    private final RequestLog log = new RequestLog();
    private final String endpoint;
    private final String cdnBase;
    private final CdnLinks links;
    private final CdnRoutes cdn;
    private final XetStandIn xet;

    /** @param cdnAddress where links lead, by the port of the CDN's own listener */
    private HubStandIn(int hubPort, int cdnPort, IntFunction<String> cdnAddress, XorbLimits limits, Fronts fronts) {
        FileResponder files = new FileResponder(faultInjector, log);
        DeferredRoutes cdnRoutes = new DeferredRoutes();
        DeferredRoutes hubRoutes = new DeferredRoutes();
        int cdnActual =
                new StandInHttpServer(vertx, ServerRole.CDN, faultInjector, log).listen(CDN_HOST, cdnPort, cdnRoutes);
        int hubActual =
                new StandInHttpServer(vertx, ServerRole.HUB, faultInjector, log).listen(HUB_HOST, hubPort, hubRoutes);
        cdnBase = cdnAddress.apply(cdnActual);
        endpoint = Fronts.named(fronts.hub(), "http://" + HUB_HOST + ":" + hubActual);

        links = new CdnLinks(cdnBase, log);
        cdn = new CdnRoutes(links, files);
        cdnRoutes.delegateTo(cdn);
        xet = new XetStandIn(vertx, endpoint, fronts, faultInjector, log, files, limits);
        AccessControl accessControl = new AccessControl(repos);
        Pagination pagination = new Pagination(endpoint);
        HubApiRoutes api = new HubApiRoutes(
                accessControl, new SearchRoutes(repos, pagination), pagination, xet.onHub(), faultInjector);
        ResolveRoutes resolve = new ResolveRoutes(accessControl, links, faultInjector, files, xet.onHub());
        ControlRoutes control = new ControlRoutes(repos, faultInjector, log, this::expireLinks);
        hubRoutes.delegateTo(new HubRoutes(api, resolve, control));
    }

    /** Blocks briefly. A stand-in on free ports, without any repo. */
    public static HubStandIn start() {
        return start(0, 0);
    }

    /** Blocks briefly. A stand-in on fixed ports, e.g. to come back where another one was. */
    public static HubStandIn start(int hubPort, int cdnPort) {
        return new HubStandIn(
                hubPort, cdnPort, port -> "http://" + CDN_HOST + ":" + port, XorbLimits.DEFAULT, Fronts.NONE);
    }

    /** Blocks briefly. A stand-in whose links lead to a CDN that somebody else runs, {@code http://host:port}. */
    public static HubStandIn startBefore(URI cdn, int hubPort) {
        return startBefore(cdn, hubPort, Fronts.NONE);
    }

    /** Blocks briefly. The same behind these fronts. */
    public static HubStandIn startBefore(URI cdn, int hubPort, Fronts fronts) {
        return new HubStandIn(hubPort, 0, port -> cdn.toString(), XorbLimits.DEFAULT, fronts);
    }

    /** Blocks briefly. A stand-in on free ports whose links name its CDN by this host, which may be known to nobody. */
    public static HubStandIn startWithCdnNamed(String host) {
        return new HubStandIn(0, 0, port -> "http://" + host + ":" + port, XorbLimits.DEFAULT, Fronts.NONE);
    }

    /** Blocks briefly. A stand-in on free ports whose links lead to what stands before its CDN, told by that one's port. */
    public static HubStandIn startWithCdnBehind(IntFunction<String> address) {
        return new HubStandIn(0, 0, address, XorbLimits.DEFAULT, Fronts.NONE);
    }

    /** Blocks briefly. A stand-in on free ports whose content-addressed storage has smaller xorbs than usual. */
    public static HubStandIn startWith(XorbLimits limits) {
        return new HubStandIn(0, 0, port -> "http://" + CDN_HOST + ":" + port, limits, Fronts.NONE);
    }

    /** Blocks briefly. A stand-in on free ports with all {@link SampleRepos} in their small sizes. */
    public static HubStandIn startWithSamples() {
        HubStandIn standIn = start();
        standIn.add(SampleRepos.small());
        return standIn;
    }

    /** What {@code HF_ENDPOINT} is to be set to. */
    public String endpoint() {
        return endpoint;
    }

    /** Where signed links lead. */
    public String cdnBase() {
        return cdnBase;
    }

    /** Serves one more repo. */
    public StandInRepo add(RepoBuilder repo) {
        return repos.add(repo);
    }

    /** Does not know a repo any more, as when its owner has deleted it. */
    public void remove(StandInRepo repo) {
        repos.remove(repo.kind(), repo.id());
    }

    /** Serves these samples as well, each made when it is first asked for. */
    public void add(SampleRepos samples) {
        samples.addTo(repos);
    }

    /** A model that is served. */
    public StandInRepo model(String id) {
        return find(RepoKind.MODEL, id);
    }

    /** A dataset that is served. */
    public StandInRepo dataset(String id) {
        return find(RepoKind.DATASET, id);
    }

    /** A space that is served. */
    public StandInRepo space(String id) {
        return find(RepoKind.SPACE, id);
    }

    /** What goes wrong; add to it. */
    public FaultInjector faults() {
        return faultInjector;
    }

    /** The content-addressed storage of the repos that are on it. */
    public XetStandIn xet() {
        return xet;
    }

    /** Makes all links to the CDN and to xorbs invalid that were given out so far. */
    public void expireLinks() {
        links.expireAll();
        xet.expireLinks();
    }

    /** How many requests brought a token to a CDN, or the Hub's to the storage: must stay 0. */
    public int tokenLeaks() {
        return cdn.tokenLeaks() + xet.tokenLeaks();
    }

    /** The last requests, oldest first, those under way included. */
    public List<LoggedRequest> requests() {
        return log.requests();
    }

    /** How many connections were made to one of the hosts. */
    public int connections(ServerRole host) {
        return log.connections(host);
    }

    /** Bytes of bodies sent of all files whose {@code id/path} contains this. */
    public long bytesSent(String part) {
        return log.bytesSent(part);
    }

    /** Bytes that one of the hosts sent of all files whose {@code id/path} contains this, by the requests still kept. */
    public long bytesSent(ServerRole serverRole, String part) {
        return log.requests().stream()
                .filter(request ->
                        request.listener() == serverRole && request.file().contains(part))
                .mapToLong(LoggedRequest::bytesSent)
                .sum();
    }

    /** The most connections on which one file, of those whose {@code id/path} contains this, was sent at a time. */
    public int maxConcurrent(String part) {
        return log.maxConcurrent(part);
    }

    /** Forgets requests, counts, faults and settings of the storage; repos stay. */
    public void clear() {
        log.clear();
        faultInjector.clear();
        xet.clear();
    }

    /** Blocks until both ports are closed. */
    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
            xet.close();
        } catch (Exception e) {
            throw new IllegalStateException("The stand-in does not stop", e);
        }
    }

    private StandInRepo find(RepoKind kind, String id) {
        return repos.find(kind, id).orElseThrow(() -> new IllegalArgumentException("No repo " + id));
    }

    private static Vertx newVertx() {
        return Vertx.vertx(new VertxOptions()
                .setMaxWorkerExecuteTime(10)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.MINUTES)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }
}
