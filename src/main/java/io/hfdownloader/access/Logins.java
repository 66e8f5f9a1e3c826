package io.hfdownloader.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;

/** The users that may log in with a password. Immutable. */
public final class Logins {

    private static final String LOGIN = "hf-downloader.login (HF_DOWNLOADER_LOGIN)";
    private static final String FILE = "hf-downloader.login-file (HF_DOWNLOADER_LOGIN_FILE)";
    private static final String MAKE = " Make it with: hf-downloader password NAME";
    private static final int MAX_USERS = 100;
    private static final long MAX_FILE_BYTES = 64 << 10;
    private static final Pattern NAME = Pattern.compile("[^\\s:\\p{C}]{1,64}");

    private final Map<String, PasswordHash> hashes;
    private final PasswordHash nobodys;

    private Logins(Map<String, PasswordHash> hashes) {
        this.hashes = Map.copyOf(hashes);
        int cost = hashes.values().stream().mapToInt(PasswordHash::cost).max().orElse(PasswordHash.COST);
        // of no password: compared with where there is no such user, so that it takes as long as where there is one
        this.nobodys = new PasswordHash("$2b$%02d$%s".formatted(cost, ".".repeat(53)));
    }

    /**
     * Reads what is configured. Blocks.
     *
     * @param faults where sentences go of what is wrong, without a hash in them
     */
    static Logins of(AccessConfig config, List<String> faults) {
        Map<String, PasswordHash> hashes = new LinkedHashMap<>();
        config.login()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> add(text, LOGIN, hashes, faults));
        config.loginFile()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .ifPresent(file -> addAll(file, hashes, faults));
        return new Logins(hashes);
    }

    private static void addAll(String name, Map<String, PasswordHash> hashes, List<String> faults) {
        String told = FILE + " is " + UntrustedText.name(name);
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
                faults.add(told + ", which is no file of at most 64 KiB. Write lines NAME:HASH into one." + MAKE);
                return;
            }
            List<String> lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (lines.isEmpty() || lines.size() > MAX_USERS) {
                faults.add(told + ", which has " + lines.size() + " logins; it needs 1 to " + MAX_USERS + "." + MAKE);
                return;
            }
            lines.forEach(line -> add(line, told + ", where a line", hashes, faults));
        } catch (IOException | InvalidPathException unreadable) {
            faults.add(told + ", which cannot be read: " + UntrustedText.name(String.valueOf(unreadable.getMessage()))
                    + ". Name a file in UTF-8 that this program may read.");
        }
    }

    private static void add(String line, String told, Map<String, PasswordHash> hashes, List<String> faults) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (!NAME.matcher(name).matches()) {
            faults.add(told + " is not NAME:HASH, with a name of 1 to 64 characters without spaces before the colon."
                    + MAKE);
            return;
        }
        try {
            PasswordHash hash = new PasswordHash(line.substring(colon + 1).strip());
            if (hashes.putIfAbsent(name, hash) != null) {
                faults.add(told + " names " + UntrustedText.name(name) + " a second time. Keep one of them.");
            }
        } catch (IllegalArgumentException malformed) {
            faults.add(told + " is not NAME:HASH: the hash of " + UntrustedText.name(name) + " "
                    + malformed.getMessage()
                    + ". Shells and compose files take $ for a variable: write it in single quotes there, or as $$ in a compose file."
                    + MAKE);
        }
    }

    /** For tests and commands. */
    static Logins of(Map<String, PasswordHash> hashes) {
        return new Logins(hashes);
    }

    boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Whether that is the user's password. Blocks for the time of one hash, also where there is no such user. */
    boolean accepts(String user, String password) {
        PasswordHash hash = hashes.get(user);
        boolean matches = (hash == null ? nobodys : hash).matches(password);
        return hash != null && matches;
    }

    /** What is another one when the user's password is; empty for a user that is none. */
    String fingerprint(String user) {
        PasswordHash hash = hashes.get(user);
        return hash == null ? "" : Secret.hash(user + ":" + hash.text());
    }

    /** How many there are. */
    int size() {
        return hashes.size();
    }

    /** Sentences of what is wrong; empty for nothing. Blocks. */
    static List<String> faults(AccessConfig config) {
        List<String> faults = new ArrayList<>();
        Logins unused = of(config, faults);
        return faults;
    }
}
