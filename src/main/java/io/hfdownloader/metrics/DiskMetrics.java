package io.hfdownloader.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The disk of each root, and what models take of it. Who asks for the numbers gets those of the last look and starts the next
 * one, so that a disk that hangs holds nobody up and one that nobody watches is left alone; a number that is not known is {@code NaN}.
 */
@Singleton
final class DiskMetrics implements MeterBinder {

    private static final String ROOT = "main";
    private static final String BYTES = "bytes";

    private final ModelLibrary library;
    private final Look<DiskSpace> space;
    private final Look<List<LibraryModel>> models;

    DiskMetrics(ModelLibrary library) {
        this.library = library;
        this.space = new Look<>(Duration.ofSeconds(5), this::lookAtDisk);
        this.models = new Look<>(Duration.ofSeconds(60), this::lookAtModels);
    }

    private Uni<DiskSpace> lookAtDisk() {
        return library.disk().space(LibraryDisk.ANSWER_TIMEOUT);
    }

    private Uni<List<LibraryModel>> lookAtModels() {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT);
    }

    /** So that who asks first is told something. */
    void start(@Observes StartupEvent event) {
        space.refresh();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "disk.size", BYTES, "Size of the disk", space, DiskSpace::totalBytes);
        gauge(registry, "disk.free", BYTES, "What may still be written", space, DiskSpace::freeBytes);
        gauge(registry, "models", BYTES, "What models take, as listed in the library", models, DiskMetrics::sizeOf);
        gauge(registry, "library.models", null, "Models in the library", models, List::size);
    }

    private static <T> void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String help,
            Look<T> look,
            ToDoubleFunction<T> number) {
        Gauge.builder("hf_downloader." + name, look, seen -> seen.number(number))
                .description(help)
                .baseUnit(unit)
                .tag("root", ROOT)
                .strongReference(true)
                .register(registry);
    }

    private static double sizeOf(List<LibraryModel> all) {
        return all.stream().mapToLong(LibraryModel::sizeBytes).sum();
    }

    /** What was seen last; any thread. */
    private static final class Look<T> {

        private final long maxAgeNanos;
        private final Supplier<Uni<T>> work;
        private final AtomicLong dueNanos = new AtomicLong(System.nanoTime());
        private volatile @Nullable T seen;

        Look(Duration maxAge, Supplier<Uni<T>> work) {
            this.maxAgeNanos = maxAge.toNanos();
            this.work = work;
        }

        double number(ToDoubleFunction<T> number) {
            refresh();
            T last = seen;
            return last == null ? Double.NaN : number.applyAsDouble(last);
        }

        void refresh() {
            long due = dueNanos.get();
            long now = System.nanoTime();
            if (now - due >= 0 && dueNanos.compareAndSet(due, now + maxAgeNanos)) {
                var unused = work.get().subscribe().with(found -> seen = found, away -> seen = null);
            }
        }
    }
}
