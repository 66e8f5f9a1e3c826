package io.hfdownloader.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.network.WholeResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the Hub's API: bounded in time and size, redirects followed by hand, the token sent to the Hub only, every
 * refusal turned into a {@link HubException}. A server that limits requests is left alone by all of them. Answers arrive on
 * an event loop.
 */
final class HubRequests {

    private static final int MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
    /** Of what nobody holds: a million files, all on one page. */
    private static final int MAX_STREAMED_BYTES = 512 * 1024 * 1024;

    private static final int MAX_REDIRECT_BYTES = 64 * 1024;
    private static final int MAX_USER_BYTES = 1024 * 1024;

    /** How it is told that no range can be had, as there is not a byte (RFC 9110, 14.4). */
    private static final String EMPTY_FILE = "bytes */0";

    private final HttpConnector connector;
    private final ObjectMapper json;
    private final HubAddresses addresses;
    private final HubToken token;
    private final Duration timeout;
    private final RequestPauses pauses = new RequestPauses(System::nanoTime);

    /** Makes the exception for an answer that is an error. */
    interface ErrorFactory {

        /** @param movedTo the server that answered, where the Hub has moved to; the token did not go there */
        HubException of(int status, MultiMap headers, String body, Optional<WebAddress> movedTo);
    }

    /**
     * What differs between requests.
     *
     * @param token to be sent in place of the one in force; null for that
     */
    private record RequestSpec(
            ErrorFactory errors,
            Map<String, String> headers,
            int maxBytes,
            @Nullable Consumer<byte[]> body,
            @Nullable String token) {

        RequestSpec(ErrorFactory errors, Map<String, String> headers, int maxBytes) {
            this(errors, headers, maxBytes, null, null);
        }
    }

    HubRequests(HttpConnector connector, ObjectMapper json, HubAddresses addresses, HubToken token, Duration timeout) {
        this.connector = connector;
        this.json = json;
        this.addresses = addresses;
        this.token = token;
        this.timeout = timeout;
        token.onChange(pauses::forget);
    }

    /** A whole answer of the API. */
    Uni<WholeResponse> get(ErrorFactory errors, WebAddress address) {
        return get(
                new RequestSpec(errors, Map.of("Accept", "application/json"), MAX_RESPONSE_BYTES),
                RedirectChain.of(addresses.endpoint(), address));
    }

    /**
     * An answer of the API whose body is read while it comes, and not held. The body of a refusal is not given to the reader.
     *
     * @param body gets it part by part, on an event loop; must not fail
     */
    Uni<WholeResponse> stream(ErrorFactory errors, WebAddress address, Consumer<byte[]> body) {
        return get(
                new RequestSpec(errors, Map.of("Accept", "application/json"), MAX_STREAMED_BYTES, body, null),
                RedirectChain.of(addresses.endpoint(), address));
    }

    /** A short answer to somebody with another token than the one in force, whom a limit of that one does not concern. */
    Uni<WholeResponse> getAs(String other, ErrorFactory errors, WebAddress address) {
        return Uni.createFrom()
                .deferred(() -> ask(
                        new RequestSpec(errors, Map.of("Accept", "application/json"), MAX_USER_BYTES, null, other),
                        RedirectChain.of(addresses.endpoint(), address)));
    }

    /** The first bytes of a file, or all of it when it is shorter; from wherever the Hub redirects to. */
    Uni<WholeResponse> head(ErrorFactory errors, WebAddress address, int bytes) {
        return range(errors, address, new ByteRange(0, bytes));
    }

    /** A range of a file; whoever asks looks whether it is what came. */
    Uni<WholeResponse> range(ErrorFactory errors, WebAddress address, ByteRange range) {
        Map<String, String> headers = Map.of("Range", range.toRangeHeader(), "Accept-Encoding", "identity");
        int maxBytes = (int) Math.max(range.length(), MAX_REDIRECT_BYTES);
        return get(new RequestSpec(errors, headers, maxBytes), RedirectChain.of(addresses.endpoint(), address));
    }

    /** The value of an {@code Authorization} header for this address: only the Hub itself gets the token. */
    Optional<String> authorization(WebAddress address) {
        return authorization(address, token.current());
    }

    private Optional<String> authorization(WebAddress address, Optional<String> sent) {
        return addresses.endpoint().contains(address) ? sent.map(text -> "Bearer " + text) : Optional.empty();
    }

    private Uni<WholeResponse> get(RequestSpec spec, RedirectChain chain) {
        return Uni.createFrom()
                .deferred(() -> pauses.left(chain.address())
                        .map(left -> refused(spec, chain, left))
                        .orElseGet(() -> ask(spec, chain)));
    }

    private Uni<WholeResponse> ask(RequestSpec spec, RedirectChain chain) {
        long sent = pauses.now();
        return send(spec, chain.address())
                .onFailure()
                .transform(this::unreachable)
                .invoke(response -> recordLimit(spec, chain.address(), response, sent))
                .chain(response -> followOrFail(spec, chain, response));
    }

    /** What the server would answer if it were asked now. */
    private static Uni<WholeResponse> refused(RequestSpec spec, RedirectChain chain, Duration left) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Retry-After", String.valueOf(left.toSeconds() + 1));
        return Uni.createFrom()
                .failure(() -> spec.errors().of(HttpStatus.TOO_MANY_REQUESTS, headers, "", chain.movedTo()));
    }

    private void recordLimit(RequestSpec spec, WebAddress server, WholeResponse response, long sent) {
        if (spec.token() != null) {
            return; // says nothing of the token in force
        }
        if (HttpStatus.isThrottled(response.status())) {
            RetryAfter.of(response.status(), response.headers()).ifPresent(wait -> pauses.pause(server, wait));
        } else {
            pauses.answered(server, sent);
        }
    }

    private Uni<WholeResponse> send(RequestSpec spec, WebAddress address) {
        Map<String, String> headers = new HashMap<>(spec.headers());
        Optional<String> sent = spec.token() == null ? token.current() : Optional.of(spec.token());
        authorization(address, sent).ifPresent(value -> headers.put("Authorization", value));
        return spec.body() == null
                ? connector.get(address, headers, spec.maxBytes(), timeout)
                : connector.stream(address, headers, spec.body(), spec.maxBytes(), timeout);
    }

    private Uni<WholeResponse> followOrFail(RequestSpec spec, RedirectChain chain, WholeResponse response) {
        int status = response.status();
        if (status == 200 || status == 206) {
            return Uni.createFrom().item(response);
        }
        if (status == HttpStatus.RANGE_NOT_SATISFIABLE && EMPTY_FILE.equals(response.header("Content-Range"))) {
            return Uni.createFrom().item(new WholeResponse(200, response.headers(), new byte[0]));
        }
        if (status >= 300 && status < 400) {
            RedirectChain next = chain.follow(response.header("Location"));
            return spec.token() == null ? get(spec, next) : ask(spec, next);
        }
        return Uni.createFrom()
                .failure(spec.errors().of(status, response.headers(), errorText(response), chain.movedTo()));
    }

    private HubException unreachable(Throwable cause) {
        return HubFailures.unreachable(endpoint(), cause);
    }

    /** The sentence in an error's body: {@code {"error": "…"}} from the API, plain text from elsewhere. */
    private String errorText(WholeResponse response) {
        String text = response.text();
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
}
