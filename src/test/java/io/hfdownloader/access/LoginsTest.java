package io.hfdownloader.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.startup.StartupFaults;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class LoginsTest {

    /** Of {@code htpasswd -nbB}, of Python's bcrypt and of OpenBSD's test vectors. */
    @ParameterizedTest
    @CsvSource({
        "U*U,$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*,$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U,$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        "U*U,$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U,$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    })
    void hashesThatOtherProgramsMadeAreTaken(String password, String hash) {
        assertThat(new PasswordHash(hash).matches(password)).isTrue();
        assertThat(new PasswordHash(hash).matches(password + "x")).isFalse();
    }

    @Test
    void aPasswordOfAnyLettersIsThatOfItsHashAlone() {
        for (String password : List.of("a", " ", "pässwörd 密码 🔑", "x".repeat(72))) {
            PasswordHash hash = PasswordHash.of(password, 4);
            assertThat(hash.matches(password)).as(password).isTrue();
            assertThat(hash.matches(password.substring(1))).as(password).isFalse();
            assertThat(hash.matches("")).isFalse();
            assertThat(hash.toString()).doesNotContain("$");
        }
        assertThat(PasswordHash.of("x").cost()).isEqualTo(12);
    }

    @Test
    void aPasswordThatIsLongerThanBcryptReadsIsRefusedAndNotCutInSilence() {
        assertThatThrownBy(() -> PasswordHash.of("x".repeat(73))).hasMessageContaining("1 to 72 bytes");
        assertThatThrownBy(() -> PasswordHash.of("密".repeat(25))).hasMessageContaining("1 to 72 bytes");
        assertThatThrownBy(() -> PasswordHash.of("")).hasMessageContaining("1 to 72 bytes");
        assertThatThrownBy(() -> PasswordHash.of("a\0b")).hasMessageContaining("Choose another");
        assertThat(PasswordHash.of("x".repeat(72), 4).matches("x".repeat(80))).isFalse();
        assertThat(PasswordHash.of("a", 4).matches("a\0b")).isFalse();
    }

    @Test
    void anUnknownUserCostsAsMuchAsAWrongPassword() {
        Logins logins = Logins.of(LoginSettings.ofAlice(), new ArrayList<>());
        assertThat(logins.accepts(LoginSettings.USER, LoginSettings.PASSWORD)).isTrue();
        assertThat(logins.accepts(LoginSettings.USER, "wrong")).isFalse();
        assertThat(logins.accepts("nobody", LoginSettings.PASSWORD)).isFalse();
        assertThat(logins.accepts("", "")).isFalse();
        assertThat(logins.accepts("nobody", "-")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice:",
                ":$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "alice:secret99",
                "alice:b/CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "alice:$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
                "alice:$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "alice:$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "alice:$apr1$secret99$xxtwaXPxTqxNrJUvJYSy60",
                "alice:{SHA}secret99",
                "a b:$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
            })
    void aLoginThatCannotBeReadEndsTheStartWithASentenceWithoutTheHash(String login) {
        StartupFaults faults = new StartupFaults(List.of());
        new AccessCheck().check(faults, LoginSettings.of(login));
        assertThat(faults.sentences())
                .singleElement()
                .asString()
                .contains("HF_DOWNLOADER_LOGIN", "hf-downloader password NAME")
                .doesNotContain("CCCC", "secret99");
    }

    @Test
    void aFileHasALoginOnEachLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("users");
        String alice = LoginSettings.ofAlice().login().orElseThrow();
        Files.writeString(file, "# ours\n" + alice + "\r\n\n" + alice.replace("alice", "bob") + "\n");
        Logins logins = Logins.of(LoginSettings.none().file(file), new ArrayList<>());
        assertThat(logins.size()).isEqualTo(2);
        assertThat(logins.accepts("bob", LoginSettings.PASSWORD)).isTrue();
        Files.writeString(file, alice + "\n" + alice);
        assertThat(Logins.faults(LoginSettings.none().file(file)))
                .singleElement()
                .asString()
                .contains("second time");
        Files.writeString(file, "\n# nobody\n");
        assertThat(Logins.faults(LoginSettings.none().file(file)))
                .singleElement()
                .asString()
                .contains("0 logins");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(Logins.faults(LoginSettings.none().file(file)))
                .singleElement()
                .asString()
                .contains("LOGIN_FILE");
        for (Path none : List.of(folder, folder.resolve("missing"), Path.of("/dev/zero"))) {
            assertThat(Logins.faults(LoginSettings.none().file(none)))
                    .singleElement()
                    .asString()
                    .contains("LOGIN_FILE");
        }
    }

    @Test
    void proxiesAndHeadersThatCannotBeEndTheStart() {
        StartupFaults faults = new StartupFaults(List.of());
        new AccessCheck()
                .check(faults, LoginSettings.none().proxies("Remote User", "10.0.0.0/33", "proxy.lan", "10.0.0.7"));
        assertThat(faults.sentences())
                .hasSize(3)
                .anyMatch(sentence -> sentence.contains("\"10.0.0.0/33\""))
                .anyMatch(sentence -> sentence.contains("\"proxy.lan\""))
                .anyMatch(sentence -> sentence.contains("\"Remote User\""));
        faults = new StartupFaults(List.of());
        new AccessCheck().check(faults, LoginSettings.none().proxies("Remote-User"));
        assertThat(faults.sentences()).singleElement().asString().contains("nobody could log in");
        faults = new StartupFaults(List.of());
        new AccessCheck().check(faults, LoginSettings.none().proxies("", "10.0.0.7"));
        assertThat(faults.sentences()).singleElement().asString().contains("everybody could do everything");
        faults = new StartupFaults(List.of());
        new AccessCheck().check(faults, LoginSettings.none());
        new AccessCheck().check(faults, LoginSettings.ofAlice().proxies("", "10.0.0.0/8", "::1", "fd00::/8"));
        assertThat(faults.sentences()).isEmpty();
    }
}
