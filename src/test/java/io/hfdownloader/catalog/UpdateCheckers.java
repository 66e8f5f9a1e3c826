package io.hfdownloader.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hook.event.OccurrenceListener;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;

/** Makes what looks for updates, of its parts. */
public final class UpdateCheckers {

    private UpdateCheckers() {}

    public static UpdateChecker of(
            HubClient hub,
            ModelLibrary library,
            RevisionFolders folders,
            OccurrenceListener listener,
            UpdateConfig config) {
        return of(hub, library, folders, new UpdateHolds(new ObjectMapper(), library), listener, config);
    }

    static UpdateChecker of(
            HubClient hub,
            ModelLibrary library,
            RevisionFolders folders,
            UpdateHolds holds,
            OccurrenceListener listener,
            UpdateConfig config) {
        ObjectMapper json = new ObjectMapper();
        WeightChanges weights = new WeightChanges(
                new TreeLookup(hub, library), new WeightFactsLookup(hub, json), new ListingBudget(hub));
        return new UpdateChecker(
                hub, library, folders, new RevisionOrigins(hub, folders), holds, weights, listener, config);
    }
}
