package io.hfdownloader.network;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates in a file of PEM (RFC 7468), whatever stands between them: text, keys, another line ending, a mark of
 * the encoding.
 *
 * @param certificates those that can be read
 * @param unknown how many are sound but of a kind that this Java does not know
 */
record PemCertificates(List<X509Certificate> certificates, int unknown) {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final Set<String> LABELS = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final int DER_SEQUENCE = 0x30;

    PemCertificates {
        certificates = List.copyOf(certificates);
    }

    /** @throws IllegalArgumentException with what is wrong, as the end of a sentence */
    static PemCertificates parse(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        List<X509Certificate> found = new ArrayList<>();
        int unknown = 0;
        Matcher begin = BEGIN.matcher(text);
        for (int from = 0; begin.find(from); ) {
            String end = "-----END " + begin.group(1) + "-----";
            int stop = text.indexOf(end, begin.end());
            boolean wanted = LABELS.contains(begin.group(1));
            if (stop < 0 && wanted) {
                throw new IllegalArgumentException("ends in the middle of a certificate");
            }
            if (stop < 0) {
                break;
            }
            from = stop + end.length();
            if (wanted) {
                byte[] der = decoded(text.substring(begin.end(), stop));
                if (!isWhole(der, begin.group(1).startsWith("TRUSTED"))) {
                    throw new IllegalArgumentException(
                            "is damaged: its certificate number " + (found.size() + unknown + 1) + " cannot be read");
                }
                if (!found.addAll(certificates(der))) {
                    unknown++;
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(none(file, unknown));
        }
        return new PemCertificates(found, unknown);
    }

    /** Nothing where it is not base64. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }

    /** A sequence that is there to its end, with nothing behind it but what a trusted certificate says of its use. */
    private static boolean isWhole(byte[] der, boolean mayGoOn) {
        if (der.length < 4 || der[0] != DER_SEQUENCE) {
            return false;
        }
        int first = der[1] & 0xff;
        int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
        if (lengthBytes > 3 || der.length < 2 + lengthBytes) {
            return false;
        }
        int length = lengthBytes == 0 ? first : 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | der[2 + i] & 0xff;
        }
        int end = 2 + lengthBytes + length;
        return mayGoOn ? der.length >= end : der.length == end;
    }

    /** One, or none where Java does not know its kind of key. */
    private static List<X509Certificate> certificates(byte[] der) {
        try {
            return List.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException unknownKind) {
            return List.of();
        }
    }

    private static String none(byte[] file, int unknown) {
        if (file.length == 0) {
            return "is empty";
        }
        if (unknown > 0) {
            return "has only certificates that cannot be read";
        }
        return file[0] == DER_SEQUENCE
                ? "is not in PEM but in DER; convert it with openssl x509 -inform der -in FILE -out FILE.pem"
                : "has no certificate in PEM (-----BEGIN CERTIFICATE-----)";
    }
}
