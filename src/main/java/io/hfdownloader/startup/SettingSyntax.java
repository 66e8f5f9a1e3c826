package io.hfdownloader.startup;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import io.hfdownloader.text.UntrustedText;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the text of each setting that is more than a text, before it is converted. The conversion would end the start with
 * the first kind of fault and in words of its own; so a value that cannot be is noted, and one that can takes its place until
 * {@link StartupChecks} ends the start with all that was noted; so is a setting that there is not, which is hidden. Found by its name in {@code META-INF/services}.
 */
public final class SettingSyntax implements ConfigSourceInterceptor {

    private static final int MAX_FAULTS = 100;

    /** By name. */
    private static final Map<String, String> FAULTS = new ConcurrentSkipListMap<>();

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue found = context.proceed(name);
        SettingKind kind = SettingKind.of(name);
        if (kind == null || found == null || found.getValue() == null) {
            return found;
        }
        Optional<String> objection = kind.objection(found.getValue());
        if (objection.isEmpty()) {
            return found;
        }
        note(name, sentence(name, found.getValue(), objection.get()));
        return found.withValue(kind.standIn());
    }

    /** Variables of the environment are not looked at: the Hub's other programs have many that begin as ours do. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        List<String> known = new ArrayList<>();
        context.iterateNames().forEachRemaining(name -> {
            ConfigValue found = SettingKind.isUnknown(name) ? context.proceed(name) : null;
            if (found == null || isVariable(found)) {
                known.add(name);
            } else {
                note(
                        name,
                        UntrustedText.name(name) + " (in " + found.getLocation()
                                + ") is no setting. The README lists those there are.");
            }
        });
        return known.iterator();
    }

    private static boolean isVariable(ConfigValue found) {
        return String.valueOf(found.getConfigSourceName()).startsWith("EnvConfigSource");
    }

    /** Something else that is wrong with a setting. */
    static void note(String fault) {
        note(fault, fault);
    }

    private static void note(String name, String fault) {
        if (FAULTS.size() < MAX_FAULTS) {
            FAULTS.put(name, fault);
        }
    }

    /** What was noted so far. */
    static StartupFaults faults() {
        return new StartupFaults(FAULTS.values());
    }

    /** A fault of a setting, as all are worded. */
    private static String sentence(String name, String value, String objection) {
        return name + " (" + environmentVariable(name) + ") is \"" + UntrustedText.name(value) + "\", which is no "
                + objection + ". Correct it, or leave it out for the usual value.";
    }

    /** The name that MicroProfile Config derives. */
    static String environmentVariable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
