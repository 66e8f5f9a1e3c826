package io.hfdownloader.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.library.layout.RepoLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class AccessTokensTest {

    private final TestClock clock = new TestClock();

    @TempDir
    private Path models;

    private Path file;

    @BeforeEach
    void makeStateFolder() throws IOException {
        file = Files.createDirectories(models.resolve(".cache/hf-downloader")).resolve("access-tokens.json");
    }

    private AccessTokens tokens() {
        RepoLayout layout = new RepoLayout(models);
        return new AccessTokens(layout::rootFolder, () -> AccessTokens.place(layout), clock);
    }

    @Test
    void aTokenIsKeptAsItsHashInAFileThatNobodyElseMayRead() throws IOException {
        AccessToken.Made made = tokens().make("grafana", Scope.READ);
        assertThat(made.secret()).matches("hfd_[A-Za-z0-9_-]{43}");
        assertThat(file)
                .content()
                .contains("grafana", "\"format\":1")
                .doesNotContain(made.secret(), made.secret().substring(4));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.toString()).doesNotContain(made.secret());
    }

    @Test
    void aTokenThatACommandMadeOrRevokedIsSeenByARunningService() throws IOException {
        AccessTokens service = tokens();
        service.refresh();
        AccessToken.Made made = tokens().make("cron", Scope.DOWNLOAD);
        service.refresh();
        assertThat(service.find(made.secret()))
                .hasValueSatisfying(token -> assertThat(token.scope()).isEqualTo(Scope.DOWNLOAD));
        assertThat(tokens().revoke("cron")).isEqualTo(1);
        service.refresh();
        assertThat(service.find(made.secret())).isEmpty();
        assertThat(tokens().revoke("cron")).isZero();
    }

    /** Nothing that is asked for waits for it, nor does the end of the program. */
    @Test
    void anotherProcessThatHoldsTheFileForLongDelaysOnlyWhatIsWrittenDown() throws IOException {
        AccessTokens service = tokens();
        AccessToken.Made made = service.make("cron", Scope.READ);
        service.used(service.find(made.secret()).orElseThrow());
        Path lock = file.resolveSibling("access-tokens.json.lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();
            service.refresh();
            assertThat(service.find(made.secret())).isPresent();
            assertThat(tokens().list()).extracting(AccessToken::usedOn).containsOnlyNulls();
        }
        service.refresh();
        assertThat(tokens().list()).extracting(AccessToken::usedOn).doesNotContainNull();
    }

    @Test
    void theDayOfItsLastUseIsKept() throws IOException {
        AccessTokens service = tokens();
        AccessToken.Made made = service.make("cron", Scope.READ);
        service.used(service.find(made.secret()).orElseThrow());
        service.keep();
        assertThat(tokens().list()).extracting(AccessToken::usedOn).containsExactly(LocalDate.parse("2026-11-27"));
    }

    @Test
    void theUseOfATokenThatIsRevokedMeanwhileDoesNotBringItBack() throws IOException {
        AccessTokens service = tokens();
        AccessToken.Made made = service.make("cron", Scope.READ);
        service.used(service.find(made.secret()).orElseThrow());
        assertThat(tokens().revoke(made.token().id())).isEqualTo(1);
        service.keep();
        assertThat(service.find(made.secret())).isEmpty();
        assertThat(tokens().list()).isEmpty();
    }

    @Test
    void manyThatMakeTokensAtTheSameTimeDoNotLoseEachOthers() {
        AccessTokens service = tokens();
        CompletableFuture<?>[] all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    AccessToken.Made unused = service.make("n" + i, Scope.READ);
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(tokens().list()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"format\":2,\"tokens\":[]}", "{", "{}", "[]", ""})
    void whatALaterProgramWroteIsNeitherReadNorOverwritten(String content) throws IOException {
        AccessTokens service = tokens();
        AccessToken.Made made = service.make("cron", Scope.MANAGE);
        Files.writeString(file, content);
        assertThatThrownBy(service::list).isInstanceOf(DiskException.class);
        assertThat(service.find(made.secret())).isEmpty();
        assertThatThrownBy(() -> service.make("other", Scope.READ)).isInstanceOf(DiskException.class);
        assertThat(file).hasContent(content);
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path target = Files.writeString(elsewhere.resolve("x"), "mine");
        Files.createSymbolicLink(file, target);
        AccessTokens service = tokens();
        assertThatThrownBy(service::list).isInstanceOf(DiskException.class);
        assertThat(target).hasContent("mine");
    }

    @Test
    void namesThatGarbleAPageAndTokensWithoutEndAreRefused() {
        AccessTokens service = tokens();
        for (String name : List.of("", " ", "a\nb", "\u202eevil", "x".repeat(61))) {
            assertThatThrownBy(() -> service.make(name, Scope.READ)).hasMessageContaining("Choose another name");
        }
        for (int i = 0; i < AccessTokens.MAX_TOKENS; i++) {
            AccessToken.Made unused = service.make("n" + i, Scope.READ);
        }
        assertThatThrownBy(() -> service.make("one more", Scope.READ)).hasMessageContaining("Revoke");
    }

    @Test
    void scopesIncludeThoseBeforeThem() {
        assertThat(Scope.MANAGE.includes(Scope.READ)).isTrue();
        assertThat(Scope.DOWNLOAD.includes(Scope.READ)).isTrue();
        assertThat(Scope.DOWNLOAD.includes(Scope.MANAGE)).isFalse();
        assertThat(Scope.READ.includes(Scope.DOWNLOAD)).isFalse();
        assertThat(Scope.of("manage")).contains(Scope.MANAGE);
        assertThat(Scope.of("MANAGE")).isEmpty();
    }
}
