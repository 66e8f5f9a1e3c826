package io.hfdownloader.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.NetworkSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** From what happens to whoever is told, over real connections and by real commands. */
@Tag("http")
class HookDeliveryTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpConnector CONNECTOR = new HttpConnector(VERTX, new NetworkSettings(Map.of()));

    @TempDir
    Path models;

    private final List<Hooks> opened = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private Receiver receiver;
    private ModelLibrary library;

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() {
        receiver = new Receiver(SECRET);
        library = new ModelLibrary(() -> models);
        settings.put("nas.url", receiver.address() + "/hook");
        settings.put("nas.secret", SECRET);
    }

    @AfterEach
    void close() throws IOException {
        opened.forEach(hooks -> hooks.stop(new ShutdownEvent()));
        library.close();
        receiver.close();
    }

    @Test
    void aCompletedDownloadIsToldOnceAndSignedToAPrivateAddress() {
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.DELIVERED);
        assertThat(receiver.received()).singleElement().satisfies(got -> {
            assertThat(got.headers().get("webhook-id")).isEqualTo(completed().id());
            assertThat(got.body().path("data").path("repo").asText()).isEqualTo("acme/tiny");
        });
        assertThat(last(hooks).detail()).isEqualTo(receiver.address() + " answered 200.");
    }

    @Test
    void whatPassesIsTriedAgainWithTheSameId() {
        receiver.answerNext(Receiver.answer("500 Oops"), "", Receiver.answer("408 Late"), Receiver.answer("503 Busy"));
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.DELIVERED);
        assertThat(last(hooks).tries()).isEqualTo(5);
        assertThat(receiver.received())
                .hasSize(5)
                .extracting(got -> got.headers().get("webhook-id"))
                .containsOnly(completed().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad", "401 No", "403 No", "404 No", "410 Gone", "418 Teapot"})
    void whatIsRefusedIsNotTriedAgain(String status) {
        receiver.answerNext(Receiver.answer(status));
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.FAILED);
        assertThat(last(hooks).detail()).contains("answered " + status.substring(0, 3));
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"})
    void aRedirectIsNotFollowed(String status) {
        receiver.answerNext(Receiver.answer(status, "Location: " + receiver.address() + "/elsewhere"));
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.FAILED);
        assertThat(last(hooks).detail()).contains("a redirect, and none is followed");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void whoAsksToBeLeftAloneIsLeftAlone() {
        receiver.answerNext(Receiver.answer("429 Slow down", "Retry-After: 3600"));
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.RETRYING);
        assertThat(last(hooks).nextAt()).isAfter(Instant.now().plusSeconds(3000));
    }

    @Test
    void discordsAndTelegramsWishesStandInTheBody() {
        String discord = "{\"message\": \"slow\", \"retry_after\": 1800.5, \"global\": false}";
        receiver.answerNext("HTTP/1.1 429 Slow\r\nContent-Length: " + discord.length() + "\r\n\r\n" + discord);
        settings.put("nas.kind", "discord");
        settings.remove("nas.secret");
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.RETRYING);
        assertThat(last(hooks).nextAt()).isAfter(Instant.now().plusSeconds(1500));
    }

    @Test
    void aReceiverThatSaysNothingIsNotWaitedForWithoutEnd() {
        receiver.answerNext(Receiver.SILENCE);
        settings.put("nas.timeout", "300ms");
        Hooks hooks = hooks();
        hooks.happened(completed());
        awaitLast(hooks, Delivery.State.DELIVERED);
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void nobodyWaitsForAReceiverAndItsQueueHasAnEnd() throws IOException {
        receiver.answerNext(Receiver.SILENCE);
        Hooks hooks = hooks();
        for (int i = 0; i < 110; i++) {
            hooks.happened(completed(new UUID(7, i)));
        }
        String newest = completed(new UUID(7, 109)).id();
        Path journal = library.layout().stateFolder().resolve("hooks.json");
        await().until(() -> Files.exists(journal) && Files.readString(journal).contains(newest));
        assertThat(hooks.views().get(0).waiting()).isEqualTo(HookQueue.MAX_WAITING);
        assertThat(Files.readString(journal)).contains(completed(new UUID(7, 0)).id()); // the one that is being sent
        assertThat(last(hooks).state()).isEqualTo(Delivery.State.RUNNING);
    }

    @Test
    void whatWasNotTakenIsToldAfterARestart() {
        receiver.answerNext(Receiver.answer("503 Busy", "Retry-After: 3000"));
        Hooks before = hooks();
        before.happened(completed());
        awaitLast(before, Delivery.State.RETRYING);
        await().until(() -> journal().contains("\"tries\":1"));
        before.stop(new ShutdownEvent());

        Hooks after = hooks();
        awaitLast(after, Delivery.State.DELIVERED);
        assertThat(last(after).id()).isEqualTo(completed().id());
        assertThat(last(after).tries()).isEqualTo(2);
        await().until(() -> !journal().contains(completed().id()));

        after.stop(new ShutdownEvent());
        Hooks third = hooks();
        assertThat(third.test("nas").await().atMost(LIMIT).state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(receiver.received()).hasSize(3);
    }

    @Test
    void aCommandIsNotRunASecondTimeBecauseItEndedTheProgram() throws IOException {
        settings.clear();
        settings.put("again.command", "sh -c 'echo run >> runs; sleep 20'");
        Hooks before = hooks();
        before.happened(completed());
        await().until(() -> Files.exists(models.resolve("runs")));
        before.stop(new ShutdownEvent());

        Hooks after = hooks();
        after.happened(completed(new UUID(9, 9)));
        await().until(() -> Files.readAllLines(models.resolve("runs")).size() == 2);
        assertThat(after.views().get(0).waiting()).isEqualTo(1);
    }

    @Test
    void anUpdateIsToldOnceForEachCommit() {
        settings.put("nas.events", "update-available");
        Hooks hooks = hooks();
        hooks.happened(update("a"));
        hooks.happened(update("a"));
        hooks.happened(completed());
        hooks.happened(update("b"));
        await().until(() ->
                receiver.received().size() == 2 && hooks.views().get(0).waiting() == 0);
        hooks.stop(new ShutdownEvent());

        Hooks after = hooks();
        after.happened(update("b"));
        after.happened(update("c"));
        await().until(() -> receiver.received().size() == 3);
        assertThat(receiver.received())
                .extracting(
                        got -> got.body().path("data").path("commit").asText().substring(0, 1))
                .containsExactly("a", "b", "c");
    }

    @Test
    void aDiskThatRunsLowIsToldOnceUntilItRecovers() {
        settings.put("nas.events", "disk-low");
        Hooks hooks = hooks();
        for (long free : new long[] {20, 9, 8, 11, 9, 12}) {
            hooks.space(new DiskSpace(free * 1_000_000_000L, 100_000_000_000L));
        }
        await().until(() ->
                receiver.received().size() == 1 && hooks.views().get(0).waiting() == 0);
        hooks.stop(new ShutdownEvent());

        Hooks after = hooks();
        after.space(new DiskSpace(9_000_000_000L, 100_000_000_000L));
        after.space(new DiskSpace(13_000_000_000L, 100_000_000_000L));
        after.space(new DiskSpace(1_000_000_000L, 100_000_000_000L));
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.received()
                        .get(1)
                        .body()
                        .path("data")
                        .path("freeBytes")
                        .asLong())
                .isEqualTo(1_000_000_000L);
    }

    @Test
    void eachServiceTakesWhatItIsSent() {
        settings.clear();
        settings.put("push.kind", "ntfy");
        settings.put("push.url", receiver.address() + "/models");
        settings.put("gotify.kind", "gotify");
        settings.put("gotify.url", receiver.address());
        settings.put("gotify.secret", "gotify-token");
        settings.put("discord.kind", "discord");
        settings.put("discord.url", receiver.address() + "/api/webhooks/1/abc");
        settings.put("bot.kind", "telegram");
        settings.put("bot.url", receiver.address());
        settings.put("bot.secret", "123:AbcDefGhiJkl");
        settings.put("bot.to", "-5");
        settings.put("apprise.kind", "apprise");
        settings.put("apprise.url", receiver.address() + "/notify/house");
        Hooks hooks = hooks();
        for (HookView hook : hooks.views()) {
            assertThat(hooks.test(hook.name()).await().atMost(LIMIT).state())
                    .as(hook.name())
                    .isEqualTo(Delivery.State.DELIVERED);
        }
        assertThat(receiver.received())
                .extracting(Receiver.Received::target)
                .contains("/", "/message", "/api/webhooks/1/abc", "/bot123:AbcDefGhiJkl/sendMessage", "/notify/house");
        receiver.answerNext("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(hooks.test("apprise").await().atMost(LIMIT).detail()).contains("nobody to notify is known");
    }

    @Test
    void nothingIsToldTwiceAtATimeByTrying() {
        receiver.answerNext(Receiver.SILENCE);
        settings.put("nas.timeout", "2s");
        Hooks hooks = hooks();
        var first = hooks.test("nas").subscribeAsCompletionStage();
        await().until(() -> receiver.received().size() == 1);
        assertThatThrownBy(() -> hooks.test("nas").await().atMost(LIMIT))
                .hasMessageContaining("is being tried already");
        assertThat(first).succeedsWithin(LIMIT).extracting(Delivery::state).isEqualTo(Delivery.State.FAILED);
        assertThat(hooks.test("nas").await().atMost(LIMIT).state()).isEqualTo(Delivery.State.DELIVERED);
        assertThatThrownBy(() -> hooks.test("other").await().atMost(LIMIT)).hasMessageContaining("There is no hook");
    }

    @Test
    void whoGivesUpWaitingForATestCanTryAgain() {
        receiver.answerNext(Receiver.SILENCE);
        settings.put("nas.timeout", "500ms");
        Hooks hooks = hooks();
        var gone = hooks.test("nas").subscribe().with(told -> {}, failure -> {});
        await().until(() -> receiver.received().size() == 1);
        gone.cancel();
        await().ignoreExceptions()
                .until(() -> hooks.test("nas").await().atMost(LIMIT).state() == Delivery.State.DELIVERED);
    }

    /** A file of another version, or of an editor, is no reason not to start. */
    @Test
    void aJournalThatCannotBeReadIsLeftOut() throws IOException {
        Files.createDirectories(library.layout().stateFolder());
        String half = "{\"pending\":[{\"hook\":\"nas\",\"what\":{\"id\":\"a\",\"event\":\"completed\","
                + "\"at\":\"2100-01-01T00:00:00Z\",\"model\":{}}}]}";
        for (String content :
                List.of("", "{", "[]", "null", "{\"pending\":[{\"hook\":\"nas\"}]}", "{\"told\":5}", half)) {
            Files.writeString(library.layout().stateFolder().resolve("hooks.json"), content);
            Hooks hooks = hooks();
            assertThat(hooks.test("nas").await().atMost(LIMIT).state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(hooks.views().get(0).waiting()).isZero();
        }
    }

    private Hooks hooks() {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((name, value) -> properties.put("hf-downloader.hooks." + name, value));
        HookConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "settings", 250))
                .withMapping(HookConfig.class)
                .build()
                .getConfigMapping(HookConfig.class);
        Hooks hooks = new Hooks(
                config,
                CONNECTOR,
                library,
                new ObjectMapper().findAndRegisterModules(),
                new RetrySchedule(Duration.ofMillis(1)),
                Duration.ofMillis(100));
        hooks.open(Map.of("PATH", "/usr/bin:/bin"));
        opened.add(hooks);
        return hooks;
    }

    private String journal() throws IOException {
        return Files.readString(library.layout().stateFolder().resolve("hooks.json"));
    }

    private static Delivery last(Hooks hooks) {
        return hooks.views().get(0).last();
    }

    private static void awaitLast(Hooks hooks, Delivery.State state) {
        await().until(() -> last(hooks) != null && last(hooks).state() == state);
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT);
    }

    private static Occurrence completed() {
        return completed(new UUID(1, 2));
    }

    private static Occurrence completed(UUID id) {
        return Occurrence.completed(
                Instant.now(), model("c".repeat(40)), new Occurrence.Download(id, List.of("Q4_K_M"), 5_000_000, 3));
    }

    private static Occurrence update(String letter) {
        return Occurrence.updateAvailable(Instant.now(), model(letter.repeat(40)));
    }

    private static Occurrence.Model model(String commit) {
        return new Occurrence.Model("acme/tiny", "model", "main", commit, "0".repeat(40), "/models/acme/tiny");
    }
}
