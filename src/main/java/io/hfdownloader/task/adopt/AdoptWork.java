package io.hfdownloader.task.adopt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.adopt.AdoptOutcome;
import io.hfdownloader.adopt.Adoption;
import io.hfdownloader.adopt.FoundModel;
import io.hfdownloader.adopt.Progress;
import io.hfdownloader.adopt.Proof;
import io.hfdownloader.download.room.KeepFree;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskResult;
import io.hfdownloader.task.TaskRun;
import io.hfdownloader.task.TaskStoppedException;
import io.hfdownloader.task.TaskWork;
import org.jspecify.annotations.Nullable;

/** Looks for what can be adopted, or does what was chosen of it. */
@ApplicationScoped
class AdoptWork implements TaskWork {

    private final Adoption adoption;
    private final MissingDownloads downloads;
    private final KeepFree keepFree;

    AdoptWork(Adoption adoption, MissingDownloads downloads, KeepFree keepFree) {
        this.keepFree = keepFree;
        this.adoption = adoption;
        this.downloads = downloads;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.ADOPT;
    }

    @Override
    public TaskResult run(TaskRun run) throws IOException {
        try {
            @Nullable UUID plan = run.request().plan();
            return plan == null ? find(run) : adopt(run, plan);
        } catch (CancellationException stopped) {
            throw run.isStopped() ? new TaskStoppedException() : stopped;
        }
    }

    private TaskResult find(TaskRun run) throws IOException {
        List<String> paths = run.request().paths();
        Adoption.Outcome outcome = adoption.find(
                run.id(), paths.isEmpty() ? null : paths.get(0), run.request().repo(), new Counted(run));
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (Proof proof : Proof.values()) {
            List<String> places = outcome.found().stream()
                    .filter(model -> model.proof() == proof)
                    .map(FoundModel::path)
                    .toList();
            counts.put(proof.word(), (long) places.size());
            if (proof != Proof.PROVED) {
                named.put(proof.word(), places);
            }
        }
        int all = outcome.found().size();
        long proved = counts.getOrDefault(Proof.PROVED.word(), 0L);
        String summary = (all == 1 ? "1 model was found" : all + " models were found") + "; " + proved
                + (proved == 1 ? " is" : " are") + " proved."
                + (outcome.cut() ? " There may be more: name a folder to look there alone." : "");
        return new TaskResult(summary, counts, named, outcome.found());
    }

    private TaskResult adopt(TaskRun run, UUID plan) throws IOException {
        AdoptOutcome outcome = adoption.adopt(plan, keepFree::bytes, new Counted(run));
        List<String> refused = new ArrayList<>(outcome.refused());
        List<String> begun = new ArrayList<>();
        for (AdoptOutcome.Adopted adopted : outcome.adopted()) {
            downloads.begin(adopted, begun, refused);
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("adopted", (long) outcome.adopted().size());
        counts.put("left", (long) outcome.left().size());
        counts.put("refused", (long) refused.size());
        counts.put(
                "files",
                outcome.adopted().stream()
                        .mapToLong(AdoptOutcome.Adopted::files)
                        .sum());
        counts.put(
                "bytes",
                outcome.adopted().stream()
                        .mapToLong(AdoptOutcome.Adopted::bytes)
                        .sum());
        Map<String, List<String>> named = new LinkedHashMap<>();
        named.put(
                "adopted",
                outcome.adopted().stream()
                        .map(adopted -> adopted.repo().toString())
                        .toList());
        named.put("left", outcome.left());
        named.put("refused", refused);
        named.put("downloads", begun);
        int all = outcome.adopted().size();
        String summary = (all == 1 ? "1 model was adopted" : all + " models were adopted")
                + (outcome.left().isEmpty() ? "" : "; " + outcome.left().size() + " left where they are")
                + (refused.isEmpty() ? "." : "; " + refused.size() + " refused.");
        return new TaskResult(summary, counts, named);
    }

    /** Counts where the task counts. */
    private record Counted(TaskRun run) implements Progress {

        @Override
        public void total(long bytes) {
            run.total(bytes);
        }

        @Override
        public void done(long bytes) {
            run.done(bytes);
        }

        @Override
        public boolean isStopped() {
            return run.isStopped();
        }

        @Override
        public void all(List<? extends Callable<?>> parts) throws IOException {
            run.all(parts);
        }
    }
}
