package io.hfdownloader.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.layout.StateRecords;
import io.hfdownloader.view.shape.LeftOut;
import io.hfdownloader.view.shape.ViewEntry;
import io.hfdownloader.view.shape.ViewKind;
import io.hfdownloader.view.shape.ViewPlan;
import io.hfdownloader.view.shape.ViewShapes;
import org.jspecify.annotations.Nullable;

/**
 * Brings the folder of a view to what its plan says, and removes what is ours in it. What is new is made first, the note that
 * leads to it last, and only then what is old is removed. One thread at a time for each view. Blocks throughout.
 */
final class ViewPublisher {

    /** Copies leave so much free. */
    static final long RESERVE_BYTES = 1L << 30;

    private final StateRecords<ViewRecord> store;
    private final RootFolder library;

    ViewPublisher(StateRecords<ViewRecord> store, RootFolder library) {
        this.store = store;
        this.library = library;
    }

    /**
     * How it went.
     *
     * @param whole false where a later look may do more
     * @param error what the disk said last, as a sentence
     */
    record Outcome(
            ViewRecord record, boolean whole, @Nullable String error) {}

    interface Revisions {
        String of(RepoId repo);
    }

    /** @param unreadable folders of models that cannot be read now */
    ViewPlan plan(ViewRecord record, List<LibraryModel> models, Set<String> unreadable, Revisions revisions) {
        ViewFolder folder = folder(record);
        ViewPlan plan =
                ViewShapes.plan(record.kind(), models, record.repo(), record.entries(), revisions::of, folder::stands);
        plan.keepUnreadable(unreadable);
        return plan;
    }

    /** @param cancelled whether to stop at the next file; what is made by then is noted */
    Outcome publish(ViewRecord record, ViewPlan plan, BooleanSupplier cancelled) throws IOException {
        return new Run(record, plan, cancelled).publish();
    }

    private ViewFolder folder(ViewRecord record) {
        return new ViewFolder(Path.of(record.path()), library);
    }

    private final class Run {

        private final ViewRecord record;
        private final ViewPlan plan;
        private final BooleanSupplier cancelled;
        private final ViewFolder folder;
        private final Map<String, ViewEntry> ours = new LinkedHashMap<>();
        private final List<ViewEntry> toMake = new ArrayList<>();
        private final List<ViewEntry> toRemove = new ArrayList<>();
        private boolean whole = true;
        private @Nullable String error;

        Run(ViewRecord record, ViewPlan plan, BooleanSupplier cancelled) {
            this.record = record;
            this.plan = plan;
            this.cancelled = cancelled;
            this.folder = folder(record);
            record.entries().forEach(entry -> ours.put(entry.path(), entry));
        }

        Outcome publish() throws IOException {
            folder.removeTemporaries();
            compare();
            if (!toMake.isEmpty()) {
                Map<String, ViewEntry> intended = new LinkedHashMap<>(ours);
                toMake.forEach(entry -> intended.put(entry.path(), entry.inPlaceOf(ours.get(entry.path()))));
                store.write(record.id(), record.with(intended.values(), record.leftOut(), record.leftOutCount()));
                make();
            }
            if (!cancelled.getAsBoolean()) {
                removeOld();
            }
            ViewRecord now = record.with(ours.values(), plan.leftOut(), plan.leftOutCount());
            if (!now.equals(record) || !toMake.isEmpty()) {
                store.write(now.id(), now);
            }
            return new Outcome(now, whole && !cancelled.getAsBoolean(), error);
        }

        private void compare() throws IOException {
            for (ViewEntry entry : plan.wanted().values()) {
                ViewEntry before = ours.get(entry.path());
                ViewFolder.Found found = folder.look(before == null ? entry : before, record.method());
                if (before == null && found != ViewFolder.Found.NOTHING) {
                    plan.leaveOut(entry.model(), entry.path(), LeftOut.Reason.OCCUPIED);
                } else if (before != null && found == ViewFolder.Found.OTHER) {
                    plan.leaveOut(entry.model(), entry.path(), LeftOut.Reason.CHANGED);
                } else if (before == null
                        || found == ViewFolder.Found.NOTHING
                        || before.made() == null
                        || !before.isSame(entry)) {
                    toMake.add(entry);
                }
            }
            for (ViewEntry before : record.entries()) {
                if (!plan.wanted().containsKey(before.path())) {
                    toRemove.add(before);
                }
            }
        }

