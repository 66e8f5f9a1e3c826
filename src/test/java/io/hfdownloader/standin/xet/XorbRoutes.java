package io.hfdownloader.standin.xet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.content.RandomAccessContent;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.MultipartByteRanges;
import io.hfdownloader.standin.http.RequestedRange;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.Routes;
import io.hfdownloader.standin.http.XmlErrorResponse;
import io.hfdownloader.standin.server.FileResponder;
import io.hfdownloader.standin.xet.store.XetStore;
import io.hfdownloader.standin.xet.store.Xorb;
import org.jspecify.annotations.Nullable;

/** The CDN of the xorbs: serves what a link is signed for and wants no token. */
final class XorbRoutes implements Routes {

    private final XorbLinks links;
    private final XetStore store;
    private final FileResponder files;
    private final XetClock clock;
    private final AtomicInteger tokenLeaks = new AtomicInteger();
    private volatile boolean wholeMembersOnly;

    XorbRoutes(XorbLinks links, XetStore store, FileResponder files, XetClock clock) {
        this.links = links;
        this.store = store;
        this.files = files;
        this.clock = clock;
    }

    int tokenLeaks() {
        return tokenLeaks.get();
    }

    void wholeMembersOnly(boolean only) {
        wholeMembersOnly = only;
    }

    @Override
    public void identify(Exchange exchange) {
        exchange.isAbout(XorbLinks.file(exchange));
    }

    @Override
    public Response handle(Exchange exchange, byte[] posted) {
        return route(exchange).with("Date", clock.date());
    }

    private Response route(Exchange exchange) {
        if (exchange.header("Authorization") != null) {
            tokenLeaks.incrementAndGet();
            return XmlErrorResponse.of(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        if (!exchange.isReading()) {
            return XmlErrorResponse.of(
                    405, "MethodNotAllowed", "The specified method is not allowed against this resource");
        }
        if (!links.isGenuine(exchange)) {
            return XmlErrorResponse.of(403, "SignatureDoesNotMatch", "The signature does not match the request");
        }
        if (links.isExpired(exchange)) {
            return XmlErrorResponse.of(403, "AccessDenied", "Request has expired");
        }
        if (links.isUsedUp(exchange)) {
            return XmlErrorResponse.accessDenied();
        }
        Optional<Xorb> xorb = XorbLinks.xorb(exchange).flatMap(store::xorb);
        return xorb.isEmpty()
                ? XmlErrorResponse.of(404, "NoSuchKey", "There is no such xorb")
                : serve(exchange, xorb.get());
    }

    private Response serve(Exchange exchange, Xorb xorb) {
        List<RequestedRange> asked = ranges(exchange.header("Range"), xorb.size());
        List<RequestedRange> signed = ranges(XorbLinks.signedRange(exchange), xorb.size());
        if (asked.isEmpty() || !asked.stream().allMatch(range -> isAllowed(range, signed))) {
            return XmlErrorResponse.of(403, "AccessDenied", "The range is outside of the signed one");
        }
        String etag = "\"" + xorb.hash() + "\"";
        Map<String, String> headers = Map.of("Content-Type", "application/octet-stream");
        Content content = new RandomAccessContent(xorb);
        if (asked.size() == 1) {
            return files.of(exchange, content, etag, headers);
        }
        Response parts = files.of(exchange, MultipartByteRanges.of(content, asked), etag, headers);
        return parts.status() != 200
                ? parts
                : new Response(206, parts.headers(), parts.text(), parts.body())
                        .with("Content-Type", "multipart/byteranges; boundary=" + MultipartByteRanges.BOUNDARY);
    }

    private boolean isAllowed(RequestedRange range, List<RequestedRange> signed) {
        return wholeMembersOnly
                ? signed.contains(range)
                : signed.stream().anyMatch(member -> member.start() <= range.start() && range.end() <= member.end());
    }

    /** Empty when any of them is not understood or holds nothing. */
    private static List<RequestedRange> ranges(@Nullable String header, long size) {
        if (header == null || !header.startsWith("bytes=")) {
            return List.of();
        }
        List<RequestedRange> ranges = new ArrayList<>();
        for (String part : header.substring("bytes=".length()).split(",", -1)) {
            Optional<RequestedRange> range = RequestedRange.parse("bytes=" + part.strip(), size);
            if (range.isEmpty() || range.get().isUnsatisfiable()) {
                return List.of();
            }
            ranges.add(range.get());
        }
        return ranges;
    }
}
