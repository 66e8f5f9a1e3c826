package io.hfdownloader.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.standin.tls.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Files and folders of certificates, as OpenSSL, curl and the Python client are told of them. */
@Tag("fast")
class OwnAuthoritiesTest {

    private static TestAuthority one;
    private static TestAuthority two;

    @TempDir
    Path folder;

    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void makeAuthorities() throws GeneralSecurityException {
        one = new TestAuthority("One");
        two = new TestAuthority("Two");
    }

    static Stream<Arguments> bundles() {
        String both = one.pem() + two.pem();
        String key = TestAuthority.pem("PRIVATE KEY", "no key".getBytes(StandardCharsets.US_ASCII));
        byte[] trusted = concat(one.der(), new byte[] {0x30, 0x03, 0x06, 0x01, 0x00});
        return Stream.of(
                Arguments.of("two", both, 2),
                Arguments.of("the same twice", one.pem() + one.pem(), 1),
                Arguments.of("text between", "# One\n" + one.pem() + "\nIssuer: Two\n=====\n" + two.pem() + "end", 2),
                Arguments.of("line endings of Windows", both.replace("\n", "\r\n"), 2),
                Arguments.of("a mark of the encoding", "\uFEFF" + both, 2),
                Arguments.of("a key between", one.pem() + key + two.pem(), 2),
                Arguments.of("trusted certificates", TestAuthority.pem("TRUSTED CERTIFICATE", trusted), 1),
                Arguments.of("the older label", both.replace(" CERTIFICATE", " X509 CERTIFICATE"), 2),
                Arguments.of("no last line ending", both.strip(), 2),
                Arguments.of("on one line", both.replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])", ""), 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void certificatesAreReadWhateverStandsBetweenThem(String name, String bundle, int count) throws IOException {
        OwnAuthorities read = read("SSL_CERT_FILE", file("bundle.pem", bundle));

        assertThat(faults).isEmpty();
        assertThat(read.certificates()).hasSize(count);
        assertThat(read.lines()).singleElement().asString().contains(count + " of SSL_CERT_FILE (" + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"})
    void aFileThatCannotBeUsedIsNamedWithItsVariable(String variable) throws IOException {
        assertRefused(variable, folder.resolve("none.pem"), "does not exist");
        assertRefused(variable, file("empty.pem", ""), "is empty");
        assertRefused(variable, file("text.pem", "no certificate"), "has no certificate in PEM");
        assertRefused(variable, file("key.pem", TestAuthority.pem("PRIVATE KEY", new byte[9])), "has no certificate");
        assertRefused(variable, Files.write(folder.resolve("der.pem"), one.der()), "is not in PEM but in DER");
        String pem = two.pem();
        assertRefused(variable, file("cut.pem", one.pem() + pem.substring(0, 200)), "in the middle of a certificate");
        assertRefused(variable, file("odd.pem", one.pem() + pem.replace("MII", "!!!")), "certificate number 2");
        assertRefused(
                variable, file("short.pem", one.pem() + pem.replaceFirst("\n.{64}\n", "\n")), "certificate number 2");
        assertRefused(
                variable,
                file("utf16.pem", new String(pem.getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1)),
                "has no certificate in PEM");
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = file("secret.pem", one.pem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");

        assertRefused("SSL_CERT_FILE", file, "may not read");
    }

    @Test
    void aFolderInPlaceOfAFileIsNamedButPythonMayHaveOne() throws IOException {
        file("12345678.0", one.pem());

        assertRefused("SSL_CERT_FILE", folder, "is a folder where a file must be");
        assertRefused("CURL_CA_BUNDLE", folder, "is a folder where a file must be");
        assertThat(read("REQUESTS_CA_BUNDLE", folder).certificates()).hasSize(1);
        assertThat(faults).isEmpty();
    }

    @Test
    void foldersAreReadAsOpenSslReadsThemOneAfterTheOther() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.writeString(first.resolve("12345678.0"), one.pem());
        Files.writeString(first.resolve("README"), two.pem());
        Files.writeString(first.resolve("key.pem"), TestAuthority.pem("PRIVATE KEY", new byte[9]));
        Files.createSymbolicLink(first.resolve("gone.pem"), folder.resolve("gone"));
        Files.writeString(second.resolve("two.crt"), two.pem());

        OwnAuthorities read = OwnAuthorities.read(Map.of("SSL_CERT_DIR", first + ":" + second), faults);

        assertThat(faults).isEmpty();
        assertThat(read.certificates()).hasSize(2);
    }

    @Test
    void aFolderThatCannotBeUsedIsNamed() throws IOException {
        assertRefused("SSL_CERT_DIR", folder.resolve("none"), "does not exist");
        assertRefused("SSL_CERT_DIR", folder, "has no certificate in PEM in it");
        assertRefused("SSL_CERT_DIR", file("file.pem", one.pem()), "is a file where a folder must be");
    }

    @Test
    void whatIsSetAndEmptyIsNotSet() {
        OwnAuthorities read = OwnAuthorities.read(
                Map.of("SSL_CERT_FILE", "", "SSL_CERT_DIR", " ", "REQUESTS_CA_BUNDLE", "", "CURL_CA_BUNDLE", ""),
                faults);

        assertThat(faults).isEmpty();
        assertThat(read.lines()).isEmpty();
    }

    private void assertRefused(String variable, Path path, String reason) {
        faults.clear();
        OwnAuthorities read = read(variable, path);
        assertThat(faults)
                .as(path.toString())
                .singleElement()
                .asString()
                .startsWith(variable + " names " + path + ", which ")
                .contains(reason);
        assertThat(read.certificates()).isEmpty();
        faults.clear();
    }

    private OwnAuthorities read(String variable, Path path) {
        return OwnAuthorities.read(Map.of(variable, path.toString()), faults);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                content,
                name.startsWith("utf16") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
