package io.hfdownloader.web.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.hfdownloader.task.TaskView;
import io.hfdownloader.task.Tasks;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What one listener was told of the tasks, to find out what is new to it. Looks at memory only; used by one listener, from one
 * thread after the other.
 */
final class TaskChanges {

    private final Tasks tasks;
    private final Map<UUID, TaskView> lastSent = new HashMap<>();

    TaskChanges(Tasks tasks) {
        this.tasks = tasks;
    }

    /**
     * What changed.
     *
     * @param tasks those that are new or have changed, newest first; mere downloads are told by other events
     * @param removed ids of those that are gone
     */
    @Schema(name = "TasksChanges")
    record Changes(List<TaskJson> tasks, List<UUID> removed) {}

    /** What changed since the last look, all at the first; empty when nothing did. */
    Optional<Changes> changes() {
        List<TaskView> now = tasks.besideDownloads();
        List<TaskJson> changed = new ArrayList<>();
        List<UUID> removed = new ArrayList<>(lastSent.keySet());
        for (TaskView task : now) {
            removed.remove(task.id());
            if (!task.equals(lastSent.put(task.id(), task))) {
                changed.add(TaskJson.of(task));
            }
        }
        removed.forEach(lastSent::remove);
        return changed.isEmpty() && removed.isEmpty() ? Optional.empty() : Optional.of(new Changes(changed, removed));
    }
}
