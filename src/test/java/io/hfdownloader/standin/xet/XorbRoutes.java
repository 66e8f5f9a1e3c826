package io.hfdownloader.standin.xet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.standin.content.BytesContent;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.ByteRange;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.MultipartContent;
import io.hfdownloader.standin.http.Routes;
import io.hfdownloader.standin.http.XmlRefusal;
import io.hfdownloader.standin.server.FileAnswer;
import io.hfdownloader.standin.xet.store.XetStore;
import io.hfdownloader.standin.xet.store.Xorb;
import org.jspecify.annotations.Nullable;

/** The CDN of the xorbs: serves what a link is signed for and wants no token. */
final class XorbRoutes implements Routes {

    private final XorbLinks links;
    private final XetStore store;
    private final FileAnswer files;
    private final XetClock clock;
    private final AtomicInteger tokenLeaks = new AtomicInteger();
    private volatile boolean wholeMembersOnly;

    XorbRoutes(XorbLinks links, XetStore store, FileAnswer files, XetClock clock) {
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
    public Answer answer(Exchange exchange, byte[] posted) {
        return route(exchange).with("Date", clock.date());
    }

    private Answer route(Exchange exchange) {
        if (exchange.header("Authorization") != null) {
            tokenLeaks.incrementAndGet();
            return XmlRefusal.of(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        if (!links.isGenuine(exchange)) {
            return XmlRefusal.of(403, "SignatureDoesNotMatch", "The signature does not match the request");
        }
        if (links.isExpired(exchange)) {
            return XmlRefusal.of(403, "AccessDenied", "Request has expired");
        }
        if (links.isUsedUp(exchange)) {
            return XmlRefusal.accessDenied();
        }
        Optional<Xorb> xorb = XorbLinks.xorb(exchange).flatMap(store::xorb);
        return xorb.isEmpty() ? XmlRefusal.of(404, "NoSuchKey", "There is no such xorb") : serve(exchange, xorb.get());
    }

    private Answer serve(Exchange exchange, Xorb xorb) {
        List<ByteRange> asked = ranges(exchange.header("Range"), xorb.size());
        List<ByteRange> signed = ranges(XorbLinks.signedRange(exchange), xorb.size());
        if (asked.isEmpty() || !asked.stream().allMatch(range -> isAllowed(range, signed))) {
            return XmlRefusal.of(403, "AccessDenied", "The range is outside of the signed one");
        }
        String etag = "\"" + xorb.hash() + "\"";
        Map<String, String> headers = Map.of("Content-Type", "application/octet-stream");
        Content content = new BytesContent(xorb);
        if (asked.size() == 1) {
            return files.of(exchange, content, etag, headers);
        }
        Answer parts = files.of(exchange, MultipartContent.of(content, asked), etag, headers);
        return parts.status() != 200
                ? parts
                : new Answer(206, parts.headers(), parts.text(), parts.body())
                        .with("Content-Type", "multipart/byteranges; boundary=" + MultipartContent.BOUNDARY);
    }

    private boolean isAllowed(ByteRange range, List<ByteRange> signed) {
        return wholeMembersOnly
                ? signed.contains(range)
                : signed.stream().anyMatch(member -> member.start() <= range.start() && range.end() <= member.end());
    }

    /** Empty when any of them is not understood or holds nothing. */
    private static List<ByteRange> ranges(@Nullable String header, long size) {
        if (header == null || !header.startsWith("bytes=")) {
            return List.of();
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (String part : header.substring("bytes=".length()).split(",", -1)) {
            Optional<ByteRange> range = ByteRange.parse("bytes=" + part.strip(), size);
            if (range.isEmpty() || range.get().isUnsatisfiable()) {
                return List.of();
            }
            ranges.add(range.get());
        }
        return ranges;
    }
}
