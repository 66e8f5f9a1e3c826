package io.hfdownloader.standin.xet;

import java.time.Duration;
import java.util.Collection;

import io.hfdownloader.standin.fault.Faults;
import io.hfdownloader.standin.http.Listener;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.server.FileAnswer;
import io.hfdownloader.standin.server.LateRoutes;
import io.hfdownloader.standin.server.StandInServer;
import io.hfdownloader.standin.xet.store.Fixtures;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.Xorb;
import io.hfdownloader.standin.xet.store.XorbLimits;
import io.vertx.core.Vertx;

/**
 * The content-addressed storage beside the Hub's stand-in: its API on one port, the CDN of its xorbs on another. Holds the
 * files of repos that are {@code RepoBuilder#onXet() on Xet}. What it does wrong is ordered by {@code Fault}s, on
 * {@link Listener#CAS} and {@link Listener#XORBS}. Safe for all threads.
 */
public final class XetStandIn {

    static final Duration USUAL_TOKEN_LIFE = Duration.ofHours(1);
    static final Duration USUAL_LINK_LIFE = Duration.ofHours(1);

    private final String casUrl;
    private final String xorbsBase;
    private final XetClock clock = new XetClock();
    private final XetTokens tokens = new XetTokens(clock);
    private final XetFiles files;
    private final XorbLinks links;
    private final CasRoutes cas;
    private final XorbRoutes xorbs;
    private final XetOnHub onHub;

    /** Blocks shortly, until both ports are open. */
    public XetStandIn(Vertx vertx, String hub, Faults faults, RequestLog log, FileAnswer answers, XorbLimits limits) {
        LateRoutes casRoutes = new LateRoutes();
        LateRoutes xorbRoutes = new LateRoutes();
        int casPort = new StandInServer(vertx, Listener.CAS, faults, log).listen("127.0.0.1", 0, casRoutes);
        int xorbsPort = new StandInServer(vertx, Listener.XORBS, faults, log).listen("localhost", 0, xorbRoutes);
        casUrl = "http://127.0.0.1:" + casPort;
        xorbsBase = "http://localhost:" + xorbsPort;
        files = new XetFiles(limits);
        links = new XorbLinks(xorbsBase, clock, log);
        cas = new CasRoutes(files, tokens, links, faults, clock);
        xorbs = new XorbRoutes(links, files.store(), answers, clock);
        onHub = new XetOnHub(hub, casUrl, files, tokens);
        casRoutes.become(cas);
        xorbRoutes.become(xorbs);
    }

    /** What the Hub names as {@code casUrl}. */
    public String casUrl() {
        return casUrl;
    }

    /** Where signed links to xorbs lead. */
    public String xorbsBase() {
        return xorbsBase;
    }

    /** Links are good for so long from when they are made; an hour by default. */
    public void linksLive(Duration life) {
        links.live(life);
    }

    /** Makes all links invalid that were given out so far, though they do not look old. */
    public void expireLinks() {
        links.expireAll();
    }

    /** Tokens are good for so long from when they are given out; an hour by default. */
    public void tokensLive(Duration life) {
        tokens.live(life);
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
    public void use(Fixtures fixtures) {
        files.use(fixtures);
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
    public XetOnHub onHub() {
        return onHub;
    }

    /** Forgets counts and settings; files stay. */
    public void clear() {
        tokens.forgetCalls();
        tokens.live(USUAL_TOKEN_LIFE);
        links.live(USUAL_LINK_LIFE);
        xorbs.wholeMembersOnly(false);
        clock.runAhead(Duration.ZERO);
    }

    /** Once its ports are closed. */
    public void close() {
        files.close();
    }
}
