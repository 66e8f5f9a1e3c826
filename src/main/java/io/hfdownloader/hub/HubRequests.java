package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    private static final int LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;
    private static final int LARGEST_REDIRECT_BYTES = 64 * 1024;
    private static final int MOST_REDIRECTS = 20;

    private final WebClient web;
    private final ObjectMapper json;
    private final HubAddresses addresses;
    private final HubToken token;
    private final Duration timeout;

    /** Makes the exception for an answer that is an error. */
    interface Refusal {
        HubException of(int status, MultiMap headers, String body);
    }

    /** What differs between requests. */
    private record Wanted(Refusal refusal, Map<String, String> headers, int largestBytes) {}

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
    Uni<HttpResponse<Buffer>> get(Refusal refusal, WebAddress address) {
        return get(
                new Wanted(refusal, Map.of("Accept", "application/json"), LARGEST_ANSWER_BYTES),
                address,
                MOST_REDIRECTS);
    }

    /** The first bytes of a file, or all of it when it is shorter; from wherever the Hub redirects to. */
    Uni<HttpResponse<Buffer>> head(Refusal refusal, WebAddress address, int bytes) {
        Map<String, String> headers = Map.of("Range", "bytes=0-" + (bytes - 1), "Accept-Encoding", "identity");
        return get(new Wanted(refusal, headers, Math.max(bytes, LARGEST_REDIRECT_BYTES)), address, MOST_REDIRECTS);
    }

    /** The value of an {@code Authorization} header for this address: only the Hub itself gets the token. */
    Optional<String> authorization(WebAddress address) {
        return address.sameOrigin(addresses.endpoint())
                ? token.current().map(text -> "Bearer " + text)
                : Optional.empty();
    }

    private Uni<HttpResponse<Buffer>> get(Wanted wanted, WebAddress address, int redirectsLeft) {
        return send(wanted, address)
                .onFailure(failure -> !(failure instanceof HubException))
                .transform(this::unreachable)
                .chain(response -> followOrFail(wanted, address, response, redirectsLeft));
    }

    private Uni<HttpResponse<Buffer>> send(Wanted wanted, WebAddress address) {
        RequestOptions options = new RequestOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.isTls())
                .setURI(address.target());
        var request = web.request(HttpMethod.GET, options)
                .as(BodyCodec.<Buffer>newInstance(new BoundedBody(wanted.largestBytes())))
                .timeout(timeout.toMillis()); // this one closes the connection, which a hung answer would keep for ever
        wanted.headers().forEach(request::putHeader);
        authorization(address).ifPresent(value -> request.putHeader("Authorization", value));
        return request.send().ifNoItem().after(timeout.multipliedBy(3)).fail();
    }

    private Uni<HttpResponse<Buffer>> followOrFail(
            Wanted wanted, WebAddress address, HttpResponse<Buffer> response, int redirectsLeft) {
        int status = response.statusCode();
        if (status == 200 || status == 206) {
            return Uni.createFrom().item(response);
        }
        if (status >= 300 && status < 400) {
            Optional<WebAddress> target =
                    Optional.ofNullable(response.getHeader("Location")).flatMap(address::resolve);
            return target.isPresent() && redirectsLeft > 0
                    ? get(wanted, target.get(), redirectsLeft - 1)
                    : Uni.createFrom().failure(HubErrors.notAHub(endpoint(), "it redirects to nowhere"));
        }
        return Uni.createFrom()
                .failure(wanted.refusal().of(status, response.headers().getDelegate(), errorText(response)));
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
        return addresses.shown();
    }

    static byte[] bytes(HttpResponse<Buffer> response) {
        Buffer body = response.body();
        return body == null ? new byte[0] : body.getBytes();
    }
}
