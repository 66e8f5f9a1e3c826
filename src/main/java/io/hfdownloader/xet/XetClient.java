package io.hfdownloader.xet;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.XetReadToken;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.network.WholeResponse;
import io.hfdownloader.text.UntrustedText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * The API of the content-addressed storage: tells how files are put together. Safe for use from any thread, never
 * blocks. Fails with a {@link XetException}, or a {@code HubException} where the Hub gives no read token.
 */
public final class XetClient {

    private static final int MAX_VERSION_1_STORAGES = 100;
    /** How a storage that does not have this version of the API says so. */
    private static final int NOT_IMPLEMENTED = 501;

    private final XetTokenCache tokens;
    private final XetRequests requests;
    private final ObjectMapper json;

    /** Storages that answer in version 1 only. */
    private final Set<String> version1Storages = ConcurrentHashMap.newKeySet();

    /**
     * A file in the storage.
     *
     * @param repo the repo that it is in
     * @param commit its commit
     * @param hash its hash in the storage
     * @param size bytes
     */
    public record StoredFile(RepoId repo, String commit, XetHash hash, long size) {}

    /**
     * @param exchange asks the Hub for read tokens
     * @param timeout longest wait for a connection or an answer's head
     */
    public XetClient(
            HttpConnector connector,
            ObjectMapper json,
            XetTokenCache.Exchange exchange,
            Clock clock,
            Duration timeout) {
        this.tokens = new XetTokenCache(exchange, clock);
        this.requests = new XetRequests(connector, timeout);
        this.json = json;
    }

    /**
     * How a part of a file is put together, with fresh addresses. The item arrives on a worker.
     *
     * @param start first byte wanted
     * @param end byte after the last one wanted
     */
    public Uni<Reconstruction> reconstruction(StoredFile file, long start, long end) {
        return ask(file, start, end, true);
    }

    /** The Hub is asked as somebody else from now on: what was granted or refused before is not used any more. */
    public void forgetTokens() {
        tokens.clear();
    }

    private Uni<Reconstruction> ask(StoredFile file, long start, long end, boolean retry) {
        return tokens.get(file.repo(), file.commit())
                .chain(token -> reply(token, file, start, end).chain(reply -> {
                    if (reply.status() == 401 && retry) { // it may have expired early: once more with a fresh one
                        tokens.invalidate(file.repo(), file.commit(), token);
                        return ask(file, start, end, false);
                    }
                    return Uni.createFrom()
                            .item(reply)
                            .emitOn(Infrastructure.getDefaultWorkerPool())
                            .map(told -> read(told, file, start, token.storage().isTls()));
                }));
    }

    /** In version 2 where the storage has it, else in version 1. */
    private Uni<WholeResponse> reply(XetReadToken token, StoredFile file, long start, long end) {
        String storage = token.storage().origin();
        if (version1Storages.contains(storage)) {
            return get("/v1", token, file, start, end);
        }
        return get("/v2", token, file, start, end).chain(reply -> {
            if (reply.status() != 404 && reply.status() != NOT_IMPLEMENTED) {
                return Uni.createFrom().item(reply);
            }
            return get("/v1", token, file, start, end).invoke(older -> {
                if (older.status() < 300
                        && version1Storages.size() < MAX_VERSION_1_STORAGES) { // else it was the file that is unknown
                    version1Storages.add(storage);
                }
            });
        });
    }

    private Uni<WholeResponse> get(String version, XetReadToken token, StoredFile file, long start, long end) {
        String root = token.storage().target().replaceFirst("/+$", "");
        WebAddress address = token.storage().withTarget(root + version + "/reconstructions/" + file.hash());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token.token());
        if (start > 0 || end < file.size()) {
            headers.put("Range", new ByteRange(start, end).toRangeHeader());
        }
        return requests.get(address, headers);
    }

    private Reconstruction read(WholeResponse reply, StoredFile file, long start, boolean tlsOnly) {
        if (reply.status() != 200 && reply.status() != 206) {
            throw refused(reply);
        }
        try {
            return ReconstructionReader.read(json.readTree(reply.body()), start, file.size(), tlsOnly);
        } catch (IOException | BadXorbException nonsense) {
            throw new XetException(
                    XetException.Kind.BAD_ANSWER,
                    "The storage's answer cannot be used: "
                            + UntrustedText.message(String.valueOf(nonsense.getMessage())),
                    null,
                    nonsense);
        }
    }

    private static XetException refused(WholeResponse reply) {
        int status = reply.status();
        String answer =
                "status " + status + (reply.body().length == 0 ? "" : ": " + UntrustedText.message(reply.text()));
        if (HttpStatus.isThrottled(status)) {
            return new XetException(
                    XetException.Kind.THROTTLED,
                    "The storage limits requests (" + answer + ")",
                    RetryAfter.moment(status, reply.headers()).orElse(null),
                    null);
        }
        if (HttpStatus.isServerFailure(status) && status != NOT_IMPLEMENTED) {
            return new XetException(
                    XetException.Kind.SERVER,
                    "The storage answers with " + answer,
                    RetryAfter.moment(status, reply.headers()).orElse(null),
                    null);
        }
        return new XetException(XetException.Kind.REFUSED, "The storage refuses the file with " + answer);
    }
}
