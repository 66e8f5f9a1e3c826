package io.hfdownloader.standin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks the stand-in as a plain HTTP client does; follows no redirect. */
public final class PlainHttpClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HubStandIn hub;

    public PlainHttpClient(HubStandIn hub) {
        this.hub = hub;
    }

    /** GET of a path on the Hub or of a whole address. */
    public HttpResponse<byte[]> get(String address, String... headers) throws IOException, InterruptedException {
        return send("GET", address, headers);
    }

    public HttpResponse<byte[]> head(String address, String... headers) throws IOException, InterruptedException {
        return send("HEAD", address, headers);
    }

    public HttpResponse<byte[]> post(String address, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(absolute(address))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The response once its head has come; the body may be read, or left alone. */
    public CompletableFuture<HttpResponse<InputStream>> open(String address) {
        HttpRequest request = HttpRequest.newBuilder(absolute(address)).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The signed link to a file in LFS. */
    public String link(String address) throws IOException, InterruptedException {
        return get(address).headers().firstValue("Location").orElseThrow();
    }

    /** Any method, without a body. */
    public HttpResponse<byte[]> send(String method, String address, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(absolute(address))
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI absolute(String address) {
        return URI.create(address.startsWith("/") ? hub.endpoint() + address : address);
    }
}
