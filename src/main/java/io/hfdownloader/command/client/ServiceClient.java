package io.hfdownloader.command.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.network.TrustedAuthorities;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.program.ProgramVersion;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** The calls of the service's API. Each blocks until there is an answer, or for a time that has an end. */
public final class ServiceClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_ANSWER_BYTES = 256 << 20;

    /** Of a list; it has an end whatever a server says. */
    private static final int MAX_PARTS = 10_000;

    private static final Pattern NEXT = Pattern.compile("<[^<>?]*(\\?[^<>?]+)>; rel=\"next\"");

    private static final Set<String> LOGIN_PROBLEMS = Set.of(
            "urn:hf-downloader:problem:" + ProblemType.LOGIN_NEEDED.slug(),
            "urn:hf-downloader:problem:" + ProblemType.SCOPE_MISSING.slug());

    private static final String ADVICE =
            "Start it with: hf-downloader serve, or name its address with --url or " + ServiceAddress.VARIABLE + ".";

    private final ServiceAddress address;
    private final HttpClient http;

    /** Blocks briefly. Trusts beside the built-in authorities those that the service trusts, by the same variables. */
    public ServiceClient(ServiceAddress address, LocalSettings settings) {
        this.address = address;
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (address.root().getScheme().equals("https")) {
            List<String> faults = new ArrayList<>();
            TrustedAuthorities.ofEnvironment(settings.environment(), faults).ifPresent(client::sslContext);
            if (!faults.isEmpty()) {
                throw CommandException.of(ExitCode.WRONG_USE, faults.get(0));
            }
        }
        this.http = client.build();
    }

    /** Where it asks. */
    public ServiceAddress address() {
        return address;
    }

    /**
     * Whether a service of ours answers there.
     *
     * @throws CommandException when one does, and asks for a login
     */
    public boolean isThere() {
        try {
            return get("/api/v1/system").has("modelsDir");
        } catch (CommandException none) {
            if (LOGIN_PROBLEMS.contains(none.problem().path("type").asText())) {
                throw none;
            }
            return false;
        }
    }

    /** @throws CommandException with the service's problem, or when it cannot be reached */
    public JsonNode get(String path) {
        return send(request(path).GET()).body();
    }

    /**
     * All entries of a list, of which an answer has a part. As {@link #get}.
     *
     * @param path without a query
     * @param kept makes of each entry what is needed of it
     */
    public <T> List<T> list(String path, Function<JsonNode, T> kept) {
        List<T> all = new ArrayList<>();
        String query = "";
        for (int parts = 0; parts < MAX_PARTS; parts++) {
            Answer answer = send(request(path + query).GET());
            answer.body().forEach(entry -> all.add(kept.apply(entry)));
            Optional<String> next = answer.next();
            if (next.isEmpty()) {
                break;
            }
            query = next.get();
        }
        return all;
    }

    /** As {@link #list(String, Function)}, with all that is told of each. */
    public List<JsonNode> list(String path) {
        return list(path, Function.identity());
    }

    /** As {@link #get}. */
    public JsonNode post(String path, @Nullable JsonNode body) {
        HttpRequest.Builder request = request(path);
        return send(body == null
                        ? request.POST(BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.toString())))
                .body();
    }

    /** As {@link #get}. */
    public JsonNode delete(String path) {
        return send(request(path).DELETE()).body();
    }

    /** A part of a path or query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The events from now on. Blocks until they begin. */
    public EventStream events() {
        return EventStream.open(http, request("/api/v1/events").build(), this::unreachable);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .header("User-Agent", "hf-downloader/" + ProgramVersion.TEXT)
                .header("Accept", "application/json, application/problem+json, text/event-stream");
        return address.authorization() == null ? request : request.header("Authorization", address.authorization());
    }

    /** @param link the header that tells where a list goes on */
    private record Answer(JsonNode body, Optional<String> link) {

        /** The query of what comes next; empty at the end. */
        Optional<String> next() {
            return link.map(NEXT::matcher).filter(Matcher::matches).map(found -> found.group(1));
        }
    }

    private Answer send(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(CALL_TIMEOUT).build();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(
                built,
                BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (body.size() + bytes.length > MAX_ANSWER_BYTES) {
                        throw new IllegalStateException("An answer of more than " + MAX_ANSWER_BYTES + " bytes");
                    }
                    body.writeBytes(bytes);
                })));
        try {
            HttpResponse<Void> whole = answer.get(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return new Answer(read(whole, body.toByteArray()), whole.headers().firstValue("Link"));
        } catch (ExecutionException failure) {
            throw unreachable(failure.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw unreachable(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.of(ExitCode.INTERRUPTED, "Interrupted.");
        }
    }

    private JsonNode read(HttpResponse<Void> answer, byte[] body) {
        int status = answer.statusCode();
        JsonNode json = json(body);
        if (status >= 200 && status < 300 && (json != null || body.length == 0)) {
            return json == null ? JSON.createObjectNode() : json;
        }
        if (json != null && json.has("detail")) {
            throw CommandException.of(json);
        }
        throw status == 401 || status == 407
                ? CommandException.of(
                        ExitCode.REFUSED,
                        "What answers at " + address
                                + " asks for a login. Write it into the address: --url https://user:password@host/.")
                : CommandException.of(
                        ExitCode.UNREACHABLE,
                        "What answers at " + address + " is no hf-downloader (status " + status + "). " + ADVICE);
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null || json.isMissingNode() ? null : json;
        } catch (IOException notJson) {
            return null;
        }
    }

    private CommandException unreachable(@Nullable Throwable failure) {
        if (failure instanceof SSLException) {
            return CommandException.of(
                    ExitCode.UNREACHABLE,
                    "What answers at " + address
                            + " cannot be talked to in TLS, or its certificate is not trusted here: "
                            + UntrustedText.sentenceEnd("", String.valueOf(failure.getMessage()))
                            + " Name its authority in SSL_CERT_FILE, or name the address"
                            + " of the service itself with --url.");
        }
        String why = failure instanceof TimeoutException || failure instanceof HttpTimeoutException
                ? "The service at " + address + " does not answer."
                : "No service can be reached at " + address + ".";
        return CommandException.of(ExitCode.UNREACHABLE, why + " " + ADVICE);
    }
}
