package io.hfdownloader.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The one rule of what looks like a secret: our own by its value, others by their form. It stands at every door through
 * which text leaves: sentences of problems, JSON, pages, the log. All patterns are possessive: they take time in proportion
 * to the text, and a text that can hold none costs a look at its characters. Any thread.
 */
public final class SecretMasker {

    public static final String MASK = "***";

    /** What somebody hears who writes a token where something else is meant. */
    public static final String REFUSAL =
            "This holds what looks like an access token, where none belongs. It was neither kept"
                    + " nor sent on: leave it out. This server uses its own, from its settings or HF_TOKEN.";

    /** Shorter ones would be found in words, and are not masked. */
    public static final int MIN_OWN_CHARS = 6;

    /** Shorter ones may be words themselves, as those that private mirrors take: they are masked as words, and no name that holds one is refused. */
    private static final int MIN_SECRET_CHARS = 16;

    /** A token is exchanged now and then, and hooks have secrets; of more values than these the oldest is forgotten. */
    private static final int MAX_OWN = 64;

    private static final String VALUE = "(?:\"[^\"]*+\"?|'[^']*+'?|[^\\s\"'&,;)\\]}<>]++)";

    /** A mask is put on more than on what a token is, such as on one that was cut. */
    private static final Pattern TOKEN = Pattern.compile(
            "(?i)(?:hf|api_org)_[a-z0-9]{20,}+|hf_(?:oauth|jwt|app)_[a-z0-9._-]{8,}+|(?<![\\w-])eyJ[\\w-]{10,}+\\.[\\w-]++(?:\\.[\\w-]*+)?");

    /** Those of the Hub have 34 letters and digits behind hf_, one that was cut a few less; names of repositories have fewer. */
    private static final Pattern WHOLE_TOKEN = Pattern.compile(
            "(?i)(?:hf|api_org)_[a-z0-9]{30,}+|hfd_[a-z0-9_-]{43,}+|hf_(?:oauth|jwt|app)_[a-z0-9._-]{30,}+|(?<![\\w-])eyJ[\\w-]{10,}+\\.[\\w-]++(?:\\.[\\w-]*+)?");

    /** Those of this program, which it shows once: on pages and in answers they stay. */
    private static final Pattern ACCESS_TOKEN = Pattern.compile("(?i)hfd_[a-z0-9_-]{20,}+");

    private static final Pattern IN_ADDRESS = Pattern.compile("(?i)(://)(?!git@)(?:[^\\s/@\"'?#<>]*+@)++");
    private static final Pattern HEADER = Pattern.compile(
            "(?i)(authorization[\"']?\\s{0,9}+[:=]\\s{0,9}+[\"']?)(?:(?:bearer|basic|digest|token)(?:\\s|%20|\\+)++)?+[^\\s\"',;<>]++");
    private static final Pattern BEARER = Pattern.compile(
            "(?i)(?<![a-z])(bearer(?:\\s|%20|\\+|:)++[\"']?)(?!(?:tokens?|auth[a-z]*+|scheme|header|realm|error|is|or|and|in)(?![\\w~+/-]))[\\w.~+/=-]{4,}+");
    private static final Pattern BASIC = Pattern.compile(
            "(?<![A-Za-z])([Bb]asic(?:\\s|%20|\\+)++)(?=[a-z]{0,400}+[A-Z0-9+/=])[A-Za-z0-9+/]{8,}+=*+");
    private static final Pattern OPTION = Pattern.compile(
            "(?<!\\S)(--(?:hf[-_])?(?:token|api-key|password)|--http-password|--hf_token|-hft)(?:=|\\s++)" + VALUE);
    private static final Pattern LOGIN =
            Pattern.compile("(?<!\\S)(-u|--user)(?:=|\\s++)[\"']?[^\\s:\"'/]++:[^\\s\"']++[\"']?");
    private static final Pattern SIGNATURE = Pattern.compile("(?i)([?&;](?:amp;)?+"
            + "(?:x-(?:amz|goog|xet|ms)-[a-z-]{1,40}+|signature|policy|key-pair-id|sig|sign|awsaccesskeyid|googleaccessid)"
            + "(?:=|%3d))[^\\s&\"'<>#)\\]}]++");
    private static final Pattern NAMED =
            Pattern.compile("(?<![A-Za-z0-9_])([A-Za-z0-9_]++)([\"']?+\\s{0,9}+(?:=|:(?!//))\\s{0,9}+)" + VALUE);
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(?:[a-z0-9_]*_)?(?:token|password|passwd|secret|api_?key|access_?key)");

