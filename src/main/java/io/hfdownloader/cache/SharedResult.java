package io.hfdownloader.cache;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once, for the first who asks, whose result or failure all get who ask. Whoever gives up is forgotten, and does
 * not end the work. Mutiny's {@code memoize()} hands out null where somebody asks just when the result arrives (UniMemoizeOp of 3.1
 * sets its state before the result, and reads it without its lock). For any thread.
 *
 * @param <T> results
 */
public final class SharedResult<T> {

    private final Uni<T> work;
    private final Set<UniEmitter<? super T>> waiting = new LinkedHashSet<>();
    private boolean begun;
    private @Nullable Consumer<UniEmitter<? super T>> outcome;

    private SharedResult(Uni<T> work) {
        this.work = work;
    }

    /** The result of this work for any number of subscribers. */
    public static <T> Uni<T> of(Uni<T> work) {
        SharedResult<T> shared = new SharedResult<>(work);
        return Uni.createFrom().<T>emitter(emitter -> shared.tell(emitter));
    }

    private void tell(UniEmitter<? super T> emitter) {
        boolean first;
        Consumer<UniEmitter<? super T>> known;
        synchronized (this) {
            first = !begun;
            begun = true;
            known = outcome;
            if (known == null) {
                waiting.add(emitter);
            }
        }
        if (known != null) {
            known.accept(emitter);
            return;
        }
        var registered = emitter.onTermination(() -> forget(emitter));
        if (first) {
            var subscription = work.subscribe()
                    .with(item -> arrived(each -> each.complete(item)), failure -> arrived(each -> each.fail(failure)));
        }
    }

    private void arrived(Consumer<UniEmitter<? super T>> result) {
        List<UniEmitter<? super T>> told;
        synchronized (this) {
            outcome = result;
            told = new ArrayList<>(waiting);
            waiting.clear();
        }
        told.forEach(result);
    }

    private synchronized void forget(UniEmitter<? super T> emitter) {
        waiting.remove(emitter);
    }
}
