package io.hfdownloader.standin.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** An authority that nobody knows unless they are told: makes certificates for servers, of any age, in milliseconds. */
public final class TestAuthority {

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final int DNS_NAME = 0x82;
    private static final Duration LIFE = Duration.ofDays(3);

    /** What a server shows, and the key to it. */
    public record Shown(PrivateKey key, X509Certificate certificate) {}

    private final String name;
    private final KeyPair keys;
    private final byte[] certificate;
    private long serial = 1;

    /** @param name how it calls itself */
    public TestAuthority(String name) throws GeneralSecurityException {
        this.name = name;
        this.keys = newKeys();
        this.certificate =
                signed(name, keys, Instant.now().plus(LIFE), extension(BASIC_CONSTRAINTS, Der.sequence(Der.yes())));
    }

    /** Its own certificate. */
    public String pem() {
        return pem("CERTIFICATE", certificate);
    }

    /** Its own certificate in DER. */
    public byte[] der() {
        return certificate.clone();
    }

    /** What a server shows that is this host, for some days. */
    public Shown serverNamed(String host) throws GeneralSecurityException {
        return server(host, Instant.now().plus(LIFE));
    }

    /** What a server shows that was this host until yesterday. */
    public Shown expired(String host) throws GeneralSecurityException {
        return server(host, Instant.now().minus(Duration.ofDays(1)));
    }

    private Shown server(String host, Instant until) throws GeneralSecurityException {
        KeyPair own = newKeys();
        byte[] names = Der.sequence(Der.tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII)));
        byte[] shown = signed(host, own, until, extension(SUBJECT_ALT_NAME, names));
        return new Shown(own.getPrivate(), read(shown));
    }

    /** Any bytes between the marks of PEM. */
    public static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private byte[] signed(String subject, KeyPair subjectKeys, Instant until, byte[] extension)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        byte[] content = Der.sequence(
                Der.tagged(0xa0, Der.integer(2)), // version 3
                Der.integer(serial++),
                algorithm,
                named(name),
                Der.sequence(Der.time(Instant.now().minus(LIFE)), Der.time(until)),
                named(subject),
                subjectKeys.getPublic().getEncoded(),
                Der.tagged(0xa3, Der.sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] whole = Der.sequence(content, algorithm, Der.bits(signature.sign()));
        read(whole).verify(keys.getPublic());
        return whole;
    }

    private static X509Certificate read(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] named(String commonName) {
        return Der.sequence(Der.tagged(0x31, Der.sequence(Der.oid(COMMON_NAME), Der.text(commonName))));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }
}
