package io.hfdownloader.standin.xet;

import java.time.Duration;
import java.util.Collection;

import io.hfdownloader.standin.Fronts;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.server.DeferredRoutes;
import io.hfdownloader.standin.server.FileResponder;
import io.hfdownloader.standin.server.StandInHttpServer;
import io.hfdownloader.standin.xet.store.ReferenceFixtures;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.Xorb;
import io.hfdownloader.standin.xet.store.XorbLimits;
import io.vertx.core.Vertx;

/**
 * The content-addressed storage beside the Hub's stand-in: its API on one port, the CDN of its xorbs on another. Holds the
 * files of repos that are {@code RepoBuilder#onXet() on Xet}. What it does wrong is ordered by {@code Fault}s, on
 * {@link ServerRole#CAS} and {@link ServerRole#XORBS}. Safe for all threads.
 */
public final class XetStandIn {

    static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofHours(1);
    static final Duration DEFAULT_LINK_LIFETIME = Duration.ofHours(1);

    private final String casUrl;
    private final String xorbsBase;
    private final XetClock clock = new XetClock();
    private final XetTokenIssuer tokens = new XetTokenIssuer(clock);
    private final XetFileIndex files;
    private final XorbLinks links;
    private final CasRoutes cas;
    private final XorbRoutes xorbs;
    private final XetHubResponses onHub;

    /** Blocks briefly, until both ports are open. */
    public XetStandIn(
            Vertx vertx,
            String hub,
            Fronts fronts,
            FaultInjector faultInjector,
            RequestLog log,
            FileResponder answers,
            XorbLimits limits) {
        DeferredRoutes casRoutes = new DeferredRoutes();
        DeferredRoutes xorbRoutes = new DeferredRoutes();
        int casPort = new StandInHttpServer(vertx, ServerRole.CAS, faultInjector, log)
                .listen("127.0.0.1", fronts.casPort(), casRoutes);
        int xorbsPort = new StandInHttpServer(vertx, ServerRole.XORBS, faultInjector, log)
                .listen("localhost", fronts.xorbsPort(), xorbRoutes);
        casUrl = Fronts.named(fronts.cas(), "http://127.0.0.1:" + casPort);
        xorbsBase = Fronts.named(fronts.xorbs(), "http://localhost:" + xorbsPort);
        files = new XetFileIndex(limits);
        links = new XorbLinks(xorbsBase, clock, log);
        cas = new CasRoutes(files, tokens, links, faultInjector, clock);
        xorbs = new XorbRoutes(links, files.store(), answers, clock);
        onHub = new XetHubResponses(hub, casUrl, files, tokens);
        casRoutes.delegateTo(cas);
        xorbRoutes.delegateTo(xorbs);
    }

    /** What the Hub names as {@code casUrl}. */
    public String casUrl() {
        return casUrl;
    }

    /** From now on the Hub names another place, where nobody may be. */
    public void nameCas(String address) {
        onHub.nameCas(address);
    }

    /** Where signed links to xorbs lead. */
    public String xorbsBase() {
        return xorbsBase;
    }

    /** Links are good for this long from when they are made; an hour by default. */
    public void linkLifetime(Duration life) {
        links.setLifetime(life);
    }

    /** Makes all links invalid that were given out so far, though they do not look old. */
    public void expireLinks() {
        links.expireAll();
    }

    /** Tokens are good for this long from when they are given out; an hour by default. */
    public void tokenLifetime(Duration life) {
        tokens.setLifetime(life);
    }

    /** Makes all tokens invalid that were given out so far. */
    public void expireTokens() {
        tokens.expireAll();
    }

    /** How often a token was given out. */
    public int tokenCalls() {
        return tokens.calls();
    }

    /** Whether a range has to be a whole member of the signed list, or can be a part of one, as it is by default. */
    public void wholeMembersOnly(boolean only) {
        xorbs.wholeMembersOnly(only);
    }

    /** Sets the clock of the storage's servers ahead of this machine's, or behind it. */
    public void clockAhead(Duration difference) {
        clock.runAhead(difference);
    }

    /** Blocks. Has files that are among the fixtures put together from the xorbs of the reference implementation. */
    public void use(ReferenceFixtures referenceFixtures) {
        files.use(referenceFixtures);
    }

    /** Blocks, a few seconds per gigabyte at first. How a file at {@code main} is put together. */
    public XetFile file(StandInRepo repo, String path) {
        StandInFile file = repo.main()
                .file(path)
                .orElseThrow(() -> new IllegalArgumentException("No file " + path + " in " + repo.id()));
        return files.of(repo, file).orElseThrow(() -> new IllegalArgumentException(path + " is not on Xet"));
    }

    /** All xorbs so far, in no order. */
    public Collection<Xorb> allXorbs() {
        return files.store().xorbs();
    }

    public int tokenLeaks() {
        return cas.tokenLeaks() + xorbs.tokenLeaks();
    }

    /** What the Hub itself tells of the storage. */
    public XetHubResponses onHub() {
        return onHub;
    }

    /** Forgets counts and settings; files stay. */
    public void clear() {
        tokens.forgetCalls();
        tokens.setLifetime(DEFAULT_TOKEN_LIFETIME);
        links.setLifetime(DEFAULT_LINK_LIFETIME);
        xorbs.wholeMembersOnly(false);
        clock.runAhead(Duration.ZERO);
        onHub.nameCas(casUrl);
    }

    /** Once its ports are closed. */
    public void close() {
        files.close();
    }
}
