package io.hfdownloader.network;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The authorities that are trusted beside the built-in ones: those in the files and folders that OpenSSL, curl and the
 * Python client are told of by variables. Reading blocks.
 */
final class OwnAuthorities {

    private static final List<String> VARIABLES =
            List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE");
    private static final Set<String> MAY_BE_FOLDERS = Set.of("SSL_CERT_DIR", "REQUESTS_CA_BUNDLE");
    /** By the hash of its name, as {@code openssl rehash} has it, or by an ending. */
    private static final Pattern IN_FOLDERS = Pattern.compile("[0-9a-f]{8}\\.\\d+|.+\\.(?:pem|crt|cer)");

    private static final long MAX_FILE_BYTES = 16L << 20;
    private static final int MAX_FILES = 10_000;

    private final Set<X509Certificate> certificates = new LinkedHashSet<>();
    private final List<String> read = new ArrayList<>();
    private int unknown;

    private OwnAuthorities() {}

    /**
     * Blocks.
     *
     * @param environment variables and their values
     * @param faults gets a sentence for each variable whose file or folder cannot be used
     */
    static OwnAuthorities read(Map<String, String> environment, List<String> faults) {
        OwnAuthorities all = new OwnAuthorities();
        for (String variable : VARIABLES) {
            String value = environment.getOrDefault(variable, "").strip();
            if (!value.isEmpty()) {
                all.read(variable, value, faults);
            }
        }
        return all;
    }

    Set<X509Certificate> certificates() {
        return certificates;
    }

    /** How many were read from where, for the log; empty when no variable is set. */
    List<String> lines() {
        if (read.isEmpty()) {
            return List.of();
        }
        String more = unknown == 0 ? "" : "; " + unknown + " more are of a kind that is not known here";
        return List.of("Trusted beside the built-in authorities: " + String.join(", ", read) + more);
    }

    private void read(String variable, String value, List<String> faults) {
        int before = faults.size();
        Set<X509Certificate> found = new LinkedHashSet<>();
        String[] names = variable.equals("SSL_CERT_DIR")
                ? value.split(Pattern.quote(File.pathSeparator), -1)
                : new String[] {value};
        for (String name : names) {
            if (!name.isBlank()) {
                try {
                    found.addAll(named(variable, name));
                } catch (IOException | IllegalArgumentException unusable) {
                    faults.add(variable + " names " + name + ", which " + why(unusable)
                            + ". Name certificates in PEM there, or leave the variable out.");
                }
            }
        }
        if (faults.size() == before) {
            certificates.addAll(found);
            read.add(found.size() + " of " + variable + " (" + value + ")");
        }
    }

    private Set<X509Certificate> named(String variable, String name) throws IOException {
        Path path = Path.of(name);
        if (variable.equals("SSL_CERT_DIR") || Files.isDirectory(path) && MAY_BE_FOLDERS.contains(variable)) {
            return inFolder(path);
        }
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("is a folder where a file must be");
        }
        return new LinkedHashSet<>(inFile(path));
    }

    private List<X509Certificate> inFile(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IllegalArgumentException("is larger than any such file");
        }
        PemCertificates pem = PemCertificates.parse(Files.readAllBytes(file));
        unknown += pem.unknown();
        return pem.certificates();
    }

    /** What is no certificate is passed over there, as OpenSSL does; a folder without one is a mistake. */
    private Set<X509Certificate> inFolder(Path folder) throws IOException {
        Set<X509Certificate> found = new LinkedHashSet<>();
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(entry ->
                            IN_FOLDERS.matcher(entry.getFileName().toString()).matches())
                    .limit(MAX_FILES)
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        for (Path file : files) {
            try {
                found.addAll(inFile(file));
            } catch (IOException | IllegalArgumentException other) {
                // a link that leads nowhere, a key, a certificate in DER
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("has no certificate in PEM in it");
        }
        return found;
    }

    private static String why(Exception unusable) {
        if (unusable instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (unusable instanceof NotDirectoryException) {
            return "is a file where a folder must be";
        }
        if (unusable instanceof AccessDeniedException) {
            return "the user " + System.getProperty("user.name") + " may not read";
        }
        if (unusable instanceof InvalidPathException) {
            return "is no path";
        }
        return unusable instanceof IOException
                ? "cannot be read (" + unusable.getMessage() + ")"
                : String.valueOf(unusable.getMessage());
    }
}
