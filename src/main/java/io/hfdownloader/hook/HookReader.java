package io.hfdownloader.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.message.AppriseMessage;
import io.hfdownloader.hook.message.WebhookSignature;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.UntrustedText;
import io.quarkus.runtime.configuration.DurationConverter;
import org.jspecify.annotations.Nullable;

/** Makes hooks of what the settings say, and a sentence of each fault in them; never with a secret in it. Blocks: looks for programs. */
final class HookReader {

    static final int MAX_HOOKS = 20;
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_TEXT_CHARS = 4_000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");
    private static final Set<HookKind> WITH_A_SECRET = EnumSet.of(HookKind.GOTIFY, HookKind.TELEGRAM);
    private static final WebAddress TELEGRAM = new WebAddress("https", "api.telegram.org", 443, "/");

    private final String searchPath;
    private final List<String> faults = new ArrayList<>();

    /** @param searchPath folders of programs, as in {@code PATH} */
    HookReader(String searchPath) {
        this.searchPath = searchPath;
    }

    /** What was wrong with those that were read. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Those that can be used, by name. */
    List<Hook> read(Map<String, ? extends HookConfig.Settings> settings) {
        if (settings.size() > MAX_HOOKS) {
            faults.add(
                    "There are " + settings.size() + " hooks (hf-downloader.hooks). Name " + MAX_HOOKS + " at most.");
        }
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .limit(MAX_HOOKS)
                        .flatMap(entry -> read(entry.getKey(), entry.getValue()).stream())
                        .toList();
    }

    private Optional<Hook> read(String name, HookConfig.Settings settings) {
        if (!NAME.matcher(name).matches()) {
            faults.add("A hook is called \"" + UntrustedText.name(name, 60)
                    + "\" (hf-downloader.hooks). Give it a name of small letters, digits and hyphens, 40 at most.");
            return Optional.empty();
        }
        int before = faults.size();
        HookKind kind = kind(name, settings);
        Set<HookEvent> events = events(name, settings);
        Duration timeout = timeout(name, settings, kind);
        List<String> command = kind == HookKind.COMMAND ? command(name, settings) : List.of();
        WebAddress address = kind == HookKind.COMMAND ? null : address(name, settings, kind);
        String secret = settings.secret().map(String::strip).orElse(null);
        String to = settings.to().map(String::strip).orElse(null);
        checkSecret(name, kind, secret);
        checkReceiver(name, kind, to, address);
        if (kind == HookKind.COMMAND && settings.url().isPresent()) {
            fault(name, "url", "stands beside a command. Make two hooks of it, or leave one of them out.");
        } else if (kind != HookKind.COMMAND && settings.command().isPresent()) {
            fault(
                    name,
                    "command",
                    "is given, and the kind is " + kind.word() + ". Make two hooks of it, or leave it out.");
        }
        return faults.size() > before
                ? Optional.empty()
                : Optional.of(new Hook(name, kind, events, address, command, secret, to, timeout));
    }

    private HookKind kind(String name, HookConfig.Settings settings) {
        HookKind usual = settings.command().isPresent() ? HookKind.COMMAND : HookKind.WEBHOOK;
        Optional<String> word = settings.kind().map(text -> text.strip().toLowerCase(Locale.ROOT));
        Optional<HookKind> kind = word.flatMap(HookKind::named);
        if (word.isPresent() && kind.isEmpty()) {
            fault(
                    name,
                    "kind",
                    "is \"" + UntrustedText.name(word.get(), 60) + "\". Write one of "
                            + Arrays.stream(HookKind.values())
                                    .map(HookKind::word)
                                    .collect(Collectors.joining(", ")) + ".");
        }
        return kind.orElse(usual);
    }

    private Set<HookEvent> events(String name, HookConfig.Settings settings) {
        Set<HookEvent> events = EnumSet.noneOf(HookEvent.class);
        String text = settings.events().map(String::strip).orElse("");
        for (String word : text.split("[,\\s]+", -1)) {
            Optional<HookEvent> event = HookEvent.named(word.toLowerCase(Locale.ROOT));
            event.ifPresent(events::add);
            if (event.isEmpty() && !word.isEmpty()) {
                fault(
                        name,
                        "events",
                        "names \"" + UntrustedText.name(word, 60)
                                + "\", which is no event. Write some of completed, failed, update-available, disk-low,"
                                + " with commas between them, or leave it out for all.");
            }
        }
        return events.isEmpty() ? EnumSet.complementOf(EnumSet.of(HookEvent.TEST)) : events;
    }

