package io.hfdownloader.standin.xet;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RequestedRange;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.Routes;
import io.hfdownloader.standin.server.FileResponder;
import io.hfdownloader.standin.xet.store.Reconstruction;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.XetHash;
import org.jspecify.annotations.Nullable;

/** The content-addressed storage's API: tells bearers of its tokens how to put files together. */
final class CasRoutes implements Routes {

    private static final Pattern RECONSTRUCTION = Pattern.compile("/v([12])/reconstructions/([^/]+)");

    private final XetFileIndex files;
    private final XetTokenIssuer tokens;
    private final XorbLinks links;
    private final FaultInjector faultInjector;
    private final XetClock clock;
    private final ReconstructionFaults nonsense;
    private final AtomicInteger tokenLeaks = new AtomicInteger();

    CasRoutes(XetFileIndex files, XetTokenIssuer tokens, XorbLinks links, FaultInjector faultInjector, XetClock clock) {
        this.files = files;
        this.tokens = tokens;
        this.links = links;
        this.faultInjector = faultInjector;
        this.clock = clock;
        this.nonsense = new ReconstructionFaults(faultInjector);
    }

    int tokenLeaks() {
        return tokenLeaks.get();
    }

    @Override
    public void identify(Exchange exchange) {
        Matcher matcher = RECONSTRUCTION.matcher(exchange.path());
        if (matcher.matches()) {
            XetTokenIssuer.Grant grant = tokens.grant(exchange.header("Authorization"));
            XetHash.parse(matcher.group(2)).ifPresent(hash -> exchange.isAbout(owner(hash, grant)));
        }
    }

    @Override
    public Response handle(Exchange exchange, byte[] posted) {
        return route(exchange).with("Date", clock.date());
    }

    private Response route(Exchange exchange) {
        String authorization = exchange.header("Authorization");
        if (XetTokenIssuer.isForeign(authorization)) {
            tokenLeaks.incrementAndGet();
        }
        XetTokenIssuer.Grant grant = tokens.grant(authorization);
        if (grant == null) {
            return refusal(401, "Unauthorized");
        }
        if (exchange.path().equals("/v1/telemetry")) {
            return Response.empty(200);
        }
        Matcher matcher = RECONSTRUCTION.matcher(exchange.path());
        if (!matcher.matches() || !exchange.isReading()) {
            return refusal(404, "Not found");
        }
        Optional<XetHash> hash = XetHash.parse(matcher.group(2));
        if (hash.isEmpty()) {
            return refusal(400, "Malformed hash");
        }
        Optional<XetFile> file = files.store().file(hash.get());
        if (file.isEmpty() || files.owners(hash.get()).isEmpty()) {
            return refusal(404, "No such file");
        }
        if (!owner(hash.get(), grant).startsWith(grant.repo() + "/")) {
            return refusal(403, "The token is not for this file");
        }
        return reconstruction(exchange, file.get(), matcher.group(1).equals("2"));
    }

    private Response reconstruction(Exchange exchange, XetFile file, boolean second) {
        String asked = exchange.header("Range");
        Optional<RequestedRange> range = RequestedRange.parse(asked, file.size());
        if (asked != null && range.isEmpty()) {
            return refusal(400, "Malformed range");
        }
        RequestedRange wanted = range.orElse(new RequestedRange(0, file.size()));
        if (wanted.isUnsatisfiable()) {
            return refusal(416, "The range begins behind the end of the file");
        }
        Reconstruction found = Reconstruction.of(file, wanted.start(), wanted.end());
        ReconstructionJson.Addresses addresses = (xorb, parts) -> links.link(xorb, parts, faultInjector, exchange);
        ObjectNode json = second ? ReconstructionJson.v2(found, addresses) : ReconstructionJson.v1(found, addresses);
        nonsense.apply(exchange, json);
        return packed(exchange, Response.json(200, json));
    }

    private static Response packed(Exchange exchange, Response response) {
        String accepted = exchange.header("Accept-Encoding");
        if (accepted == null || !accepted.contains("gzip")) {
            return response;
        }
        byte[] packed = FileResponder.gzip(response.text());
        return Response.bytes(200, response.headers(), packed)
                .with("Content-Encoding", "gzip")
                .with("Content-Length", String.valueOf(packed.length));
    }

    /** {@code id/path} of a file of this hash, of the bearer's repo if there is one; {@code ""} if nobody has it. */
    private String owner(XetHash hash, XetTokenIssuer.@Nullable Grant grant) {
        return files.owners(hash).stream()
                .filter(file -> grant != null && file.startsWith(grant.repo() + "/"))
                .findFirst()
                .or(() -> files.owners(hash).stream().findFirst())
                .orElse("");
    }

    private static Response refusal(int status, String message) {
        return Response.json(status, JsonNodeFactory.instance.objectNode().put("error", message));
    }
}
