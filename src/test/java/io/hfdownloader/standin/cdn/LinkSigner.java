package io.hfdownloader.standin.cdn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RequestLog;

/** Signs links and knows them again, until it takes another key. Safe for all threads. */
public final class LinkSigner {

    private static final String SIGNATURE = "&Signature=";
    private static final String BEHIND = "&Key-Pair-Id=K2L8F4GPSG1IFC";
    private static final int MAX_LIMITED_LINKS = 10_000;

    private final RequestLog log;
    private final Map<String, Long> byteLimits = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_LIMITED_LINKS;
        }
    });
    private volatile SecretKeySpec key = newKey();

    public LinkSigner(RequestLog log) {
        this.log = log;
    }

    /** From now on all links made so far are refused. */
    public void expireAll() {
        key = newKey();
    }

    /**
     * The address with its signature.
     *
     * @param address path and query, with at least one parameter
     * @param byteLimit how many bytes may come through it, or a negative number
     */
    public String signed(String address, long byteLimit) {
        String signature = sign(address + BEHIND);
        if (byteLimit >= 0) {
            byteLimits.put(signature, byteLimit);
        }
        return address + SIGNATURE + signature + BEHIND;
    }

    /** Whether the address was signed by this key and nothing of it was altered. */
    public boolean isGenuine(Exchange exchange) {
        String signature = signature(exchange);
        return sign(exchange.uri().replace(SIGNATURE + signature, "")).equals(signature);
    }

    /** Whether all the bytes that may come through this link have come. */
    public boolean isUsedUp(Exchange exchange) {
        String signature = signature(exchange);
        Long limit = byteLimits.get(signature);
        return limit != null && log.bytesThrough(signature) >= limit;
    }

    private static String signature(Exchange exchange) {
        return exchange.query().first("Signature").orElse("");
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