    private Duration timeout(String name, HookConfig.Settings settings, HookKind kind) {
        Duration usual = kind == HookKind.COMMAND ? COMMAND_TIMEOUT : ANSWER_TIMEOUT;
        String text = settings.timeout().map(String::strip).orElse("");
        try {
            Duration timeout = text.isEmpty() ? usual : DurationConverter.parseDuration(text);
            if (timeout != null && !timeout.isNegative() && !timeout.isZero() && timeout.compareTo(MAX_TIMEOUT) <= 0) {
                return timeout;
            }
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            // as one that is too long
        }
        fault(
                name,
                "timeout",
                "is \"" + UntrustedText.name(text, 60)
                        + "\", which is no time such as 30s or 2m, longer than nothing and 10 minutes at most.");
        return usual;
    }

    private List<String> command(String name, HookConfig.Settings settings) {
        if (settings.command().isEmpty()) {
            fault(name, "command", "is missing. Name the program that is to be run, by its full path.");
            return List.of();
        }
        try {
            List<String> words =
                    new ArrayList<>(CommandWords.of(settings.command().get()));
            words.set(0, Program.find(words.get(0), searchPath));
            return words;
        } catch (IllegalArgumentException unusable) {
            fault(
                    name,
                    "command",
                    unusable.getMessage()
                            + ". Name a program that is there and may be executed, by its full path; its arguments stand behind"
                            + " it, or all in a list in JSON.");
            return List.of();
        }
    }

    private @Nullable WebAddress address(String name, HookConfig.Settings settings, HookKind kind) {
        String text = settings.url().map(String::strip).orElse("");
        if (text.isEmpty() && kind == HookKind.TELEGRAM) {
            return TELEGRAM;
        }
        WebAddress address =
                text.length() > MAX_TEXT_CHARS ? null : WebAddress.parse(text).orElse(null);
        if (address == null) {
            fault(
                    name,
                    "url",
                    text.isEmpty()
                            ? "is missing. Name the address to post to, such as https://ntfy.example/models; or a command."
                            : "is no address that can be posted to. Write http:// or https://, a host and a path, without a user"
                                    + " and a password in it. It is not repeated here, as it may be secret.");
            return null;
        }
        if (kind == HookKind.NTFY
                && address.path().substring(address.path().lastIndexOf('/') + 1).isEmpty()) {
            fault(
                    name,
                    "url",
                    "has no topic of ntfy. Write it behind the server, such as https://ntfy.example/models.");
        }
        return address;
    }

    private void checkSecret(String name, HookKind kind, @Nullable String secret) {
        if (secret == null) {
            if (WITH_A_SECRET.contains(kind)) {
                fault(
                        name,
                        "secret",
                        "is missing. "
                                + (kind == HookKind.GOTIFY
                                        ? "Gotify wants the token of an application."
                                        : "Telegram wants the token of a bot."));
            }
        } else if (kind == HookKind.WEBHOOK) {
            try {
                var keys = new WebhookSignature(secret);
            } catch (IllegalArgumentException unusable) {
                fault(name, "secret", String.valueOf(unusable.getMessage()));
            }
        } else if (secret.chars().anyMatch(c -> c <= ' ' || c >= 127) || secret.length() > MAX_TEXT_CHARS) {
            fault(name, "secret", "has a blank or another character in it that no token has.");
        } else if (kind == HookKind.TELEGRAM && !secret.matches("[0-9]{1,20}:[A-Za-z0-9_-]{10,200}")) {
            fault(name, "secret", "is no token of a bot of Telegram: digits, a colon, and letters.");
        }
    }

    private void checkReceiver(String name, HookKind kind, @Nullable String to, @Nullable WebAddress address) {
        if (to != null && to.length() > MAX_TEXT_CHARS) {
            fault(name, "to", "is longer than " + MAX_TEXT_CHARS + " characters.");
        } else if (to == null && kind == HookKind.TELEGRAM) {
            fault(name, "to", "is missing. Name the chat that the bot is to write to, by its number or as @channel.");
        } else if (to == null && kind == HookKind.APPRISE && address != null && AppriseMessage.isStateless(address)) {
            fault(
                    name,
                    "to",
                    "is missing. An Apprise without a key in its address (…/notify/KEY) is to be told whom to"
                            + " notify.");
        }
    }

    private void fault(String name, String field, String what) {
        String setting = "hf-downloader.hooks." + name + "." + field;
        String variable = setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        faults.add(setting + " (" + variable + ") " + what);
    }
}
