package io.hfdownloader.startup;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.quarkus.runtime.configuration.DurationConverter;
import org.jspecify.annotations.Nullable;

/** What a setting can be. */
enum SettingKind {
    COUNT("whole number from 1 to 10000", "1", text -> isBetween(1, 10_000, text)),
    COUNT_OR_NONE("whole number from 0 to 10000", "1", text -> isBetween(0, 10_000, text)),
    PORT("port, a number from 0 to 65535", "0", text -> isBetween(0, 65_535, text)),
    DURATION("time such as 20s or 5m, longer than nothing and 7 days at most", "1s", SettingKind::isDuration),
    WINDOW("time such as 12h or 7d, 0 for none, and 3650d at most", "1s", SettingKind::isWindow),
    SWITCH("switch: true or false", "true", text -> isOneOf("true", "false", text)),
    XET("word for it: auto or off", "auto", text -> isOneOf("auto", "off", text)),
    /** Whoever uses it says what is wrong with it. */
    TEXT("text", "", text -> true);

    private static final Pattern OURS = Pattern.compile("hf(?:-downloader)?\\.");
    /** Of a list, which may be written one by one. */
    private static final Pattern ELEMENT = Pattern.compile("\\[\\d+]$");

    private static final Duration LONGEST_WINDOW = Duration.ofDays(3650);
    private static final Duration LONGEST = Duration.ofDays(7);

    /** A test holds that none of ours is missing. */
    private static final Map<String, SettingKind> BY_NAME = Map.ofEntries(
            Map.entry("quarkus.http.port", PORT),
            Map.entry("hf.api-timeout", DURATION),
            Map.entry("hf.endpoint", TEXT),
            Map.entry("hf.home", TEXT),
            Map.entry("hf.hub-disable-xet", TEXT),
            Map.entry("hf.hub-enable-hf-transfer", TEXT),
            Map.entry("hf.token", TEXT),
            Map.entry("hf.token-path", TEXT),
            Map.entry("hf.xet-high-performance", TEXT),
            Map.entry("hf-downloader.adopt-dirs", TEXT),
            Map.entry("hf-downloader.allowed-hosts", TEXT),
            Map.entry("hf-downloader.bandwidth-limit", TEXT),
            Map.entry("hf-downloader.base-url", TEXT),
            Map.entry("hf-downloader.bin-window", WINDOW),
            Map.entry("hf-downloader.disk-low", TEXT),
            Map.entry("hf-downloader.hooks", TEXT),
            Map.entry("hf-downloader.keep-free", TEXT),
            Map.entry("hf-downloader.leftovers-window", WINDOW),
            Map.entry("hf-downloader.login", TEXT),
            Map.entry("hf-downloader.login-file", TEXT),
            Map.entry("hf-downloader.login-header", TEXT),
            Map.entry("hf-downloader.login-proxies", TEXT),
            Map.entry("hf-downloader.models-dir", TEXT),
            Map.entry("hf-downloader.open-metrics", SWITCH),
            Map.entry("hf-downloader.max-active-downloads", COUNT),
            Map.entry("hf-downloader.max-active-verifications", COUNT),
            Map.entry("hf-downloader.max-connections", COUNT),
            Map.entry("hf-downloader.max-connections-per-file", COUNT),
            Map.entry("hf-downloader.max-retries", COUNT_OR_NONE),
            Map.entry("hf-downloader.resolve-patience", DURATION),
            Map.entry("hf-downloader.update-check-interval", DURATION),
            Map.entry("hf-downloader.resume-queue", SWITCH),
            Map.entry("hf-downloader.retry-delay", DURATION),
            Map.entry("hf-downloader.root-for", TEXT),
            Map.entry("hf-downloader.roots", TEXT),
            Map.entry("hf-downloader.scrub", TEXT),
            Map.entry("hf-downloader.shown-dir", TEXT),
            Map.entry("hf-downloader.stall-timeout", DURATION),
            Map.entry("hf-downloader.view-dirs", TEXT),
            Map.entry("hf-downloader.xet", XET));

    private final String words;
    private final String standIn;
    private final Predicate<String> accepts;

    SettingKind(String words, String standIn, Predicate<String> accepts) {
        this.words = words;
        this.standIn = standIn;
        this.accepts = accepts;
    }

    /** The kind of the setting of this name; null for what is not ours. */
    static @Nullable SettingKind of(String name) {
        return BY_NAME.get(name);
    }

    /** Whether a name stands where ours do, and there is no such setting. */
    static boolean isUnknown(String name) {
        return OURS.matcher(name).lookingAt()
                && !BY_NAME.containsKey(ELEMENT.matcher(name).replaceFirst(""))
                && !HookVariables.isHook(name);
    }

    /** What it would have to be, when it is not; behind "which is no". */
    Optional<String> objection(String text) {
        return accepts.test(text.strip()) ? Optional.empty() : Optional.of(words);
    }

    /** A value of this kind. */
    String standIn() {
        return standIn;
    }

    private static boolean isBetween(int least, int most, String text) {
        try {
            int number = Integer.parseInt(text);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isWindow(String text) {
        try {
            Duration duration = DurationConverter.parseDuration(text);
            return duration != null && !duration.isNegative() && duration.compareTo(LONGEST_WINDOW) <= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean isDuration(String text) {
        try {
            Duration duration = DurationConverter.parseDuration(text);
            return duration != null && !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean isOneOf(String one, String other, String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return word.equals(one) || word.equals(other);
    }
}
