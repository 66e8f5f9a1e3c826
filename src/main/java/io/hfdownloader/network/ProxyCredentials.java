package io.hfdownloader.network;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.hfdownloader.text.SecretMasker;

/** A user and a password for a proxy; never logged, never shown. */
record ProxyCredentials(String user, String password) {

    /** Reads {@code user[:password]} with {@code %XX} in it; a percent sign that begins no such thing is one. */
    static ProxyCredentials parse(String text) {
        int colon = text.indexOf(':');
        String user = decoded(colon < 0 ? text : text.substring(0, colon));
        String password = colon < 0 ? "" : decoded(text.substring(colon + 1));
        if ((user + password).chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("its user or password holds a control character");
        }
        ProxyCredentials credentials = new ProxyCredentials(user, password);
        SecretMasker.add(password);
        SecretMasker.add(credentials.basic());
        return credentials;
    }

    /** The value of a {@code Proxy-Authorization} header (RFC 7617). */
    String basic() {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            int high = encoded[i] == '%' && i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
            if (low < 0) {
                bytes.write(encoded[i]);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "ProxyCredentials";
    }
}
