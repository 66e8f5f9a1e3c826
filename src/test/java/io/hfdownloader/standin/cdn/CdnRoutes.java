package io.hfdownloader.standin.cdn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.Routes;
import io.hfdownloader.standin.http.XmlErrorResponse;
import io.hfdownloader.standin.server.FileResponder;

/** The CDN: serves what a signed link leads to, and wants no token. */
public final class CdnRoutes implements Routes {

    private final CdnLinks links;
    private final FileResponder files;
    private final AtomicInteger tokenLeaks = new AtomicInteger();

    public CdnRoutes(CdnLinks links, FileResponder files) {
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
    public Response handle(Exchange exchange, byte[] posted) {
        if (exchange.header("Authorization") != null) {
            tokenLeaks.incrementAndGet();
            return XmlErrorResponse.of(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        if (!exchange.isReading()) {
            return XmlErrorResponse.of(
                    405, "MethodNotAllowed", "The specified method is not allowed against this resource");
        }
        Optional<CdnLinks.Target> opened = links.open(exchange);
        if (opened.isEmpty()) {
            return XmlErrorResponse.accessDenied();
        }
        CdnLinks.Target target = opened.get();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Last-Modified", "Wed, 21 Jan 2026 03:45:36 GMT");
        headers.put("X-Cache", "Miss from cloudfront");
        return files.of(exchange, target.content(), target.etag(), headers);
    }
}
