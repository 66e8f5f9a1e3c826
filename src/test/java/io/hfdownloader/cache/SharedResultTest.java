package io.hfdownloader.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many who wait for one piece of work. */
@Tag("fast")
class SharedResultTest {

    private static final int ROUNDS = 20_000;
    private static final int MAX_ASKING = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Uni<String> shared = SharedResult.of(Uni.createFrom().deferred(() -> {
        begun.incrementAndGet();
        return Uni.createFrom().completionStage(outcome);
    }));

    @Test
    void theWorkIsDoneOnceAndAllWhoAskHaveItsResult() {
        assertThat(begun).hasValue(0);
        UniAssertSubscriber<String> first = ask();
        UniAssertSubscriber<String> second = ask();
        outcome.complete("result");
        first.assertItem("result");
        second.assertItem("result");
        ask().assertItem("result");
        assertThat(begun).hasValue(1);
    }

    @Test
    void aFailureIsSharedAsWell() {
        UniAssertSubscriber<String> first = ask();
        outcome.completeExceptionally(new IllegalStateException("no"));
        first.assertFailedWith(IllegalStateException.class, "no");
        ask().assertFailedWith(IllegalStateException.class, "no");
    }

    @Test
    void whoGivesUpEndsNothingForTheOthers() {
        UniAssertSubscriber<String> first = ask();
        UniAssertSubscriber<String> second = ask();
        first.cancel();
        outcome.complete("result");
        second.assertItem("result");
        first.assertNotTerminated();
    }

    /** Other threads ask at the very moment at which the result arrives. */
    @Test
    void whoAsksJustWhenTheResultArrivesHasItToo() {
        List<CompletableFuture<String>> results =
                Stream.generate(CompletableFuture<String>::new).limit(ROUNDS).toList();
        List<Uni<String>> works = results.stream()
                .map(result -> SharedResult.of(Uni.createFrom().completionStage(result)))
                .toList();
        AtomicInteger round = new AtomicInteger(-1);
        AtomicInteger wrong = new AtomicInteger();
        CompletableFuture<Void> whoAsks = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                AtomicBoolean arrived = new AtomicBoolean();
                round.set(i);
                for (int asking = 0; asking < MAX_ASKING && !arrived.get(); asking++) {
                    var asked = works.get(i).subscribe().with(item -> {
                        wrong.addAndGet(item == null ? 1 : 0);
                        arrived.set(true);
                    });
                }
            }
        });
        CompletableFuture<Void> arriving = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                while (round.get() < i) {
                    Thread.onSpinWait();
                }
                results.get(i).complete("result");
            }
        });
        assertThat(CompletableFuture.allOf(whoAsks, arriving)).succeedsWithin(LIMIT);
        assertThat(wrong).hasValue(0);
    }

    private UniAssertSubscriber<String> ask() {
        return shared.subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
