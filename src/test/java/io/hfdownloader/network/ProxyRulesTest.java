package io.hfdownloader.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Proxies as curl has them. */
@Tag("fast")
class ProxyRulesTest {

    private static final String HUB = "https://huggingface.co/api";

    // --- which one -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTPS_PROXY=http://a:1|https://h/|http://a:1",
                "HTTPS_PROXY=http://a:1|http://h/|none",
                "HTTP_PROXY=http://a:1|http://h/|http://a:1",
                "HTTP_PROXY=http://a:1|https://h/|none",
                "ALL_PROXY=a:1|https://h/|http://a:1",
                "ALL_PROXY=a:1|http://h/|http://a:1",
                "ALL_PROXY=a:1;HTTPS_PROXY=b:2|https://h/|http://b:2",
                "ALL_PROXY=a:1;HTTPS_PROXY=b:2|http://h/|http://a:1",
                "https_proxy=a:1;HTTPS_PROXY=b:2|https://h/|http://a:1",
                "https_proxy=;HTTPS_PROXY=b:2|https://h/|http://b:2",
                "https_proxy= ;HTTPS_PROXY=;all_proxy=c:3|https://h/|http://c:3",
                "HTTPS_PROXY=|https://h/|none",
                "http_proxy=a:1;HTTP_PROXY=b:2|http://127.0.0.1:5/|http://a:1",
            })
    void smallLettersComeFirstAndEmptyIsNotSet(String environment, String address, String proxy) {
        assertThat(proxyFor(environment, address)).isEqualTo(proxy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy|http://proxy:1080",
                "proxy.example:3128|http://proxy.example:3128",
                "HTTP://Proxy.Example:3128/|http://proxy.example:3128",
                "http://proxy:3128/path?x#y|http://proxy:3128",
                "http://proxy:|http://proxy:1080",
                "socks5://proxy|socks5://proxy:1080",
                "socks5h://proxy:9050|socks5h://proxy:9050",
                "socks4a://proxy|socks4a://proxy:1080",
                "socks://proxy|socks4://proxy:1080",
                "https://proxy|https://proxy:443",
                "HTTPS://user:secret@proxy:8443|https://proxy:8443",
                "socks4://10.0.0.1:1|socks4://10.0.0.1:1",
                "[::1]:3128|http://[::1]:3128",
                "http://[fe80::1]|http://[fe80::1]:1080",
                "http://under_score:80|http://under_score:80",
                "user:secret@proxy:3128|http://proxy:3128",
                "http://user:s%40c%3Aret@proxy:3128|http://proxy:3128",
                "http://user:sec@ret/x@proxy:3128|http://proxy:3128",
            })
    void aProxyIsNamedWithOrWithoutSchemePortAndUser(String value, String proxy) {
        assertThat(proxyFor("HTTPS_PROXY=" + value, HUB)).isEqualTo(proxy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user:secret@p|user|secret",
                "us%65r:%73ecret%40%2f%25@p|user|secret@/%",
                "user@p|user|''",
                ":secret@p|''|secret",
                "user:50%off@p|user|50%off",
                "user:100%@p|user|100%",
                "user:a:b@p|user|a:b",
                "user:%C3%A9@p|user|é",
                "socks5://user:secret@p|user|secret",
            })
    void userAndPasswordAreDecoded(String value, String user, String password) {
        assertThat(Proxy.parse(value).credentials()).isEqualTo(new ProxyCredentials(user, password));
    }

    @Test
    void nothingThatIsShownHoldsThePassword() {
        NetworkSettings settings = settings("HTTPS_PROXY=http://jane:hunter2@proxy:3128");
        Proxy proxy = settings.proxyFor(WebAddress.parse(HUB).orElseThrow()).orElseThrow();
        List<String> lines = ProxyRules.of(Map.of("HTTPS_PROXY", "http://jane:hunter2@proxy:3128"), new ArrayList<>())
                .lines();

        assertThat(lines).singleElement().asString().contains("http://proxy:3128");
        assertThat(lines + proxy.toString() + proxy.credentials()).doesNotContain("hunter2", "jane");
    }

    // --- wrong ones ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://proxy:3128",
                "socks6://proxy",
                "http://",
                "http://:3128",
                "//proxy:3128",
                "http:proxy:3128",
                "proxy:port",
                "proxy:0",
                "proxy:65536",
                "proxy:99999999999999999999",
                "pro xy:3128",
                "[::1:3128",
                "[host]:3128",
                "jane:hunter2",
                "jane:hunter2@",
                "jane:hunter2@proxy:port",
                "jane:hunter2%0d%0aX: y@proxy:3128",
                "jane:hunter2%00@proxy:3128",
                "pröxy:3128",
            })
    void aProxyThatIsNoneIsRefusedWithoutASecret(String value) {
        assertThatThrownBy(() -> settings("HTTPS_PROXY=" + value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("HTTPS_PROXY is not the address of a proxy: ")
                .hasMessageEndingWith(", or leave it out.")
                .hasMessageNotContainingAny("hunter2", "jane");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> settings("https_proxy=ftp://a;HTTP_PROXY=b:0;SSL_CERT_FILE=/no/such/file"))
                .hasMessageContainingAll(
                        "https_proxy is not", "HTTP_PROXY is not", "SSL_CERT_FILE names /no/such/file");
    }

    // --- those without -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|https://h/|true",
                "huggingface.co|https://huggingface.co/|true",
                "huggingface.co|https://cdn.huggingface.co/|true",
                "huggingface.co|https://nothuggingface.co/|false",
                "huggingface.co|https://huggingface.co.evil/|false",
                ".huggingface.co|https://huggingface.co/|true",
                ".huggingface.co|https://cdn.huggingface.co/|true",
                "*.huggingface.co|https://cdn.huggingface.co/|true",
                "HuggingFace.CO.|https://cdn.huggingface.co/|true",
                "huggingface.co|https://huggingface.co./|true",
                "co|https://huggingface.co/|true",
                "a, b ,,huggingface.co|https://huggingface.co/|true",
                "a b\thuggingface.co|https://huggingface.co/|true",
                "huggingface.co:443|https://huggingface.co/|true",
                "huggingface.co:8443|https://huggingface.co/|false",
                "huggingface.co:8443|https://huggingface.co:8443/|true",
                "10.0.0.0/8|https://10.1.2.3/|true",
                "10.0.0.0/8|https://11.1.2.3/|false",
                "10.0.0.0/8|https://10.example/|false",
                "192.168.1.128/25|https://192.168.1.127/|false",
                "192.168.1.128/25|https://192.168.1.200/|true",
                "0.0.0.0/0|https://8.8.8.8/|true",
                "127.0.0.1|https://127.0.0.1:5000/|true",
                "127.0.0.1:5000|https://127.0.0.1:5000/|true",
                "127.0.0.1:5001|https://127.0.0.1:5000/|false",
                "127.0.0.1|https://127.0.0.10/|false",
                "::1|https://[::1]/|true",
                "[::1]|https://[0:0:0:0:0:0:0:1]/|true",
                "[::1]:443|https://[::1]/|true",
                "[::1]:444|https://[::1]/|false",
                "fd00::/8|https://[fd12::1]/|true",
                "fd00::/8|https://[fe12::1]/|false",
                "fd00::/8|https://10.0.0.1/|false",
                "localhost|https://127.0.0.1/|false",
                "''|https://localhost/|false",
            })
    void whatNoProxyNamesIsReachedDirectly(String list, String address, boolean direct) {
        String found = proxyFor("HTTPS_PROXY=p:1;NO_PROXY=" + list, address);
        assertThat(found).isEqualTo(direct ? "none" : "http://p:1");
    }

    @Test
    void entriesThatMeanNothingArePassedOverAndTold() {
        ProxyRules rules = ProxyRules.of(
                Map.of("ALL_PROXY", "p:1", "no_proxy", "10.0.0.0/33,h,http://x,a*b", "NO_PROXY", "*"),
                new ArrayList<>());

        assertThat(rules.proxyFor(WebAddress.parse("https://h/").orElseThrow())).isEmpty();
        assertThat(rules.proxyFor(WebAddress.parse(HUB).orElseThrow())).isPresent();
        assertThat(rules.lines()).last().asString().contains("10.0.0.0/33", "http://x", "a*b");
    }

    private static String proxyFor(String environment, String address) {
        return settings(environment)
                .proxyFor(WebAddress.parse(address).orElseThrow())
                .map(Proxy::toString)
                .orElse("none");
    }

    private static NetworkSettings settings(String environment) {
        Map<String, String> variables = new java.util.HashMap<>();
        for (String variable : environment.split(";", -1)) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return new NetworkSettings(variables);
    }
}
