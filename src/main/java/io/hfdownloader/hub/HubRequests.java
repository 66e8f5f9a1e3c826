package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.network.UserAgent;
import io.hfdownloader.network.WebAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;

/**
 * Requests to the Hub's API: bounded in time and size, redirects followed by hand, the token sent to the Hub only, every
 * refusal turned into a {@link HubException}. Answers arrive on an event loop.
 */
final class HubRequests {

    private static final int MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
    private static final int MAX_REDIRECT_BYTES = 64 * 1024;

    private final WebClient web;
    private final ObjectMapper json;
    private final HubAddresses addresses;
    private final HubToken token;
    private final Duration timeout;

    /** Makes the exception for an answer that is an error. */
    interface ErrorFactory {

        /** @param movedTo the server that answered, where the Hub has moved to; the token did not go there */
        HubException of(int status, MultiMap headers, String body, Optional<WebAddress> movedTo);
    }

    /** What differs between requests. */
    private record RequestSpec(ErrorFactory errors, Map<String, String> headers, int maxBytes) {}

    HubRequests(Vertx vertx, ObjectMapper json, HubAddresses addresses, HubToken token, Duration timeout) {
        this.json = json;
        this.addresses = addresses;
        this.token = token;
        this.timeout = timeout;
        this.web = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setFollowRedirects(false)
                        .setUserAgent(UserAgent.TEXT)
                        .setDecompressionSupported(true)
                        .setMaxPoolSize(8)
                        .setConnectTimeout((int) timeout.toMillis()));
    }

    /** A whole answer of the API. */
    Uni<HttpResponse<Buffer>> get(ErrorFactory errors, WebAddress address) {
        return get(
                new RequestSpec(errors, Map.of("Accept", "application/json"), MAX_RESPONSE_BYTES),
                RedirectChain.of(addresses.endpoint(), address));
    }

    /** The first bytes of a file, or all of it when it is shorter; from wherever the Hub redirects to. */
    Uni<HttpResponse<Buffer>> head(ErrorFactory errors, WebAddress address, int bytes) {
        Map<String, String> headers =
                Map.of("Range", new ByteRange(0, bytes).toRangeHeader(), "Accept-Encoding", "identity");
        return get(
                new RequestSpec(errors, headers, Math.max(bytes, MAX_REDIRECT_BYTES)),
                RedirectChain.of(addresses.endpoint(), address));
    }

    /** The value of an {@code Authorization} header for this address: only the Hub itself gets the token. */
    Optional<String> authorization(WebAddress address) {
        return addresses.endpoint().contains(address)
                ? token.current().map(text -> "Bearer " + text)
                : Optional.empty();
    }

    private Uni<HttpResponse<Buffer>> get(RequestSpec spec, RedirectChain chain) {
        return send(spec, chain.address())
                .onFailure(failure -> !(failure instanceof HubException))
                .transform(this::unreachable)
                .chain(response -> followOrFail(spec, chain, response));
    }

    private Uni<HttpResponse<Buffer>> send(RequestSpec spec, WebAddress address) {
        RequestOptions options = new RequestOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.isTls())
                .setURI(address.target());
        var request = web.request(HttpMethod.GET, options)
                .as(BodyCodec.<Buffer>newInstance(new LimitedBodyCodec(spec.maxBytes())))
                .timeout(timeout.toMillis()); // this one closes the connection, which a hung answer would keep for ever
        spec.headers().forEach(request::putHeader);
        authorization(address).ifPresent(value -> request.putHeader("Authorization", value));
        return request.send().ifNoItem().after(timeout.multipliedBy(3)).fail();
    }

    private Uni<HttpResponse<Buffer>> followOrFail(
            RequestSpec spec, RedirectChain chain, HttpResponse<Buffer> response) {
        int status = response.statusCode();
        if (status == 200 || status == 206) {
            return Uni.createFrom().item(response);
        }
        if (status >= 300 && status < 400) {
            return get(spec, chain.follow(response.getHeader("Location")));
        }
        return Uni.createFrom()
                .failure(spec.errors()
                        .of(status, response.headers().getDelegate(), errorText(response), chain.movedTo()));
    }

    private HubException unreachable(Throwable cause) {
        return HubErrors.unreachable(endpoint(), cause);
    }

    /** The sentence in an error's body: {@code {"error": "…"}} from the API, plain text from elsewhere. */
    private String errorText(HttpResponse<Buffer> response) {
        byte[] bytes = bytes(response);
        String text = new String(bytes, 0, Math.min(bytes.length, 4_096), StandardCharsets.UTF_8);
        if (!text.startsWith("{")) {
            return text;
        }
        try {
            return json.readTree(text).path("error").asText(text);
        } catch (JsonProcessingException cut) {
            return text;
        }
    }

    private String endpoint() {
        return addresses.displayed();
    }

    static byte[] bytes(HttpResponse<Buffer> response) {
        Buffer body = response.body();
        return body == null ? new byte[0] : body.getBytes();
    }
}
