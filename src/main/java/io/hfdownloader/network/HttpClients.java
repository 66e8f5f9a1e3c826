package io.hfdownloader.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;

/**
 * The connections of each way to other servers. To make them costs seconds on a small machine, for a hundred certificates
 * are read, so it is done on a worker, before the first of them is wanted.
 *
 * @param usual straight, or by a proxy that Vert.x knows how to use
 * @param bySocks4 by one that speaks no more than SOCKS4, without TLS
 * @param byTlsProxy through tunnels of proxies that are themselves reached over TLS
 */
record HttpClients(HttpClientPools usual, HttpClientPools bySocks4, Map<Proxy, HttpClientPools> byTlsProxy) {

    HttpClients {
        byTlsProxy = Map.copyOf(byTlsProxy);
    }

    /** Never blocks; fails where the built-in authorities cannot be read. */
    static Future<HttpClients> prepare(Vertx vertx, NetworkSettings settings) {
        return vertx.executeBlocking(() -> of(vertx, settings), false);
    }

    private static HttpClients of(Vertx vertx, NetworkSettings settings) throws Exception {
        X509TrustManager trust = settings.trust();
        TrustOptions options = TrustOptions.wrap(trust);
        initializeTls(options.getTrustManagerFactory(vertx));
        Consumer<HttpClientOptions> trusting = client -> client.setTrustOptions(options);
        Map<Proxy, HttpClientPools> byTlsProxy = new HashMap<>();
        for (Proxy proxy : settings.proxies()) {
            if (proxy.isTls()) {
                byTlsProxy.put(proxy, tunnelled(vertx, trusting, new TlsProxy(proxy, trust)));
            }
        }
        return new HttpClients(
                HttpClientPools.of(vertx, trusting, connected -> {}),
                HttpClientPools.of(vertx, trusting, new Socks4Codec()),
                byTlsProxy);
    }

    private static HttpClientPools tunnelled(Vertx vertx, Consumer<HttpClientOptions> trusting, TlsProxy proxy) {
        TlsProxyEngineOptions within = new TlsProxyEngineOptions(proxy);
        Consumer<HttpClientOptions> tunnelling =
                options -> options.setSsl(true).setSslEngineOptions(within); // without the first, the other is ignored
        return HttpClientPools.of(vertx, trusting.andThen(tunnelling), connected -> {});
    }

    /** At the first context Vert.x and Netty look what Java has of TLS, for which Java reads its authorities anew. */
    private static void initializeTls(TrustManagerFactory trust) throws SSLException {
        var unused = new DefaultSslContextFactory(SslProvider.JDK, false)
                .forClient(true)
                .useAlpn(true)
                .applicationProtocols(List.of("http/1.1"))
                .trustManagerFactory(trust)
                .create();
    }

    /** Those for a server by way of this proxy. */
    HttpClientPools by(Proxy proxy, WebAddress server) {
        if (proxy.isTunnelOverTls(server)) {
            return byTlsProxy.getOrDefault(proxy, usual);
        }
        return proxy.speaksSocks4() && !server.isTls() ? bySocks4 : usual;
    }
}
