package io.hfdownloader.access;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class TrustedProxiesTest {

    private final TrustedProxies proxies =
            TrustedProxies.of(LoginSettings.none().proxies("Remote-User", "10.0.0.7", "192.168.4.0/22", "fd00:1::/32"));

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7,true",
        "::ffff:10.0.0.7,true",
        "::ffff:a00:7,true",
        "192.168.7.255,true",
        "fd00:1:2::3,true",
        "fd00:1:2::3%eth0,true",
        "10.0.0.8,false",
        "192.168.8.0,false",
        "192.168.3.255,false",
        "fd00:2::1,false",
        "::1,false",
        "127.0.0.1,false",
        "010.0.0.7,false",
        "10.0.0.7.evil.example,false",
        "'10.0.0.7, 1.1.1.1',false",
        "'',false"
    })
    void onlyTheAddressesThatAreNamedAreBelieved(String address, boolean believed) {
        assertThat(proxies.include(address)).isEqualTo(believed);
    }

    @Test
    void withoutANameNobodyIs() {
        TrustedProxies none = TrustedProxies.of(LoginSettings.none());
        assertThat(none.include("127.0.0.1")).isFalse();
        assertThat(none.include(null)).isFalse();
        assertThat(none.header()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/33",
                "fd00::/129",
                "/8",
                "*",
                "localhost",
                "10.0.0.0/8/8",
                "::ffff:10.0.0.0/40"
            })
    void whatIsNoNetworkIsNone(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void everyAddressIsInTheNetworkOfAll() {
        assertThat(AddressRange.parse("0.0.0.0/0").orElseThrow().contains(AddressRange.address("8.8.8.8")))
                .isTrue();
        assertThat(AddressRange.parse("0.0.0.0/0").orElseThrow().contains(AddressRange.address("fd00::1")))
                .isFalse();
        assertThat(AddressRange.parse("::ffff:10.0.0.0/104").orElseThrow().contains(AddressRange.address("10.9.9.9")))
                .isTrue();
    }

    @Test
    void theClientIsTheNearestThatIsNoProxyWhateverItWritesBefore() {
        assertThat(proxies.client("1.2.3.4", List.of("9.9.9.9"))).as("no proxy").isEqualTo("1.2.3.4");
        assertThat(proxies.client("10.0.0.7", List.of())).isEqualTo("10.0.0.7");
        assertThat(proxies.client("10.0.0.7", List.of("6.6.6.6, 5.5.5.5"))).isEqualTo("5.5.5.5");
        assertThat(proxies.client("10.0.0.7", List.of("6.6.6.6", "5.5.5.5, 192.168.4.1")))
                .isEqualTo("5.5.5.5");
        assertThat(proxies.client("10.0.0.7", List.of("6.6.6.6, nonsense"))).isEqualTo("10.0.0.7");
        assertThat(proxies.client("10.0.0.7", List.of("192.168.4.1,".repeat(10_000) + "192.168.4.2")))
                .isEqualTo("192.168.4.1");
        assertThat(proxies.client(null, List.of("9.9.9.9"))).isEqualTo("null");
    }

    @Test
    void guessesOfANetworkOfIpv6AreThoseOfOne() {
        assertThat(AddressRange.network("2001:db8:1:2:3:4:5:6")).isEqualTo(AddressRange.network("2001:db8:1:2::9"));
        assertThat(AddressRange.network("2001:db8:1:2::9")).isNotEqualTo(AddressRange.network("2001:db8:1:3::9"));
        assertThat(AddressRange.network("::ffff:1.2.3.4")).isEqualTo(AddressRange.network("1.2.3.4"));
        assertThat(AddressRange.network(null)).isEmpty();
    }

    @Test
    void aUserThatIsNamedTwiceOrCannotBeIsNobody() {
        assertThat(TrustedProxies.user(List.of("alice"))).isEqualTo(Optional.of("alice"));
        for (List<String> values : List.of(
                List.<String>of(),
                List.of("alice", "admin"),
                List.of("alice", "alice"),
                List.of(" "),
                List.of("a\u0000b"),
                List.of("x".repeat(201)))) {
            assertThat(TrustedProxies.user(values)).isEmpty();
        }
    }
}
