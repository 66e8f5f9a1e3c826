package io.hfdownloader.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.HubToken;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The token that users give: on the disk it is the old one or the new one, for its owner alone, and in force is what is kept. */
@Tag("http")
class TokenSettingsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String MEMBER = HubStandIn.STAND_IN_TOKEN;
    private static final String STRANGER = HubStandIn.TOKEN_WITHOUT_ACCESS;

    private static HubStandIn hub;
    private static Vertx vertx;

    @TempDir
    Path models;

    private ModelLibrary library;
    private HubToken token;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.start();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopHub() {
        hub.close();
        assertThat(vertx.close()).isNotNull();
    }

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
    }

    @AfterEach
    void close() {
        library.close();
        hub.clear();
    }

    @Test
    void aTokenIsKeptForItsOwnerAloneAndIsThereAfterARestart() throws IOException {
        TokenSettings settings = start(null);
        assertThat(settings.state()).isEqualTo(new TokenState(false, null, null, null, null, true, null));

        TokenState given = await(settings.give(" Bearer " + MEMBER + "\n", false));

        assertThat(given.source()).isEqualTo(HubToken.Source.PAGE);
        assertThat(given.name()).isEqualTo("member");
        assertThat(token.current()).contains(MEMBER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        TokenSettings restarted = start(null);
        assertThat(restarted.state()).isEqualTo(given);
        assertThat(token.current()).contains(MEMBER);

        assertThat(await(restarted.forget()).present()).isFalse();

        assertThat(token.current()).isEmpty();
        assertThat(file()).doesNotExist();
        assertThat(start(null).state().present()).isFalse();
        assertThat(await(start(null).forget()).present()).isFalse();
    }

    @Test
    void whenATokenCannotBeKeptTheOneBeforeStaysInForce() throws IOException {
        TokenSettings settings = start(null);
        TokenState before = await(settings.give(STRANGER, false));
        Path aside = Files.move(file(), models.resolve("aside"));
        Files.createDirectories(file().resolve("in-its-place"));

        assertThatThrownBy(() -> await(settings.give(MEMBER, false)))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("nothing has changed");
        assertThatThrownBy(() -> await(settings.forget()))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("stays in force");

        assertThat(settings.state()).isEqualTo(before);
        assertThat(token.current()).contains(STRANGER);
        Files.delete(file().resolve("in-its-place"));
        Files.delete(file());
        Files.move(aside, file());
        assertThat(start(null).state()).isEqualTo(before);
    }

    @Test
    void ofSeveralThatComeAtOnceTheLastIsKeptAndInForce() throws IOException {
        TokenSettings settings = start(null);
        HubToken inForce = token;
        for (int round = 0; round < 5; round++) {
            List<String> givenInTurn = round % 2 == 0 ? List.of(STRANGER, MEMBER) : List.of(MEMBER, STRANGER);
            List<Uni<TokenState>> all = givenInTurn.stream()
                    .map(given -> settings.give(given, false)
                            .onFailure(TokenException.class) // overtaken
                            .recoverWithItem(settings::state))
                    .toList();
            for (Uni<TokenState> each : all) {
                assertThat(await(each)).isNotNull();
            }
            assertThat(inForce.current()).contains(givenInTurn.get(1));
            assertThat(Files.readString(file())).contains("\"" + givenInTurn.get(1) + "\"");
            assertThat(start(null).state().name()).isEqualTo(settings.state().name());
        }
    }

    @Test
    void oneThatTheHubTookLongToTestUndoesNothingThatWasAskedForSince() {
        TokenSettings settings = start(null);
        HubToken inForce = token;
        Uni<TokenState> slow = giveSlowly(settings, MEMBER);
        assertThat(await(settings.give(STRANGER, false)).source()).isEqualTo(HubToken.Source.PAGE);
        assertThatThrownBy(() -> await(slow))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("changed nothing");
        assertThat(inForce.current()).contains(STRANGER);

        Uni<TokenState> alsoSlow = giveSlowly(settings, MEMBER);
        assertThat(await(settings.forget()).present()).isFalse();
        assertThatThrownBy(() -> await(alsoSlow)).isInstanceOf(TokenException.class);
        assertThat(inForce.current()).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aLaterOneThatIsRefusedOvertakesNothing() {
        TokenSettings settings = start(null);
        Uni<TokenState> slow = giveSlowly(settings, MEMBER);
        assertThatThrownBy(() -> await(settings.give("hf_thatNobodyKnows", false)))
                .isInstanceOf(TokenException.class);
        assertThat(await(slow).name()).isEqualTo("member");
    }

    /** The Hub has been asked whose it is, and takes its time. */
    private Uni<TokenState> giveSlowly(TokenSettings settings, String given) {
        hub.clear();
        hub.faults().add(Fault.delay("/api/whoami-v2", Duration.ofSeconds(2)));
        Uni<TokenState> slow = settings.give(given, false);
        Awaitility.await().atMost(TIMEOUT).until(() -> !hub.requests().isEmpty());
        hub.faults().clear();
        return slow;
    }

    /** A token is in it as well. */
    @Test
    void whatAKilledServerBeganToWriteIsRemovedAndNotRead() throws IOException {
        await(start(null).give(MEMBER, false));
        Path unfinished = unfinishedBeside(file());

        assertThat(start(null).state().name()).isEqualTo("member");

        assertThat(unfinished).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "no json but hf_secretOfSomebody",
                "{}",
                "{\"token\": \"\"}",
                "{\"token\": \"hf_secret OfSomebody\"}",
                "{\"token\": {\"hf_secretOfSomebody\": 1}}"
            })
    void aFileThatIsDamagedIsNoReasonToStop(String content) throws IOException {
        Files.writeString(file(), content);
        TokenSettings settings = start(null);
        assertThat(settings.state().present()).isFalse();
        Throwable unreadable =
                catchThrowable(() -> new TokenFile(library.layout().rootFolder(), this::file).read());
        assertThat(unreadable).isInstanceOf(IOException.class);
        assertThat(unreadable.getMessage()).doesNotContain("secret");

        assertThat(await(settings.give(MEMBER, false)).name()).isEqualTo("member");
    }

    /** Who may write in the models directory is not to learn what stands elsewhere. */
    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(models.resolve("elsewhere"), "{\"token\": \"hf_elsewhere\"}");
        Files.createSymbolicLink(file(), elsewhere);
        TokenSettings settings = start(null);
        assertThat(settings.state().present()).isFalse();

        await(settings.give(MEMBER, false));

        assertThat(elsewhere).hasContent("{\"token\": \"hf_elsewhere\"}");
        assertThat(file()).isRegularFile();
        assertThat(Files.isSymbolicLink(file())).isFalse();
    }

    @Test
    void whereTheConfigurationNamesATokenNoOtherIsTakenAndOneThatWasGivenCanBeForgotten() throws IOException {
        await(start(null).give(STRANGER, false));
        TokenSettings fixed = start(MEMBER);
        TokenState state = fixed.state();
        assertThat(state.canChange()).isFalse();
        assertThat(state.sourceName()).isEqualTo("HF_TOKEN");
        assertThat(state.name()).isNull();
        assertThat(state.reason()).contains("HF_TOKEN").doesNotContain(MEMBER);
        hub.clear();

        assertThatThrownBy(() -> await(fixed.give(STRANGER, true)))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("set by HF_TOKEN");

        assertThat(hub.requests()).isEmpty();
        assertThat(token.current()).contains(MEMBER);
        await(fixed.forget());
        assertThat(file()).doesNotExist();
        assertThat(fixed.state()).isEqualTo(state);
    }

    /** As the program starts, over what it has left. */
    private TokenSettings start(String setting) {
        token = HubClients.token(setting);
        TokenSettings settings = new TokenSettings(HubClients.withToken(vertx, hub.endpoint(), token), token, library);
        settings.load(new StartupEvent());
        return settings;
    }

    private Path file() {
        return models.resolve(".cache/hf-downloader/hub-token.json");
    }

    /** As a kill between the writing and the renaming leaves it. */
    private static Path unfinishedBeside(Path file) throws IOException {
        UUID name = UUID.nameUUIDFromBytes(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        String prefix = AtomicFile.TEMPORARY_PREFIX + Long.toHexString(name.getMostSignificantBits());
        return Files.writeString(file.resolveSibling(prefix + "-1"), "{\"token\": \"hf_half");
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
