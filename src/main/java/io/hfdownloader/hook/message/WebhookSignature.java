package io.hfdownloader.hook.message;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a receiver that a message comes from whoever knows its secret, as the Standard Webhooks specification has it
 * (scheme {@code v1}, HMAC-SHA256). Immutable.
 */
public final class WebhookSignature {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_KEY_BYTES = 16;
    private static final int MAX_KEY_BYTES = 512;

    private final List<SecretKeySpec> keys = new ArrayList<>();

    /**
     * @param secret {@code whsec_} with a key in Base64 behind it, or any text; two with a blank between them while one takes
     *     the place of the other
     * @throws IllegalArgumentException with the end of a sentence that says what is wrong, without the secret
     */
    public WebhookSignature(String secret) {
        for (String one : secret.strip().split("\\s+", -1)) {
            byte[] key = one.startsWith(PREFIX)
                    ? decoded(one.substring(PREFIX.length()))
                    : one.getBytes(StandardCharsets.UTF_8);
            if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
                throw new IllegalArgumentException("is a key of " + key.length + " bytes. Take one of " + MIN_KEY_BYTES
                        + " to " + MAX_KEY_BYTES + ", such as whsec_ and what openssl rand -base64 32 writes.");
            }
            keys.add(new SecretKeySpec(key, ALGORITHM));
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "begins with whsec_, and no Base64 follows. Take whsec_ and what openssl rand -base64 32 writes.");
        }
    }

    /** The value of the header {@code webhook-signature}: one signature for each secret. */
    public String of(String id, long timestampSeconds, byte[] body) {
        return keys.stream()
                .map(key -> "v1," + signed(key, id, timestampSeconds, body))
                .collect(Collectors.joining(" "));
    }

    private static String signed(SecretKeySpec key, String id, long timestampSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible); // each Java has it, and takes any key for it
        }
    }
}
