package io.hfdownloader.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import at.favre.lib.crypto.bcrypt.BCrypt;

/**
 * The bcrypt hash of a password. To compute one takes a quarter of a second of a processor on purpose: off the event loops, and few at a time.
 *
 * @param text in the form of crypt(3): {@code $2a$12$…}, also with {@code 2b} and {@code 2y}
 */
public record PasswordHash(String text) {

    /** What ours cost: the logarithm of the rounds. */
    static final int COST = 12;

    /** bcrypt reads no more, and forgets the rest in silence; so a longer password is none. */
    public static final int MAX_PASSWORD_BYTES = 72;

    private static final int MAX_COST = 15;
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    /** @throws IllegalArgumentException with what is wrong with it, which follows on "the hash" */
    public PasswordHash {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("is no bcrypt hash ($2b$12$ and 53 characters)");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < 4 || cost > MAX_COST) {
            throw new IllegalArgumentException("has a cost of " + cost + ", and 4 to " + MAX_COST + " are possible");
        }
    }

    /**
     * Hashes a password. Blocks for the time that it takes.
     *
     * @throws IllegalArgumentException with a sentence for the user when it cannot be one
     */
    public static PasswordHash of(String password) {
        return of(password, COST);
    }

    static PasswordHash of(String password, int cost) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_PASSWORD_BYTES || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "A password has 1 to " + MAX_PASSWORD_BYTES + " bytes. Choose another one.");
        }
        byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2B, new SecureRandom(), raw -> raw)
                .hash(cost, bytes);
        return new PasswordHash(new String(hash, StandardCharsets.US_ASCII));
    }

    /** Whether it is that of this password. Blocks for the time that it takes, which is the same for each password. */
    boolean matches(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean possible = bytes.length > 0 && bytes.length <= MAX_PASSWORD_BYTES && password.indexOf('\0') < 0;
        boolean same = BCrypt.verifyer(null, raw -> raw)
                .verify(possible ? bytes : new byte[] {'-'}, text.getBytes(StandardCharsets.US_ASCII))
                .verified;
        return same && possible;
    }

    int cost() {
        return Integer.parseInt(text.substring(4, 6));
    }

    /** Nothing that could be written into a log by mistake. */
    @Override
    public String toString() {
        return "PasswordHash";
    }
}
