package io.hfdownloader.standin.cdn;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.fault.LinkValidity;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.PercentEncoding;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;

/** Signed links to large content: made by the Hub, checked by the CDN. */
public final class CdnLinks {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final String base;
    private final LinkSigner signer;
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private final AtomicLong serial = new AtomicLong();

    public CdnLinks(String base, RequestLog log) {
        this.base = base;
        this.signer = new LinkSigner(log);
    }

    /** What a link leads to: the content and {@code id/path} of the file it was made for. */
    record Target(Content content, String etag, String file) {}

    /** From now on all links made so far are refused. */
    public void expireAll() {
        signer.expireAll();
    }

    public String link(StandInRepo repo, StandInFile file, FaultInjector faultInjector, Exchange exchange) {
        String path = path(repo, file);
        String hash = path.substring(path.lastIndexOf('/') + 1);
        targets.put(path, new Target(file.content(), "\"" + hash + "\"", repo.id() + "/" + file.path()));

        LinkValidity terms = LinkValidity.of(faultInjector, exchange, LIFETIME);
        long expires = Instant.now().plus(terms.lifetime()).getEpochSecond();
        return base + signer.signed(path + "?" + parameters(file, expires), terms.byteLimit());
    }

    /** Where a file stands on the CDN, the same in all its links. Blocks while hashing. */
    public static String path(StandInRepo repo, StandInFile file) {
        return "/xet-bridge-us/" + repo.innerId() + "/"
                + Content.sha256Hex("cdn " + repo.innerId() + file.path() + file.etag());
    }

    /** The content behind a link, if its signature is right and it is still good. */
    Optional<Target> open(Exchange exchange) {
        long expires = exchange.query().first("Expires").map(Long::parseLong).orElse(0L);
        if (!signer.isGenuine(exchange) || expires <= Instant.now().getEpochSecond() || signer.isUsedUp(exchange)) {
            return Optional.empty();
        }
        return Optional.ofNullable(targets.get(exchange.path()));
    }

    /** {@code id/path} of the file an address leads to, signed rightly or not; {@code ""} if to none. */
    String fileAt(String path) {
        Target target = targets.get(path);
        return target == null ? "" : target.file();
    }

    /** No two links are the same, or a fresh one could not be told from the one it replaces. */
    private String parameters(StandInFile file, long expires) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return "X-Xet-Cas-Uid=public&response-content-disposition="
                + PercentEncoding.quoteSegment("inline; filename*=UTF-8''" + PercentEncoding.quote(name) + ";")
                + "&Expires=" + expires + "&Policy="
                + Content.sha1Hex(file.path() + expires + "-" + serial.incrementAndGet());
    }
}
