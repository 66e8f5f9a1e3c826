package io.hfdownloader.modelcard;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.network.WebAddress;

/**
 * Where the links of a card lead: to a web server, to a mailbox, or to one of its own headings. What is relative is meant as on the
 * Hub's page; all else leads nowhere.
 */
final class CardLinks {

    private static final int MAX_CHARS = 2_000;

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+:");
    /** Without fields, of which a mail program may take more than is seen. */
    private static final Pattern MAILBOX =
            Pattern.compile("(?i)mailto:([A-Z0-9.!#$%&'*+/=^_{|}~-]{1,64}+@[A-Z0-9](?:[A-Z0-9.-]{0,252}+))(?:\\?.*)?");

    private static final String NOT_IN_ADDRESSES = "\"<>\\^`{|}";

    private final String hub;
    private final WebAddress folder;
    private final HeadingIds headings;

    /**
     * An address that was looked at.
     *
     * @param address ASCII without quotation marks
     * @param inside whether it is a place in the card
     */
    record Target(String address, boolean inside) {}

    /**
     * @param hub the Hub's address, without a slash at its end
     * @param folder where on its pages the README stands
     */
    CardLinks(String hub, WebAddress folder, HeadingIds headings) {
        this.hub = hub;
        this.folder = folder;
        this.headings = headings;
    }

    /** Where this leads; empty when it may lead nowhere. @param written without references to characters */
    Optional<Target> to(String written) {
        String reference = written.strip();
        if (reference.isEmpty()
                || reference.length() > MAX_CHARS
                || reference.chars().anyMatch(CardLinks::isControl)) {
            return Optional.empty();
        }
        if (reference.startsWith("#")) {
            return headings.find(reference.substring(1)).map(id -> new Target("#" + id, true));
        }
        return address(reference).map(address -> new Target(address, false));
    }

    private Optional<String> address(String reference) {
        Matcher mailbox = MAILBOX.matcher(reference);
        if (mailbox.matches()) {
            return Optional.of("mailto:" + mailbox.group(1));
        }
        String encoded = encoded(reference);
        if (encoded.startsWith("//")) {
            return whole("https:" + encoded);
        }
        if (SCHEME.matcher(encoded).lookingAt()) {
            return whole(encoded);
        }
        return encoded.startsWith("/") ? whole(hub + encoded) : inRepo(encoded);
    }

    /** The same when it is one of the web. */
    private static Optional<String> whole(String address) {
        return WebAddress.parse(address).map(parsed -> parsed.scheme() + address.substring(address.indexOf(':')));
    }

    private Optional<String> inRepo(String reference) {
        int hash = reference.indexOf('#');
        String fragment = hash < 0 ? "" : reference.substring(hash);
        return folder.resolve(hash < 0 ? reference : reference.substring(0, hash))
                .filter(folder::sameOrigin)
                .map(address -> address + fragment);
    }

    private static boolean isControl(int c) {
        return Character.getType(c) == Character.CONTROL;
    }

    /** Percent-encodes what may not stand in an address, and what could be taken for something else; what is encoded stays. */
    private static String encoded(String reference) {
        StringBuilder encoded = new StringBuilder(reference.length() + 16);
        for (byte b : reference.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c > ' ' && c < 127 && NOT_IN_ADDRESSES.indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
