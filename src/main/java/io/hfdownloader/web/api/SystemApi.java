package io.hfdownloader.web.api;

import java.time.Instant;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.room.KeepFree;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.hub.HubStatus;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.program.ProgramVersion;
import io.hfdownloader.settings.BandwidthSetting;
import io.hfdownloader.settings.Settings;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** This server, for programs: what it is, where it stores, what it may use. */
@Path("/api/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
public class SystemApi {

    private final ModelLibrary library;
    private final RepoLookup hub;
    private final DownloadService downloads;
    private final Settings settings;
    private final TrackedRevisions revisions;
    private final ShownPath shownPath;
    private final UpdateChecker updates;
    private final KeepFree keepFree;

    SystemApi(
            ModelLibrary library,
            RepoLookup hub,
            DownloadService downloads,
            Settings settings,
            TrackedRevisions revisions,
            ShownPath shownPath,
            UpdateChecker updates,
            KeepFree keepFree) {
        this.keepFree = keepFree;
        this.revisions = revisions;
        this.shownPath = shownPath;
        this.updates = updates;
        this.library = library;
        this.hub = hub;
        this.downloads = downloads;
        this.settings = settings;
    }

    /**
     * @param version of this program
     * @param endpoint the Hub it uses
     * @param tokenPresent whether it has a token for the Hub
     * @param hub whether that Hub answered last; a page may ask for this again and again to learn of its return
     * @param storage where it keeps models
     * @param limits what downloads may use
     * @param updatesAvailable models of which the Hub has something newer, as far as that is known
     * @param now the time by this server's clock, as the times of the downloads are
     */
    public record SystemJson(
            String version,
            String endpoint,
            boolean tokenPresent,
            HubStatus hub,
            @JsonUnwrapped Storage storage,
            DownloadService.Limits limits,
            long updatesAvailable,
            Instant now) {}

    /**
     * @param modelsDir root of the library, as this server sees it
     * @param shownDir the same as users see it: where the server runs in a container, the folder on the machine around it
     * @param space of its disk
     * @param keepFreeBytes what stays free of it, whatever is downloaded
     * @param binBytes what the bin takes of it, and gives back when a download needs the room
     * @param binWindowSeconds how long what is deleted can be taken back; 0 for not at all
     * @param unsaved why something of this server's own state is not on the disk yet, as a sentence, or null
     */
    public record Storage(
            String modelsDir,
            String shownDir,
            @JsonUnwrapped DiskSpace space,
            long keepFreeBytes,
            long binBytes,
            long binWindowSeconds,
            @Nullable String unsaved) {}

    /**
     * A bandwidth limit.
     *
     * @param limit e.g. {@code 20M} or {@code 5M, 22:00-07:00 = unlimited}; empty for none, left out for the one there is
     * @param enabled false to switch it off and remember it; true when left out
     */
    @Schema(minProperties = 1)
    public record BandwidthJson(
            @Nullable String limit, @Nullable Boolean enabled) {}

    @GET
    @Path("bandwidth-limit")
    @NonBlocking
    @Operation(operationId = "getBandwidthLimit", summary = "The bandwidth limit, and whether it is in force")
    public BandwidthSetting bandwidthLimit() {
        return settings.bandwidth();
    }

    @PUT
    @Path("bandwidth-limit")
    @Consumes(MediaType.APPLICATION_JSON)
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "setBandwidthLimit",
            summary = "Put another bandwidth limit in force, at once and for good, or switch it off",
            description = "What is switched off is remembered. A limit without a word on that is switched on.")
    public Uni<BandwidthSetting> limitBandwidth(@Nullable BandwidthJson body) {
        if (body == null || body.limit() == null && body.enabled() == null) {
            throw ApiException.of(
                    "limit",
                    new IllegalArgumentException("Name the limit: {\"limit\": \"20M\"}, or \"\" for none;"
                            + " {\"enabled\": false} switches it off and remembers it."));
        }
        return settings.limitBandwidth(body.limit(), !Boolean.FALSE.equals(body.enabled()))
                .onFailure(IllegalArgumentException.class)
                .transform(unreadable -> ApiException.of("limit", (IllegalArgumentException) unreadable));
    }

    @GET
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "getSystem",
            summary = "Version, Hub and whether it is within reach, disk space and limits")
    public Uni<SystemJson> system() {
        return library.disk()
                .space(LibraryDisk.ANSWER_TIMEOUT)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::system);
    }

    private SystemJson system(DiskSpace space) {
        return new SystemJson(
                ProgramVersion.TEXT,
                hub.endpoint(),
                hub.tokenPresent(),
                hub.hubStatus(),
                new Storage(
                        library.layout().root().toString(),
                        shownPath.of(library.layout().root()),
                        space,
                        keepFree.bytes(space.totalBytes()),
                        library.bin().bytes(),
                        library.bin().window().toSeconds(),
                        downloads.unsaved().or(revisions::unsaved).orElse(null)),
                downloads.limits(),
                updates.lastCheck().updates(),
                Instant.now());
    }
}
