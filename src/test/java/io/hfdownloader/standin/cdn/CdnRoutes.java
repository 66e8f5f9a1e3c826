package io.hfdownloader.standin.cdn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Routes;
import io.hfdownloader.standin.http.XmlRefusal;
import io.hfdownloader.standin.server.FileAnswer;

/** The CDN: serves what a signed link leads to, and wants no token. */
public final class CdnRoutes implements Routes {

    private final CdnLinks links;
    private final FileAnswer files;
    private final AtomicInteger tokenLeaks = new AtomicInteger();

    public CdnRoutes(CdnLinks links, FileAnswer files) {
        this.links = links;
        this.files = files;
    }

    public int tokenLeaks() {
        return tokenLeaks.get();
    }

    @Override
    public void identify(Exchange exchange) {
        exchange.isAbout(links.fileAt(exchange.path()));
    }

    @Override
    public Answer answer(Exchange exchange, byte[] posted) {
        if (exchange.header("Authorization") != null) {
            tokenLeaks.incrementAndGet();
            return XmlRefusal.of(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        Optional<CdnLinks.Target> opened = links.open(exchange);
        if (opened.isEmpty()) {
            return XmlRefusal.accessDenied();
        }
        CdnLinks.Target target = opened.get();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Last-Modified", "Wed, 21 Jan 2026 03:45:36 GMT");
        headers.put("X-Cache", "Miss from cloudfront");
        return files.of(exchange, target.content(), target.etag(), headers);
    }
}
