package io.hfdownloader.web.http;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which names another site can have led here, and which not. */
@Tag("fast")
class AllowedHostNamesTest {

    private static final AllowedHosts NOTHING_SAID = new AllowedHosts(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // HTTP/1.0 has none
                "localhost",
                "LOCALHOST:5000",
                "app.localhost",
                "192.168.1.20:5000",
                "203.0.113.9",
                "[::1]:5000",
                "[2001:db8::7]",
                "[::ffff:192.0.2.1]:80",
                "nas",
                "nas:5000",
                "nas.",
                "nas.local",
                "NAS.Local.:5000",
                "models.fritz.lan",
                "models.home.arpa:443"
            })
    void whatNobodyOutsideCanLeadHereIsServed(String host) {
        assertThat(NOTHING_SAID.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:5000",
                "192.168.1.20.evil.example",
                "1.2.3.4.5",
                "nas.local.evil.example",
                "models.lang",
                "evil.lan.example",
                "x.localhost.example",
                "[evil.example]",
                "[::1].evil.example",
                "evil.example:99999999",
                "user@evil.example",
                "evil:80:80"
            })
    void aNameThatSomebodyElseMayOwnIsNot(String host) {
        assertThat(NOTHING_SAID.allows(host)).isFalse();
    }

    @Test
    void namesOfTheSettingComeBesideThose() {
        AllowedHosts hosts = new AllowedHosts(List.of("Models.example.com", " *.house.example ", ""));
        assertThat(hosts.allows("models.example.com:8443")).isTrue();
        assertThat(hosts.allows("a.b.house.example")).isTrue();
        assertThat(hosts.allows("nas")).isTrue();
        assertThat(hosts.allows("house.example")).isFalse();
        assertThat(hosts.allows("evilhouse.example")).isFalse();
        assertThat(hosts.allows("xmodels.example.com")).isFalse();
        assertThat(new AllowedHosts(List.of("*")).allows("anything.example")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://x.com, x.com",
        "https://x.com:8443/models?a=b, x.com",
        "//x.com, x.com",
        "foo:80, foo",
        "x.com/, x.com",
        "*.x.com:443, *.x.com",
        "[::1]:5000, [::1]",
    })
    void aSettingThatIsMoreThanANameIsToldWithWhatToWrite(String entry, String name) {
        assertThat(AllowedHostsCheck.fault(entry))
                .hasValueSatisfying(told -> assertThat(told)
                        .contains("HF_DOWNLOADER_ALLOWED_HOSTS", "\"" + entry + "\"")
                        .endsWith(": " + name + "."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.*",
                "a b",
                "[::1",
                "a;b",
                "*foo.com",
                "foo.*",
                "**",
                ".x.com",
                "x..com",
                "-x.com",
                "http://",
                "user@x.com",
                "a:b:c:z"
            })
    void aSettingThatNoRequestCanHaveIsTold(String entry) {
        assertThat(AllowedHostsCheck.fault(entry))
                .hasValueSatisfying(told -> assertThat(told).contains("no name that a request can have"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.example.com",
                "Models.example.com",
                "nas",
                "my_nas.lan",
                "x.com.",
                "192.0.2.7",
                "[::1]",
                "2001:db8::7",
                "xn--mller-kva.de"
            })
    void aSettingThatIsANameIsTaken(String entry) {
        assertThat(AllowedHostsCheck.fault(entry)).isEmpty();
    }

    @Test
    void namesOfThisMachineCount() {
        AllowedHosts hosts = new AllowedHosts(List.of());
        assertThat(hosts.allows("server7.example.com")).isFalse();
        hosts.learnOwnNames(List.of("Server7.example.com", ""));
        assertThat(hosts.allows("server7.example.com:5000")).isTrue();
    }
}
