package io.hfdownloader.web.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.settings.Settings;
import io.hfdownloader.task.Tasks;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * Changes of the downloads as Server-Sent Events. Whoever listens slowly gets fewer and larger changes: the next one is made
 * when the last one was taken.
 */
@Path("/api/v1/events")
@NonBlocking
@Tag(name = "Downloads")
@RegisterForReflection(
        targets = {DownloadChanges.Snapshot.class, DownloadChanges.Changes.class, TaskChanges.Changes.class})
public class EventsApi {

    private static final Logger LOG = Logger.getLogger(EventsApi.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long RECONNECT_MILLIS = 2_000;
    private static final int MAX_LISTENERS = 100;

    private final DownloadService downloads;
    private final Tasks tasks;
    private final Settings settings;
    private final AtomicInteger listeners = new AtomicInteger();
    private volatile boolean ending;

    EventsApi(DownloadService downloads, Tasks tasks, Settings settings) {
        this.downloads = downloads;
        this.tasks = tasks;
        this.settings = settings;
    }

    /** Listeners never go by themselves, and the end would wait for them in vain. */
    void end(@Observes ShutdownDelayInitiatedEvent end) {
        ending = true;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Problems(ProblemType.TOO_MANY_LISTENERS)
    @Operation(
            operationId = "streamEvents",
            summary = "Changes of the downloads as they happen",
            description =
                    "The first event, \"snapshot\", has all downloads, of very many those at work and the newest, up to"
                            + " 1,000; its count tells how many there are, and the others come with the next events. Each"
                            + " \"changes\" after it has those that changed, the ids of those that were removed, and the files that changed. After a break the"
                            + " first one is a snapshot again. Events \"tasks\" have the tasks that are no mere downloads,"
                            + " the first time all of them, then those that changed and the ids of those that were"
                            + " removed.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events that does not end by itself",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            description =
                                                    "The data of an event \"snapshot\" is a DownloadsSnapshot, that of"
                                                            + " \"changes\" is DownloadsChanges, that of \"tasks\" is"
                                                            + " TasksChanges, and that of \"alive\" is an empty object.")))
    public Multi<OutboundSseEvent> events(@Context Sse sse, @Context RoutingContext request) {
        if (listeners.get() >= MAX_LISTENERS) {
            throw new ApiException(
                    ProblemType.TOO_MANY_LISTENERS,
                    "More than " + MAX_LISTENERS + " pages listen already. Close some, or poll /api/status.");
        }
        request.response().putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        return Multi.createFrom()
                .deferred(() -> changes(new Listener(
                        sse, new DownloadChanges(downloads, settings::bandwidthLimit), new TaskChanges(tasks))));
    }

    private Multi<OutboundSseEvent> changes(Listener listener) {
        int now = listeners.incrementAndGet();
        LOG.debugf("%d listen to the events", now);
        return Uni.createFrom()
                .item(listener::next)
                .repeat()
                .withDelay(POLL_INTERVAL)
                .until(next -> ending)
                .select()
                .where(Optional::isPresent)
                .map(Optional::get)
                .onFailure()
                .invoke(failure ->
                        LOG.error("The events of one listener ended for a reason that nobody expected", failure))
                .onTermination()
                .invoke(listeners::decrementAndGet);
    }

    /** One connection; asked by one thread after the other. */
    private static final class Listener {

        private final Sse sse;
        private final DownloadChanges changes;
        private final TaskChanges tasks;
        private boolean toldDownloads;
        private long eventId;
        private long lastSentNanos;

        Listener(Sse sse, DownloadChanges changes, TaskChanges tasks) {
            this.sse = sse;
            this.tasks = tasks;
            this.changes = changes;
        }

        Optional<OutboundSseEvent> next() {
            if (eventId == 0) {
                return Optional.of(event("snapshot", changes.snapshot()));
            }
            return (toldDownloads
                            ? ofTasks().or(this::ofDownloads)
                            : ofDownloads().or(this::ofTasks))
                    .or(() -> System.nanoTime() - lastSentNanos > KEEP_ALIVE_NANOS
                            ? Optional.of(keepAlive())
                            : Optional.empty());
        }

        /** In turns with those of tasks: one of the two must not keep the other from being told. */
        private Optional<OutboundSseEvent> ofDownloads() {
            toldDownloads = true;
            return changes.changes().map(changed -> event("changes", changed));
        }

        private Optional<OutboundSseEvent> ofTasks() {
            toldDownloads = false;
            return tasks.changes().map(changed -> event("tasks", changed));
        }

        private OutboundSseEvent event(String name, Object data) {
            lastSentNanos = System.nanoTime();
            return sse.newEventBuilder()
                    .id(String.valueOf(++eventId))
                    .name(name)
                    .reconnectDelay(RECONNECT_MILLIS)
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(data)
                    .build();
        }

        /** Keeps proxies from closing a connection on which nothing happens, and tells the page that it still is one. */
        private OutboundSseEvent keepAlive() {
            return event("alive", "{}");
        }
    }
}
