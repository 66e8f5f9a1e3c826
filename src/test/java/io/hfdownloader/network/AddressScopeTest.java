package io.hfdownloader.network;

import java.util.List;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How far addresses reach, and so where a Hub may lead. */
@Tag("fast")
class AddressScopeTest {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "198.18.0.5, PUBLIC",
        "172.32.0.1, PUBLIC",
        "2606:4700::1, PUBLIC",
        "64:ff9b::808:808, PUBLIC",
        "::ffff:8.8.8.8, PUBLIC",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "192.168.255.255, PRIVATE",
        "100.127.255.255, PRIVATE",
        "fd12::1, PRIVATE",
        "fec0::1, PRIVATE",
        "::ffff:10.0.0.1, PRIVATE",
        "64:ff9b::a00:1, PRIVATE",
        "64:ff9b:1::a00:1, PRIVATE",
        "2002:a00:1::, PRIVATE",
        "2001:0:1:2:3:4:f5ff:fffe, PRIVATE",
        "169.254.169.254, LINK_LOCAL",
        "fe80::1%eth0, LINK_LOCAL",
        "::ffff:a9fe:a9fe, LINK_LOCAL",
        "127.0.0.1, LOOPBACK",
        "127.8.9.1, LOOPBACK",
        "127.1, LOOPBACK",
        "127.0.0.1., LOOPBACK",
        "2130706433, LOOPBACK",
        "0x7f.1, LOOPBACK",
        "017700000001, LOOPBACK",
        "::1, LOOPBACK",
        "::127.0.0.1, LOOPBACK",
        "0.0.0.0, NONE",
        "0, NONE",
        "::, NONE",
        "224.0.0.251, NONE",
        "255.255.255.255, NONE",
        "ff02::fb, NONE"
    })
    void anAddressInDigitsReachesSoFar(String address, AddressScope scope) {
        assertThat(AddressScope.of(address)).hasValue(scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "huggingface.co", "1.2.3.4.5", "0xg", "1.2.3.256", "-1", "", ".", "a.1", "08"})
    void aNameIsNoAddress(String name) {
        assertThat(AddressScope.of(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 127.0.0.1, true",
        "http://127.0.0.1:8080, ::1, true",
        "http://127.0.0.1:8080, 10.0.0.1, false",
        "http://127.0.0.1:8080, 169.254.169.254, false",
        "http://10.0.0.9, 192.168.0.1, true",
        "http://10.0.0.9, 127.0.0.1, false",
        "http://10.0.0.9, 8.8.8.8, true",
        "https://hub.example, 8.8.8.8, true",
        "https://hub.example, 10.0.0.1, false",
        "https://hub.example, ::1, false",
        "http://0.0.0.0, 0.0.0.0, false",
    })
    void aHubLeadsToThePublicAndToWhereItIsItself(String hub, String target, boolean allowed) {
        LedAddresses led = new LedAddresses();
        led.trust(address(hub));
        WebAddress server = address("http://cdn.example");
        List<SocketAddress> found = List.of(SocketAddress.inetSocketAddress(80, target));
        if (allowed) {
            assertThat(led.allowed(server, found)).isEqualTo(found);
        } else {
            assertThatThrownBy(() -> led.allowed(server, found))
                    .isInstanceOfSatisfying(
                            UnreachableException.class,
                            refused -> assertThat(refused.isForbidden()).isTrue())
                    .hasMessageContaining(target)
                    .hasMessageContaining("may not lead");
        }
    }

    @Test
    void theHubIsWhereverItsNameHasLedAndMayBeAnywhere() {
        LedAddresses led = new LedAddresses();
        WebAddress hub = address("http://hub.corp");
        WebAddress cdn = address("http://cdn.corp");
        List<SocketAddress> near = List.of(SocketAddress.inetSocketAddress(80, "10.0.0.1"));
        led.trust(hub);
        assertThatThrownBy(() -> led.allowed(cdn, near)).isInstanceOf(UnreachableException.class);
        assertThat(led.allowed(hub, near)).isEqualTo(near);
        assertThat(led.allowed(cdn, near)).isEqualTo(near);
    }

    @Test
    void aHubWithAPublicAndAPrivateAddressLeadsToItsNetworkWhicheverAnswers() {
        SocketAddress global = SocketAddress.inetSocketAddress(80, "2606:4700::1");
        SocketAddress local = SocketAddress.inetSocketAddress(80, "192.168.1.5");
        List<SocketAddress> storage = List.of(SocketAddress.inetSocketAddress(80, "192.168.1.6"));
        WebAddress hub = address("http://hub.lan");
        LedAddresses led = new LedAddresses();
        led.trust(hub);
        assertThat(led.allowed(hub, List.of(global, local))).hasSize(2);
        assertThat(led.allowed(hub, List.of(global))).hasSize(1); // the one that was chosen, and is looked at again
        led.trust(hub);

        assertThat(led.allowed(address("http://storage.lan"), storage)).isEqualTo(storage);
        List<SocketAddress> here = List.of(SocketAddress.inetSocketAddress(80, "127.0.0.1"));
        assertThatThrownBy(() -> led.allowed(address("http://storage.lan"), here))
                .isInstanceOf(UnreachableException.class);
    }

    @Test
    void aHubWhoseNameAProxyLooksUpMayLeadToAPrivateNetworkAndToNothingElse() {
        WebAddress hub = address("http://hub.corp");
        LedAddresses led = new LedAddresses();
        led.trust(hub);
        led.goesByProxy(address("http://cdn.example")); // of which it says nothing
        assertThatThrownBy(() -> led.check(address("http://10.0.0.6"))).isInstanceOf(UnreachableException.class);

        led.goesByProxy(hub);

        led.check(address("http://10.0.0.6"));
        assertThat(led.allowed(address("http://cdn.corp"), List.of(SocketAddress.inetSocketAddress(80, "192.168.1.6"))))
                .hasSize(1);
        for (String never :
                List.of("http://127.0.0.1", "http://localhost", "http://169.254.169.254", "http://0.0.0.0")) {
            assertThatThrownBy(() -> led.check(address(never))).isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void aHubThatIsSeenInPublicLeadsToNoPrivateNetworkBehindAProxy() {
        WebAddress hub = address("https://hub.example");
        LedAddresses led = new LedAddresses();
        led.trust(hub);
        led.goesByProxy(hub);
        assertThat(led.allowed(hub, List.of(SocketAddress.inetSocketAddress(443, "8.8.8.8"))))
                .hasSize(1);
        assertThatThrownBy(() -> led.check(address("http://10.0.0.6"))).isInstanceOf(UnreachableException.class);

        LedAddresses digits = new LedAddresses();
        digits.trust(address("https://8.8.8.8"));
        digits.goesByProxy(address("https://8.8.8.8"));
        assertThatThrownBy(() -> digits.check(address("http://10.0.0.6"))).isInstanceOf(UnreachableException.class);
    }

    @Test
    void ofSeveralAddressesThoseThatMayBeAskedAreLeft() {
        SocketAddress good = SocketAddress.inetSocketAddress(80, "8.8.8.8");
        assertThat(new LedAddresses()
                        .allowed(
                                address("http://both.example"),
                                List.of(SocketAddress.inetSocketAddress(80, "10.0.0.1"), good)))
                .containsExactly(good);
    }

    /** A proxy looks names up by itself: what the name says is all there is to go by. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://a.localhost.",
                "http://169.254.169.254",
                "http://2852039166",
                "http://[::1]"
            })
    void whatStandsForItselfIsJudgedAlsoBehindAProxy(String server) {
        assertThatThrownBy(() -> new LedAddresses().check(address(server))).isInstanceOf(UnreachableException.class);
    }

    private static WebAddress address(String text) {
        return WebAddress.parse(text).orElseThrow();
    }
}
