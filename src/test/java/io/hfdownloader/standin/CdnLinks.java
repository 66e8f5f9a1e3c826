package io.hfdownloader.standin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed links to large content: made by the Hub, checked by the CDN. */
final class CdnLinks {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final String SIGNATURE = "&Signature=";
    private static final int MOST_LIMITED_LINKS = 10_000;

    private final String base;
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private final Map<String, Long> byteLimits = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_LIMITED_LINKS;
        }
    });
    private final AtomicLong serial = new AtomicLong();
    private volatile SecretKeySpec key = newKey();

    CdnLinks(String base) {
        this.base = base;
    }

    /** What a link leads to: the content and {@code id/path} of the file it was made for. */
    record Target(Content content, String etag, String file) {}

    /** From now on all links made so far are refused. */
    void expireAll() {
        key = newKey();
    }

    String link(StandInRepo repo, StandInFile file, Faults faults, Exchange exchange) {
        String path = path(repo, file);
        String hash = path.substring(path.lastIndexOf('/') + 1);
        targets.put(path, new Target(file.content(), "\"" + hash + "\"", repo.id() + "/" + file.path()));

        Duration life = LIFE;
        long byteLimit = -1;
        for (Faults.Armed armed : faults.matching(Fault.Phase.LINK, exchange)) {
            if (armed.take()) {
                if (armed.fault().kind() == Fault.Kind.LINK_EXPIRES) {
                    life = Duration.ofSeconds(armed.fault().amount());
                } else {
                    byteLimit = armed.fault().amount();
                }
            }
        }
        String before = path + "?" + parameters(file, Instant.now().plus(life).getEpochSecond());
        String behind = "&Key-Pair-Id=K2L8F4GPSG1IFC";
        String signature = sign(before + behind);
        if (byteLimit >= 0) {
            byteLimits.put(signature, byteLimit);
        }
        return base + before + SIGNATURE + signature + behind;
    }

    /** Where a file stands on the CDN, the same in all its links. Blocks while hashing. */
    static String path(StandInRepo repo, StandInFile file) {
        return "/xet-bridge-us/" + repo.innerId() + "/"
                + Content.sha256Hex("cdn " + repo.innerId() + file.path() + file.etag());
    }

    /** The content behind a link, if its signature is right and it has not expired. */
    Optional<Target> open(Exchange exchange) {
        String uri = exchange.uri();
        String signature = exchange.query().first("Signature").orElse("");
        if (!sign(uri.replace(SIGNATURE + signature, "")).equals(signature)) {
            return Optional.empty();
        }
        long expires = exchange.query().first("Expires").map(Long::parseLong).orElse(0L);
        if (expires <= Instant.now().getEpochSecond()) {
            return Optional.empty();
        }
        return Optional.ofNullable(targets.get(exchange.path()));
    }

    /** {@code id/path} of the file an address leads to, signed rightly or not; {@code ""} if to none. */
    String fileAt(String path) {
        Target target = targets.get(path);
        return target == null ? "" : target.file();
    }

    /** How many bytes may come through this link; without a limit unless a fault set one. */
    long byteLimit(String signature) {
        return byteLimits.getOrDefault(signature, Long.MAX_VALUE);
    }

    /** No two links are the same, or a fresh one could not be told from the one it replaces. */
    private String parameters(StandInFile file, long expires) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return "X-Xet-Cas-Uid=public&response-content-disposition="
                + PathQuoting.quoteSegment("inline; filename*=UTF-8''" + PathQuoting.quote(name) + ";")
                + "&Expires=" + expires + "&Policy="
                + Content.sha1Hex(file.path() + expires + "-" + serial.incrementAndGet());
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecretKeySpec newKey() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new SecretKeySpec(random, "HmacSHA256");
    }
}
