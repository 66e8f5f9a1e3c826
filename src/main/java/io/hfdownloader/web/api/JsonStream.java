package io.hfdownloader.web.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.text.MaskedJson;
import io.netty.channel.ChannelHandlerContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/**
 * Answers with lists of hundreds of thousands of entries, of which a slice is made when the client has taken the one before: nobody waits for
 * a slow one, neither a thread nor, for long, those who need the memory. The lists are the {@link MappedList}s of an answer, and those of
 * their entries.
 */
@ApplicationScoped
public class JsonStream {

    private static final Logger LOG = Logger.getLogger(JsonStream.class);
    private static final int SLICE_BYTES = 1 << 15;

    /** Lists up to that length are made with what they are in. */
    private static final int SHORT = 16;

    /** So long a client may take nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Whoever takes less on the average, from twice that time on, is given up: slow lines have theirs, a loris does not. */
    private static final long MIN_BYTES_PER_SECOND = 10_000;

    /** The same, while others wait for the memory that it holds. */
    private static final long MIN_BYTES_PER_SECOND_AWAITED = 100_000;

    private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final ListingBudget budget;
    private final ObjectMapper outline;
    private final long patienceNanos;
    private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - LOG_INTERVAL_NANOS);

    @Inject
    JsonStream(ListingBudget budget, ObjectMapper shared) {
        this(budget, shared, PATIENCE);
    }

    JsonStream(ListingBudget budget, ObjectMapper shared, Duration patience) {
        this.budget = budget;
        this.outline = MaskedJson.of(shared)
                .registerModule(new SimpleModule("lists").addSerializer(MappedList.class, new ListPlace()));
        this.patienceNanos = patience.toNanos();
    }

    /**
     * The answer to a request, in JSON.
     *
     * @param answer what it is made of, or the list that it is; the permit is closed when the client has it, or has gone
     */
    public RestMulti<byte[]> of(RoutingContext request, Function<ListingBudget.Permit, Uni<?>> answer) {
        ListingBudget.Permit permit = budget.permit();
        Slices slices = new Slices(request);
        Runnable end = () -> {
            permit.close();
            slices.close();
        };
        request.addEndHandler(ended -> end.run());
        if (request.response().closed()) { // its client went before anybody listened, who would then never be told
            end.run();
        }
        return RestMulti.fromMultiData(answer.apply(permit)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(slices::begin)
                        .onItem()
                        .transformToMulti(begun -> slices.all())
                        .onFailure()
                        .invoke(failed -> end.run())
                        .onCancellation()
                        .invoke(end))
                .withDemand(1)
                .encodeAsJsonArray(false)
                .build();
    }

    /**
     * How long a client may take for the next part of its answer.
     *
     * @param sent bytes with that part
     * @param tookNanos since the first one
     * @param isAwaited whether others wait for the memory
     */
    static long waitNanos(long patienceNanos, long sent, long tookNanos, boolean isAwaited) {
        long rate = isAwaited ? MIN_BYTES_PER_SECOND_AWAITED : MIN_BYTES_PER_SECOND;
        long leftNanos = 2 * patienceNanos + TimeUnit.SECONDS.toNanos(sent) / rate - tookNanos;
        return Math.max(0, Math.min(patienceNanos, leftNanos));
    }

    private void logSlow(long sent) {
        long now = System.nanoTime();
        long before = loggedNanos.get();
        if (now - before >= LOG_INTERVAL_NANOS && loggedNanos.compareAndSet(before, now)) {
            LOG.infof(
                    "A client took its answer too slowly and was given up after %d bytes: nothing for %d s, or less than %d kB/s"
                            + " (%d kB/s while others wait for the memory).",
                    sent,
                    TimeUnit.NANOSECONDS.toSeconds(patienceNanos),
                    MIN_BYTES_PER_SECOND / 1_000,
                    MIN_BYTES_PER_SECOND_AWAITED / 1_000);
        }
    }

    /** Leaves a long list empty and notes where it is. */
    @SuppressWarnings("rawtypes")
    private static final class ListPlace extends StdSerializer<MappedList> {

        private static final long serialVersionUID = 1;

        ListPlace() {
            super(MappedList.class);
        }

        @Override
        public void serialize(MappedList list, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartArray();
            if (list.size() <= SHORT) {
                for (Object entry : list) {
                    provider.defaultSerializeValue(entry, json);
                }
            } else {
                json.flush();
                ((Outline) json.getOutputTarget()).add(list); // Jackson keeps attributes with its serializers
            }
            json.writeEndArray();
        }
    }

    /** A list and where in the outline it stands. */
    private record Place(int at, List<?> list) {}

    /** An answer, or an entry of one of its lists, in which the long lists are empty. */
    private static final class Outline extends ByteArrayOutputStream {

        private final List<Place> places = new ArrayList<>();

        void add(List<?> list) {
            places.add(new Place(size(), list));
        }
    }

    /** An outline and how much of it was sent. */
    private static final class Sending {

        private final byte[] bytes;
        private final List<Place> places;
        private int at;
        private int place;
        private int entry;

        Sending(Outline outline) {
            this.bytes = outline.toByteArray();
            this.places = outline.places;
        }

        /** What stands before its next list, or before its end. */
        void writeTo(ByteArrayOutputStream slice) {
            int end = hasList() ? places.get(place).at() : bytes.length;
            slice.write(bytes, at, end - at);
            at = end;
        }

        boolean hasList() {
            return place < places.size();
        }

        boolean hasEntry() {
            return entry < places.get(place).list().size();
        }

        Object nextEntry() {
            return places.get(place).list().get(entry++);
        }

        void endList() {
            place++;
            entry = 0;
        }
    }

    /** Of one answer. */
    private final class Slices {

        private final RoutingContext request;
        /** What is amid being sent: an entry, before that of which it is one. */
        private final Deque<Sending> begun = new ArrayDeque<>();

        private long sent;
        private long beganNanos;
        private @Nullable Future<?> patience;
        private boolean closed;

        Slices(RoutingContext request) {
            this.request = request;
        }

        void begin(Object answer) {
            begun.push(new Sending(outlineOf(answer)));
            beganNanos = System.nanoTime();
        }

        Multi<byte[]> all() {
            return Multi.createBy()
                    .repeating()
                    .uni(() ->
                            Uni.createFrom().item(this::next).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                    .whilst(slice -> hasNext());
        }

        private boolean hasNext() {
            return !begun.isEmpty();
        }

        private byte[] next() {
            taken();
            ByteArrayOutputStream slice = new ByteArrayOutputStream(2 * SLICE_BYTES);
            while (hasNext() && slice.size() < SLICE_BYTES) {
                add(slice, begun.element());
            }
            sent += slice.size();
            await();
            return slice.toByteArray();
        }

        private void add(ByteArrayOutputStream slice, Sending sending) {
            sending.writeTo(slice);
            if (sending.hasList()) {
                addEntries(slice, sending);
            } else {
                var whole = begun.pop();
            }
        }

        private void addEntries(ByteArrayOutputStream slice, Sending sending) {
            while (sending.hasEntry() && slice.size() < SLICE_BYTES) {
                if (sending.entry > 0) {
                    slice.write(',');
                }
                Sending entry = new Sending(outlineOf(sending.nextEntry()));
                if (entry.hasList()) { // it may be a model of a hundred thousand files
                    begun.push(entry);
                    return;
                }
                entry.writeTo(slice);
            }
            if (!sending.hasEntry()) {
                sending.endList();
            }
        }

        private Outline outlineOf(Object value) {
            Outline text = new Outline();
            try {
                outline.writeValue(text, value);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
            return text;
        }

        private synchronized void taken() {
            if (patience != null) {
                patience.cancel(false);
                patience = null;
            }
        }

        private synchronized void await() {
            long nanos = waitNanos(patienceNanos, sent, System.nanoTime() - beganNanos, budget.isAwaited());
            if (!closed) {
                patience = WaitTimers.shared().schedule(this::giveUp, nanos, TimeUnit.NANOSECONDS);
            }
        }

        private void giveUp() {
            logSlow(sent);
            boolean reset = request.request().version() == HttpVersion.HTTP_2
                    && request.response().reset();
            if (!reset && request.request().connection() instanceof ConnectionBase connection) {
                // past the handlers, which wait until all is flushed; there are none when it is closed already
                ChannelHandlerContext first = connection.channel().pipeline().firstContext();
                if (first != null) {
                    var closing = first.close();
                }
            }
        }

        /** Nothing of it is needed any more. */
        synchronized void close() {
            closed = true;
            taken();
        }
    }
}
