package io.hfdownloader.standin.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.Faults;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Body;
import io.hfdownloader.standin.http.ByteRange;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RequestLog;
import org.jspecify.annotations.Nullable;

/** Answers a request for the bytes of a file: whole, a range, not modified, or wrong in a way that was ordered. */
public final class FileAnswer {

    private static final String OTHER_TAG = "\"0123456789abcdef0123456789abcdef\"";

    private final Faults faults;
    private final RequestLog log;

    public FileAnswer(Faults faults, RequestLog log) {
        this.faults = faults;
        this.log = log;
    }

    /**
     * @param trueTag with its quotes
     * @param headers what else to say of the file
     */
    public Answer of(Exchange exchange, Content content, String trueTag, Map<String, String> headers) {
        List<Faults.Armed> wrongs = exchange.isHead() ? List.of() : faults.matching(Fault.Phase.BODY, exchange);
        String etag = wrongs.stream().anyMatch(FileAnswer::changesTag) ? OTHER_TAG : trueTag;
        if (etag.equals(exchange.header("If-None-Match"))) {
            return Answer.empty(304).with("ETag", etag);
        }
        Choice choice = new Choice(content, wantedRange(exchange, content, etag));
        wrongs.forEach(armed -> apply(armed, choice, exchange));
        if (choice.refusal != null) {
            return choice.refusal;
        }
        if (choice.gzip) {
            return gzipped(content, etag, headers);
        }
        return plain(choice, etag, headers);
    }

    /** Text of an ordinary file as the Hub sends it to those who accept gzip: weak etag, no length, no ranges. */
    public static Answer gzipped(Content content, String etag, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("ETag", "W/" + etag);
        all.put("Content-Encoding", "gzip");
        return Answer.bytes(200, all, gzip(content.bytes()));
    }

    private static @Nullable ByteRange wantedRange(Exchange exchange, Content content, String etag) {
        String ifRange = exchange.header("If-Range");
        if (ifRange != null && !ifRange.equals(etag)) {
            return null;
        }
        Optional<ByteRange> range = ByteRange.parse(exchange.header("Range"), content.size());
        return range.orElse(null);
    }

    /** This one is asked first, as it decides what {@code If-Range} means. */
    private static boolean changesTag(Faults.Armed armed) {
        return armed.fault().kind() == Fault.Kind.OTHER_TAG && armed.take();
    }

    private static Answer plain(Choice choice, String etag, Map<String, String> headers) {
        long size = choice.content.size();
        ByteRange range = choice.range;
        if (range != null && range.isUnsatisfiable()) {
            return Answer.empty(416).with("Content-Range", "bytes */" + size);
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("ETag", etag);
        all.put("Accept-Ranges", "bytes");
        if (range != null) {
            ByteRange told =
                    new ByteRange(range.start() + choice.contentRangeShift, range.end() + choice.contentRangeShift);
            all.put("Content-Range", told.contentRange(size));
        }
        Body body = choice.body();
        if (body.extra() == 0) {
            all.put("Content-Length", String.valueOf(body.length()));
        }
        return Answer.body(range == null ? 200 : 206, all, body);
    }

    private void apply(Faults.Armed armed, Choice choice, Exchange exchange) {
        long amount = armed.fault().amount();
        Body body = choice.body();
        switch (armed.fault().kind()) {
            case DROP -> choice.changeIf(breaksOff(body, amount) && armed.take(), body.dropAfter(amount));
            case RESET -> choice.changeIf(breaksOff(body, amount) && armed.take(), body.resetAfter(amount));
            case STALL -> choice.changeIf(breaksOff(body, amount) && armed.take(), body.stallAfter(amount));
            case CORRUPT ->
                choice.changeIf(amount >= body.from() && amount < body.to() && armed.take(), body.corruptAt(amount));
            case SHORT_BODY -> choice.changeIf(body.length() > 0 && armed.take(), body.shortenedBy(amount));
            case LONG_BODY -> choice.changeIf(armed.take(), body.extendedBy((int) amount));
            case RATE -> choice.changeIf(armed.take(), body.bytesPerSecond(amount));
            case IGNORE_RANGE -> choice.ignoreRangeIf(choice.range != null && armed.take());
            case WRONG_CONTENT_RANGE -> choice.contentRangeShift = choice.range != null && armed.take() ? amount : 0;
            case GZIP -> choice.gzip |= armed.take();
            case MOST_CONNECTIONS ->
                choice.refuseIf(
                        log.counters(exchange.file()).active() >= amount && armed.take(),
                        Answer.text(armed.fault().status(), "text/plain", "Too many connections"));
            case NO_PLAIN_GET_ABOVE ->
                choice.refuseIf(
                        choice.range == null && body.content().size() > amount && armed.take(),
                        Answer.text(400, "text/html", "<html><body><h1>400</h1></body></html>"));
            case OTHER_TAG -> {} // has had its say
            default -> throw new IllegalStateException("No fault of a body: " + armed.fault());
        }
    }

    /** An answer breaks off once only: of several such faults each needs an answer of its own. */
    private static boolean breaksOff(Body body, long amount) {
        return amount < body.length() && body.dropAfter() < 0 && body.stallAfter() < 0;
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** What has been decided so far about one answer. */
    private static final class Choice {
        private final Content content;
        private @Nullable ByteRange range;
        private Body body;
        private long contentRangeShift;
        private boolean gzip;
        private @Nullable Answer refusal;

        Choice(Content content, @Nullable ByteRange range) {
            this.content = content;
            this.range = range;
            this.body = range == null
                    ? new Body(content, 0, content.size())
                    : new Body(content, range.start(), range.end());
        }

        Body body() {
            return body;
        }

        void changeIf(boolean happens, Body changed) {
            body = happens ? changed : body;
        }

        void ignoreRangeIf(boolean happens) {
            if (happens) {
                range = null;
                body = new Body(
                        content,
                        0,
                        content.size(),
                        body.dropAfter(),
                        body.reset(),
                        body.stallAfter(),
                        body.corruptAt(),
                        body.bytesPerSecond(),
                        body.extra());
            }
        }

        void refuseIf(boolean happens, Answer answer) {
            refusal = happens ? answer : refusal;
        }
    }
}
