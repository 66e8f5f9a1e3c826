package io.hfdownloader.task;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.library.ModelLibrary;

/** A queue with a store of its own, whose tasks work until they are let go or stopped. */
public final class TaskFixture implements AutoCloseable {

    static final int MAX_ENDED = 5;

    private final TaskStore store;
    private final TaskQueue queue;
    private final CountDownLatch gate;
    private final AtomicInteger runs = new AtomicInteger();
    private final List<String> abandoned = new CopyOnWriteArrayList<>();

    public TaskFixture(ModelLibrary library) {
        this(library, new CountDownLatch(1));
    }

    TaskFixture(ModelLibrary library, CountDownLatch gate) {
        this.gate = gate;
        this.store = new TaskStore(new ObjectMapper().registerModule(new JavaTimeModule()), library);
        this.queue = new TaskQueue(store, List.of(new Gated()), new TwoAtATime(), MAX_ENDED, true);
        queue.restore();
    }

    private final class Gated implements TaskWork {

        @Override
        public TaskKind kind() {
            return TaskKind.VERIFY;
        }

        @Override
        public TaskResult run(TaskRun run) throws IOException {
            runs.incrementAndGet();
            run.total(100);
            run.done(40);
            Callable<Object> part = () -> {
                while (gate.getCount() > 0 && !run.isStopped()) {
                    Thread.sleep(1);
                }
                return true;
            };
            run.all(List.of(part, part, part));
            return TaskResult.of("It is done.");
        }

        @Override
        public void abandon(TaskRequest request) {
            abandoned.add(request.model().name());
        }
    }

    private static final class TwoAtATime implements TaskConfig {

        @Override
        public Optional<Integer> maxActiveVerifications() {
            return Optional.of(2);
        }

        @Override
        public String scrub() {
            return "off";
        }
    }

    public TaskQueue queue() {
        return queue;
    }

    /** From now on tasks are done as soon as they begin. */
    public void letGo() {
        gate.countDown();
    }

    List<String> abandoned() {
        return List.copyOf(abandoned);
    }

    int runs() {
        return runs.get();
    }

    @Override
    public void close() throws InterruptedException {
        queue.shutdown();
        queue.close();
        store.close();
    }
}
