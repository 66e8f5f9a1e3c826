package io.hfdownloader.standin.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.http.RequestedRange;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Answers a request for the bytes of a file: whole, a range, not modified, or wrong in a way that was ordered. */
public final class FileResponder {

    private static final String OTHER_TAG = "\"0123456789abcdef0123456789abcdef\"";

    /** In bytes. What is larger is noise, which costs seconds and becomes no smaller. */
    private static final int WORTH_PACKING = 1 << 20;

    private final FaultInjector faultInjector;
    private final RequestLog log;

    public FileResponder(FaultInjector faultInjector, RequestLog log) {
        this.faultInjector = faultInjector;
        this.log = log;
    }

    /**
     * @param trueTag with its quotes
     * @param headers what else to say of the file
     */
    public Response of(Exchange exchange, Content content, String trueTag, Map<String, String> headers) {
        List<FaultInjector.InjectedFault> wrongs =
                exchange.isHead() ? List.of() : faultInjector.matching(Fault.Phase.BODY, exchange);
        String etag = wrongs.stream().anyMatch(FileResponder::changesTag) ? OTHER_TAG : trueTag;
        if (etag.equals(exchange.header("If-None-Match"))) {
            return Response.empty(304).with("ETag", etag);
        }
        Choice choice = new Choice(content, wantedRange(exchange, content, etag));
        wrongs.forEach(injectedFault -> apply(injectedFault, choice, exchange));
        if (choice.refusal != null) {
            return choice.refusal;
        }
        if (choice.gzip) {
            return gzipped(content, etag, headers);
        }
        return plain(choice, etag, headers);
    }

    /** Text of an ordinary file as the Hub sends it to those who accept gzip: weak etag, no length, no ranges. */
    public static Response gzipped(Content content, String etag, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("ETag", "W/" + etag);
        all.put("Content-Encoding", "gzip");
        return Response.bytes(200, all, gzip(content.bytes()));
    }

    private static @Nullable RequestedRange wantedRange(Exchange exchange, Content content, String etag) {
        String ifRange = exchange.header("If-Range");
        if (ifRange != null && !ifRange.equals(etag)) {
            return null;
        }
        Optional<RequestedRange> range = RequestedRange.parse(exchange.header("Range"), content.size());
        return range.orElse(null);
    }

    /** This one is asked first, as it decides what {@code If-Range} means. */
    private static boolean changesTag(FaultInjector.InjectedFault injectedFault) {
        return injectedFault.fault().kind() == Fault.Kind.OTHER_TAG && injectedFault.tryTrigger();
    }

    private static Response plain(Choice choice, String etag, Map<String, String> headers) {
        long size = choice.content.size();
        RequestedRange range = choice.range;
        if (range != null && range.isUnsatisfiable()) {
            return Response.empty(416).with("Content-Range", "bytes */" + size);
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("ETag", etag);
        all.put("Accept-Ranges", "bytes");
        if (range != null) {
            RequestedRange told = new RequestedRange(
                    range.start() + choice.contentRangeShift, range.end() + choice.contentRangeShift);
            all.put("Content-Range", told.contentRange(size));
        }
        ResponseBody responseBody = choice.body();
        if (responseBody.extra() == 0) {
            all.put("Content-Length", String.valueOf(responseBody.length()));
        }
        return Response.body(range == null ? 200 : 206, all, responseBody);
    }

    private void apply(FaultInjector.InjectedFault injectedFault, Choice choice, Exchange exchange) {
        long amount = injectedFault.fault().amount();
        ResponseBody responseBody = choice.body();
        switch (injectedFault.fault().kind()) {
            case DROP ->
                choice.changeIf(
                        breaksOff(responseBody, amount) && injectedFault.tryTrigger(), responseBody.dropAfter(amount));
            case RESET ->
                choice.changeIf(
                        breaksOff(responseBody, amount) && injectedFault.tryTrigger(), responseBody.resetAfter(amount));
            case STALL ->
                choice.changeIf(
                        breaksOff(responseBody, amount) && injectedFault.tryTrigger(), responseBody.stallAfter(amount));
            case CORRUPT ->
                choice.changeIf(
                        amount >= responseBody.from() && amount < responseBody.to() && injectedFault.tryTrigger(),
                        responseBody.corruptAt(amount));
            case SHORT_BODY ->
                choice.changeIf(
                        responseBody.length() > 0 && injectedFault.tryTrigger(), responseBody.shortenedBy(amount));
            case LONG_BODY -> choice.changeIf(injectedFault.tryTrigger(), responseBody.extendedBy((int) amount));
            case RATE -> choice.changeIf(injectedFault.tryTrigger(), responseBody.bytesPerSecond(amount));
            case IGNORE_RANGE -> choice.ignoreRangeIf(choice.range != null && injectedFault.tryTrigger());
            case WRONG_CONTENT_RANGE ->
                choice.contentRangeShift = choice.range != null && injectedFault.tryTrigger() ? amount : 0;
            case GZIP -> choice.gzip |= injectedFault.tryTrigger();
            case MAX_CONNECTIONS ->
                choice.refuseIf(
                        log.counters(exchange.file()).active() >= amount && injectedFault.tryTrigger(),
                        Response.text(injectedFault.fault().status(), "text/plain", "Too many connections"));
            case NO_PLAIN_GET_ABOVE ->
                choice.refuseIf(
                        choice.range == null && responseBody.content().size() > amount && injectedFault.tryTrigger(),
                        Response.text(400, "text/html", "<html><body><h1>400</h1></body></html>"));
            case OTHER_TAG -> {} // has had its say
            default -> throw new IllegalStateException("No fault of a body: " + injectedFault.fault());
        }
    }

    /** An answer breaks off once only: of several such faults each needs an answer of its own. */
    private static boolean breaksOff(ResponseBody responseBody, long amount) {
        return amount < responseBody.length() && responseBody.dropAfter() < 0 && responseBody.stallAfter() < 0;
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(bytes.length > WORTH_PACKING ? Deflater.NO_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** What has been decided so far about one answer. */
    private static final class Choice {
        private final Content content;
        private @Nullable RequestedRange range;
        private ResponseBody responseBody;
        private long contentRangeShift;
        private boolean gzip;
        private @Nullable Response refusal;

        Choice(Content content, @Nullable RequestedRange range) {
            this.content = content;
            this.range = range;
            this.responseBody = range == null
                    ? new ResponseBody(content, 0, content.size())
                    : new ResponseBody(content, range.start(), range.end());
        }

        ResponseBody body() {
            return responseBody;
        }

        void changeIf(boolean happens, ResponseBody changed) {
            responseBody = happens ? changed : responseBody;
        }

        void ignoreRangeIf(boolean happens) {
            if (happens) {
                range = null;
                responseBody = new ResponseBody(
                        content,
                        0,
                        content.size(),
                        responseBody.dropAfter(),
                        responseBody.reset(),
                        responseBody.stallAfter(),
                        responseBody.corruptAt(),
                        responseBody.bytesPerSecond(),
                        responseBody.extra());
            }
        }

        void refuseIf(boolean happens, Response response) {
            refusal = happens ? response : refusal;
        }
    }
}