    /** What stands behind a colon in a sentence; a secret is none, or stands in quotes. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,15}[.!?]?");

    private static final Set<String> PLAIN = Set.of("True", "False", "None", "true", "false", "null");

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}++");
    private static final Pattern SENT_BEARER =
            Pattern.compile("(?i)(?<![a-z])bearer\\s++(?=[a-z._~+/=-]*+[0-9])[\\w.~+/=-]{16,}+");

    /** What a text has in it where there is a secret of some form: most texts have none, and no pattern looks at them. */
    private enum Trace {
        OWN,
        TOKEN,
        ADDRESS,
        QUERY,
        HEADER,
        BEARER,
        BASIC,
        OPTION,
        NAME,
        ASSIGNMENT
    }

    private record Rule(Trace trace, Pattern form, String mask) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Trace.TOKEN, TOKEN, MASK),
            new Rule(Trace.TOKEN, ACCESS_TOKEN, MASK),
            new Rule(Trace.ADDRESS, IN_ADDRESS, "$1" + MASK + "@"),
            new Rule(Trace.QUERY, SIGNATURE, "$1" + MASK),
            new Rule(Trace.HEADER, HEADER, "$1" + MASK),
            new Rule(Trace.BEARER, BEARER, "$1" + MASK),
            new Rule(Trace.BASIC, BASIC, "$1" + MASK),
            new Rule(Trace.OPTION, OPTION, "$1 " + MASK),
            new Rule(Trace.OPTION, LOGIN, "$1 " + MASK));

    private static final Trace[] ALL_TRACES = Trace.values();

    private static final Set<String> OWN = new LinkedHashSet<>();
    private static volatile @Nullable Pattern own;
    private static volatile @Nullable Pattern ownNoWords;
    private static volatile OwnValues ownValues = new OwnValues(new String[0]);

    private SecretMasker() {}

    /** Our own secrets, and which characters they begin with: most characters of a text begin none, however many there are. */
    private static final class OwnValues {

        private final String[] values;
        private final boolean[] first = new boolean[128];

        OwnValues(String[] values) {
            this.values = values;
            for (String value : values) {
                int c = value.charAt(0) & 127;
                first[c] = true;
                first[c ^ ' '] = true; // the same letter, small or large
            }
        }

        boolean stands(String text, int at, char c) {
            if (!first[c & 127]) {
                return false;
            }
            for (String value : values) {
                if (SecretMasker.stands(text, at, value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** From now on this value is a secret, whatever it looks like. What is in use for long is to be named again now and then. */
    public static void add(String secret) {
        synchronized (OWN) {
            if (secret.length() < MIN_OWN_CHARS) {
                return;
            }
            if (OWN.remove(secret)) {
                OWN.add(secret); // the newest again
                return;
            }
            if (OWN.size() == MAX_OWN) {
                OWN.remove(OWN.iterator().next());
            }
            OWN.add(secret);
            String[] values = OWN.stream()
                    .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)))
                    .distinct()
                    .toArray(String[]::new);
            own = any(Arrays.stream(values).map(SecretMasker::expression));
            ownNoWords = any(Arrays.stream(values)
                    .filter(value -> value.length() >= MIN_SECRET_CHARS)
                    .map(SecretMasker::expression));
            ownValues = new OwnValues(values);
        }
    }

    /** Whether a text is of the form of an access token for this program. */
    public static boolean isAccessToken(String text) {
        return ACCESS_TOKEN.matcher(text).matches();
    }

    private static @Nullable Pattern any(Stream<String> expressions) {
        String all = expressions.collect(Collectors.joining("|"));
        return all.isEmpty() ? null : Pattern.compile(all, Pattern.CASE_INSENSITIVE);
    }

    private static String expression(String value) {
        String quoted = Pattern.quote(value);
        return value.length() >= MIN_SECRET_CHARS ? quoted : "(?<![A-Za-z0-9])(?-i:" + quoted + ")(?![A-Za-z0-9])";
    }

    /**
     * The text with a mask in place of tokens alone, ours and those of their form: for names, of which what only looks as if it
     * named a secret ({@code token=en/part-0.parquet}) is a part.
     */
    public static String withoutTokens(String text) {
        Set<Trace> traces = traces(text);
        Pattern known = own;
        String masked = known != null && traces.contains(Trace.OWN) ? replaced(known, MASK, text) : text;
        return traces.contains(Trace.TOKEN) ? replaced(TOKEN, MASK, masked) : masked;
    }

    /** The text with a mask in place of what must not be known; the same object where there is none. */
    public static String masked(String text) {
        Set<Trace> traces = traces(text);
        if (traces.isEmpty()) {
            return text;
        }
        String masked = text;
        Pattern known = own;
        if (known != null && traces.contains(Trace.OWN)) {
            masked = replaced(known, MASK, masked);
        }
        for (Rule rule : RULES) {
            masked = traces.contains(rule.trace()) ? replaced(rule.form(), rule.mask(), masked) : masked;
        }
        if (traces.contains(Trace.NAME) && traces.contains(Trace.ASSIGNMENT)) {
            Matcher named = NAMED.matcher(masked);
            masked = named.find() ? named.replaceAll(SecretMasker::named) : masked;
        }
        return masked.equals(text) ? text : masked;
    }

    private static Set<Trace> traces(String text) {
        OwnValues values = ownValues;
        int found = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            found |= bit(trace(text, at, c));
            if (values.stands(text, at, c)) {
                found |= bit(Trace.OWN);
            }
        }
        if (found == 0) {
            return Set.of();
        }
        Set<Trace> traces = EnumSet.noneOf(Trace.class);
        for (Trace trace : ALL_TRACES) {
            if ((found & bit(trace)) != 0) {
                traces.add(trace);
            }
        }
        return traces;
    }

    private static int bit(@Nullable Trace trace) {
        return trace == null ? 0 : 1 << trace.ordinal();
    }

    private static @Nullable Trace trace(String text, int at, char c) {
        return switch (c) {
            case '_' ->
                stands(text, at - 2, "hf") || stands(text, at - 3, "hfd") || stands(text, at - 3, "org")
                        ? Trace.TOKEN
                        : null;
            case 'J' -> stands(text, at - 2, "ey") ? Trace.TOKEN : null;
            case '@' -> Trace.ADDRESS;
            case '?', '&', ';' -> Trace.QUERY;
            case '=', ':' -> Trace.ASSIGNMENT;
            case 'a', 'A' -> stands(text, at, "authorization") ? Trace.HEADER : null;
            case 'b', 'B' -> stands(text, at, "bearer") ? Trace.BEARER : stands(text, at, "basic") ? Trace.BASIC : null;
            case '-' -> at == 0 || Character.isWhitespace(text.charAt(at - 1)) ? Trace.OPTION : null;
            case 't', 'T' -> stands(text, at, "token") ? Trace.NAME : null;
            case 'p', 'P' -> stands(text, at, "passw") ? Trace.NAME : null;
            case 's', 'S' -> stands(text, at, "secret") ? Trace.NAME : null;
            case 'k', 'K' -> stands(text, at, "key") ? Trace.NAME : null;
            default -> null;
        };
    }

    /** Looks at two characters first, which nearly always tells. */
    private static boolean stands(String text, int at, String word) {
        return at >= 0
                && at + word.length() <= text.length()
                && isSame(text.charAt(at), word.charAt(0))
                && isSame(text.charAt(at + 1), word.charAt(1))
                && text.regionMatches(true, at, word, 0, word.length());
    }

    /**
     * True for a text in which somebody sends a token, in whatever way it is quoted: it is not to be kept, asked for or
     * repeated. Words alone, such as those of a search, never are.
     */
    public static boolean isSecretIn(String text) {
        String plain = INVISIBLE.matcher(percentDecoded(percentDecoded(text))).replaceAll("");
        Pattern known = ownNoWords;
        return known != null && known.matcher(plain).find()
                || WHOLE_TOKEN.matcher(plain).find()
                || SENT_BEARER.matcher(plain).find();
    }

    /** But for letters beyond ASCII, of which no secret is. */
    private static boolean isSame(char one, char other) {
        return one == other || (one ^ other) == ' ' && Character.isLetter(one);
    }

    private static String replaced(Pattern secret, String mask, String text) {
        Matcher found = secret.matcher(text);
        return found.find() ? found.replaceAll(mask) : text;
    }

    private static String named(MatchResult found) {
        String rest =
                found.group().substring(found.group(1).length() + found.group(2).length());
        boolean colon = found.group(2).indexOf(':') >= 0;
        boolean plain = PLAIN.contains(rest)
                || rest.contains(MASK)
                || colon && WORD.matcher(rest).matches();
        boolean secret = !plain && SECRET_NAME.matcher(found.group(1)).matches();
        return Matcher.quoteReplacement(secret ? found.group(1) + found.group(2) + MASK : found.group());
    }

    /** What is quoted wrongly stays as it is. */
    private static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                bytes[length++] = bytes[i];
            } else {
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
