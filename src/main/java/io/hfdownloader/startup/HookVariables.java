package io.hfdownloader.startup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.text.UntrustedText;

/**
 * The variables of the environment that set hooks, whose names the owner chooses: {@code HF_DOWNLOADER_HOOKS_MY_PHONE_URL} is
 * {@code hf-downloader.hooks.my-phone.url}. By itself the configuration would have to guess where a name ends and which of its
 * underscores are hyphens; here what stands behind the last one is the setting, and all others are hyphens.
 */
final class HookVariables {

    static final String PROPERTY_PREFIX = "hf-downloader.hooks.";
    static final String PREFIX = "HF_DOWNLOADER_HOOKS_";

    /** What a hook can be set to; a test holds that it is what the mapping knows. */
    static final List<String> FIELDS = List.of("kind", "url", "command", "events", "secret", "to", "timeout");

    private HookVariables() {}

    /** The settings that these variables are. */
    static Map<String, String> properties(Map<String, String> variables) {
        Map<String, String> properties = new LinkedHashMap<>();
        variables.forEach((variable, value) -> property(variable).ifPresent(name -> properties.put(name, value)));
        return properties;
    }

    /** A sentence on each that begins as they do and sets nothing. */
    static List<String> faults(Map<String, String> variables) {
        List<String> faults = new ArrayList<>();
        variables.keySet().stream()
                .filter(variable ->
                        variable.startsWith(PREFIX) && property(variable).isEmpty())
                .sorted()
                .forEach(variable -> faults.add(UntrustedText.name(variable)
                        + " is no setting of a hook. Write " + PREFIX + "NAME_FIELD, with one of "
                        + String.join(", ", FIELDS).toUpperCase(Locale.ROOT) + " as the field."));
        return faults;
    }

    private static Optional<String> property(String variable) {
        int end = variable.lastIndexOf('_');
        if (!variable.startsWith(PREFIX) || end <= PREFIX.length()) {
            return Optional.empty();
        }
        String field = variable.substring(end + 1).toLowerCase(Locale.ROOT);
        String name = variable.substring(PREFIX.length(), end)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        return FIELDS.contains(field) ? Optional.of(PROPERTY_PREFIX + name + "." + field) : Optional.empty();
    }

    /** Whether a property sets a hook, whatever it is called. */
    static boolean isHook(String property) {
        return property.startsWith(PROPERTY_PREFIX)
                && FIELDS.stream().anyMatch(field -> property.endsWith("." + field))
                && property.lastIndexOf('.') > PROPERTY_PREFIX.length();
    }
}
