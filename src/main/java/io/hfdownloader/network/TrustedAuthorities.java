package io.hfdownloader.network;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/** Whom to trust when a server proves who it is: the authorities that Java has built in, and the user's own. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * For whoever asks a server without the service's own connections: who is trusted by the variables that the service knows, too. Blocks.
     *
     * @param faults gets a sentence for each variable whose file or folder cannot be used
     * @return empty where no variable names any, so that Java's own will do
     */
    public static Optional<SSLContext> ofEnvironment(Map<String, String> environment, List<String> faults) {
        Set<X509Certificate> own = OwnAuthorities.read(environment, faults).certificates();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {withOwn(own)}, null);
            return Optional.of(context);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("There is no TLS", broken);
        }
    }

    /** Who decides on a server's certificate. Blocks: reads the built-in ones. */
    static X509TrustManager withOwn(Set<X509Certificate> own) {
        try {
            X509TrustManager builtIn = trustManager(null);
            if (own.isEmpty()) {
                return builtIn;
            }
            Set<X509Certificate> all = new LinkedHashSet<>(Arrays.asList(builtIn.getAcceptedIssuers()));
            all.addAll(own);
            return trustManager(keyStore(all));
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("The built-in authorities cannot be read", broken);
        }
    }

    private static KeyStore keyStore(Set<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry(String.valueOf(number++), certificate);
        }
        return store;
    }

    /** @param store null for the built-in authorities */
    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusting) {
                return trusting;
            }
        }
        throw new GeneralSecurityException("No trust manager for X.509");
    }
}