        private void make() {
            for (ViewEntry entry : toMake) {
                if (cancelled.getAsBoolean()) {
                    whole = false;
                    return;
                }
                try {
                    if (record.method() == ViewMethod.COPY && !hasRoom(entry)) {
                        leaveOut(entry, LeftOut.Reason.FULL, null);
                        continue;
                    }
                    ours.put(entry.path(), folder.make(entry, record.method(), cancelled));
                } catch (ViewFolder.SourceChangedException moving) {
                    leaveOut(entry, LeftOut.Reason.MOVING, null);
                } catch (IOException | DiskException failure) {
                    leaveOut(entry, LeftOut.Reason.DISK, failure);
                }
            }
        }

        private void leaveOut(ViewEntry entry, LeftOut.Reason reason, @Nullable Exception failure) {
            whole = false;
            plan.leaveOut(entry.model(), entry.path(), reason);
            if (failure instanceof IOException refused && !cancelled.getAsBoolean()) {
                error = DiskException.at(folder.path(), "Not all of the view can be written", refused)
                        .detail();
            }
        }

        private boolean hasRoom(ViewEntry entry) throws IOException {
            return entry.sizeBytes() == 0 || Volume.of(folder.path()).freeBytes() - RESERVE_BYTES >= entry.sizeBytes();
        }

        /** Blobs that another program's snapshot may lead to stay with it. */
        private void removeOld() throws IOException {
            Set<String> shared = record.kind() == ViewKind.HF_CACHE ? foldersOfOthers() : Set.of();
            for (ViewEntry entry : toRemove) {
                if (shared.contains(ownFolder(entry))) {
                    continue;
                }
                ViewFolder.Found found = folder.look(entry, record.method());
                if (found == ViewFolder.Found.OURS) {
                    folder.remove(entry);
                }
                ours.remove(entry.path()); // what others have changed is theirs from now on
            }
        }

        private Set<String> foldersOfOthers() throws IOException {
            Set<String> theirs = new HashSet<>();
            Set<String> asked = new TreeSet<>();
            toRemove.forEach(entry -> asked.add(ownFolder(entry)));
            for (String one : asked) {
                if (folder.others(List.of(one), ours, record.method()).count() > 0) {
                    theirs.add(one);
                }
            }
            return theirs;
        }
    }

    /** What is not ours in the places that are. */
    ViewFolder.Others others(ViewRecord record) throws IOException {
        Map<String, ViewEntry> all = new LinkedHashMap<>();
        record.entries().forEach(entry -> all.put(entry.path(), entry));
        Set<String> places = new TreeSet<>();
        if (record.kind() == ViewKind.HF_CACHE) {
            record.entries().forEach(entry -> places.add(ownFolder(entry)));
        } else {
            places.add("");
        }
        return folder(record).others(places, all, record.method());
    }

    /** Removes what is ours; what was changed or added stays. A kill leaves what the next call removes. */
    void remove(ViewRecord record) throws IOException {
        ViewFolder folder = folder(record);
        if (folder.isOf(record.id())) {
            folder.removeTemporaries();
            List<ViewEntry> entries = new ArrayList<>(record.entries());
            Collections.reverse(entries); // what leads to others goes first
            for (ViewEntry entry : entries) {
                if (folder.look(entry, record.method()) == ViewFolder.Found.OURS) {
                    folder.remove(entry);
                }
            }
            folder.unmark();
            if (record.madeFolder()) {
                folder.removeItself();
            }
        }
        store.delete(record.id());
    }

    /** {@code hub/models--org--name} of a path in it. */
    private static String ownFolder(ViewEntry entry) {
        int second = entry.path().indexOf('/', entry.path().indexOf('/') + 1);
        return second < 0 ? entry.path() : entry.path().substring(0, second);
    }
}
