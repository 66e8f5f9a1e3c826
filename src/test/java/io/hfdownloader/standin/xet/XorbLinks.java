package io.hfdownloader.standin.xet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.hfdownloader.standin.cdn.LinkSigner;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.fault.LinkValidity;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.PercentEncoding;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.xet.store.Reconstruction;
import io.hfdownloader.standin.xet.store.XetHash;
import io.hfdownloader.standin.xet.store.Xorb;

/** Signed links to parts of xorbs: made by the CAS, checked by the host that serves them. */
final class XorbLinks {

    private static final String PATH = "/xorbs/default/";
    private static final String FILE = "X-Stand-In-File";
    private static final String RANGE = "X-Xet-Signed-Range";

    private final String base;
    private final XetClock clock;
    private final LinkSigner signer;
    private final AtomicLong serial = new AtomicLong();
    private volatile Duration lifetime = XetStandIn.DEFAULT_LINK_LIFETIME;

    XorbLinks(String base, XetClock clock, RequestLog log) {
        this.base = base;
        this.clock = clock;
        this.signer = new LinkSigner(log);
    }

    void setLifetime(Duration howLong) {
        lifetime = howLong;
    }

    /** From now on all links made so far are refused, though their {@code Expires} may say that they are good. */
    void expireAll() {
        signer.expireAll();
    }

    /** A link for those parts and no others; no two links are the same. */
    String link(Xorb xorb, List<Reconstruction.Fetch> parts, FaultInjector faultInjector, Exchange exchange) {
        LinkValidity terms = LinkValidity.of(faultInjector, exchange, lifetime);
        String ranges = parts.stream()
                .map(part -> part.firstByte() + "-" + part.lastByte())
                .collect(Collectors.joining(","));
        String address = PATH + xorb.hash() + "?" + RANGE + "=" + PercentEncoding.quoteSegment("bytes=" + ranges)
                + "&Expires=" + (clock.seconds() + terms.lifetime().toSeconds())
                + "&X-Xet-Session-Id=" + serial.incrementAndGet()
                + "&" + FILE + "=" + PercentEncoding.quoteSegment(exchange.file());
        return base + signer.signed(address, terms.byteLimit());
    }

    /** {@code id/path} of the file a link was made for. */
    static String file(Exchange exchange) {
        return exchange.query().first(FILE).orElse("");
    }

    static Optional<XetHash> xorb(Exchange exchange) {
        return exchange.path().startsWith(PATH)
                ? XetHash.parse(exchange.path().substring(PATH.length()))
                : Optional.empty();
    }

    /** What the link allows, as the value of a {@code Range} header. */
    static String signedRange(Exchange exchange) {
        return exchange.query().first(RANGE).orElse("");
    }

    boolean isGenuine(Exchange exchange) {
        return signer.isGenuine(exchange);
    }

    boolean isExpired(Exchange exchange) {
        long expires = exchange.query().first("Expires").map(Long::parseLong).orElse(0L);
        return expires <= clock.seconds();
    }

    boolean isUsedUp(Exchange exchange) {
        return signer.isUsedUp(exchange);
    }
}
